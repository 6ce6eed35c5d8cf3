"""Hand edits on the pages: each is a new revision with its reason; nothing typed is lost, no conflict overlooked."""

from decimal import Decimal

import pytest

from scoping.db.models import Revision
from scoping.domain.discovery import Answer
from scoping.domain.effort import ThreePoint
from tests import people
from tests.web.pages import page_of, select, words

PLAN, TRIAL = "scm-migration/prepare/plan", "scm-migration/move/trial"
REASON = "Counted with the customer"


@pytest.fixture
def engagement(store):
    return store.engagement()


def form_of(page, kind, target):
    """The form of one kind for one target."""
    found = [
        form
        for form in page.doc.forms
        if (form.get("action") or "").endswith(f"/edits/{kind}") and form.fields["target"] == target
    ]
    assert len(found) == 1, f"one form {kind} for {target}"
    return found[0]


def send(browser, page, kind, target, **values):
    """Fills and sends that form."""
    form = form_of(page, kind, target)
    fields = dict(form.form_values()) | {key: str(value) for key, value in values.items()}
    response = browser.client.post(form.get("action"), data=fields, follow_redirects=True)
    return page_of(response)


def estimate(browser, engagement):
    return browser.open(f"/engagements/{engagement}")


def edit_plan(browser, engagement, **values):
    return send(browser, estimate(browser, engagement), "task", PLAN, **({"reason": REASON} | values))


def row(page, path):
    return select(page.doc, f"#row-{path.replace('/', '-')}")[0]


def test_one_figure_is_three_equal_points_and_saves_a_revision(manager, store, engagement):
    page = edit_plan(manager, engagement, likely="40")
    assert page.path.endswith("/revisions/2")
    (override,) = store.discovery(engagement).overrides
    assert override.hours == ThreePoint(Decimal(40), Decimal(40), Decimal(40))
    assert (override.reason, override.by) == (REASON, "Manager")
    assert override.at is not None
    assert override.computed == ThreePoint(Decimal(8), Decimal(16), Decimal(24))


def test_an_edited_row_carries_the_old_figure_the_reason_the_author_and_the_time(manager, engagement):
    found = row(edit_plan(manager, engagement, optimistic="20", likely="30", pessimistic="50.5"), PLAN)
    assert [struck.text for struck in select(found, "s.struck")] == ["16.00"]
    text = words(found)
    assert "20–30–50.5 hours; edited Counted with the customer Manager, just now" in text


def test_a_quantity_multiplies_the_rate(manager, store, engagement):
    page = send(manager, estimate(manager, engagement), "task", TRIAL, quantity="100", reason=REASON)
    assert "quantity 100" in words(row(page, TRIAL))
    assert store.discovery(engagement).overrides[0].quantity == 100


