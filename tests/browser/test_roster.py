"""From an empty file to a named team in a real browser: a roster imported, people matched, a plan taken and printed."""

import re

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_main_line import answer, open_engagement

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HEAD = "key,name,role,level,country,utc_offset,services,skills,cost,currency,bookings\n"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_roster_is_imported_people_are_matched_and_the_team_is_printed(visit: Visit, size: str):
    delivery = visit("delivery", size)
    page = delivery.page
    delivery.opens(page.get_by_role("link", name="People"))
    delivery.opens(page.get_by_role("link", name="Import a CSV"))
    rows = HEAD + (
        f"nia-{size},Nia {size},professional-services-engineer,intermediate,DE,1,scm-migration,congregate 2,90,USD,"
        "Contoso 2027-11-01..2027-11-05 30h firm; Fabrikam 2027-11-01..2027-11-05 20h firm\n"
        f"ole-{size},Ole {size},professional-services-engineer,chief,DE,1,scm-migration,,90,USD,\n"
        f"pia-{size},=1+1,professional-services-engineer,senior,DE,1,scm-migration,,90,USD,\n"
    )
    page.get_by_label("CSV file").set_input_files({"name": "p.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    delivery.opens(page.get_by_role("button", name="Show what it would do"))
    assert "1 to add, 0 to change, 0 unchanged, 2 refused" in page.get_by_role("main").inner_text()
    delivery.opens(page.get_by_role("button", name="Import 1 person"))
    assert f"Nia {size} is booked twice" in page.get_by_role("main").inner_text()
    delivery.opens(page.get_by_role("link", name=f"Nia {size}").first)

    manager = visit("em", size)
    page = manager.page
    open_engagement(manager, f"Alpine Rail, {size}", freezes="2027-03-01 to 2027-03-05, quarter end")
    manager.tab("Discovery")
    answer(manager)
    manager.opens(page.get_by_role("button", name="Save and read the estimate"))
    manager.tab("Staffing")
    assert "quarter end" in page.get_by_role("group", name="Hours by week and seat").inner_text()
    assert "freeze window" in page.get_by_role("group", name="Work packages over time").inner_text()
    page.emulate_media(color_scheme="dark")
    manager.sound()
    page.emulate_media(color_scheme="light")
    manager.opens(page.get_by_role("link", name="Match people"))
    page.get_by_label("Low cost").fill("10")
    page.get_by_role("button", name="Find people").click()
    page.get_by_role("button", name="Take plan 1").wait_for(timeout=120_000)
    manager.sound()
    assert "Why these people: plan 1" in page.get_by_role("main").inner_text()
    page.get_by_role("button", name="Take plan 1").click()
    page.wait_for_url(re.compile("/staffing$"))
    manager.sound()
    team = page.get_by_role("region", name="The team")
    assert "Ines Carvalho" in team.inner_text()
    page.get_by_role("navigation", name="Engagement").get_by_role("link", name="SOW", exact=True).click()
    page.wait_for_url(re.compile("/sow$"))
    manager.sound()
    assert "Ines Carvalho" in page.get_by_role("main").inner_text()
    with page.expect_navigation():
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Portfolio").click()
    page.goto(f"{manager.served.url}/portfolio?from=2027-02-01")
    manager.sound()
    heat = page.get_by_role("row", name=re.compile("Ines Carvalho"))
    assert re.search(r"[1-9]", heat.get_by_role("cell").nth(1).inner_text())
