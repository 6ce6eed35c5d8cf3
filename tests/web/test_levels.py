"""What would lower and raise a level: asked for by a link, tried against the rules, told in words."""

from tests.web.pages import select


def test_the_estimate_links_to_what_would_turn_each_level(manager, store):
    opened = store.engagement()
    page = manager.open(f"/engagements/{opened}/revisions/1")
    (link,) = select(page.doc, "#levels a[hx-get]")
    assert link.get("href") == link.get("hx-get") == f"/engagements/{opened}/revisions/1/levels"


def test_each_card_says_what_would_lower_and_what_would_raise_the_level(manager, store):
    opened = store.engagement()
    page = manager.open(f"/engagements/{opened}/revisions/1/levels")
    architect = page.all("#row-technical-architect .turns")[0]
    assert "What would lower it An Intermediate would do with “500” for “How many users move?”" in architect
    assert architect.endswith("What would raise it No change of one answer or of two would.")


def test_the_mix_sums_to_the_planned_hours(manager, store):
    opened = store.engagement()
    page = manager.open(f"/engagements/{opened}/revisions/1")
    rows = select(page.doc, "section[aria-labelledby=mix-name] tbody tr")
    hours = [float(select(row, "td")[1].text.replace(",", "")) for row in rows]
    (total,) = select(page.doc, "section[aria-labelledby=mix-name] tfoot td.number")
    assert sum(hours) == float(total.text.replace(",", ""))
    assert "Senior technical architect Intermediate technical architect or above" in page.text
