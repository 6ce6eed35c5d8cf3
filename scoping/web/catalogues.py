"""The catalogue to read, for everybody; and its editions, with what each would move, for whoever owns it."""

import io
from collections.abc import Sequence
from secrets import token_urlsafe

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from scoping.actions.catalogue_effects import difference_to_today, draft_moves, effects, move_to_today
from scoping.actions.catalogues import activate, texts_in_force, upload
from scoping.db.editions import find_edition, latest_activation, list_activations, list_editions
from scoping.db.models import CatalogueEdition
from scoping.domain.errors import Fault, InvalidInput, NoRate
from scoping.domain.permissions import Permission
from scoping.extensions import db
from scoping.web.access import LARGEST_KEY, catalog, demand, may, person, reference_folder, revision_of
from scoping.web.catalogue_words import Reader, readable
from scoping.web.clock import now
from scoping.web.revisions import ADDRESS as REVISION

blueprint = Blueprint("catalogues", __name__)

FOLDERS = {
    "": "terms.toml, levels.toml, approvals.toml, roster.toml or skills.toml",
    "services/": "Services",
    "questions/": "Questions",
    "scenarios/": "Golden scenarios",
    "roles/": "Roles",
    "rate_cards/": "Rate cards",
}
EDITION = "/catalogue/editions/<key:edition_id>"
SHIPPED = "/catalogue/editions/shipped"


@blueprint.get("/catalogue")
def show() -> ResponseReturnValue:
    """What is sold, by whom and at which rates, and which edition is in force."""
    found = catalog()
    return render_template(
        "catalogues/list.html", catalog=found, reader=Reader(found), activation=latest_activation(db.session)
    )


@blueprint.get("/catalogue/services/<service_key>")
def service(service_key: str) -> ResponseReturnValue:
    """One service: its questions, tasks and wording, each figure with its source."""
    found = catalog().services.get(service_key)
    if found is None:
        abort(404)
    return render_template("catalogues/service.html", found=readable(catalog(), found), reader=Reader(catalog()))


@blueprint.get("/catalogue/editions")
def editions() -> ResponseReturnValue:
    """Every edition, which one is in force, and the form to upload changed files."""
    demand(Permission.CHANGE_CATALOGUE)
    return _editions()


@blueprint.post("/catalogue/editions")
def add() -> ResponseReturnValue:
    """Takes changed files in as a new edition, which nobody uses before it is activated."""
    demand(Permission.CHANGE_CATALOGUE)
    given = {
        f"{folder}{file.filename.replace(chr(92), '/').rpartition('/')[2]}": file.read()
        for folder in FOLDERS
        for file in request.files.getlist(f"files-{folder}")
        if file.filename
    }
    note, once = request.form.get("note", ""), request.form.get("once", "")
    try:
        edition = upload(db.session, reference_folder(), given, note, person(), now(), once)
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        return _editions(note, refusal.faults), 422
    return redirect(url_for("catalogues.edition", edition_id=edition.id), 303)


@blueprint.get("/catalogue/files/<path:name>")
def file(name: str) -> ResponseReturnValue:
    """A reference file as it is in force, to be changed and uploaded again."""
    demand(Permission.CHANGE_CATALOGUE)
    text = texts_in_force(db.session, reference_folder()).get(name)
    if text is None:
        abort(404)
    response: Response = send_file(
        io.BytesIO(text.encode()), "text/plain", as_attachment=True, download_name=name.rpartition("/")[2]
    )
    return response


@blueprint.get(SHIPPED, defaults={"edition_id": None})
@blueprint.get(EDITION)
def edition(edition_id: int | None) -> ResponseReturnValue:
    """What would move if this edition came into force: files, golden scenarios and open drafts."""
    demand(Permission.CHANGE_CATALOGUE)
    found = _edition(edition_id)
    after = min(max(request.args.get("after", 0, type=int), 0), LARGEST_KEY)
    activation = latest_activation(db.session)
    return render_template(
        "catalogues/edition.html",
        edition=found,
        activation=activation,
        seen=activation.number if activation else 0,
        in_force=(activation.edition_id if activation else None) == edition_id,
        effects=effects(db.session, reference_folder(), found),
        drafts=draft_moves(db.session, reference_folder(), found, after=after),
    )


@blueprint.post(f"{SHIPPED}/activate", defaults={"edition_id": None})
@blueprint.post(f"{EDITION}/activate")
def put_in_force(edition_id: int | None) -> ResponseReturnValue:
    """Activates an edition; saved revisions stay as they are."""
    demand(Permission.CHANGE_CATALOGUE)
    seen = request.form.get("seen", -1, type=int)
    activate(db.session, reference_folder(), _edition(edition_id), seen, person(), now())
    db.session.commit()
    flash("Activated. Saved revisions stay as they are; open drafts say that they stand on an earlier catalogue.")
    return redirect(url_for("catalogues.editions"), 303)


@blueprint.get(f"{REVISION}/catalogue")
def draft_page(engagement_id: int, number: int) -> ResponseReturnValue:
    """What moves when an open draft takes over the catalogue in force."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    found, refused = None, ""
    try:
        found = difference_to_today(catalog(), revision)
    except (InvalidInput, NoRate) as refusal:
        refused = str(refusal)
    is_latest = revision.number == revision.engagement.latest_number
    return render_template(
        "catalogues/draft.html",
        revision=revision,
        tab="estimate",
        found=found,
        refused=refused,
        editable=is_latest and may("edit", revision) and not refused,
        once=token_urlsafe(16),
    )


@blueprint.post(f"{REVISION}/catalogue")
def move_draft(engagement_id: int, number: int) -> ResponseReturnValue:
    """Saves the draft anew with the catalogue in force."""
    revision = revision_of(engagement_id, number, Permission.EDIT)
    saved = move_to_today(db.session, catalog(), revision, person(), now(), request.form.get("once", ""))
    db.session.commit()
    flash(f"Saved as revision {saved.number} with the catalogue in force.")
    return redirect(url_for("revisions.estimate", engagement_id=engagement_id, number=saved.number), 303)


def _edition(edition_id: int | None) -> CatalogueEdition | None:
    if edition_id is None:
        return None
    found = find_edition(db.session, edition_id)
    if found is None:
        abort(404)
    return found


def _editions(note: str = "", faults: Sequence[Fault] = ()) -> str:
    return render_template(
        "catalogues/editions.html",
        editions=list_editions(db.session),
        activations=list_activations(db.session),
        names=sorted(texts_in_force(db.session, reference_folder())),
        folders=FOLDERS,
        note=note,
        faults=faults,
        once=token_urlsafe(16),
    )
