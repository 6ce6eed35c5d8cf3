"""Reference data: folders become one catalogue, local ones win by key, and every fault is named with file and key."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoping import reference
from scoping.domain.conditions import ALWAYS, Condition, Test
from scoping.domain.discovery import Answer, Discovery
from scoping.domain.drivers import PerUnit
from scoping.domain.errors import InvalidInput
from scoping.domain.fingerprint import fingerprint
from scoping.domain.proposal import propose
from scoping.reference.loading import load_trees
from tests.reference.tree import FILES, changed, write


def faults(*trees):
    with pytest.raises(InvalidInput) as refused:
        load_trees(*trees)
    found: dict[str, str] = {}
    for fault in refused.value.faults:
        found[fault.key] = f"{found[fault.key]}; {fault.what}" if fault.key in found else fault.what
    return found


@pytest.fixture
def shipped(tmp_path):
    return write(tmp_path / "shipped", FILES)


@pytest.fixture
def local(tmp_path):
    return tmp_path / "local"


def test_the_shipped_data_are_right_and_read_once():
    catalog = reference.shipped()
    assert catalog is reference.shipped()
    assert catalog.digest == fingerprint(replace(catalog, digest="", holidays={}))
    assert {service.key for service in catalog.offered}


def test_a_tree_becomes_a_catalogue_from_which_something_can_be_proposed(shipped):
    catalog = load_trees(shipped)
    discovery = Discovery("C", "T", "USD", "list", date(2027, 2, 1), ("migration",), answers={"users": Answer(800)})
    proposal = propose(catalog, discovery)
    assert [level.level for level in proposal.levels if level.role == "technical-architect"] == ["senior"]
    assert "800 users moved in 4 waves" in proposal.wording[0].text


def test_the_engagements_own_work_comes_first_because_its_questions_do(shipped):
    assert list(load_trees(shipped).services) == ["engagement", "migration"]


def test_the_digest_follows_the_content_not_the_files(shipped, tmp_path):
    digest = load_trees(shipped).digest
    assert len(digest) == 64
    commented = {name: f"# a remark\n{text}" for name, text in FILES.items()}
    assert load_trees(write(tmp_path / "commented", commented)).digest == digest
    moved = {name: text for name, text in FILES.items() if name != "questions/scm.toml"}
    moved["questions/renamed.toml"] = FILES["questions/scm.toml"]
    assert load_trees(write(tmp_path / "moved", moved)).digest == digest
    other = changed("rate_cards/list.toml", "senior = 300", "senior = 301")
    assert load_trees(write(tmp_path / "other", other)).digest != digest


def test_a_missing_local_folder_changes_nothing(shipped, local):
    assert load_trees(shipped, local) == load_trees(shipped)


def test_a_local_file_wins_by_key_and_leaves_the_rest(shipped, local):
    write(
        local,
        {
            "terms.toml": "validity_days = 14\n[confidence_spread]\nguess = 0.5",
            "rate_cards/list.toml": "[rates.engineer]\nsenior = 250",
            "services/migration.toml": """
                [[packages]]
                key = "move"
                [[packages.tasks]]
                key = "move-users"
                hours = [1, 2, 3]
                driver = { size = 100 }
                [[packages.tasks]]
                key = "train"
                name = "Train"
                role = "engineer"
                level = "senior"
                hours = [1, 1, 1]
                ours = true
            """,
        },
    )
    before, after = load_trees(shipped), load_trees(shipped, local)
    assert after.terms == replace(
        before.terms,
        validity_days=14,
        confidence_spread={"thinks_so": Decimal("0.15"), "guess": Decimal("0.5")},
    )
    assert after.rate_cards["list"].rates["engineer"]["senior"] == 250
    assert after.rate_cards["list"].rates["technical-architect"]["senior"] == 300
    prepare, move = after.services["migration"].packages
    assert prepare == before.services["migration"].packages[0]
    assert [task.key for task in move.tasks] == ["move-users", "help", "train"]
    assert move.tasks[0].hours.likely == 2
    assert (move.tasks[0].driver.size, move.tasks[0].driver.sizes) == (100, {"svn": 50})
    assert after.digest != before.digest


def test_a_condition_and_a_driver_of_another_kind_are_replaced_whole(shipped, local):
    write(
        local,
        {
            "levels.toml": '[[level_rules]]\nkey = "many-users"\nwhen = { service_count = 2 }',
            "services/migration.toml": """
                [[packages]]
                key = "prepare"
                tasks = [{ key = "plan", when = {}, factors = [], driver = { kind = "fixed" } }]
                [[packages]]
                key = "move"
                tasks = [{ key = "move-users", driver = { kind = "per_unit", fact = "users", unit = "users" } }]
            """,
        },
    )
    catalog = load_trees(shipped, local)
    assert catalog.level_rules[0].when == Condition(((Test("service_count", "one_of", (2,)),),))
    assert catalog.services["migration"].packages[0].tasks[0].when == ALWAYS
    assert catalog.services["migration"].packages[1].tasks[0].driver == PerUnit("users", "users")


def test_a_new_local_file_adds_and_a_later_folder_wins_over_an_earlier_one(shipped, local, tmp_path):
    card = FILES["rate_cards/list.toml"].replace('key = "list"', 'key = "eur"').replace('"USD"', '"EUR"')
    write(local, {"rate_cards/eur.toml": card})
    later = write(tmp_path / "later", {"rate_cards/eur.toml": 'name = "Euro"'})
    catalog = load_trees(shipped, local, later)
    assert list(catalog.rate_cards) == ["eur", "list"]
    assert catalog.rate_cards["eur"].name == "Euro"


def test_a_fault_in_a_local_file_names_that_file(shipped, local):
    write(local, {"terms.toml": "validity_dais = 14", "levels.toml": "x = [", "roles/new.toml": 'key = "new"'})
    found = faults(shipped, local)
    place = f"terms.toml with {local}/terms.toml: validity_dais"
    assert found[place].startswith("unknown key; did you mean validity_days?")
    assert f"{local}/levels.toml: x" in found
    assert found[f"{local}/roles/new.toml: name"] == "is missing"


def test_a_file_that_nothing_reads_is_not_passed_over_in_silence(shipped, local):
    write(local, {"rols/engineer.toml": "", "price.toml": ""})
    found = faults(shipped, local)
    assert "nothing reads this file" in found[f"{local}/rols/engineer.toml"]
    assert f"{local}/price.toml" in found


def test_missing_files_and_strange_bytes_are_named(tmp_path):
    tree = write(tmp_path, {name: text for name, text in FILES.items() if name != "terms.toml"})
    (tree / "levels.toml").write_bytes(b'# fine\nkey = "\xff"')
    assert faults(tree) == {
        "levels.toml: line 2": "this is not UTF-8 text; save the file as UTF-8",
        "levels.toml": "this file is missing",
        "terms.toml": "this file is missing",
    }


def test_a_file_in_place_of_a_folder_is_refused(shipped, tmp_path):
    path = tmp_path / "file"
    path.touch()
    assert faults(shipped, path) == {str(path): "is not a folder"}


SERVICE, QUESTIONS = "services/migration.toml", "questions/scm.toml"
WRONG = [
    # references
    (SERVICE, 'role = "engineer"', 'role = "enginer"', "packages[1].tasks[0].role", "did you mean engineer?"),
    (SERVICE, 'level = "senior"', 'level = "staff"', "packages[1].tasks[0].level", "choose from senior"),
    (SERVICE, '"users", "lfs"', '"user", "lfs"', "questions[1]", "there is no question user; did you mean users?"),
    (SERVICE, '"users", "lfs"', '"users", "users", "lfs"', "questions[2]", "users is there twice"),
    (SERVICE, 'after = ["prepare"]', 'after = ["prepar"]', "packages[1].after[0]", "did you mean migration/prepare?"),
    (SERVICE, 'after = ["prepare"]', 'after = ["move"]', "packages[1]", "wait for each other"),
    (SERVICE, 'key = "plan"', 'key = "plan"\nafter = ["plan"]', "packages[0].tasks[0].after", "wait for each other"),
    (SERVICE, 'key = "plan"', 'key = "plan"\nafter = ["plam"]', "packages[0].tasks[0].after[0]", "did you mean plan?"),
    (
        SERVICE,
        'key = "plan"',
        'key = "plan"\ndays_at_least = { kind = "fixed", times = 0 }',
        "packages[0].tasks[0].days_at_least.times",
        "from 1",
    ),
    (
        SERVICE,
        'key = "plan"',
        'key = "plan"\ndays_at_least = { kind = "share", share = 0.2 }',
        "packages[0].tasks[0].days_at_least",
        "a share gives no days",
    ),
    (SERVICE, 'after = ["prepare"]', 'after = ["engagement/leading"]', "packages[1].after[0]", "runs along all others"),
    (
        "services/engagement.toml",
        'position = "first"',
        'position = "first"\nafter = ["migration/move"]',
        "",
        "wait for",
    ),
    ("levels.toml", '"technical-architect"', '"architect"', "level_rules[0].role", "there is no role architect"),
    ("levels.toml", '"senior"', '"staff"', "level_rules[0].level", "has no level staff"),
    (
        "approvals.toml",
        'role = "technical-architect"',
        'role = "engineer"',
        "approval_rules[0].role",
        "nobody signs in",
    ),
    ("approvals.toml", 'level = "senior"', 'level = "staff"', "approval_rules[0].level", "has no level staff"),
    ("rate_cards/list.toml", "intermediate = 300\n", "", "rates.technical-architect.intermediate", "is missing"),
    ("rate_cards/list.toml", "[rates.engineer]", "[rates.enginer]", "rates.engineer.senior", "is missing"),
    ("rate_cards/list.toml", "[rates.engineer]\n", "[rates.engineer]\nstaff = 1\n", "rates.engineer.staff", "no level"),
    # keys
    (SERVICE, 'key = "move"', 'key = "prepare"', "packages[1].key", "prepare is there twice"),
    (SERVICE, 'key = "look"', 'key = "plan"', "packages[0].tasks[1].key", "plan is there twice"),
    (SERVICE, 'key = "slow"', 'key = "moved"', "clauses[1].key", "moved is there twice"),
    (SERVICE, 'key = "small"', 'key = "Too Small"', "notes[0].key", "use small letters"),
    (QUESTIONS, 'key = "lfs"', 'key = "users"', "questions[2].key", "see questions/scm.toml: questions[1]"),
    (QUESTIONS, 'key = "remark"', 'key = "weeks"', "questions[3].key", "cannot be a question"),
    (QUESTIONS, 'key = "remark"', 'key = "re-mark"', "questions[3].key", "cannot be a question"),
    ("roles/engineer.toml", '"engineer"', '"technical-architect"', "key", "is there twice among the roles"),
    ("roles/architect.toml", 'key = "senior"', 'key = "intermediate"', "levels[1].key", "intermediate is there twice"),
    # hours and drivers
    (SERVICE, "hours = [8, 16, 24]\n", "", "packages[0].tasks[0].hours", "is missing; only a share does without"),
    (SERVICE, "hours = [8, 16, 24]", "hours = [8, 24, 16]", "packages[0].tasks[0].hours", "optimistic ≤ likely"),
    (SERVICE, "hours = [8, 16, 24]", "hours = [0, 0, 0]", "packages[0].tasks[0].hours", "more than no hours"),
    (SERVICE, "multiply = 1.5", "multiply = 0", "packages[0].tasks[0].factors[0].multiply", "above 0"),
    ("services/engagement.toml", "share = 0.2 }", "share = 2 }", "packages[1].tasks[0].driver.share", "up to 1"),
    (
        "services/engagement.toml",
        "share = 0.2 }",
        "share = 0.2 }\nhours = [1, 2, 3]",
        "packages[1].tasks[0].hours",
        "leave",
    ),
    (SERVICE, "size = 200 }", "size = 0 }", "packages[1].days_at_least.size", "at least one"),
    (
        SERVICE,
        'fact = "users", unit = "users", size = 200 }',
        'fact = "lfs", unit = "x", size = 2 }',
        "packages[1].days_at_least.fact",
        "yes_no",
    ),
    (SERVICE, "sizes = { svn = 50 }", "sizes = { svm = 50 }", "packages[1].tasks[0].driver.sizes.svm", "mean svn?"),
    (SERVICE, ', by = "source_scm"', "", "packages[1].tasks[0].driver.sizes", "belong together"),
    (
        SERVICE,
        "table = { gitlab = 1, svn = 2 }",
        "table = { gitlab = 1 }",
        "packages[0].tasks[1].driver.table.svn",
        "write 0",
    ),
    (SERVICE, "svn = 2 }", "svn = 2, hg = 1 }", "packages[0].tasks[1].driver.table.hg", "does not offer it"),
    (SERVICE, ", table = { gitlab = 1, svn = 2 }", "", "packages[0].tasks[1].driver", "either steps"),
    (
        SERVICE,
        'fact = "source_scm", unit = ""',
        'fact = "remark", unit = ""',
        "packages[0].tasks[1].driver.fact",
        "by text",
    ),
    (SERVICE, "{ quantity = 2 }", "{ up_to = 200, quantity = 2 }", "packages[1].tasks[1].driver.steps", "no up_to"),
    (
        SERVICE,
        "{ quantity = 2 }",
        "{ up_to = 50, quantity = 1 }, { quantity = 2 }",
        "packages[1].tasks[1].driver.steps[1].up_to",
        "not above 100",
    ),
    (SERVICE, "quantity = 1 }", "quantity = -1 }", "packages[1].tasks[1].driver.steps[0].quantity", "not below 0"),
    (
        SERVICE,
        'fact = "users", unit = "users", steps',
        'fact = "repos", unit = "x", steps',
        "packages[1].tasks[1].driver.fact",
        "does not ask repos",
    ),
    (SERVICE, "correlation = 0.3", "correlation = 1.1", "correlation", "from 0 to 1"),
    # conditions
    (
        SERVICE,
        'source_scm = ["gitlab"]',
        'source_smc = "gitlab"',
        "packages[0].tasks[0].when.source_smc",
        "did you mean source_scm?",
    ),
    (
        SERVICE,
        'source_scm = ["gitlab"]',
        'source_scm = ["gitlub"]',
        "packages[0].tasks[0].when.source_scm",
        "did you mean gitlab?",
    ),
    (
        SERVICE,
        'source_scm = ["gitlab"]',
        "source_scm = { more_than = 1 }",
        "packages[0].tasks[0].when.source_scm",
        "is not a number",
    ),
    (
        SERVICE,
        'source_scm = ["gitlab"]',
        "price = { more_than = 1 }",
        "packages[0].tasks[0].when.price",
        "neither a question",
    ),
    (SERVICE, "lfs = true", 'lfs = "yes"', "packages[0].tasks[0].factors[0].when.lfs", "it is true or false"),
    (SERVICE, "lfs = true", 'remark = "x"', "packages[0].tasks[0].factors[0].when.remark", "only be compared by known"),
    (SERVICE, "users = { less_than = 5 }", 'users = "5"', "notes[0].when.users", "it is a number"),
    ("levels.toml", "users = {", "architect_level = {", "level_rules[0].when.architect_level", "neither a question"),
    ("approvals.toml", '["senior"]', '["staff"]', "approval_rules[0].when.architect_level", "not offered"),
    (QUESTIONS, 'when = { source_scm = "gitlab" }', "when = { remark = { known = true } }", "", "is asked after it"),
    (
        QUESTIONS,
        'when = { source_scm = "gitlab" }',
        "when = { iterations = 3 }",
        "questions[2].when.iterations",
        "neither",
    ),
    (SERVICE, '"source_scm", "users"', '"users", "source_scm"', None, ""),
    # wording
    (SERVICE, "{users} users", "{user} users", "clauses[0].text", "did you mean users?"),
    (SERVICE, "{users} users", "{users.real} users", "clauses[0].text", "is no placeholder"),
    (SERVICE, "{users} users", "{users:d} users", "clauses[0].text", "is no placeholder"),
    (SERVICE, "{users} users", "{} users", "clauses[0].text", "is no placeholder"),
    (SERVICE, "{users} users", "{users users", "clauses[0].text", "brace that stands alone"),
    (SERVICE, "{users} users", "{remark} users", "clauses[0].text", "may have no answer"),
    (SERVICE, "They can", "{lfs} can", "clauses[0].detail", "lfs = {known = true}"),
    (SERVICE, "No published", "{users}", "notes[0].text", "takes no placeholders"),
    (SERVICE, "probability = 0.2\n", "", "clauses[1].hours", "both its hours and its probability"),
    (SERVICE, "probability = 0.2", "probability = 1", "clauses[1].probability", "between 0 and 1"),
    (SERVICE, 'section = "risk"', 'section = "duty"', "clauses[1].hours", "only a risk has hours"),
    # questions
    (QUESTIONS, "minimum = 1\n", "", "questions[1].minimum", "is missing; a number needs its bounds"),
    (QUESTIONS, "minimum = 1\n", "minimum = 100001\n", "questions[1].minimum", "above the maximum"),
    (QUESTIONS, "minimum = 1\n", "minimum = 1.5\n", "questions[1].minimum", "whole number"),
    (QUESTIONS, 'kind = "yes_no"', 'kind = "yes_no"\nminimum = 1', "questions[2].minimum", "leave it out"),
    (QUESTIONS, 'kind = "text"', 'kind = "choices"', "questions[3].choices", "at least two"),
    (QUESTIONS, 'key = "svn"', 'key = "gitlab"', "questions[0].choices[1].key", "gitlab is there twice"),
    (QUESTIONS, "likely = 300", "likely = 1000", "questions[1].unknown", "out of order"),
    (QUESTIONS, "high = 900", "high = 900000", "questions[1].unknown", "beyond what can be answered"),
    (QUESTIONS, ", high = 900", "", "questions[1].unknown", "give low, likely and high"),
    (QUESTIONS, ", high = 900", ", high = 900, weights = { a = 1 }", "questions[1].unknown.weights", "means nothing"),
    (QUESTIONS, "unknown = { low = 100, likely = 300, high = 900 }\n", "", "questions[1].unknown", "hours hang on"),
    (QUESTIONS, "svn = 1 }", "svm = 1 }", "questions[0].unknown.weights.svm", "did you mean svn?"),
    (QUESTIONS, "gitlab = 3, svn = 1", "gitlab = 0", "questions[0].unknown.weights", "above 0"),
    (QUESTIONS, 'kind = "text"', 'kind = "text"\nunknown = { likely = 1 }', "questions[3].unknown", "no stand-in"),
    (QUESTIONS, "Where is the code today?", " ", "questions[0].text", "is empty"),
    (
        QUESTIONS,
        'kind = "text"',
        'kind = "text"\nversions_apart = ["a", "b"]',
        "questions[3].versions_apart",
        "a number",
    ),
    (
        QUESTIONS,
        "minimum = 1\n",
        'minimum = 1\nversions_apart = ["a"]\n',
        "questions[1].versions_apart",
        "name the older",
    ),
    (
        QUESTIONS,
        "minimum = 1\n",
        'minimum = 1\nversions_apart = ["lfs", "lfz"]\n',
        "questions[1].versions_apart[0]",
        "answered by yes_no, not by a version",
    ),
    (
        QUESTIONS,
        "minimum = 1\n",
        'minimum = 1\nversions_apart = ["lfs", "lfz"]\n',
        "questions[1].versions_apart[1]",
        "did you mean lfs?",
    ),
    (QUESTIONS, "minimum = 1\n", 'minimum = 1\nversions_apart = ["lfs", "lfs"]\n', "", "users depends on lfs"),
    # figures
    ("terms.toml", "iteration_weeks = 2", "iteration_weeks = 0", "iteration_weeks", "from 1"),
    ("terms.toml", "guess = 0.4", "guess = 1", "confidence_spread.guess", "below 1"),
    ("terms.toml", "guess = 0.4", "hunch = 0.4", "confidence_spread.hunch", "is no confidence"),
    ("terms.toml", "\nvalidity", "\nestimating.under = -0.1\nvalidity", "estimating.under", "from 0 to below 0.5"),
    ("terms.toml", "\nvalidity", "\nestimating.over = 0.5\nvalidity", "estimating.over", "from 0 to below 0.5"),
    ("roles/engineer.toml", "hours_per_week = 30", "hours_per_week = 1", "hours_per_week", "between 1.25 and 60"),
    ("roles/engineer.toml", "hours_per_week = 30", "hours_per_week = 30\nutilisation = 70", "utilisation", "up to 1"),
    ("rate_cards/list.toml", '"USD"', '"dollars"', "currency", "three capital letters"),
    ("rate_cards/list.toml", "senior = 300", "senior = 0", "rates.technical-architect.senior", "above 0"),
    ("rate_cards/list.toml", 'source = "[SKU]"\n', "", "rates", "ours = true"),
    ("levels.toml", 'source = "[TA-JOB]"\n', "", "level_rules[0]", "ours = true"),
    ("approvals.toml", "USD = 50000", "USD = -1", "approval_rules[0].above.USD", "not below 0"),
    (SERVICE, "ours = true }]\nours = true", "ours = true }]", "packages[0].tasks[0]", "ours = true"),
]


@pytest.mark.parametrize(("name", "old", "new", "key", "words"), WRONG, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_with_its_file_and_key(tmp_path, name, old, new, key, words):
    tree = write(tmp_path, changed(name, old, new))
    if key is None:  # the counter-example: an order that is fine too
        assert load_trees(tree)
        return
    found = {place: what for place, what in faults(tree).items() if words in what}
    assert found, faults(tree)
    assert any(place == f"{name}: {key}" for place in found) or not key


def test_all_faults_of_all_files_are_named_at_once(tmp_path):
    tree = write(
        tmp_path,
        {
            **changed("terms.toml", "validity_days = 30", "validity_days = 0"),
            "levels.toml": FILES["levels.toml"].replace("senior", "staff"),
            SERVICE: FILES[SERVICE].replace("{users}", "{usr}").replace("correlation = 0.3", "correlation = 3"),
        },
    )
    assert set(faults(tree)) == {
        "terms.toml: validity_days",
        "levels.toml: level_rules[0].level",
        f"{SERVICE}: clauses[0].text",
        f"{SERVICE}: correlation",
    }


def test_a_catalogue_that_sells_nothing_is_refused(tmp_path):
    tree = write(
        tmp_path, {name: text for name, text in FILES.items() if name not in (SERVICE, "rate_cards/list.toml")}
    )
    assert {"services", "rate_cards"} <= set(faults(tree))
