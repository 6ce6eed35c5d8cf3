"""The table of skills: what the shipped answers ask of people, and every slip in it by file and key."""

from datetime import date
from decimal import Decimal

import pytest

from scoping.actions.demo_roster import demonstration
from scoping.actions.matches import derived
from scoping.domain.errors import InvalidInput
from scoping.domain.roster.people import ARCHITECT, ENGINEER
from scoping.domain.skills import needs_of
from scoping.reference import shipped
from scoping.reference.loading import load_trees
from tests.reference.tree import FILES, write
from tests.shipped import proposed

TABLE = """
names = ["svn", "jenkins"]

[[skill_rules]]
key = "svn"
role = "engineer"
skill = "svn"
level = 1
when = { services = ["migration"], source_scm = ["svn"] }
because = "repositories come from Subversion"
source = "[MIG]"

[[clearance_rules]]
key = "large"
clearance = "background check"
when = { users = { more_than = 500 } }
because = "many people are met"
ours = true
"""


def needs(*services, **answers):
    return {(need.role, need.name): need.level for need in derived(shipped(), proposed(*services, **answers))}


def test_pipelines_from_jenkins_need_an_engineer_who_knows_it():
    assert needs("ci-cd", ci_system="jenkins", ci_pipelines=10) == {(ENGINEER, "jenkins"): 1}
    assert needs("ci-cd", ci_system="gitlab_ci", ci_pipelines=10) == {}


def test_the_tool_that_moves_repositories_is_a_skill_where_it_is_used():
    assert needs("scm-migration", source_scm="gitlab") == {(ENGINEER, "congregate"): 1}
    assert needs("scm-migration", source_scm="github_com") == {(ENGINEER, "congregate"): 1, (ENGINEER, "github"): 1}
    assert needs("scm-migration", source_scm="svn") == {(ENGINEER, "svn"): 1}


def test_an_installation_in_kubernetes_asks_both_who_design_and_who_build():
    asked = needs("cloud-architecture", platform="aws", kubernetes=True)
    assert asked == {(ARCHITECT, "kubernetes"): 2, (ENGINEER, "kubernetes"): 1}


def test_an_answer_to_a_question_that_is_not_asked_needs_nobody():
    assert needs("ci-cd", source_scm="svn", clearances_needed=("citizenship",), ci_system="gitlab_ci") == {}


def test_clearances_come_from_the_answer_and_hold_for_everybody():
    asked = needs("scm-migration", skills_needed="People cleared for the site.", clearances_needed=("site_access",))
    assert asked == {("", "site access"): 0}


def test_the_answers_that_ask_for_skills_leave_the_estimate_alone():
    plain = proposed("scm-migration", source_scm="gitlab", skills_needed="German")
    cleared = proposed(
        "scm-migration", source_scm="gitlab", skills_needed="German", clearances_needed=("background_check",)
    )
    assert cleared.effort == plain.effort
    assert cleared.price == plain.price


@pytest.mark.parametrize("source", [choice.key for choice in shipped().questions["source_scm"].choices])
def test_somebody_of_the_demonstration_has_what_a_migration_asks_for(source):
    asked = needs("scm-migration", source_scm=source, destination="self_managed_single")
    people = demonstration(date(2027, 2, 1))
    for role, skill in asked:
        assert any(one.role == role and one.skills.get(skill, -1) >= 1 for one in people), skill


def test_of_several_rules_for_a_skill_the_highest_level_counts(tmp_path):
    again = TABLE + TABLE[TABLE.index("[[skill_rules]]") : TABLE.index("[[clearance")].replace(
        'key = "svn"', 'key = "svn-many"'
    ).replace("level = 1", "level = 2").replace('source_scm = ["svn"]', "users = { more_than = 500 }")
    skills = load_trees(write(tmp_path, {**FILES, "skills.toml": again})).skills
    facts = {"services": ("migration",), "source_scm": "svn", "users": Decimal(800)}
    levels = [(need.name, need.level) for need in needs_of(skills, facts, ["engineer"])]
    assert levels == [("svn", 2), ("background check", 0)]
    assert [need.role for need in needs_of(skills, facts, ["technical-architect"])] == [""]


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('skill = "svn"', 'skill = "svm"', "skill_rules[0].skill", "there is no skill svm; did you mean svn?"),
        ('skill = "svn"', 'skill = "cobol"', "skill_rules[0].skill", "add it to names, or choose from"),
        ("level = 1", "level = 10", "skill_rules[0].level", "from 0 to 9"),
        ('role = "engineer"', 'role = "enginer"', "skill_rules[0].role", "did you mean engineer?"),
        ("source_scm = [", "source_smc = [", "skill_rules[0].when.source_smc", "did you mean source_scm?"),
        ('source_scm = ["svn"]', 'source_scm = ["cvs"]', "skill_rules[0].when.source_scm", "which is not offered"),
        ('services = ["migration"]', 'services = ["moving"]', "skill_rules[0].when.services", "which is not offered"),
        ('source = "[MIG]"', "", "skill_rules[0]", "ours = true"),
        ("users = {", "usres = {", "clearance_rules[0].when.usres", "did you mean users?"),
        ('"background check"', '"a; b"', "clearance_rules[0].clearance", "without semicolons"),
        ("ours = true", "", "clearance_rules[0]", "ours = true"),
        ('"svn", "jenkins"', '"svn", "jenkins", "svn"', "names[2]", "there twice"),
        ('"svn", "jenkins"', '"svn", "Jenkins 2"', "names[1]", "cannot be typed"),
        ('key = "svn"', 'key = "S V N"', "skill_rules[0].key", "is no key"),
        ('key = "large"', 'key = "-"', "clearance_rules[0].key", "is no key"),
    ],
)
def test_a_slip_in_the_table_is_named_by_file_and_key(tmp_path, old, new, key, words):
    assert old in TABLE
    with pytest.raises(InvalidInput) as refused:
        load_trees(write(tmp_path, {**FILES, "skills.toml": TABLE.replace(old, new, 1)}))
    (fault,) = refused.value.faults
    assert fault.key == f"skills.toml: {key}"
    assert words in fault.what


def test_without_the_table_nothing_is_asked(tmp_path):
    catalog = load_trees(write(tmp_path, FILES))
    assert needs_of(catalog.skills, {"services": ("migration",), "users": 800}, ["engineer"]) == ()
