"""Whatever a discovery holds is written so that it reads back the same; any file is read or refused."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from scoping.codec import decoded, discovery_to_toml
from scoping.domain.allocation import Allocation
from scoping.domain.calendar import Closes, Window
from scoping.domain.cells import File
from scoping.domain.discovery import Answer, Confidence, Contact, Discovery
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import InvalidInput
from scoping.domain.overrides import AddedTask, Override
from tests.codec.discovery_file import HEAD, QUESTIONS, read

lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(
    str.strip
)
longer = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=80)
provenance = st.fixed_dictionaries(
    {
        "confidence": st.sampled_from(Confidence),
        "source": st.just("discovery file") | st.just("") | lines,
        "by": st.just("") | lines,
        "at": st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    }
)


def answered(values):
    return st.builds(lambda value, about: Answer(value, **about), st.none() | values, provenance)


row = st.tuples(st.none() | lines, st.none() | st.integers(0, 10**12)).filter(any)
some_answers = st.fixed_dictionaries(
    {},
    optional={
        "users": answered(st.integers(0, 100_000)),
        "source_scm": answered(st.sampled_from(["gitlab", "svn"])),
        "systems": answered(st.lists(st.sampled_from("abc"), unique=True).map(tuple)),
        "air_gapped": answered(st.booleans()),
        "remark": answered(longer),
        "freeze": answered(st.dates()),
        "diagram": answered(
            lines | st.builds(File, lines, st.integers(0, 10**9), st.text("0af", min_size=64, max_size=64))
        ),
        "sources": answered(st.lists(row, min_size=1, max_size=3).map(tuple)),
    },
)
amounts = st.decimals(0, 1000, places=4)
edits = st.one_of(
    st.builds(Override, st.text("abc ", min_size=12).map("because ".__add__), task=lines, quantity=amounts),
    st.builds(
        Override,
        st.just("added for the audit"),
        task=lines,
        hours=st.lists(amounts, min_size=3, max_size=3).map(lambda points: ThreePoint(*sorted(points))),
        added=st.builds(AddedTask, lines, lines, lines),
        computed=st.none() | st.just(ThreePoint(Decimal(0), Decimal("0.25"), Decimal("1e2"))),
    ),
    st.builds(Override, st.just("agreed by the region"), discount=st.decimals(0, Decimal("0.99"), places=6)),
    st.builds(Override, st.just("vetted with the customer"), role=lines, level=lines, by=lines),
)


def freeze(name: str, first: date, length: int, closes: Closes) -> Window:
    return Window(name, first, first + timedelta(days=length), closes)


FREEZES = st.builds(
    freeze, lines, st.dates(date(2027, 1, 1), date(2090, 1, 1)), st.integers(0, 40), st.sampled_from(Closes)
)
discoveries = st.builds(
    Discovery,
    customer=lines,
    title=lines,
    currency=st.sampled_from(["USD", "EUR"]),
    rate_card=st.just("list-2022"),
    starts_on=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    services=st.sampled_from([("scm-migration",), ("ci-cd", "scm-migration")]),
    goals=st.lists(lines, max_size=3).map(tuple),
    pain_points=st.lists(lines, max_size=3).map(tuple),
    constraints=st.lists(lines, max_size=3).map(tuple),
    contacts=st.lists(st.builds(Contact, lines, st.just("") | lines), max_size=3).map(tuple),
    answers=some_answers,
    overrides=st.lists(edits, max_size=3, unique_by=lambda edit: edit.target).map(tuple),
    countries=st.lists(st.sampled_from(["DE", "DE-BY", "GB-ENG", "US"]), unique=True).map(tuple),
    freezes=st.lists(FREEZES, max_size=2).map(tuple),
    hours_per_day=st.none() | st.decimals(1, 12, places=2),
    allocations=st.sampled_from(
        [
            (),
            (Allocation("project-manager", Decimal("0.5")),),
            (Allocation("project-manager", Decimal(1), (Decimal("0.5"),)), Allocation("architect", Decimal("0.4"))),
        ]
    ),
    ends_by=st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    minimum_hours_per_week=st.none() | st.decimals(0, 60, places=2),
)


@given(discoveries)
def test_what_is_written_reads_back_as_the_same_discovery(discovery):
    assert read(discovery_to_toml(discovery)) == discovery


odd = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=["Cs"])) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abkey", min_size=1), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from([*read(HEAD).__dataclass_fields__, "custmer"])


@given(st.dictionaries(keys, odd), st.dictionaries(st.sampled_from([*QUESTIONS, "usres"]), odd))
def test_whatever_stands_in_a_file_is_read_or_refused(fields, given):
    with suppress(InvalidInput):
        read(tomlkit.dumps({**fields, "answers": given}))


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with suppress(InvalidInput):
        read(text)


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(raw):
    with suppress(InvalidInput):
        decoded(raw)
