"""The questionnaire: saving, estimating while typing, questions that come and go, forms sent twice."""

import pytest

from scoping.db.models import Revision
from scoping.domain.discovery import Answer, Contact
from tests import people
from tests.web.pages import filled, merged, page_of, select

LONG = '<b>שלום עולם</b> & "Söhne" ' * 12


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def address(engagement):
    return f"/engagements/{engagement}/discovery"


def estimate(browser, page, **values):
    """What htmx gets for the form with these values."""
    data = merged(filled(page.form("/discovery")), values)
    return browser.client.post(f"{page.path}/estimate", data=data, headers={"HX-Request": "true"})


def test_saving_makes_a_revision_and_says_so(manager, address, engagement, store):
    page = manager.send(manager.open(address), "/discovery", answers__users__value="1 200")
    assert (page.status, page.path) == (200, address)
    assert "Saved as revision 2." in page.text
    assert page.value("answers-users-value") == "1,200"
    answer = store.answers(engagement)["users"]
    assert (answer.value, answer.source, answer.by) == (1200, "typed", "Manager")
    assert answer.at


def test_saving_can_lead_on_to_the_estimate(manager, address, engagement):
    page = manager.send(manager.open(address), "/discovery", answers__users__value="1200", then="estimate")
    assert page.path == f"/engagements/{engagement}/revisions/2"


def test_saving_nothing_new_makes_no_revision(manager, address, store):
    page = manager.send(manager.open(address), "/discovery")
    assert "Nothing to save: this is what revision 1 says already." in page.text
    assert store.count(Revision) == 1


def test_a_form_sent_twice_saves_once_and_leads_to_the_same_page(manager, address, store):
    page = manager.open(address)
    first = manager.send(page, "/discovery", answers__users__value="900")
    second = manager.send(page, "/discovery", answers__users__value="900")
    assert first.path == second.path == address
    assert second.status == 200
    assert store.count(Revision) == 2


def test_going_back_to_a_sent_form_and_changing_it_loses_nothing(manager, address, store):
    page = manager.open(address)
    manager.send(page, "/discovery", answers__users__value="900")
    again = manager.send(page, "/discovery", answers__users__value="950")
    assert again.status == 409
    assert "950" in again.text
    assert "900" in again.text
    assert store.count(Revision) == 2


def test_wrong_values_are_listed_linked_and_kept(manager, address, store):
    page = manager.send(
        manager.open(address),
        "/discovery",
        answers__users__value="lots",
        answers__worries__value=LONG,
        starts_on="soon",
        customer="x" * 300,
    )
    assert page.status == 422
    assert page.value("answers-users-value") == "lots"
    assert page.value("answers-worries-value") == LONG
    assert page.value("starts_on") == "soon"
    assert page.value("customer") == "x" * 300
    links = [link.get("href") for link in select(page.doc, "#to-mend a")]
    assert links == ["#customer", "#starts_on", "#answers-users-value"]
    assert "3 things to mend" in page.text
    assert "Use at most 200 characters, not 300." in page.text
    assert store.count(Revision) == 1


def test_a_missing_service_is_said_at_the_services(manager, address):
    page = manager.send(manager.open(address), "/discovery", services=None)
    assert page.status == 422
    assert page.all("#to-mend a") == ["Services"]
    assert select(page.doc, "#to-mend a")[0].get("href") == "#services-0"


def test_a_currency_that_the_rate_card_has_not_is_said_at_the_currency(manager, address):
    page = manager.send(manager.open(address), "/discovery", currency="EUR")
    assert page.status == 422
    assert page.all("#to-mend a") == ["Currency"]


def test_a_control_character_is_refused_at_its_field(manager, address):
    page = manager.send(manager.open(address), "/discovery", answers__worries__value="bell \x07")
    assert page.status == 422
    assert page.all("#to-mend a") == ["What worries them?"]


def test_markup_and_right_to_left_text_are_text(manager, address, engagement, store):
    page = manager.send(manager.open(address), "/discovery", answers__worries__value=LONG, customer=LONG[:180])
    assert page.status == 200
    assert store.answers(engagement)["worries"].value == LONG.strip()
    assert not select(page.doc, "main b")
    assert "<b>שלום" in page.text


def test_a_conditional_question_appears_when_saved_and_keeps_its_answer_when_it_goes(
    manager, address, engagement, store
):
    page = manager.open(address)
    assert not select(page.doc, "#slot-svn_layout .question")
    page = manager.send(page, "/discovery", answers__source_scm__value="svn")
    assert select(page.doc, "#slot-svn_layout .question")
    page = manager.send(page, "/discovery", answers__svn_layout__value="no")
    assert store.answers(engagement)["svn_layout"].value is False
    page = manager.send(page, "/discovery", answers__source_scm__value="git")
    assert not select(page.doc, "#slot-svn_layout .question")
    assert page.value("answers-svn_layout-value") == "no"
    (kept,) = page.all("#unused li")
    assert kept.startswith("Is the layout standard? No (asked only if “")
    assert "Subversion" in kept or "SVN" in kept
    assert store.answers(engagement)["svn_layout"].value is False


def test_the_estimate_follows_while_typing_and_saves_nothing(manager, address, store):
    page = manager.open(address)
    before = page.all("#figures .days")
    answer = estimate(manager, page, answers__users__value="9000")
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert f"<dd>{before[0]}</dd>" in text  # what is saved, for comparison
    assert "Staff" in text
    assert store.count(Revision) == 1


