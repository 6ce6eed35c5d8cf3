"""How figures, dates and names stand on pages: filters and functions of every template."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from flask import Flask
from markupsafe import Markup

from scoping.actions.sessions import number_in
from scoping.db.links import LinkState
from scoping.domain import permissions
from scoping.domain.catalog import Catalog
from scoping.domain.levels import Role
from scoping.domain.money import Money
from scoping.domain.proposal import ARCHITECT
from scoping.domain.review import Action, State
from scoping.domain.roster import people as roster
from scoping.domain.roster.availability import WeekOf
from scoping.domain.roster.staffed import seats_named
from scoping.domain.sow import figures, granted
from scoping.domain.sow.seats import badge, seat_name
from scoping.domain.sow.tables import Badge
from scoping.domain.staffing import Seat, StaffingWeek
from scoping.domain.uncertainty import drawn_span
from scoping.sow.charts import step_of
from scoping.web.catalogue_words import stand_in
from scoping.web.clock import now

STATES: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.IN_REVIEW: "In review",
    State.CHANGES_REQUESTED: "Changes requested",
    State.APPROVED: "Approved",
    State.ISSUED: "Issued",
}
DONE: Mapping[Action, str] = {
    Action.SUBMIT: "sent it for review",
    Action.REQUEST_CHANGES: "requested changes",
    Action.APPROVE: "approved",
    Action.WITHDRAW: "took it back",
    Action.COMMENT: "commented",
    Action.ISSUE: "issued it",
}
LINK_STATES: Mapping[LinkState, str] = {
    LinkState.OPEN: "Open",
    LinkState.ANSWERED: "Answered",
    LinkState.EXPIRED: "Expired",
    LinkState.REVOKED: "Revoked",
}
CONFIDENCES = {"sure": "sure", "thinks_so": "thinks so", "guess": "a guess"}


def install(app: Flask) -> None:
    """Makes them known to the templates."""
    app.jinja_env.filters |= {
        "ago": ago,
        "amount": figures.amount,
        "confidence": lambda confidence: CONFIDENCES[confidence],
        "day": figures.day,
        "days": figures.days,
        "hours": figures.hours,
        "hours_in_prose": figures.hours_in_prose,
        "link_state_word": LINK_STATES.__getitem__,
        "listed": figures.listed,
        "moment": moment,
        "money": figures.money,
        "offset": offset,
        "percent": figures.percent,
        "person_role": lambda key: permissions.PERSON_ROLES.get(key, key),
        "quantity": quantity,
        "short_day": short_day,
        "change": change,
        "change_in_days": change_in_days,
        "done_word": DONE.__getitem__,
        "extent": lambda row: granted.extent(row.hours, Money(row.amount, row.revision.currency)),
        "fact": fact,
        "grant_name": granted.NAMES.__getitem__,
        "seat_hours": seat_hours,
        "service_name": lambda key, catalog: catalog.services[key].name if key in catalog.services else key,
        "session_number": number_in,
        "size": size,
        "stand_in": stand_in,
        "state_word": STATES.__getitem__,
        "step": step_of,
        "whole": lambda amount: f"{amount.amount:,.0f}",
        "words": lambda key: key.replace("_", " "),
    }
    app.jinja_env.globals |= {
        "ARCHITECT": ARCHITECT,
        "badge": badge,
        "count": figures.count,
        "drawn_span": drawn_span,
        "load_step": load_step,
        "architect_badge": architect_badge,
        "Money": Money,
        "person_badge": person_badge,
        "seat_words": lambda proposal, role, level: badge(proposal, role, level).name,
        "share_step": share_step,
        "seats_named": lambda proposal: seats_named(proposal.staffing, proposal.discovery.team),
        "State": State,
        "together": together,
    }


def size(amount: int) -> str:
    """Bytes in steps of a thousand: "1.2 GB"."""
    value, unit = float(amount), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:,.0f} B" if unit == "B" else f"{value:,.1f} {unit}"


def quantity(amount: Decimal) -> str:
    """A quantity of units without needless zeros: "1,500", "0.2"."""
    return figures.hours_in_prose(amount) if amount == amount.quantize(Decimal("0.01")) else f"{amount:,f}"


def short_day(on: date) -> str:
    """A day where its year is plain: "14 Mar"."""
    return f"{on.day} {on:%b}"


def moment(at: datetime) -> str:
    """A time in full: "14 March 2027, 09:30 UTC"."""
    return f"{figures.day(at.date())}, {at:%H:%M} UTC"


def ago(at: datetime) -> Markup:
    """How long ago, with the exact time at hand; a day after a week."""
    return Markup('<time datetime="{iso}" title="{exact}">{words}</time>').format(
        iso=at.isoformat(timespec="seconds"), exact=moment(at), words=_since(at, now())
    )


def _since(at: datetime, until: datetime) -> str:
    passed = until - at
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        return f"{passed // timedelta(minutes=1)} min ago"
    if passed < timedelta(days=1):
        return f"{passed // timedelta(hours=1)} h ago"
    if passed < timedelta(days=7):
        return figures.count(passed.days, "day ago", "days ago")
    return figures.day(at.date())


def architect_badge(roles: Mapping[str, Role], level: str) -> Badge | None:
    """The architect's level of a listed engagement; its key alone where today's ladder has no such level."""
    role = roles.get(ARCHITECT)
    if not level or role is None:
        return None
    found = next((step for step in role.levels if step.key == level), None)
    if found is None:
        return Badge(level, level[:2].capitalize(), level, True)
    return Badge(found.key, found.initials, seat_name(role, found), True)


def person_badge(catalog: Catalog, one: roster.Person) -> Badge | None:
    """The level of somebody on the roster, as a seat is named; None where today's ladders have no such level."""
    role = catalog.roles.get(one.role)
    level = next((step for step in role.levels if step.key == one.level), None) if role else None
    if role is None or level is None:
        return None
    return Badge(level.key, level.initials, seat_name(role, level))


