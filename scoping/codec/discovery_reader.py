"""The discovery file: TOML that people and programs write, read strictly and with every fault at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from re import fullmatch
from typing import Any

from scoping.codec import scalars
from scoping.codec.answers import read_answers
from scoping.codec.faults import faults_in, nearest, shown, under, unknown_key
from scoping.codec.overrides import read_overrides
from scoping.codec.plain import from_toml
from scoping.codec.texts import MAXIMUM_LINE, MAXIMUM_LINES, MAXIMUM_NAME, name_fault, text_fault
from scoping.codec.toml import parse
from scoping.codec.waves import read_waves
from scoping.codec.wording import read_wording
from scoping.domain.allocation import Allocation
from scoping.domain.calendar import COUNTRY_CODE, Window
from scoping.domain.discovery import Contact, Discovery, Question
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.fee_basis import Billing, Shape
from scoping.domain.team import Team

FIRST_START, LAST_START = date(2000, 1, 1), date(2099, 12, 31)


def discovery_from_toml(
    text: str,
    questions: Mapping[str, Question],
    *,
    offered: Collection[str] = (),
    rate_cards: Collection[str] = (),
) -> Discovery:
    """The discovery in a file's text; InvalidInput names every fault by its key.

    Services and rate cards are checked where their keys are given; `propose` checks them in any case.
    """
    return discovery_from_table(parse(text), questions, offered=offered, rate_cards=rate_cards)


def discovery_from_table(
    given: Mapping[str, Any],
    questions: Mapping[str, Question],
    *,
    offered: Collection[str] = (),
    rate_cards: Collection[str] = (),
) -> Discovery:
    """The discovery in parsed TOML, as `discovery_from_toml`."""
    faults: list[Fault] = []
    found = {key: _collected(faults, key, read, given[key]) for key, read in _READERS.items() if key in given}
    faults += [Fault(key, "is missing") for key in _REQUIRED if key not in given]
    faults += [Fault(key, _unread(key, questions)) for key in given if key not in (*_READERS, "answers")]
    faults += _not_offered("services", found.get("services") or (), offered)
    faults += _not_offered("rate_card", [found["rate_card"]] if found.get("rate_card") else (), rate_cards)
    answers = _collected(faults, "answers", read_answers, given.get("answers", {}), questions)
    if faults:
        raise InvalidInput(*faults)
    return Discovery(**found, answers=answers)


def _collected(faults: list[Fault], place: str, read: Callable[..., Any], *given: Any) -> Any:
    try:
        return read(*given)
    except (ValueError, InvalidInput) as error:
        faults += faults_in(error, place)
        return None


def _unread(key: str, questions: Mapping[str, Question]) -> str:
    if key in questions:
        return "is an answer; write it below the line [answers]"
    return unknown_key(key, (*_READERS, "answers"))


def _not_offered(place: str, keys: Iterable[str], offered: Collection[str]) -> list[Fault]:
    choose = f"choose from {', '.join(offered)}"
    return [
        Fault(place, f"{shown(key)} is not offered;{nearest(key, offered)} {choose}")
        for key in keys
        if offered and key not in offered
    ]


def _name(value: Any) -> str:
    if what := name_fault(scalars.text(value)):
        raise ValueError(what)
    return str(value)


def _currency(value: Any) -> str:
    if not fullmatch("[A-Z]{3}", scalars.text(value)):
        raise ValueError(f"give a currency of three capital letters such as USD, not {shown(value)}")
    return str(value)


def _whole_number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"give a whole number, not {shown(value)}")
    return Decimal(value)


def _start(value: Any) -> date:
    found = scalars.day(value)
    if not FIRST_START <= found <= LAST_START:
        raise ValueError(f"give a date between {FIRST_START} and {LAST_START}, not {found}")
    return found


def _lines(value: Any) -> tuple[str, ...]:
    lines = from_toml(value, tuple[str, ...])
    if len(lines) > MAXIMUM_LINES:
        raise ValueError(f"give at most {MAXIMUM_LINES}, not {len(lines):,}")
    wrong = [(position, name_fault(line, MAXIMUM_LINE)) for position, line in enumerate(lines)]
    if any(what for _, what in wrong):
        raise InvalidInput(*(Fault(under("", position), what) for position, what in wrong if what))
    return lines


def _keys(value: Any) -> tuple[str, ...]:
    keys = from_toml(value, tuple[str, ...])
    if len(set(keys)) < len(keys):
        raise ValueError("names the same twice")
    return keys


def _services(value: Any) -> tuple[str, ...]:
    keys = _keys(value)
    if not keys:
        raise ValueError("choose at least one service")
    return keys


def _contacts(value: Any) -> tuple[Contact, ...]:
    contacts = from_toml(value, tuple[Contact, ...])
    if len(contacts) > MAXIMUM_LINES:
        raise ValueError(f"give at most {MAXIMUM_LINES}, not {len(contacts):,}")
    wrong = [
        Fault(under("", position, part), what)
        for position, contact in enumerate(contacts)
        for part, what in (("name", name_fault(contact.name)), ("role", text_fault(contact.role, MAXIMUM_NAME)))
        if what
    ]
    if wrong:
        raise InvalidInput(*wrong)
    return contacts


def _countries(value: Any) -> tuple[str, ...]:
    wrong = [code for code in _keys(value) if not COUNTRY_CODE.fullmatch(code)]
    if wrong:
        raise ValueError(f"give two capital letters for a country, or a region as DE-BY, not {shown(wrong[0])}")
    return _keys(value)


def _freezes(value: Any) -> tuple[Window, ...]:
    freezes = from_toml(value, tuple[Window, ...])
    if len(freezes) > MAXIMUM_LINES:
        raise ValueError(f"give at most {MAXIMUM_LINES}, not {len(freezes):,}")
    wrong = [(position, name_fault(freeze.name)) for position, freeze in enumerate(freezes)]
    if any(what for _, what in wrong):
        raise InvalidInput(*(Fault(under(under("", position), "name"), what) for position, what in wrong if what))
    return freezes


def _hours(value: Any) -> Decimal:
    return from_toml(value, Decimal)


def _allocations(value: Any) -> tuple[Allocation, ...]:
    """One share for all seats of a role, or a list of them, seat by seat."""
    listed = {role for role, shares in value.items() if isinstance(shares, list)} if isinstance(value, dict) else set()
    if empty := [role for role in listed if not value[role]]:
        raise InvalidInput(*(Fault(role, "has no share; give one for each seat, such as [1, 0.5]") for role in empty))
    alike = from_toml(
        {role: value[role] for role in value if role not in listed} if listed else value, dict[str, Decimal]
    )
    by_seat = from_toml({role: value[role] for role in listed}, dict[str, tuple[Decimal, ...]])
    return tuple(
        Allocation(role, alike[role]) if role in alike else Allocation(role, by_seat[role][0], by_seat[role][1:])
        for role in value
    )


def _team(value: Any) -> Team:
    return from_toml(value, Team)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "customer": _name,
    "title": _name,
    "currency": _currency,
    "rate_card": _name,
    "starts_on": _start,
    "services": _services,
    "goals": _lines,
    "pain_points": _lines,
    "constraints": _lines,
    "contacts": _contacts,
    "shape": lambda value: from_toml(value, Shape),
    "billing": lambda value: from_toml(value, Billing),
    "cap": _whole_number,
    "hours_per_week": _whole_number,
    "retained_weeks": lambda value: int(_whole_number(value)),
    "countries": _countries,
    "freezes": _freezes,
    "hours_per_day": _hours,
    "allocations": _allocations,
    "ends_by": _start,
    "minimum_hours_per_week": _hours,
    "overrides": read_overrides,
    "waves": read_waves,
    "wording": read_wording,
    "team": _team,
}
_REQUIRED = ("customer", "title", "currency", "rate_card", "starts_on", "services")
