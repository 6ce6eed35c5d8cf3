"""The discovery file: read strictly, every fault at its key, and written so that it reads back the same."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from scoping.codec import MAXIMUM_BYTES, decoded, discovery_from_toml, discovery_to_toml
from scoping.domain.calendar import Window
from scoping.domain.cells import Column, File
from scoping.domain.discovery import Allocation, Answer, Choice, Confidence, Contact, Discovery, Kind, Question
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import InvalidInput
from scoping.domain.overrides import AddedTask, Override

QUESTIONS = {
    question.key: question
    for question in (
        Question("users", "How many?", Kind.NUMBER, "w", minimum=Decimal(0), maximum=Decimal(100_000)),
        Question("source_scm", "From?", Kind.CHOICE, "w", choices=(Choice("gitlab", "GitLab"), Choice("svn", "SVN"))),
        Question("systems", "Which?", Kind.CHOICES, "w", choices=tuple(Choice(key, key) for key in ("a", "b", "c"))),
        Question("air_gapped", "No way out?", Kind.YES_NO, "w"),
        Question("remark", "What else?", Kind.TEXT, "w"),
        Question("freeze", "From when?", Kind.DATE, "w"),
        Question("diagram", "Where is it drawn?", Kind.FILE, "w"),
        Question(
            "sources",
            "Which?",
            Kind.ROWS,
            "w",
            columns=(Column("name", "Name"), Column("users", "Users", numeric=True)),
        ),
    )
}
HEAD = """
customer = "Northwind Freight"
title = "Move to GitLab.com"
currency = "USD"
rate_card = "list-2022"
starts_on = 2027-02-01
services = ["scm-migration"]
"""


def read(text):
    return discovery_from_toml(text, QUESTIONS, offered=["scm-migration", "ci-cd"], rate_cards=["list-2022"])


def answers(text):
    return read(f"{HEAD}[answers]\n{text}").answers


def faults(text):
    with pytest.raises(InvalidInput) as refused:
        read(text)
    return {fault.key: fault.what for fault in refused.value.faults}


def changed(key, line):
    """The head with one of its lines replaced."""
    return "\n".join(line if before.startswith(f"{key} ") else before for before in HEAD.splitlines())


def test_the_file_of_the_contract_is_read():
    discovery = read(
        HEAD
        + """
goals = ["One platform for 40 teams"]
pain_points = ["Two release freezes a month"]
constraints = ["No change in the last week of a quarter"]
contacts = [{ name = "Noor Haddad", role = "Head of platform" }]

