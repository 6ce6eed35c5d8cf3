"""The people who can take seats: listed, added, changed, deactivated, imported and exported."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from scoping.actions.roster import add, change, list_roster, roster_of, set_active
from scoping.actions.roster_imports import Effect, Preview, booked_twice, preview, take_in
from scoping.codec.roster_csv import key_of, roster_to_csv
from scoping.db.models import RosterPerson
from scoping.db.queries import folded
from scoping.domain.errors import InvalidInput, StaleRoster
from scoping.domain.permissions import Permission
from scoping.domain.roster.people import Person, check_roster
from scoping.extensions import db
from scoping.web.access import catalog, demand, person
from scoping.web.clock import now
from scoping.web.particulars import problems
from scoping.web.roster_form import RosterForm, as_posted, new_person

blueprint = Blueprint("roster", __name__)

ONE = "/people/<key:person_id>"
LONGEST_SEARCH = 200


@blueprint.get("/people")
def list_page() -> ResponseReturnValue:
    """Everybody by role and level; who left only when asked for."""
    demand(Permission.SEE_INTERNAL)
    rows, today = list_roster(db.session), now().date()
    search, role = request.args.get("q", "")[:LONGEST_SEARCH], request.args.get("role", "")
    shown = [row for row in rows if _matches(row.whole, search, role)]
    roster = roster_of(catalog(), [row.whole for row in rows if row.whole.active])
    return render_template(
        "roster/list.html",
        shown=[row for row in shown if row.whole.active],
        left=[row for row in shown if not row.whole.active],
        count_all=len(rows),
        catalog=catalog(),
        search=search,
        role=role,
        names={row.key: row.name for row in rows},
        double_booked={} if check_roster(roster) else booked_twice(roster, today),
    )


def _matches(one: Person, search: str, role: str) -> bool:
    words = folded(" ".join((one.name, one.company, one.country, one.region, *one.skills, *one.services)))
    return (not role or one.role == role) and all(word in words for word in folded(search).split())


@blueprint.get("/people/new")
def new_form() -> ResponseReturnValue:
    """The empty form."""
    demand(Permission.MANAGE_ROSTER)
    return _page(_form(MultiDict(new_person())), None, 200)


@blueprint.post("/people/new")
def add_new() -> ResponseReturnValue:
    """Adds the person; the key is made of the name."""
    demand(Permission.MANAGE_ROSTER)
    form = _form(request.form)
    found = form.person(key_of(form.name.data or ""), True) if form.validate() else None
    if found is None:
        return _page(form, None, 422)
    try:
        add(db.session, catalog(), found, person(), now())
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        form.show(list(refusal.faults))
        return _page(form, None, 422)
    flash(f"{found.name} is on the roster.")
    return redirect(url_for("roster.list_page"), 303)


@blueprint.get(ONE)
def show(person_id: int) -> ResponseReturnValue:
    """One person, to be changed by whoever may."""
    demand(Permission.SEE_INTERNAL)
    row = _found(person_id)
    return _page(_form(MultiDict(as_posted(row.whole, row.changes))), row, 200)


@blueprint.post(ONE)
def save(person_id: int) -> ResponseReturnValue:
    """Saves what was changed."""
    demand(Permission.MANAGE_ROSTER)
    row, form = _found(person_id), _form(request.form)
    found = form.person(row.key, row.whole.active) if form.validate() else None
    if found is None:
        return _page(form, row, 422)
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else -1
    try:
        change(db.session, catalog(), row, found, seen, person(), now())
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        form.show(list(refusal.faults))
        return _page(form, _found(person_id), 422)
    except StaleRoster as refusal:
        db.session.rollback()
        row = _found(person_id)
        form.form_errors.append(f"{refusal} What you typed stands below; saving again takes its place.")
        form.seen.data = str(row.changes)
        return _page(form, row, 409)
    flash(f"Saved {found.name}.")
    return redirect(url_for("roster.list_page"), 303)


@blueprint.post(f"{ONE}/active")
def switch(person_id: int) -> ResponseReturnValue:
    """Takes somebody off the plans, or brings them back."""
    demand(Permission.MANAGE_ROSTER)
    row, active = _found(person_id), request.form.get("active") == "yes"
    set_active(db.session, row, active, person(), now())
    db.session.commit()
    flash(
        f"{row.name} {'can be planned with again' if active else 'is no longer planned with; documents keep the name'}."
    )
    return redirect(url_for("roster.list_page"), 303)


@blueprint.get("/people/roster.csv")
def export() -> ResponseReturnValue:
    """Everybody as CSV, to be changed in a spreadsheet and imported again."""
    demand(Permission.SEE_INTERNAL)
    text = roster_to_csv(row.whole for row in list_roster(db.session))
    return Response(
        "\ufeff" + text, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=roster.csv"}
    )


@blueprint.get("/people/import")
def import_form() -> ResponseReturnValue:
    """The form to choose a file."""
    demand(Permission.MANAGE_ROSTER)
    return _import_page(None, "", 200)


@blueprint.post("/people/import")
def import_preview() -> ResponseReturnValue:
    """What the file would do; with `confirmed` it is done."""
    demand(Permission.MANAGE_ROSTER)
    file = request.files.get("file")
    try:
        text = file.read().decode("utf-8-sig") if file and file.filename else request.form.get("text", "")
    except UnicodeDecodeError:
        return _import_page(None, "", 422, ["The file is not UTF-8; save it as “CSV UTF-8”."])
    if not text.strip():
        return _import_page(None, "", 422, ["No file was chosen, or it is empty; choose the CSV file."])
    try:
        if request.form.get("confirmed"):
            done = take_in(db.session, catalog(), text, person(), now())
            db.session.commit()
            flash(_said(done))
            return redirect(url_for("roster.list_page"), 303)
        return _import_page(preview(db.session, catalog(), text, now().date()), text, 200)
    except InvalidInput as refusal:
        db.session.rollback()
        return _import_page(None, "", 422, [f"{fault.key}: {fault.what}" for fault in refusal.faults])


def _said(done: Preview) -> str:
    added, changed, refused = (done.count(effect) for effect in (Effect.ADDED, Effect.CHANGED, Effect.REFUSED))
    rest = f"; {refused} refused, as the preview said" if refused else ""
    return f"Imported: {added} added, {changed} changed{rest}."


def _found(person_id: int) -> RosterPerson:
    row = db.session.get(RosterPerson, person_id)
    if row is None:
        abort(404)
    return row


def _form(posted: MultiDict[str, str]) -> RosterForm:
    vetters = [row.whole for row in list_roster(db.session) if not row.whole.is_partner]
    return RosterForm(catalog(), vetters, posted)


def _page(form: RosterForm, row: RosterPerson | None, status: int) -> ResponseReturnValue:
    page = render_template("roster/person.html", form=form, row=row, to_mend=list(problems(form)))
    return page, status


def _import_page(found: Preview | None, text: str, status: int, wrong: list[str] | None = None) -> ResponseReturnValue:
    return render_template("roster/import.html", found=found, text=text, wrong=wrong or []), status
