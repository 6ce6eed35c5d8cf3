"""The wave plan of an engagement and the list of repositories behind it."""

from secrets import token_urlsafe

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scoping.actions import reports, waves
from scoping.codec.waves_csv import waves_csv
from scoping.db.models import ReportUpload
from scoping.db.reports import kept_list, page_of_list
from scoping.domain.permissions import Permission
from scoping.domain.wave_table import wave_table
from scoping.extensions import db
from scoping.web.access import LARGEST_KEY, catalog, person, revision_of
from scoping.web.clock import now

blueprint = Blueprint("waves", __name__)

ADDRESS = "/engagements/<key:engagement_id>/waves"
LIST = "/engagements/<key:engagement_id>/repositories"
PAGE = 100
MOST_LINES = 1_000_000  # on the page every wave has a line of its own


@blueprint.get(ADDRESS)
def show(engagement_id: int) -> ResponseReturnValue:
    """Pilot, waves and the large ones by the estimate's own rules, and whether the document says the same."""
    revision = revision_of(engagement_id, None, Permission.VIEW)
    discovery, kept = revision.proposal.discovery, kept_list(db.session, engagement_id)
    found = reports.plan_of(db.session, catalog(), discovery, kept) if kept else None
    printed = wave_table(found[1], found[0].wave_size) if found else None
    return render_template(
        "reports/waves.html",
        revision=revision,
        tab="discovery",
        kept=kept,
        rules=found[0] if found else None,
        plan=found[1] if found else None,
        table=wave_table(found[1], found[0].wave_size, MOST_LINES) if found else None,
        same=printed == discovery.waves,
        once=token_urlsafe(16),
    )


@blueprint.post(ADDRESS)
def change(engagement_id: int) -> ResponseReturnValue:
    """Puts the plan into the document, or takes it out: a new revision on top of the one that was seen."""
    number = request.form.get("base", 0, type=int)
    if not 1 <= number <= LARGEST_KEY:
        abort(400)
    revision = revision_of(engagement_id, number, Permission.EDIT)
    once = request.form.get("once", "")
    if request.form.get("then") == "out":
        saved = waves.take_out(db.session, catalog(), revision, person(), now(), once)
    else:
        kept = _kept(engagement_id)
        saved = waves.put_in(db.session, catalog(), revision, kept, person(), now(), once)
    db.session.commit()
    flash(f"Saved as revision {saved.number}.")
    return redirect(url_for("waves.show", engagement_id=engagement_id), 303)


@blueprint.get(f"{ADDRESS}.csv")
def as_csv(engagement_id: int) -> ResponseReturnValue:
    """The plan, one row a repository; no cell can be taken for a formula."""
    revision = revision_of(engagement_id, None, Permission.DOWNLOAD)
    found = reports.plan_of(db.session, catalog(), revision.proposal.discovery, _kept(engagement_id))
    if found is None:
        abort(404)
    headers = {"Content-Disposition": f"attachment; filename=waves-{engagement_id}.csv"}
    return Response("\ufeff" + waves_csv(found[1]), mimetype="text/csv", headers=headers)


@blueprint.get(LIST)
def repositories(engagement_id: int) -> ResponseReturnValue:
    """The kept list in pages."""
    revision = revision_of(engagement_id, None, Permission.VIEW)
    kept = kept_list(db.session, engagement_id)
    after = request.args.get("after", 0, type=int)
    after = after if 0 <= after <= LARGEST_KEY else 0
    return render_template(
        "reports/repositories.html",
        revision=revision,
        tab="discovery",
        kept=kept,
        page=page_of_list(db.session, kept, after, PAGE) if kept else None,
        continued=after > 0,
    )


@blueprint.post(LIST)
def forget(engagement_id: int) -> ResponseReturnValue:
    """Throws the list away; answers and a table of waves taken from it stay."""
    revision_of(engagement_id, None, Permission.EDIT)
    reports.forget(db.session, _kept(engagement_id), person())
    db.session.commit()
    flash("The list of repositories is thrown away; what was taken from it stays.")
    return redirect(url_for("reports.show", engagement_id=engagement_id), 303)


def _kept(engagement_id: int) -> ReportUpload:
    found = kept_list(db.session, engagement_id)
    if found is None:
        abort(404)
    return found