[answers]
source_scm = "gitlab"  # gitlab, svn
users = 800
systems = ["a", "c"]
air_gapped = false
freeze = 2027-03-01
"""
    )
    assert discovery.customer == "Northwind Freight"
    assert discovery.starts_on == date(2027, 2, 1)
    assert discovery.goals == ("One platform for 40 teams",)
    assert discovery.contacts == (Contact("Noor Haddad", "Head of platform"),)
    assert {key: answer.value for key, answer in discovery.answers.items()} == {
        "source_scm": "gitlab",
        "users": 800,
        "systems": ("a", "c"),
        "air_gapped": False,
        "freeze": date(2027, 3, 1),
    }
    assert {answer.source for answer in discovery.answers.values()} == {"discovery file"}


def test_an_answer_may_be_unknown_or_tell_its_confidence_source_author_and_time():
    found = answers(
        """
        source_scm = { unknown = true, source = "call of 3 March" }
        users = { value = 800, confidence = "guess", source = "call of 3 March", by = "Em", at = 2027-03-03T09:00:00Z }
        """
    )
    assert found["source_scm"] == Answer(None, source="call of 3 March")
    at = datetime(2027, 3, 3, 9, tzinfo=UTC)
    assert found["users"] == Answer(800, Confidence.GUESS, "call of 3 March", "Em", at)


def test_a_whole_number_may_be_written_with_a_point():
    (answer,) = answers("users = 8e2").values()
    assert answer.value == 800
    assert isinstance(answer.value, int)


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("usres = 5", "answers.usres", "no service asks this; did you mean users?"),
        ("colour = 5", "answers.colour", "check the spelling"),
        ("users = -3", "answers.users", "-3 is below 0"),
        ("users = 100_001", "answers.users", "largest plausible answer"),
        ("users = 1e15", "answers.users", "too large to be meant"),
        ("users = inf", "answers.users", "finite"),
        ("users = nan", "answers.users", "finite"),
        ("users = 1.5", "answers.users", "give a whole number, not 1.5"),
        ("users = true", "answers.users", "give a number, not true"),
        ('users = "800"', "answers.users", "give a number, not '800'"),
        ("users = 2027-02-01", "answers.users", "give a number, not 2027-02-01"),
        ("users = [1]", "answers.users", "give a number, not a list"),
        ('source_scm = "gitlub"', "answers.source_scm", "gitlub is not offered; choose from gitlab, svn"),
        ('source_scm = ["gitlab"]', "answers.source_scm", "give one of gitlab, svn, not a list"),
        ('systems = "a"', "answers.systems", "give a list of a, b, c, not 'a'"),
        ('systems = ["a", "d"]', "answers.systems", "d is not offered"),
        ('systems = ["a", "a"]', "answers.systems", "twice"),
        ('air_gapped = "yes"', "answers.air_gapped", "answer true or false"),
        ("air_gapped = 1", "answers.air_gapped", "answer true or false"),
        ("remark = 3", "answers.remark", "give a text"),
        (f'remark = "{"x" * 5001}"', "answers.remark", "use at most 5,000 characters, not 5,001"),
        ('remark = "a\\u0000b"', "answers.remark", "control character U+0000"),
        ('freeze = "2027-02-01"', "answers.freeze", "without quotation marks"),
        ("freeze = 2027-02-01T10:00:00", "answers.freeze", "give a date such as 2027-02-01"),
        ("users = {}", "answers.users", "give a value or unknown = true"),
        ("users = { unknown = false }", "answers.users", "give a value or unknown = true"),
        ("users = { unknown = true, value = 5 }", "answers.users", "not both"),
        ('users = { value = 5, confidence = "gess" }', "answers.users.confidence", "did you mean guess?"),
        ('users = { value = 5, sorce = "x" }', "answers.users.sorce", "did you mean source?"),
        ("users = { value = -5 }", "answers.users.value", "-5 is below 0"),
        ("users = { value = 5, at = 2027-03-03T09:00:00 }", "answers.users.at", "offset"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_key(line, key, words):
    found = faults(f"{HEAD}[answers]\n{line}")
    assert list(found) == [key]
    assert words in found[key]


@pytest.mark.parametrize(
    ("key", "line", "at", "words"),
    [
        ("customer", "", "customer", "is missing"),
        ("customer", f'customer = "{"x" * 300}"', "customer", "use at most 200 characters, not 300"),
        ("customer", 'customer = " "', "customer", "is empty"),
        ("customer", 'customer = "a\\u001bb"', "customer", "control character U+001B"),
        ("customer", 'customer = "a\\nb"', "customer", "write it on one line"),
        ("title", "title = 5", "title", "give a text in quotation marks, not 5"),
        ("currency", 'currency = "usd"', "currency", "three capital letters"),
        ("rate_card", 'rate_card = "list"', "rate_card", "did you mean list-2022?"),
        ("starts_on", 'starts_on = "soon"', "starts_on", "give a date such as 2027-02-01"),
        ("starts_on", "starts_on = 0001-01-01", "starts_on", "between 2000-01-01 and 2099-12-31"),
        ("starts_on", "starts_on = 2027-02-30", "starts_on", "does not exist"),
        ("starts_on", "starts_on = 2027-13-01", "starts_on", "does not exist"),
        ("services", "services = []", "services", "at least one service"),
        ("services", 'services = "scm-migration"', "services", "give a list"),
        ("services", 'services = ["scm-migraton"]', "services", "did you mean scm-migration?"),
        ("services", 'services = ["ci-cd", "ci-cd"]', "services", "twice"),
        ("title", "", "title", "is missing"),
    ],
)
def test_a_wrong_field_is_refused_at_its_key(key, line, at, words):
    found = faults(changed(key, line))
    assert list(found) == [at]
    assert words in found[at]


def test_markup_and_right_to_left_text_are_just_text():
    name = "<b>שלום</b> & سلام"
    assert read(changed("customer", f'customer = "{name}"')).customer == name


def test_all_faults_of_a_file_are_named_at_once():
    found = faults(
        """
