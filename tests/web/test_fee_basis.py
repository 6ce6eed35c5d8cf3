"""How an engagement is charged is chosen beside its questions, kept, and refused where it does not go together."""

from decimal import Decimal

from scoping.domain.fee_basis import Billing, Shape


def save(manager, number, **values):
    return manager.send(manager.open(f"/engagements/{number}/discovery"), "/discovery", **values)


def test_a_retainer_is_chosen_and_kept(store, manager):
    number = store.engagement()
    save(manager, number, shape="retainer", billing="at_signature", hours_per_week="16", retained_weeks="1 2")
    found = store.discovery(number)
    assert (found.shape, found.billing) == (Shape.RETAINER, Billing.AT_SIGNATURE)
    assert (found.hours_per_week, found.retained_weeks, found.cap) == (Decimal(16), 12, None)
    assert "The provider reserves 16 hours a week" in manager.open(f"/engagements/{number}/revisions/2/sow").text
    page = manager.open(f"/engagements/{number}/discovery")
    assert page.form("/discovery").fields["hours_per_week"] == "16"


def test_a_cap_without_its_shape_is_refused_at_its_field_and_kept(store, manager):
    number = store.engagement()
    page = save(manager, number, shape="fixed_fee", cap="90,000")
    assert page.status == 422
    assert "Belongs to the shape capped" in page.text
    assert page.form("/discovery").fields["cap"] in ("90,000", "90000")
    assert store.discovery(number).shape is Shape.OPEN


def test_the_estimate_beside_the_questions_follows_the_shape(store, manager):
    number = store.engagement()
    page = save(manager, number, shape="capped", cap="90000")
    assert page.status == 200
    assert "does not exceed the cap of USD 90,000" in manager.open(f"/engagements/{number}/revisions/2/sow").text
