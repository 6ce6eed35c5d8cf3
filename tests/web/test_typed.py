"""What is typed is kept as a draft of the person, offered again, and never overwritten by another page of theirs."""

from decimal import Decimal

import pytest

from scoping.db.models import Revision, TypedAnswers
from scoping.domain.discovery import Answer
from scoping.domain.overrides import Override
from tests.web.pages import filled, merged, page_of


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def address(engagement):
    return f"/engagements/{engagement}/discovery"


def keep(browser, page, query="", **values):
    """What the browser gets back when it sends what is typed."""
    data = merged(filled(page.form("/discovery")), values)
    return browser.client.post(f"{page.path}/typed{query}", data=data, headers={"HX-Request": "true"})


def text(response):
    return " ".join(response.get_data(as_text=True).split())


def row(store):
    with store.session() as session:
        found = session.query(TypedAnswers).one()
        session.expunge(found)
    return found


def test_what_is_typed_is_kept_without_a_revision_and_offered_again(manager, address, store):
    answer = keep(manager, manager.open(address), answers__users__value="12x", answers__worries__value="the audit")
    assert answer.status_code == 200
    assert "as a draft of yours" in text(answer)
    assert store.count(Revision) == 1
    page = manager.open(address)
    assert page.value("answers-users-value") == "12x"
    assert page.value("answers-worries-value") == "the audit"
    assert "have not saved it as a revision" in page.text
    assert "Left out until it can be read: How many users move?" in page.text


def test_a_draft_is_its_persons_own(manager, colleague, address):
    keep(manager, manager.open(address), answers__users__value="900")
    assert colleague.open(address).value("answers-users-value") == "800"


def test_saving_turns_the_draft_into_a_revision_and_forgets_it(manager, address, engagement, store):
    keep(manager, manager.open(address), answers__users__value="900")
    page = manager.send(manager.open(address), "/discovery")
    assert "Saved as revision 2." in page.text
    assert store.answers(engagement)["users"].value == 900
    assert "have not saved it" not in page.text
    assert row(store).fields == []


def test_a_page_keeps_what_it_types_time_and_again(manager, address, store):
    page = manager.open(address)
    for version, users in enumerate(("9", "90", "900"), 1):
        answer = keep(manager, page, answers__users__value=users, typed=str(version - 1))
        assert f'value="{version}"' in text(answer)
    assert dict(row(store).fields)["answers-users-value"] == "900"


def test_a_second_page_overwrites_nothing_and_shows_both_values(manager, address, store):
    first, second = manager.open(address), manager.open(address)
    keep(manager, first, answers__users__value="900")
    answer = keep(manager, second, answers__users__value="950")
    assert answer.status_code == 409
    assert 'How many users move?: <span dir="auto">900</span>, yours <span dir="auto">950</span>' in text(answer)
    assert dict(row(store).fields)["answers-users-value"] == "900"


def test_a_form_sent_before_its_draft_was_answered_is_no_conflict_with_itself(manager, address, engagement, store):
    page = manager.open(address)  # goes on saying the version that it had before its draft was kept
    keep(manager, page, answers__users__value="900")
    assert keep(manager, page, answers__users__value="950").status_code == 200
    saved = manager.send(page, "/discovery", answers__users__value="975", answers__worries__value="the audit")
    assert "Saved as revision 2." in saved.text
    assert "have not saved it" not in saved.text
    assert store.answers(engagement)["users"].value == 975


def test_a_page_that_another_one_overtook_is_a_conflict_even_after_its_own_draft(manager, address, store):
    first = manager.open(address)
    keep(manager, first, answers__users__value="900")
    second = manager.open(address)
    keep(manager, second, answers__users__value="950")
    assert keep(manager, first, answers__users__value="975").status_code == 409
    assert manager.send(first, "/discovery", answers__users__value="975").status == 409
    assert dict(row(store).fields)["answers-users-value"] == "950"


def test_after_a_choice_both_pages_are_older_than_it(manager, address):
    first, second = manager.open(address), manager.open(address)
    keep(manager, first, answers__users__value="900")
    page = page_of(
        manager.client.post(
            f"{address}/typed/choose", data=merged(filled(second.form("/discovery")), {"answers__users__value": "950"})
        )
    )
    manager.send(page, "/choose", **{"take-answers.users": "mine"})
    for older in (first, second):
        assert keep(manager, older, answers__users__value="975").status_code == 409


def test_a_colleagues_revision_is_asked_about_once_and_the_own_draft_is_not(manager, address, engagement, store):
    page = manager.open(address)
    keep(manager, page, answers__users__value="900")
    store.revise(engagement, {"users": Answer(1200)})
    refused = manager.send(page, "/discovery", answers__users__value="950")
    assert refused.status == 409
    assert "Colleague saved revision 2" in refused.text
    saved = manager.send(refused, "/discovery", **{"take-answers.users": "mine"})
    assert "Saved as revision 3." in saved.text
    assert store.answers(engagement)["users"].value == 950