custmer = "Northwind"
title = 5
currency = "USD"
rate_card = "list-2022"
starts_on = 2027-02-01
services = ["scm-migration", "windows"]
users = 3
goals = ["fine", 4]
contacts = [{ name = "A" }]

[answers]
users = -1
source_scm = 4
"""
    )
    assert set(found) == {
        "customer",
        "custmer",
        "title",
        "services",
        "users",
        "goals[1]",
        "contacts[0].role",
        "answers.users",
        "answers.source_scm",
    }
    assert "did you mean customer?" in found["custmer"]
    assert "below the line [answers]" in found["users"]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[answers]\nusers = 3\nusers = 4", "answers.users", "there twice (line 3"),
        ('customer = "x\ntitle = "y"', "customer", "no closing quotation mark (line 1"),
        ("customer", "", "line 1"),
        ("services = [[[[", "services", "line 1"),
        (f"users = {'9' * 5000}", "", "too long to be meant"),
        ("users = 1e99999999999999999999", "", "too long to be meant"),
        (f"users = {'[' * 50_000}", "", "nested too deeply"),
        ("answers = 3", "answers", "give a table of answers"),
    ],
)
def test_a_file_that_is_no_toml_says_where_it_stops_being_some(text, key, words):
    found = faults(text)
    assert words in found[key]


def test_a_file_that_is_not_utf_8_names_the_line():
    with pytest.raises(InvalidInput, match="line 2: this is not UTF-8"):
        decoded(b'customer = "x"\ntitle = "\xff"')


def test_a_byte_order_mark_is_no_fault():
    assert decoded(b"\xef\xbb\xbfcustomer") == "customer"


def test_a_file_without_end_is_refused_before_it_is_parsed():
    with pytest.raises(InvalidInput, match="at most 1,000,000 are read"):
        decoded(b"#" * (MAXIMUM_BYTES + 1))


def test_overrides_are_read_and_checked():
    text = """
[[overrides]]
task = "scm-migration/waves/waves"
hours = [1, 2, 3.5]
reason = "measured in the pilot"

