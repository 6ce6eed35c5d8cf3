"""Every page with what is shipped: all services at once, nothing known, then everything marked as not known."""

import pytest

from scoping.actions import catalogues
from scoping.reference import shipped
from tests.web.pages import select

TABS = ("", "/staffing", "/price", "/sow", "/review")


@pytest.fixture
def page(app, manager):
    """The questions of an engagement with every service on offer."""
    app.extensions["scoping.catalog"] = shipped()
    catalogues._kept.clear()
    services = [service.key for service in shipped().offered]
    return manager.send(
        manager.open("/engagements/new"),
        "/new",
        customer="Northwind Freight",
        title="All of it",
        services=services,
        starts_on="2027-02-01",
    )


def test_every_tab_opens_with_nothing_known(manager, page):
    assert page.status == 200
    for tab in TABS:
        assert manager.open(f"/engagements/1/revisions/1{tab}").status == 200


def test_every_question_says_why_it_is_asked(page):
    whys = page.all(".question .why")
    assert len(whys) == len(select(page.doc, ".question")) > 20
    assert all(whys)


def test_everything_not_known_can_be_sent_for_review(manager, page):
    for _ in range(3):  # an answer may bring a further question
        given = {}
        for name, _value in page.form("/discovery").form_values():
            if name.startswith("answers-") and name.endswith("-confidence"):
                key = name.removesuffix("-confidence")
                boxes = select(page.doc, f"input[type=checkbox][name='{key}-unknown']")
                given[f"{key}-unknown" if boxes else f"{key}-value"] = "y" if boxes else "?"
        page = manager.send(page, "/discovery", **given)
        assert page.status == 200
    review = manager.open(f"/engagements/1/revisions/{page.value('base')}/review")
    sent = manager.send(review, "/review/submit")
    assert sent.status == 200
    assert sent.all(".state")[0] == "In review"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"licence_tier": "free", "high_availability": "yes"}, "need a licence of Premium or higher"),
        ({"destination": "gitlab_com", "partner_delivery": "yes"}, "which engineers of a partner may not hold"),
        ({"assessment_method": "load_test", "load_test_environment": "production"}, "must not run against production"),
    ],
)
def test_answers_that_cannot_be_sold_say_why_beside_the_questions(manager, page, answers, said):
    page = manager.send(page, "/discovery", **{f"answers__{key}__value": value for key, value in answers.items()})
    (blocked,) = page.all("#figures .blocked")
    assert blocked.startswith("Cannot be sold as answered.")
    assert said in blocked