def test_a_token_too_long_for_a_page_is_refused(manager, address, store):
    assert keep(manager, manager.open(address), once="x" * 65).status_code == 422
    assert store.count(TypedAnswers) == 0


def test_the_same_words_in_two_pages_are_no_conflict(manager, address):
    first, second = manager.open(address), manager.open(address)
    keep(manager, first, answers__users__value="900")
    assert keep(manager, second, answers__users__value="900").status_code == 200


@pytest.mark.parametrize(("side", "users"), [("mine", "950"), ("theirs", "900")])
def test_of_two_pages_the_person_chooses_item_by_item(manager, address, side, users, store):
    first, second = manager.open(address), manager.open(address)
    keep(manager, first, answers__users__value="900", answers__worries__value="the audit")
    data = merged(filled(second.form("/discovery")), {"answers__users__value": "950"})
    page = page_of(manager.client.post(f"{address}/typed/choose", data=data))
    assert page.status == 409
    undecided = manager.send(page, "/choose")
    assert undecided.status == 422
    page = manager.send(undecided, "/choose", **{"take-answers.users": side})
    assert page.path == address
    assert page.value("answers-users-value") == users
    assert page.value("answers-worries-value") == "the audit"  # only the other page typed it
    assert store.count(Revision) == 1


def test_saving_from_a_second_page_asks_before_the_draft_of_the_first_goes(manager, address, store):
    first, second = manager.open(address), manager.open(address)
    keep(manager, first, answers__users__value="900")
    page = manager.send(second, "/discovery", answers__users__value="950")
    assert page.status == 409
    assert "950" in page.text
    assert "900" in page.text
    assert store.count(Revision) == 1


def test_a_revision_saved_by_a_colleague_is_told_with_both_values(manager, address, engagement, store):
    page = manager.open(address)
    store.revise(engagement, {"users": Answer(1200)})
    answer = text(keep(manager, page, answers__users__value="900"))
    assert "Colleague</bdi> saved revision 2" in answer
    assert "1,200</span>" in answer
    assert "900</span>" in answer
    again = manager.open(address)
    assert again.value("answers-users-value") == "900"
    saved = manager.send(again, "/discovery")
    assert saved.status == 409
    assert "1,200" in saved.text


def test_a_dropped_draft_can_be_put_back(manager, address):
    keep(manager, manager.open(address), answers__users__value="900")
    page = manager.send(manager.open(address), "/drop")
    assert page.value("answers-users-value") == "800"
    page = manager.send(page, "/put-back")
    assert page.value("answers-users-value") == "900"


def test_what_a_browser_held_back_and_saved_since_is_no_draft(manager, address, store):
    page = manager.open(address)
    manager.send(page, "/discovery", answers__users__value="900")
    answer = keep(manager, page, "?held=1", answers__users__value="900")
    assert "data-nothing-new" in text(answer)
    assert store.count(TypedAnswers) == 0


def test_what_a_browser_held_back_is_kept_where_it_says_more(manager, address, store):
    page = manager.open(address)
    answer = keep(manager, page, "?held=1", answers__users__value="900")
    assert "data-nothing-new" not in text(answer)
    assert dict(row(store).fields)["answers-users-value"] == "900"


def test_typing_what_is_saved_already_leaves_no_notice(manager, address):
    keep(manager, manager.open(address), answers__users__value="800")
    assert "have not saved it" not in manager.open(address).text


def test_a_form_without_its_revision_is_not_kept(manager, address, store):
    page = manager.open(address)
    for base in ("", "x", "0", "99"):
        assert keep(manager, page, base=base).status_code == 422
    assert store.count(TypedAnswers) == 0


def test_an_ended_session_answers_so_that_the_browser_goes_on_holding(manager, anonymous, address):
    answer = keep(anonymous, manager.open(address))
    assert answer.status_code == 401


def test_a_hand_edit_saved_meanwhile_is_no_conflict_with_what_is_typed(manager, address, engagement, store):
    keep(manager, manager.open(address), answers__users__value="900")
    store.edit(engagement, Override("agreed by the region", discount=Decimal("0.1")))
    page = manager.open(address)
    assert page.value("base") == "2"
    saved = manager.send(page, "/discovery")
    assert "Saved as revision 3." in saved.text
    assert store.answers(engagement)["users"].value == 900
    assert [override.discount for override in store.discovery(engagement).overrides] == [Decimal("0.1")]


def test_typing_on_below_a_hand_edit_goes_on_top_of_it(manager, address, engagement, store):
    page = manager.open(address)
    store.edit(engagement, Override("agreed by the region", discount=Decimal("0.1")))
    assert 'name="base" value="2"' in text(keep(manager, page, answers__users__value="900"))