def test_a_question_appears_while_answering_and_only_what_turned_is_replaced(manager, address):
    page = manager.open(address)
    text = estimate(manager, page, answers__source_scm__value="svn").get_data(as_text=True)
    assert 'id="slot-svn_layout" hx-swap-oob="true"' in text
    assert 'id="slot-users"' not in text
    assert 'id="shown"' in text
    text = estimate(manager, page, answers__users__value="900").get_data(as_text=True)
    assert "slot-svn_layout" not in text


def test_what_cannot_be_read_yet_is_left_out_of_the_estimate_aloud(manager, address):
    text = estimate(manager, manager.open(address), answers__users__value="12x").get_data(as_text=True)
    assert "Left out until it can be read: How many users move?" in text


@pytest.mark.parametrize("typed", [{"services": None}, {"rate_card": "none"}, {"currency": "EUR"}])
def test_no_estimate_is_explained(manager, address, typed):
    answer = estimate(manager, manager.open(address), **typed)
    assert answer.status_code == 200
    assert "No estimate yet" in answer.get_data(as_text=True)


def test_progress_counts_what_is_asked_now(manager, address):
    page = manager.open(address)
    assert page.all("#groups li") == ["Other questions 3 of 3", "Source 0 of 1", "Context 0 of 4"]


def test_another_service_brings_its_questions_and_keeps_the_answers(manager, address, engagement, store):
    page = manager.send(manager.open(address), "/discovery", services=["scm-migration", "training"])
    assert "Training 0 of 1" in page.all("#groups li")
    assert store.answers(engagement)["users"].value == 800


def test_who_may_not_edit_reads_the_answers(browse, address):
    page = browse(people.DELIVERY).open(address)
    assert page.status == 200
    assert page.value("answers-users-value") == []  # a disabled input is not sent
    assert not select(page.doc, "button.btn-primary")
    assert "You can read these answers" in page.text


def test_a_form_without_its_revision_is_refused_not_guessed(manager, address, store):
    page = manager.open(address)
    for base in ("", "x", "0", "99", "9" * 30):
        assert manager.send(page, "/discovery", base=base, answers__users__value="9").status in (400, 404)
    assert store.count(Revision) == 1


def test_required_questions_that_are_open_are_counted(manager, store):
    opened = store.engagement(answers={"source_scm": Answer("git")}, title="Bare")
    page = manager.open(f"/engagements/{opened}/discovery")
    assert "2 questions before it can be sent for review" in page.text
    assert page.all("#slot-users .needed") == ["needed for review"]


def test_the_page_says_where_an_answer_came_from(manager, address):
    page = manager.send(manager.open(address), "/discovery", answers__users__value="12")
    assert page.all("#slot-users .provenance")[0].startswith("typed by Manager, ")


def test_the_page_of_refused_values_still_passes_every_check(manager, address):
    client = manager.client
    page = manager.open(address)
    answer = client.post(address, data=merged(filled(page.form("/discovery")), {"title": ""}))
    assert page_of(answer).status == 422


def test_contacts_that_nobody_touched_stay_as_they_were(manager, store):
    opened = store.engagement(contacts=(Contact("Silva, Ana", "CTO, founder"), Contact("Bo", "")))
    manager.send(manager.open(f"/engagements/{opened}/discovery"), "/discovery", answers__users__value="12")
    found = store.discovery(opened)
    assert found.answers["users"].value == 12
    assert found.contacts == (Contact("Silva, Ana", "CTO, founder"), Contact("Bo", ""))


def test_an_answer_of_a_service_no_longer_chosen_is_kept_and_shown_as_unused(manager, address):
    page = manager.send(manager.open(address), "/discovery", services=["scm-migration", "training"])
    page = manager.send(page, "/discovery", answers__attendees__value="12")
    page = manager.send(page, "/discovery", services=["scm-migration"])
    assert page.all("#unused li") == ["How many attend? 12 (no chosen service asks this)"]


def test_unused_answers_appear_while_typing(manager, address):
    page = manager.send(manager.open(address), "/discovery", answers__source_scm__value="svn")
    page = manager.send(page, "/discovery", answers__svn_layout__value="no")
    assert select(page.doc, "#unused[hidden]")
    text = estimate(manager, page, answers__source_scm__value="git").get_data(as_text=True)
    assert 'id="unused"' in text
    assert "Is the layout standard?" in text.partition('id="unused"')[2]


@pytest.mark.parametrize(("key", "after"), [("users", "unknown"), ("worries", "unknown"), ("licence_until", "unknown")])
def test_a_question_mark_alone_means_not_known(manager, address, engagement, store, key, after):
    page = manager.send(manager.open(address), "/discovery", **{f"answers__{key}__value": "?"})
    assert page.status == 200
    assert store.answers(engagement)[key].value is None
    assert page.value(f"answers-{key}-{after}") == "y"


def test_the_page_says_what_is_answered_unknown_missing_and_wanted_by_an_architect(manager, address):
    page = manager.send(
        manager.open(address), "/discovery", answers__users__value="?", pain_points="", constraints="None known"
    )
    assert page.all("#progress > p") == ["1 answered, 2 not known, 5 missing"]
    waiting = [link.get("href") for link in select(page.doc, "#progress details:first-of-type a")]
    assert "#pain_points" in waiting
    assert "#constraints" not in waiting


def test_what_stands_in_for_an_unknown_answer_is_said_at_its_question(manager, address):
    page = manager.send(manager.open(address), "/discovery", answers__source_scm__value="svn")
    assert "Not known counts as Yes 75%, No 25%." in page.all("#slot-svn_layout .why")[0]


def test_every_group_folds(manager, address):
    page = manager.open(address)
    assert page.all("details.question-group[open] > summary")
