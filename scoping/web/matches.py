"""Matches of a revision: who could take its seats. Asked for, watched, stopped, compared, and one of them taken."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, StringField, TextAreaField

from scoping.actions.matches import derived, find_match, last_match, list_matches, progress, start, stop, take
from scoping.actions.roster import list_roster
from scoping.codec.roster_cells import names_in, skill_lines, skills_in
from scoping.db.models import Match, Revision
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.permissions import Permission
from scoping.domain.roster.goals import MOST, Goals, weights_of
from scoping.domain.roster.needs import Needs
from scoping.domain.roster.people import ENGINEER
from scoping.domain.roster.wishes import Wish, wishes
from scoping.extensions import db
from scoping.web.access import catalog, demand, may, person, revision_of
from scoping.web.clock import now
from scoping.web.particulars import problems
from scoping.web.revisions import ADDRESS as REVISION

blueprint = Blueprint("matches", __name__)

ALL = f"{REVISION}/matches"
ONE = f"{ALL}/<key:match_id>"
NAMES = {
    "earliest_end": "Earliest end",
    "cost": "Low cost",
    "hand_overs": "Few hand-overs",
    "overlap": "Customer’s working hours",
    "utilisation": "Near utilisation targets",
    "growth": "Learning beside a Senior",
}


class MatchForm(FlaskForm):  # type: ignore[misc]
    """Weights from 0 to 10 and what the people need beyond the plan; `form_for` adds the skills of each role."""

    clearances = StringField("Clearances")
    utc_offset = StringField("Customer’s time zone")
    skills: Mapping[str, str] = {}  # fields by role

    @property
    def goals(self) -> Goals:
        """The weights typed."""
        return Goals(**{name: getattr(self, name).data for name in NAMES})

    @property
    def needs(self) -> Needs:
        """What was typed beyond the weights; InvalidInput by field."""
        faults: list[Fault] = []
        read: dict[str, Any] = {}
        readers: dict[str, Callable[[str], Any]] = {"clearances": names_in, "utc_offset": _offset}
        for name, reader in (readers | dict.fromkeys(self.skills.values(), skills_in)).items():
            try:
                read[name] = reader(self[name].data or "")
            except ValueError as error:
                faults.append(Fault(name, str(error)))
        if faults:
            raise InvalidInput(*faults)
        skills = {role: read[name] for role, name in self.skills.items() if read[name]}
        return Needs(skills, read["clearances"], read["utc_offset"])

    def show(self, refusal: InvalidInput) -> None:
        """Puts each fault at its field, or above the form."""
        for fault in refusal.faults:
            field = self._fields.get(fault.key.removeprefix("goals."))
            what = f"{fault.what[:1].upper()}{fault.what[1:].rstrip('.')}."
            if field is None:
                self.form_errors.append(f"{fault.key}: {what}" if fault.key != "roster" else what)
            else:
                field.errors = [*field.errors, what]


for _name, _label in NAMES.items():
    setattr(MatchForm, _name, IntegerField(_label))


def form_for(revision: Revision, typed: Any = None) -> MatchForm:
    """The form with a field for the skills of each role in the seats that engineers or rules of the catalogue fill."""
    ruled = {ENGINEER, *(rule.role for rule in catalog().skills.skill_rules)}
    seated = dict.fromkeys(seat.role for seat in revision.proposal.staffing.seats)
    names = {role: f"skills_{role.replace('-', '_')}" for role in seated if role in ruled}
    fields = {
        name: TextAreaField(f"Skills: {revision.proposal.role(role).name.lower()}") for role, name in names.items()
    }
    made: MatchForm = type("FormOfSeats", (MatchForm,), {**fields, "skills": names})(typed)
    return made


def _suggested(wanted: Iterable[Wish], last: Match | None) -> MultiDict[str, str]:
    """The fields of a form that nobody changed yet."""
    skills: dict[str, dict[str, int]] = defaultdict(dict)
    for wish in wanted:
        if wish.level is not None:
            skills[wish.role][wish.name] = wish.level
    fields = {
        f"skills_{role.replace('-', '_')}": "\n".join(skill_lines(found)) for role, found in skills.items() if role
    }
    offset = last.needs.utc_offset if last else None
    zone = "" if offset is None else f"{offset.normalize():f}"
    weights = {name: f"{weight}" for name, weight in weights_of(Goals()).items()}
    return MultiDict({**weights, **fields, "clearances": "; ".join(skills[""]), "utc_offset": zone})


def _offset(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        found = Decimal(text.strip().removeprefix("UTC"))
    except ArithmeticError as error:
        raise ValueError(f"“{text[:40]}” is no time zone; give hours ahead of UTC, such as 1 or -5") from error
    if not found.is_finite() or not -12 <= found <= 14:
        raise ValueError(f"“{text[:40]}” is no time zone; give hours from -12 to 14")
    return found


@blueprint.get(ALL)
def list_page(engagement_id: int, number: int) -> ResponseReturnValue:
    """The form to start a match, and those that were made."""
    revision = revision_of(engagement_id, number, Permission.SEE_INTERNAL)
    return _list(revision, None, 200)


@blueprint.post(ALL)
def begin(engagement_id: int, number: int) -> ResponseReturnValue:
    """Starts a match and goes on to watch it."""
    revision = revision_of(engagement_id, number, Permission.SEE_INTERNAL)
    demand(Permission.MATCH)
    form = form_for(revision, request.form)
    if not form.validate():
        return _list(revision, form, 422)
    try:
        match = start(db.session, catalog(), revision, form.goals, form.needs, person(), now())
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        form.show(refusal)
        return _list(revision_of(engagement_id, number, Permission.SEE_INTERNAL), form, 422)
    return redirect(url_for("matches.show", engagement_id=engagement_id, number=number, match_id=match.id), 303)


@blueprint.get(ONE)
def show(engagement_id: int, number: int, match_id: int) -> ResponseReturnValue:
    """How far the search is, or what it found: the plans side by side."""
    revision, match = _found(engagement_id, number, match_id)
    how_far = progress(db.session, match) if match.findings is None else None
    people = {row.key: row.whole for row in list_roster(db.session)}
    return render_template(
        "matches/page.html",
        revision=revision,
        tab="staffing",
        match=match,
        findings=match.findings,
        progress=how_far,
        running=match.findings is None and not match.failed and not (how_far and how_far.is_over),
        people=people,
        name_of=lambda key: people[key].name if key in people else key,
        takeable=may("edit", revision) and revision.number == revision.engagement.latest_number,
        weights={NAMES[name]: weight for name, weight in weights_of(match.goals).items()},
        once=lambda: token_urlsafe(16),
    )


@blueprint.post(f"{ONE}/stop")
def end(engagement_id: int, number: int, match_id: int) -> ResponseReturnValue:
    """Ends the search; the best plan so far is kept."""
    _, match = _found(engagement_id, number, match_id)
    stop(db.session, match, person())
    db.session.commit()
    flash("Stopping; the best plan found so far is kept.")
    return redirect(url_for("matches.show", engagement_id=engagement_id, number=number, match_id=match_id), 303)


@blueprint.post(f"{ONE}/take")
def take_plan(engagement_id: int, number: int, match_id: int) -> ResponseReturnValue:
    """Makes a plan's people the team of a new revision."""
    demand(Permission.EDIT)
    _, match = _found(engagement_id, number, match_id)
    plan, once = request.form.get("plan", 0, type=int), request.form.get("once", "")
    saved = take(db.session, catalog(), match, plan, person(), now(), once)
    db.session.commit()
    flash(f"Saved as revision {saved.number} with its team; the statement of work names the people.")
    return redirect(url_for("revisions.staffing", engagement_id=engagement_id, number=saved.number), 303)


def _found(engagement_id: int, number: int, match_id: int) -> tuple[Revision, Match]:
    revision = revision_of(engagement_id, number, Permission.SEE_INTERNAL)
    match = find_match(db.session, revision, match_id)
    if match is None:
        abort(404)
    return revision, match


def _list(revision: Revision, typed: MatchForm | None, status: int) -> ResponseReturnValue:
    last = last_match(db.session, revision.engagement_id)
    wanted = wishes(derived(catalog(), revision.proposal), last.needs if last else None)
    form = typed or form_for(revision, _suggested(wanted, last))
    page = render_template(
        "matches/list.html",
        revision=revision,
        tab="staffing",
        form=form,
        wanted=wanted,
        last=last,
        names=NAMES,
        most=MOST,
        to_mend=list(problems(form)),
        matches=list_matches(db.session, revision),
        startable=may("match", revision),
        has_people=bool(list_roster(db.session)),
    )
    return page, status
