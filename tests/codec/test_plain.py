"""Plain data: what goes there comes back equal, nothing is turned into another type, every fault has its place."""

import json
import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.codec import from_plain, from_toml, to_plain
from scoping.domain.catalog import Clause, Package, RateCard, Section, Task
from scoping.domain.conditions import ALWAYS, Condition, Test
from scoping.domain.discovery import Answer, Confidence, Discovery, Question
from scoping.domain.drivers import Factor, Fixed, LookUp, PerBatch, PerUnit, Share, Step
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import InvalidInput
from scoping.domain.estimating import Estimating
from scoping.domain.overrides import Override
from scoping.domain.proposal import Proposal, propose
from tests import catalogue

DRIVERS = (
    Fixed(),
    PerUnit("users", "users", 100),
    PerBatch("repositories", "repositories", 200, "destination", {"gitlab_com": 100}),
    LookUp("users", "users", steps=(Step(1000, Decimal(1)), Step(None, Decimal("2.5")))),
    LookUp("platform", "", table={"aws": Decimal(1), "azure": Decimal("1.5")}),
    Share(Decimal("0.2")),
)


def there_and_back(value):
    return from_plain(json.loads(json.dumps(to_plain(value))), type(value))


def faults(text, type_):
    with pytest.raises(InvalidInput) as refused:
        from_toml(tomllib.loads(text, parse_float=Decimal), type_)
    return {fault.key: fault.what for fault in refused.value.faults}


def test_a_proposal_comes_back_equal_from_json():
    overrides = (Override("the customer does it alone", task="scm-migration/prepare/plan", remove=True),)
    discovery = catalogue.discovery(answers={**catalogue.ANSWERS, "users": Answer(640, Confidence.GUESS, "call", "Em")})
    proposal = propose(catalogue.CATALOG, discovery)
    edited = propose(catalogue.CATALOG, Discovery(**{**vars(discovery), "overrides": overrides}))
    assert there_and_back(proposal) == proposal
    assert there_and_back(edited) == edited
    assert proposal != edited
    assert isinstance(there_and_back(proposal), Proposal)


def test_a_proposal_saved_before_estimating_was_measured_is_read_as_it_was():
    before = to_plain(propose(catalogue.CATALOG, catalogue.discovery()))
    del before["outlook"]["estimating_share"], before["outlook"]["named_width"], before["terms"]["estimating"]
    read = from_plain(json.loads(json.dumps(before)), Proposal)
    assert (read.outlook.estimating_share, read.terms.estimating) == (0, Estimating())


@pytest.mark.parametrize("driver", DRIVERS, ids=lambda driver: type(driver).__name__)
def test_every_kind_of_driver_comes_back_equal(driver):
    task = Task("move", "Move", "engineer", "senior", driver, ThreePoint(Decimal(1), Decimal("1.5"), Decimal(3)))
    package = Package("moving", "Moving", (task,), days_at_least=driver)
    assert there_and_back(package) == package


scalars = st.one_of(
    st.booleans(), st.integers(-(10**9), 10**9), st.text(), st.decimals(allow_nan=False, allow_infinity=False)
)
operands = st.one_of(
    st.tuples(st.sampled_from(["one_of", "none_of"]), st.lists(scalars, min_size=1).map(tuple)),
    st.tuples(
        st.sampled_from(["at_least", "more_than", "at_most", "less_than"]), st.integers(0, 10**9).map(lambda n: (n,))
    ),
    st.tuples(st.just("known"), st.booleans().map(lambda b: (b,))),
)
clauses = st.dictionaries(st.text(min_size=1), operands, min_size=1).map(
    lambda tests: tuple(Test(fact, *operand) for fact, operand in tests.items())
)


@given(st.lists(clauses, max_size=3).map(lambda found: Condition(tuple(found))))
def test_every_condition_comes_back_equal(condition):
    factor = Factor(Decimal("1.2"), "it is so", condition)
    assert there_and_back(factor) == factor


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.lists(st.text()).map(tuple),
)
times = st.none() | st.datetimes(timezones=st.just(UTC))


@given(st.builds(Answer, values, st.sampled_from(Confidence), st.text(), st.text(), times))
def test_every_answer_comes_back_equal_and_of_the_same_type(answer):
    back = there_and_back(answer)
    assert back == answer
    assert type(back.value) is type(answer.value)


def test_a_rate_card_of_toml_keeps_every_digit():
    card = from_toml(
        tomllib.loads(
            'key = "list"\nname = "List"\ncurrency = "USD"\nvalid_from = 2022-01-01\n'
            "[rates.architect]\nsenior = 0.10\nstaff = 300",
            parse_float=Decimal,
        ),
        RateCard,
    )
    assert card.valid_from == date(2022, 1, 1)
    assert str(card.rates["architect"]["senior"]) == "0.10"
    assert card.rates["architect"]["staff"] == Decimal(300)


