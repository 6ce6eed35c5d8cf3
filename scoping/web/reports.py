"""Inventory reports of an engagement: given, shown as a preview, and taken all, in part or not at all."""

from secrets import token_urlsafe

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from scoping.actions import reports
from scoping.codec import from_plain
from scoping.db.models import ReportUpload, Revision
from scoping.db.reports import find_upload, saved_mappings, uploads_of
from scoping.domain.errors import Fault, InvalidInput, NoRate, StaleRevision
from scoping.domain.permissions import Permission
from scoping.domain.sow.figures import count
from scoping.domain.wave_rules import wave_rules
from scoping.extensions import db
from scoping.inventory import ColumnMapping, Offer, from_saved, offers, unasked
from scoping.web import report_files
from scoping.web.access import catalog, person, revision_of
from scoping.web.clock import now

blueprint = Blueprint("reports", __name__)

ADDRESS = "/engagements/<key:engagement_id>/reports"
ONE = f"{ADDRESS}/<key:key>"
TAKE = "take-"


@blueprint.url_value_preprocessor
def allow_large_files(endpoint: str | None, values: object) -> None:
    """Reports may be larger than any form: said before the first byte of the form is looked at."""
    if endpoint == "reports.upload" and current_user.is_authenticated:
        most = current_app.config["REPORTS_MAX_BYTES"] + current_app.config["MAX_CONTENT_LENGTH"]
        request.max_content_length = most


@blueprint.get(ADDRESS)
def show(engagement_id: int) -> ResponseReturnValue:
    """The form to give reports, what waits to be decided, the kept list, and the saved mappings."""
    return _page(revision_of(engagement_id, None, Permission.VIEW))


@blueprint.post(ADDRESS)
def upload(engagement_id: int) -> ResponseReturnValue:
    """Reads the files and goes on to the preview; where one of them cannot be read, nothing is kept of any."""
    revision = revision_of(engagement_id, None, Permission.EDIT)
    files = report_files.given()
    if not files:
        return _page(revision, (Fault("reports", "choose at least one file"),)), 422
    try:
        found = report_files.read_all(files, known_mappings())
    except InvalidInput as refusal:
        return _page(revision, refusal.faults), 422
    folder = report_files.keep(files) if found.unrecognised else ""
    names = [name for name, _ in files]
    kept = reports.keep(db.session, revision.engagement, found, names, folder, person(), now())
    db.session.commit()
    return redirect(url_for("reports.preview", engagement_id=engagement_id, key=kept.id), 303)


@blueprint.get(ONE)
def preview(engagement_id: int, key: int) -> ResponseReturnValue:
    """Each answer the reports would fill, with the rule and rows behind it and what stands there now."""
    revision = revision_of(engagement_id, None, Permission.EDIT)
    return _preview(revision, upload_of(engagement_id, key))


@blueprint.post(ONE)
def decide(engagement_id: int, key: int) -> ResponseReturnValue:
    """Takes all, some or none; on top of the revision whose answers the person saw beside the reports."""
    revision = revision_of(engagement_id, None, Permission.EDIT)
    found = find_upload(db.session, engagement_id, key)
    if found is None or found.taken_at:
        flash("These reports were decided already; nothing was taken twice.")
        return redirect(url_for("discovery.show", engagement_id=engagement_id), 303)
    names, folder = found.files, found.folder
    if request.form.get("then") == "none":
        reports.forget(db.session, found, person())
        db.session.commit()
        report_files.forget(folder)
        flash("Nothing was taken; the reports were thrown away.")
        return redirect(url_for("discovery.show", engagement_id=engagement_id), 303)
    chosen = _chosen(_offers(revision, found))
    try:
        saved = reports.take(
            db.session,
            catalog(),
            found,
            chosen,
            with_list="list" in request.form and bool(found.repositories),
            base=request.form.get("base", 0, type=int),
            by=person(),
            at=now(),
            once=request.form.get("once", ""),
        )
        db.session.commit()
    except StaleRevision as refusal:
        db.session.rollback()
        revision = revision_of(engagement_id, None, Permission.EDIT)
        return _preview(revision, upload_of(engagement_id, key), (Fault("", str(refusal)),), chosen), 409
    except (InvalidInput, NoRate) as refusal:
        db.session.rollback()
        faults = refusal.faults if isinstance(refusal, InvalidInput) else (Fault("", str(refusal)),)
        revision = revision_of(engagement_id, None, Permission.EDIT)
        return _preview(revision, upload_of(engagement_id, key), faults, chosen), 422
    report_files.forget(folder)
    said = count(len(chosen), "answer", "answers") + f" filled from {count(len(names), 'report', 'reports')}"
    flash(f"{said}; saved as revision {saved.number}." if saved else "No answer changed; the list was kept as chosen.")
    return redirect(url_for("discovery.show", engagement_id=engagement_id), 303)


def upload_of(engagement_id: int, key: int) -> ReportUpload:
    """A preview that still waits; 404 where it was decided already."""
    found = find_upload(db.session, engagement_id, key)
    if found is None or found.taken_at:
        abort(404)
    return found


def known_mappings() -> list[ColumnMapping]:
    """The installation's saved mappings."""
    return [from_plain(each.mapping, ColumnMapping) for each in saved_mappings(db.session)]


def _offers(revision: Revision, found: ReportUpload) -> tuple[Offer, ...]:
    discovery = revision.proposal.discovery
    return offers(catalog().asked(discovery.services), discovery.answers, from_saved(found.found))


def _chosen(offered: tuple[Offer, ...]) -> dict[str, int]:
    """Which claim of which question the form takes; with "all" also those that nobody had to choose."""
    chosen = {}
    for offer in offered:
        key = offer.question.key
        picked = request.form.get(TAKE + key, "")
        if picked.isdecimal():
            chosen[key] = int(picked)
        elif request.form.get("then") == "all" and offer.takeable is not None:
            chosen[key] = offer.takeable
    return chosen


def _named(key: str) -> str:
    """What a figure of the reports is, in the words of the question that another service asks about it."""
    asked = catalog().questions.get(key)
    return asked.text if asked else key.replace("_", " ").replace("lfs", "LFS").capitalize()


def _page(revision: Revision, faults: tuple[Fault, ...] = ()) -> str:
    uploads = uploads_of(db.session, revision.engagement_id)
    return render_template(
        "reports/give.html",
        revision=revision,
        tab="discovery",
        faults=faults,
        waiting=[each for each in uploads if not each.taken_at],
        kept=next((each for each in uploads if each.taken_at), None),
        mappings=saved_mappings(db.session),
        most=current_app.config["REPORTS_MAX_BYTES"],
    )


def _preview(
    revision: Revision, found: ReportUpload, faults: tuple[Fault, ...] = (), chosen: dict[str, int] | None = None
) -> str:
    discovery, inventory = revision.proposal.discovery, from_saved(found.found)
    questions = catalog().asked(discovery.services)
    offered = _offers(revision, found)
    return render_template(
        "reports/preview.html",
        revision=revision,
        tab="discovery",
        upload=found,
        offers=offered,
        picked={each.question.key: each.proposed for each in offered} if chosen is None else chosen,
        with_list=chosen is None or "list" in request.form,
        unasked=[(_named(key), one) for key, one in unasked(questions, inventory).items()],
        inventory=inventory,
        rules=wave_rules(catalog(), discovery),
        faults=faults,
        once=token_urlsafe(16),
    )
