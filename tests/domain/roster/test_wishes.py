"""What a match starts from: the answers' needs, and what a person changed the time before."""

from scoping.domain.roster.needs import Needs
from scoping.domain.roster.wishes import Wish, wishes
from scoping.domain.skills import Need
from tests.domain.roster.team import ENGINEER

JENKINS = Need(ENGINEER, "jenkins", 1, "CI comes from Jenkins")
CHECKED = Need("", "background check", 0, "the customer asks for one")


def last(derived=(JENKINS, CHECKED), clearances=("background check",), **skills):
    return Needs({ENGINEER: skills} if skills else {}, clearances, derived=derived)


def test_without_a_match_the_answers_decide():
    assert wishes((JENKINS, CHECKED), None) == (
        Wish(ENGINEER, "jenkins", 1, JENKINS),
        Wish("", "background check", 0, CHECKED),
    )


def test_what_nobody_changed_follows_the_answers():
    raised = Need(ENGINEER, "jenkins", 2, "many pipelines come from Jenkins")
    assert wishes((raised, CHECKED), last(jenkins=1)) == (
        Wish(ENGINEER, "jenkins", 2, raised),
        Wish("", "background check", 0, CHECKED),
    )
    assert wishes((), last(jenkins=1)) == ()


def test_a_level_that_a_person_chose_is_kept():
    assert wishes((JENKINS,), last(jenkins=3, clearances=())) == (Wish(ENGINEER, "jenkins", 3, JENKINS, kept=True),)


def test_what_a_person_took_out_stays_out_and_is_shown():
    assert wishes((JENKINS, CHECKED), last(clearances=())) == (
        Wish(ENGINEER, "jenkins", None, JENKINS, kept=True),
        Wish("", "background check", None, CHECKED, kept=True),
    )


def test_what_a_person_added_is_kept():
    added = last(jenkins=1, cobol=2, clearances=("background check", "pilot"))
    assert wishes((JENKINS, CHECKED), added)[2:] == (
        Wish(ENGINEER, "cobol", 2, kept=True),
        Wish("", "pilot", 0, kept=True),
    )


def test_a_need_that_came_since_is_asked():
    github = Need(ENGINEER, "github", 1, "repositories come from GitHub")
    assert Wish(ENGINEER, "github", 1, github) in wishes((JENKINS, github), last(jenkins=1))


def test_a_match_from_before_there_were_rules_takes_nothing_out():
    before = last(derived=(), clearances=(), kubernetes=2)
    assert wishes((JENKINS,), before) == (
        Wish(ENGINEER, "jenkins", 1, JENKINS),
        Wish(ENGINEER, "kubernetes", 2, kept=True),
    )