def test_a_removed_task_stays_listed_struck_through_and_comes_back(manager, store, engagement):
    page = edit_plan(manager, engagement, remove="y")
    found = row(page, PLAN)
    assert [struck.text for struck in select(found, "th s")] == ["Plan the move"]
    page = send(manager, page, "take-back", PLAN)
    assert page.path.endswith("/revisions/3")
    assert store.discovery(engagement).overrides == ()
    assert not select(row(page, PLAN), "s")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"likely": "40", "reason": "too short"}, "at least 10 characters"),
        ({"likely": "NaN"}, "is not a number"),
        ({"likely": "1000000000000"}, "more than 20,000"),
        ({"likely": "-4"}, "is not a number"),
        ({"optimistic": "9", "likely": "8", "pessimistic": "10"}, "smallest figure first"),
        ({"optimistic": "9", "likely": "10"}, "or all three"),
        ({"likely": "8", "remove": "y"}, "either removed or changed"),
        ({"likely": "8", "quantity": "3"}, "not both"),
        ({}, "Say what changes"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_said_at_its_field_and_what_was_typed_stays(manager, store, engagement, typed, says):
    page = edit_plan(manager, engagement, **typed)
    assert page.status == 422
    assert says in " ".join(page.all(".edit[open] .wrong"))
    form = form_of(page, "task", PLAN)
    assert {name: form.fields[name] for name in typed} == typed
    assert select(page.doc, "#to-mend a")
    assert store.count(Revision) == 1


def test_an_added_task_stands_in_its_package(manager, store, engagement):
    page = estimate(manager, engagement)
    typed = {"name": "Clean up, by hand", "seat": "professional-services-engineer/senior", "likely": "12"}
    page = send(manager, page, "added", "scm-migration/prepare", reason=REASON, **typed)
    found = words(row(page, "scm-migration/prepare/clean-up-by-hand"))
    assert found.startswith("Clean up, by hand 12.00 12.00 12.00 12.00")
    assert "added by hand" in found
    again = send(manager, page, "added", "scm-migration/prepare", reason=REASON, **typed)
    assert row(again, "scm-migration/prepare/clean-up-by-hand-2") is not None


def test_an_added_task_needs_a_name_and_hours(manager, engagement):
    page = estimate(manager, engagement)
    unnamed = send(manager, page, "added", "scm-migration/prepare", reason=REASON, likely="8")
    assert unnamed.all(".wrong") == ["Say what is to be done."]
    without = send(manager, page, "added", "scm-migration/prepare", reason=REASON, name="Something")
    assert "needs its hours" in " ".join(without.all(".wrong"))


def test_a_risk_switched_off_no_longer_widens_the_range(manager, store, engagement):
    page = estimate(manager, engagement)
    page = send(manager, page, "risk", "scm-migration/late", reason="The ports are open already")
    assert "switched off; edited The ports are open already" in words(row(page, "scm-migration/late"))
    page = send(manager, page, "take-back", "scm-migration/late")
    assert store.discovery(engagement).overrides == ()


def test_a_level_set_by_hand_is_marked_with_the_derived_one_beside_it(manager, engagement):
    page = estimate(manager, engagement)
    page = send(manager, page, "level", "technical-architect", level="staff", reason="The customer asked for her")
    card = page.all("#row-technical-architect")[0]
    assert card.startswith("ST Staff technical architect Set by hand; the rules give Senior.")
    assert "edited The customer asked for her Manager" in card


def test_a_discount_lowers_the_price_and_says_why(manager, store, engagement):
    page = manager.open(f"/engagements/{engagement}/revisions/1/price")
    page = send(manager, page, "discount", "discount", discount="7.5 %", reason="A second engagement this year")
    assert page.path.endswith("/revisions/2/price")
    assert store.discovery(engagement).overrides[0].discount == Decimal("0.075")
    assert "Discount of 7.5 %: edited A second engagement this year Manager" in page.text
    refused = send(manager, page, "discount", "discount", discount="100")
    assert refused.status == 422
    assert "from 0 to below 1" in refused.text or "below 100" in refused.text


def test_a_stale_base_saves_nothing_and_keeps_what_was_typed(manager, store, engagement):
    page = estimate(manager, engagement)
    store.revise(engagement, {"users": Answer(900)})
    refused = send(manager, page, "task", PLAN, likely="40", reason=REASON)
    assert refused.status == 409
    assert "Not saved: Colleague saved revision 2" in refused.text
    form = form_of(refused, "task", PLAN)
    assert (form.fields["likely"], form.fields["reason"]) == ("40", REASON)
    saved = send(manager, refused, "task", PLAN)
    assert saved.path.endswith("/revisions/3")
    assert store.answers(engagement)["users"].value == 900


def test_what_was_typed_for_a_task_that_is_gone_meanwhile_still_stands_on_the_page(manager, store, engagement):
    page = estimate(manager, engagement)
    typed = {"name": "Clean up", "seat": "professional-services-engineer/senior", "likely": "12"}
    page = send(manager, page, "added", "scm-migration/prepare", reason=REASON, **typed)
    send(manager, page, "take-back", "scm-migration/prepare/clean-up")
    typed = {"optimistic": "70", "likely": "77", "pessimistic": "80", "reason": REASON}
    refused = send(manager, page, "task", "scm-migration/prepare/clean-up", **typed)
    assert refused.status == 409
    assert "77" in refused.text
    assert REASON in refused.all(".typed-lost dd")


def test_a_double_click_saves_once(manager, store, engagement):
    page = estimate(manager, engagement)
    send(manager, page, "task", PLAN, likely="40", reason=REASON)
    send(manager, page, "task", PLAN, likely="40", reason=REASON)
    assert store.count(Revision) == 2


def test_a_form_gone_back_to_and_changed_is_not_taken_for_saved(manager, store, engagement):
    page = estimate(manager, engagement)
    send(manager, page, "task", PLAN, likely="40", reason=REASON)
    again = send(manager, page, "task", PLAN, likely="44", reason=REASON)
    assert again.status == 409
    assert form_of(again, "task", PLAN).fields["likely"] == "44"
    assert send(manager, again, "task", PLAN).path.endswith("/revisions/3")


@pytest.fixture
def in_conflict(manager, store, engagement):
    """The trial was edited, then a colleague tripled the repositories."""
    send(manager, estimate(manager, engagement), "task", TRIAL, likely="200", reason=REASON)
    store.revise(engagement, {"repositories": Answer(4500)})
    return estimate(manager, engagement)


def test_a_conflict_shows_the_three_figures_and_three_choices(in_conflict):
    assert in_conflict.all(".conflicts h2") == ["1 hand edit waits for a decision"]
    figures = in_conflict.all(".conflict .figures div")
    assert figures[0].startswith("Computed then 162.5 h")
    assert figures[1].startswith("Edited 200 h")
    assert figures[2].startswith("Computed now 487.5 h")
    assert in_conflict.all(".conflict .form-check-label") == [
        "Keep the edit",
        "Take what is computed now",
        "Type other hours",
    ]


@pytest.mark.parametrize(
    ("values", "hours"),
    [
        ({"settlement": "keep"}, Decimal(200)),
        ({"settlement": "take_new"}, None),
        ({"settlement": "type", "likely": "300"}, Decimal(300)),
    ],
)
def test_a_conflict_is_settled_by_any_of_the_three(manager, store, engagement, in_conflict, values, hours):
    page = send(manager, in_conflict, "settle", TRIAL, **values)
    assert page.status == 200
    assert not page.all(".conflicts")
    found = store.discovery(engagement).overrides
    assert [override.hours.likely for override in found] == ([hours] if hours else [])


def test_a_level_set_by_hand_and_another_one_derived_since_are_shown_side_by_side(manager, store, engagement):
    page = manager.open(f"/engagements/{engagement}")
    send(manager, page, "level", "technical-architect", level="intermediate", reason="A Senior reviews the plan")
    store.revise(engagement, {"users": Answer(6000)})
    page = manager.open(f"/engagements/{engagement}")
    assert page.all(".conflict .figures div") == [
        "Derived then Senior",
        "Set by hand Intermediate",
        "Derived now Staff",
    ]
    assert page.all(".conflict .form-check-label") == ["Keep the level set by hand", "Take the level derived now"]
    page = send(manager, page, "settle", "technical-architect", settlement="take_new")
    assert not page.all(".conflicts")
    assert store.discovery(engagement).overrides == ()


def test_a_conflict_without_a_choice_is_asked_again(manager, in_conflict, store):
    page = send(manager, in_conflict, "settle", TRIAL, likely="300")
    assert page.status == 422
    assert "choose which one counts" in page.text.lower()
    assert form_of(page, "settle", TRIAL).fields["likely"] == "300"


def test_a_conflict_keeps_a_revision_from_review(manager, in_conflict, engagement):
    page = manager.open(f"/engagements/{engagement}/revisions/3/review")
    assert "Keep the edit, take the new hours or type others." in page.text
    assert "Send for review" not in page.all("button")


def test_readers_see_the_edits_without_forms(manager, browse, engagement):
    edit_plan(manager, engagement, likely="40")
    page = estimate(browse(people.DELIVERY), engagement)
    assert "edited Counted with the customer" in words(row(page, PLAN))
    assert not [form for form in page.doc.forms if "/edits/" in (form.get("action") or "")]
    older = manager.open(f"/engagements/{engagement}/revisions/1")
    assert not [form for form in older.doc.forms if "/edits/" in (form.get("action") or "")]


def test_edits_of_services_not_sold_now_are_kept_in_sight(manager, store, engagement):
    edit_plan(manager, engagement, likely="40")
    page = manager.open(f"/engagements/{engagement}/discovery")
    manager.send(page, "/discovery", services=["training"], then="estimate")
    assert "Plan the move: 40 hours; edited Counted with the customer" in estimate(manager, engagement).text