def share_step(week: WeekOf) -> int:
    """The shade of a person's week: a third, two thirds or more of the hours at work."""
    share = week.booked / week.works if week.works else Decimal(1)
    return 1 if share <= Decimal("0.35") else 2 if share <= Decimal("0.7") else 3


def offset(hours: Decimal) -> str:
    """A distance from UTC with its sign: "+5.5"."""
    return f"{'+' if hours >= 0 else figures.MINUS}{figures.hours_in_prose(abs(hours))}"


def together(amounts: list[Decimal]) -> Decimal:
    """The sum of hours, zero of none."""
    return sum(amounts, Decimal(0))


def change(amount: Decimal | None) -> str:
    """A difference of whole amounts with its sign; a dash for none."""
    if not amount:
        return figures.NONE
    return f"{'+' if amount > 0 else figures.MINUS}{abs(amount):,.0f}"


def change_in_days(hours: Decimal | None) -> str:
    """A difference of hours as days with its sign; a dash for none."""
    if not hours:
        return figures.NONE
    return f"{'+' if hours > 0 else figures.MINUS}{figures.days(abs(hours))}"


def fact(value: str) -> str:
    """A fact that fired a rule as people read it: numbers with separators, yes and no as words."""
    if value in ("True", "False"):
        return "yes" if value == "True" else "no"
    try:
        return f"{Decimal(value).quantize(Decimal(1)):,}"
    except ArithmeticError:
        return value.replace("_", " ")


def seat_hours(week: StaffingWeek, seat: Seat) -> Decimal:
    """The hours of one seat in one week."""
    place = (seat.role, seat.level, seat.number)
    return together([found.hours for found in week.seats if (found.role, found.level, found.number) == place])


def load_step(hours: Decimal) -> int:
    """The shade of a cell: a third, two thirds or more of a full week."""
    return 1 if hours <= 14 else 2 if hours <= 28 else 3