def test_a_condition_is_read_from_all_its_shapes():
    text = """
    key = "c"
    section = "risk"
    text = "t"
    when = [
        { high_availability = true, source_scm = ["gitlab", "svn"], users = { more_than = 1000, at_most = 5000 } },
        { geo = { none_of = "none" } },
    ]
    """
    clause = from_toml(tomllib.loads(text), Clause)
    assert clause.section is Section.RISK
    assert clause.when == Condition(
        (
            (
                Test("high_availability", "one_of", (True,)),
                Test("source_scm", "one_of", ("gitlab", "svn")),
                Test("users", "more_than", (1000,)),
                Test("users", "at_most", (5000,)),
            ),
            (Test("geo", "none_of", ("none",)),),
        )
    )
    assert from_toml({"key": "c", "section": "risk", "text": "t", "when": {}}, Clause).when == ALWAYS


def test_all_faults_of_a_table_are_named_at_once_with_their_places():
    found = faults(
        """
        key = 1
        nam = "Move"
        role = "engineer"
        level = true
        hours = [3, 2, 1]
        ours = "yes"
        when = { users = { more_tan = 1, less_than = "a" } }
        driver = { kind = "per_unit", fact = "users", unit = 3, beyond = 2.0 }
        factors = [{ multiply = "1", because = "b", when = [] }]
        """,
        Task,
    )
    assert found["key"] == "give a text in quotation marks, not 1"
    assert found["name"] == "is missing"
    assert found["nam"].startswith("unknown key; did you mean name? allowed are key, name, role")
    assert found["level"] == "give a text in quotation marks, not true"
    assert "optimistic ≤ likely ≤ pessimistic" in found["hours"]
    assert found["ours"] == "give true or false, not 'yes'"
    assert "did you mean more_than?" in found["when.users.more_tan"]
    assert found["when.users.less_than"] == "give a number, not 'a'"
    assert found["driver.unit"] == "give a text in quotation marks, not 3"
    assert found["driver.beyond"] == "give a whole number, not 2.0"
    assert found["factors[0].multiply"] == "give a number, not '1'"
    assert "factors[0].when" in found
    assert len(found) == 12


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ('choices = "abc"', "choices", "give a list, not 'abc'"),
        ("choices = [1]", "choices[0]", "give a table, not 1"),
        ("minimum = true", "minimum", "give a number, not true"),
        ('minimum = "5"', "minimum", "give a number, not '5'"),
        ("minimum = nan", "minimum", "give a finite number"),
        ("minimum = -inf", "minimum", "give a finite number"),
        ("minimum = 1e400", "minimum", "too large"),
        ("minimum = 1e-400", "minimum", "at most 12 decimals"),
        ("required = 1", "required", "give true or false, not 1"),
        ("unknown = 5", "unknown", "give a table, not 5"),
        ("unknown = { weights = { a = nan } }", "unknown.weights.a", "give a finite number"),
        ("unknown = { lowest = 1 }", "unknown.lowest", "allowed are low, likely, high, weights"),
        ("when = 3", "when", "give a table of facts"),
        ("when = { users = {} }", "when.users", "compare it by one of"),
        ("when = { users = [] }", "when.users", "at least one value"),
        ("when = { users = { known = 1 } }", "when.users.known", "give true or false"),
        ("when = { users = [[1]] }", "when.users", "give a text, a number, true or false"),
        ("when = [{ users = 1 }, {}]", "when[1]", "give a table of facts"),
    ],
)
def test_nothing_is_taken_for_something_else(line, key, words):
    text = f'key = "users"\ntext = "How many?"\nkind = "number"\nwhy = "because"\n{line}'
    assert words in faults(text, Question)[key]


def test_an_unknown_word_says_which_ones_there_are():
    found = faults('key = "q"\ntext = "t"\nkind = "nmber"\nwhy = "w"', Question)
    assert found["kind"] == (
        "'nmber' is not possible; did you mean number? choose from number, choice, choices, yes_no, text, "
        "date, version, file, rows"
    )


@pytest.mark.parametrize("driver", ['{ kind = "per_unti" }', "{ fact = 'users' }", '"fixed"', "{ kind = 3 }"])
def test_a_driver_without_a_known_kind_is_refused(driver):
    found = faults(f'key = "k"\nname = "n"\nrole = "r"\nlevel = "l"\ndriver = {driver}', Task)
    (key,) = found
    assert key in ("driver", "driver.kind")
    assert "kind" in found[key] or "per_batch" in found[key]


@pytest.mark.parametrize("data", [None, [], "text", 3, {"value": {"decimal": "x"}}, {"value": {"date": "2027-02-30"}}])
def test_data_that_no_answer_was_written_as_is_refused(data):
    with pytest.raises(InvalidInput):
        from_plain(data, Answer)


def test_a_time_without_its_offset_is_refused():
    with pytest.raises(InvalidInput, match="offset"):
        from_plain({"value": 1, "at": datetime(2027, 1, 1).isoformat()}, Answer)  # noqa: DTZ001  (the point)
