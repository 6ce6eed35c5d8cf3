"""All engagements at once: people by week against their targets, and open seats against who is free."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scoping.actions.portfolio import drafts, list_underway, roster_now
from scoping.domain.calendar import monday
from scoping.domain.permissions import Permission
from scoping.domain.roster.people import Person, check_roster
from scoping.domain.roster.portfolio import Balance, balances, heat_map
from scoping.extensions import db
from scoping.web.access import catalog, demand
from scoping.web.clock import now
from scoping.web.fields import calendar_day

blueprint = Blueprint("portfolio", __name__)

WEEKS = 12
FARTHEST = timedelta(weeks=520)  # nobody plans people beyond ten years, and the calendar itself ends somewhere
FILTERS = ("region", "country", "role", "level", "service")


@blueprint.get("/portfolio")
def show() -> ResponseReturnValue:
    """The heat map of the coming weeks, and demand against supply."""
    demand(Permission.SEE_INTERNAL)
    roster = roster_now(db.session, catalog())
    chosen = {name: request.args.get(name, "")[:100] for name in FILTERS}
    first = monday(_first_day())
    faults = check_roster(roster)
    rows = () if faults else heat_map(roster, first, WEEKS, **chosen)
    found = () if faults else balances(roster, drafts(catalog(), list_underway(db.session)), first, WEEKS)
    active = [one for one in roster.people if one.active]
    return render_template(
        "portfolio/page.html",
        rows=rows,
        weeks=[first + timedelta(weeks=number) for number in range(WEEKS)],
        chosen=chosen,
        choices=_choices(active),
        anybody=bool(active),
        demand=_by_level(found),
        catalog=catalog(),
        first=first,
        earlier=first - timedelta(weeks=WEEKS),
        later=first + timedelta(weeks=WEEKS),
        faults=faults,
    )


def _first_day() -> date:
    today = now().date()
    try:
        asked = calendar_day(request.args.get("from", ""))
    except ValueError:
        return today
    return asked if abs(asked - today) <= FARTHEST else today


def _choices(active: Iterable[Person]) -> Mapping[str, list[tuple[str, str]]]:
    people = list(active)
    roles = {role.key: role for role in catalog().roles.values()}
    levels = {step.key: step.name for role in roles.values() if len(role.levels) > 1 for step in role.levels}
    return {
        "region": [(name, name) for name in sorted({one.region for one in people if one.region})],
        "country": [(name, name) for name in sorted({name for one in people for name in _countries(one)})],
        "role": [(key, role.name) for key, role in roles.items() if any(one.role == key for one in people)],
        "level": [(key, name) for key, name in levels.items() if any(one.level == key for one in people)],
        "service": [(service.key, service.name) for service in catalog().offered],
    }


def _countries(person: Person) -> tuple[str, ...]:
    """The country, and the region where one is stated."""
    return person.country.partition("-")[0], person.country


@dataclass(frozen=True)
class Line:
    """One role at one level over the weeks."""

    role: str
    level: str
    weeks: tuple[Balance, ...]

    @property
    def asked(self) -> Decimal:
        """All weeks together."""
        return sum((week.asked for week in self.weeks), Decimal(0))


def _by_level(found: Iterable[Balance]) -> list[Line]:
    """The lines that ask for something or have somebody."""
    lines: dict[tuple[str, str], list[Balance]] = defaultdict(list)
    for balance in found:
        lines[balance.role, balance.level].append(balance)
    return [
        Line(role, level, tuple(weeks))
        for (role, level), weeks in lines.items()
        if any(week.asked or week.free for week in weeks)
    ]