[[overrides]]
discount = 0.05
reason = "agreed by the region"
"""
    assert read(HEAD + text).overrides == (
        Override(
            "measured in the pilot",
            task="scm-migration/waves/waves",
            hours=ThreePoint(Decimal(1), Decimal(2), Decimal("3.5")),
        ),
        Override("agreed by the region", discount=Decimal("0.05")),
    )
    found = faults(HEAD + text.replace("hours = [1, 2, 3.5]", "remove = true\nquantity = 3").replace("measured", "m"))
    assert "not both" in found["overrides[0].remove"]
    assert faults(HEAD + text.replace("[1, 2, 3.5]", "[3, 2, 1]"))["overrides[0].hours"].startswith("hours must be")


TASK_EDIT = """
[[overrides]]
task = "scm-migration/waves/waves"
reason = "measured in the pilot"
"""


@pytest.mark.parametrize(
    ("hours", "points"),
    [
        ("12", (12, 12, 12)),
        ("[1, 2, 3.5]", (1, 2, "3.5")),
        ("{ optimistic = 1, likely = 2, pessimistic = 9 }", (1, 2, 9)),
    ],
)
def test_hours_of_an_edit_are_one_number_or_three(hours, points):
    (override,) = read(f"{HEAD}{TASK_EDIT}hours = {hours}").overrides
    assert override.hours == ThreePoint(*map(Decimal, points))


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("hours = nan", "hours", "finite"),
        ("hours = [1, nan, 3]", "hours", "finite"),
        ("hours = 1e12", "hours", "more than 20,000"),
        ("hours = 1000000000001", "hours", "too large to be meant"),
        ("hours = [3, 2, 1]", "hours", "optimistic ≤ likely ≤ pessimistic"),
        ("hours = [1, 2]", "hours", "give three hours"),
        ("hours = -1", "hours", "none below zero"),
        ('hours = "8"', "hours", "give three hours"),
        ("hours = { likely = 1, pessimistic = 2 }", "hours.optimistic", "is missing"),
        (
            "hours = { optimistic = 1, likely = 1, pessimistic = 2, pessimistc = 2 }",
            "hours.pessimistc",
            "did you mean pessimistic?",
        ),
        ("quantity = inf", "quantity", "finite"),
        ("quantity = -1", "quantity", "from 0 to"),
        ("remove = true\nhours = 3", "remove", "not both"),
        ("remove = 1", "remove", "true or false"),
        ("", "task", "say what changes"),
        ("hors = 3", "hors", "did you mean hours?"),
        ('hours = 3\nadded = { name = "Dry run", role = "a", level = "b", hours = 3 }', "added.hours", "unknown key"),
        ('hours = 3\nby = "a\\u0007"', "by", "control character"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_at_its_row_and_key(line, key, words):
    first = TASK_EDIT.replace("waves/waves", "waves/first") + "quantity = 2\n"
    found = faults(HEAD + first + TASK_EDIT + line)
    assert list(found) == [f"overrides[1].{key}"]
    assert words in found[f"overrides[1].{key}"]


def test_removing_and_editing_one_task_contradict_each_other_at_the_second():
    found = faults(f"{HEAD}{TASK_EDIT}remove = true\n{TASK_EDIT}hours = 3")
    assert found == {
        "overrides[1].task": "scm-migration/waves/waves is edited already by overrides[0]; keep one edit of it"
    }


def test_overrides_that_are_no_rows_are_refused():
    assert "give a list" in faults('overrides = "none"\n' + HEAD)["overrides"]
    assert "give a table" in faults("overrides = [3]\n" + HEAD)["overrides[0]"]


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


def freeze(name: str, first: date, length: int) -> Window:
    return Window(name, first, first + timedelta(days=length))


FREEZES = st.builds(freeze, lines, st.dates(date(2027, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
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
    countries=st.lists(st.sampled_from(["DE", "GB", "US"]), unique=True).map(tuple),
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


def test_freezes_may_be_written_as_tables_and_one_that_ends_before_it_starts_is_refused_at_its_place():
    tables = '[[freezes]]\nname = "audit"\nstarts_on = 2027-03-01\nends_on = 2027-03-05\n'
    found = discovery_from_toml(f"{HEAD}\n{tables}", QUESTIONS)
    assert found.freezes == (Window("audit", date(2027, 3, 1), date(2027, 3, 5)),)
    with pytest.raises(InvalidInput) as refused:
        discovery_from_toml(f"{HEAD}\n{tables}{tables.replace('2027-03-05', '2027-02-05')}", QUESTIONS)
    (fault,) = refused.value.faults
    assert fault.key == "freezes[1]"
    assert "audit ends on 2027-02-05, before it starts on 2027-03-01" in fault.what


def test_rows_are_written_as_tables_or_as_lists_and_a_file_by_its_name_or_kept():
    by_key = answers('sources = [{ name = "GitHub", users = 80 }, { name = "Old server" }]')
    by_place = answers('sources = [["GitHub", 80], ["Old server", ""]]')
    assert by_key == by_place
    assert by_key["sources"].value == (("GitHub", 80), ("Old server", None))
    assert answers('diagram = "drawing.pdf"')["diagram"].value == "drawing.pdf"
    kept = f'diagram = {{ value = {{ name = "drawing.pdf", size = 12, sha256 = "{"0a" * 32}" }} }}'
    assert answers(kept)["diagram"].value == File("drawing.pdf", 12, "0a" * 32)


@pytest.mark.parametrize(
    ("written", "key", "says"),
    [
        ('sources = "GitHub"', "answers.sources", "list of tables with name, users"),
        ('sources = [{ name = "A", usres = 8 }]', "answers.sources[0].usres", "did you mean users?"),
        ('sources = [["A", 8, 9]]', "answers.sources", "row 1 has 3 cells, not 2"),
        ('sources = [["A", "eight"]]', "answers.sources", "row 1, Users: give a whole number"),
        ('sources = [["A", -1]]', "answers.sources", "row 1, Users: -1 cannot be meant"),
        ('sources = [["", ""]]', "answers.sources", "row 1 is empty"),
        ("sources = []", "answers.sources", "give rows, each with name, users"),
        ("diagram = 5", "answers.diagram", "name, size and sha256"),
        ('diagram = " "', "answers.diagram", "is empty"),
        (
            'diagram = { value = { name = "a", size = 1, sha256 = "0" } }',
            "answers.diagram.value",
            "choose the file again",
        ),
    ],
)
def test_what_is_no_row_or_file_is_refused_at_its_place(written, key, says):
    found = faults(f"{HEAD}[answers]\n{written}")
    assert says in found[key]


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
