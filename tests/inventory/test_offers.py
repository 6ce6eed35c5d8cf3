"""What reports offer a questionnaire: proposed where nothing stands, never over what somebody said."""

import json
from datetime import UTC, datetime

from scoping.domain.discovery import UNKNOWN, Answer, Confidence
from scoping.inventory import from_saved, offers, read, to_saved
from scoping.inventory.found import LONGEST_SOURCE, Disagreement, Inventory, Prefill, source_of
from tests import catalogue
from tests.inventory.files import fixture, named

QUESTIONS = catalogue.CATALOG.questions
COUNTED = Prefill(3, "all rows", 3, 0, "a.csv", "", "repo")
AT = datetime(2027, 1, 1, tzinfo=UTC)


def offered(inventory, **standing):
    return {offer.question.key: offer for offer in offers(QUESTIONS, standing, inventory)}


def test_a_claim_is_proposed_only_where_nothing_known_stands():
    inventory = Inventory(answers={"repositories": COUNTED})
    assert offered(inventory)["repositories"].proposed == 0
    assert offered(inventory, repositories=UNKNOWN)["repositories"].proposed == 0
    typed = offered(inventory, repositories=Answer(500))["repositories"]
    assert (typed.proposed, typed.takeable) == (None, 0)
    same = offered(inventory, repositories=Answer(3))["repositories"]
    assert (same.agrees, same.takeable) == (True, None)


def test_reports_that_disagree_propose_nothing():
    other = Prefill(5, "sum of repo-count", 1, 0, "b.csv", "", "repo-count")
    inventory = Inventory(
        answers={"repositories": COUNTED}, disagreements=(Disagreement("repositories", (COUNTED, other)),)
    )
    offer = offered(inventory)["repositories"]
    assert [claim.value for claim in offer.claims] == [3, 5]
    assert (offer.disputed, offer.proposed, offer.takeable) == (True, None, None)


def test_a_disagreement_in_a_part_of_a_sum_is_told_and_not_offered_in_place_of_the_sum():
    parts = Disagreement("repositories", (Prefill(1, "rows", 1, 0, "a.csv"), Prefill(2, "rows", 1, 0, "b.csv")))
    offer = offered(Inventory(answers={"repositories": COUNTED}, disagreements=(parts,)))["repositories"]
    assert [claim.value for claim in offer.claims] == [3]
    assert "1 in a.csv, rows; 2 in b.csv, rows" in offer.about


def test_a_value_that_the_question_does_not_take_is_shown_with_its_reason():
    offer = offered(Inventory(answers={"source_scm": Prefill("gitlab", "tool", 1)}))["source_scm"]
    assert (offer.proposed, offer.takeable) == (None, None)
    assert offer.claims[0].fault == "Gitlab is not offered; choose from svn, git."


def test_rows_that_did_not_tell_make_an_answer_less_sure():
    sure = offered(Inventory(answers={"repositories": COUNTED}))["repositories"].claims[0].answer("Ana", AT)
    assert sure == Answer(3, Confidence.SURE, "a.csv, repo", "Ana", AT)
    partly = Inventory(answers={"repositories": Prefill(3, "all rows", 5, 2, "a.csv")})
    assert offered(partly)["repositories"].claims[0].answer("Ana", AT).confidence is Confidence.THINKS_SO


def test_a_source_stands_on_one_line_and_ends():
    assert source_of("a\n.csv", "", "size") == "a .csv, size"
    assert len(source_of("x" * 500, "sheet")) == LONGEST_SOURCE


def test_what_was_found_comes_back_from_json_without_its_repositories():
    found = read([fixture("ado2gh_repos.csv"), fixture("ado2gh_team_projects.csv"), named("t.csv", "a,b\n1,2\n")])
    again = from_saved(json.loads(json.dumps(to_saved(found))))
    assert again.repositories == ()
    assert (again.answers, again.unrecognised, again.notes) == (found.answers, found.unrecognised, found.notes)


def test_json_cannot_bring_what_no_database_keeps():
    text = json.dumps({"repos": [{"org": "a", "name": "\ud800x\0", "diskUsage": 4}]})
    (repository,) = read([named("r.json", text)]).repositories
    assert repository.name == "a/?x"
