"""The kept list of repositories and its waves: planned, downloaded, put into the document and taken out again."""

import csv
import io
from dataclasses import replace

import pytest

from scoping.db.models import ListedRepository, Revision
from scoping.domain.discovery import Answer
from scoping.domain.drivers import PerBatch
from tests.web.pages import page_of, select
from tests.web.test_reports import HEADER

GB = 1_000_000_000


@pytest.fixture(autouse=True)
def waves_of_repositories(app):
    """The test catalogue, its work paced by repositories: two a wave."""
    catalog = app.extensions["scoping.catalog"]
    service = catalog.services["scm-migration"]
    prepare, move = service.packages
    move = replace(move, days_at_least=PerBatch("repositories", "repositories", 2))
    service = replace(service, packages=(prepare, move))
    app.extensions["scoping.catalog"] = replace(catalog, services={**catalog.services, "scm-migration": service})


@pytest.fixture
def engagement(store, app):
    store.catalog = app.extensions["scoping.catalog"]
    return store.engagement(answers={"users": Answer(800)})


@pytest.fixture
def give(manager, engagement):
    """Gives a list of repositories by name and size, and takes all of it."""

    def give(repositories):
        rows = "".join(
            f"acme,{name.partition('/')[0]},{name.partition('/')[2]},https://dev.azure.com/acme/{name},,1,{size}\n"
            for name, size in repositories.items()
        )
        page = manager.open(f"/engagements/{engagement}/reports")
        data = {"csrf_token": page.value("csrf_token"), "reports": (io.BytesIO((HEADER + rows).encode()), "repos.csv")}
        preview = page_of(manager.client.post(f"/engagements/{engagement}/reports", data=data, follow_redirects=True))
        return manager.send(preview, preview.path, then="all")

    return give


LIST = {"a/one": 10, "a/two": 20, "b/three": 30, "b/four": 40, "c/huge": 7 * GB, "c/=1+1": 5}


def test_a_kept_list_is_planned_in_waves_of_the_estimates_own_size(manager, give, engagement):
    give(LIST)
    page = manager.open(f"/engagements/{engagement}/waves")
    rows = page.all("table tbody tr")
    assert [row.split()[0] for row in rows] == ["Pilot", "Wave", "Wave", "Large,"]
    assert "At most 2 repositories a wave" in page.text
    assert "All waves 6 7.0 GB" in page.text
    assert "Section 11 of revision 2 has this table of waves" in page.text


def test_the_document_prints_the_waves_from_the_revision_alone(manager, give, store, engagement):
    give(LIST)
    with store.session() as session:
        session.query(ListedRepository).delete()
    sow = manager.open(f"/engagements/{engagement}/revisions/2/sow")
    assert "11.3 Waves" in sow.text
    assert "at most 2 repositories a wave" in sow.text


def test_the_table_can_be_taken_out_and_put_in_again(manager, give, store, engagement):
    give(LIST)
    page = manager.open(f"/engagements/{engagement}/waves")
    out = manager.send(page, "/waves", then="out")
    assert "Revision 3 has no table of waves" in out.text
    assert store.discovery(engagement).waves is None
    again = manager.send(out, "/waves")
    assert store.discovery(engagement).waves.repositories == 6
    assert "Section 11 of revision 4 has this table" in again.text


def test_a_table_that_no_longer_fits_the_answers_keeps_a_revision_from_review(manager, give, store, engagement):
    give(LIST)
    assert "table of waves" not in manager.open(f"/engagements/{engagement}/revisions/2/review").text
    store.revise(engagement, {"repositories": Answer(40)})
    page = manager.open(f"/engagements/{engagement}/revisions/3/review")
    assert "The table of waves moves 6 repositories, the answer says 40." in page.text


def test_the_plan_downloads_as_csv_without_formulas(manager, give, engagement):
    give(LIST | {"=cmd/x": 3})
    answer = manager.client.get(f"/engagements/{engagement}/waves.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert len(rows) == 1 + len(LIST) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_a_later_list_replaces_the_earlier_one_and_can_be_thrown_away(manager, give, store, engagement):
    give(LIST)
    give({"x/new": 1})
    page = manager.open(f"/engagements/{engagement}/repositories")
    assert page.all("tbody th") == ["acme/x/new"]
    assert store.count(ListedRepository) == 1
    manager.send(page, "/repositories")
    assert store.count(ListedRepository) == 0
    assert store.answers(engagement)["repositories"].value == 1
    assert "No list of repositories is kept yet" in manager.open(f"/engagements/{engagement}/waves").text


def test_a_long_list_is_read_in_pages(manager, give, engagement, statements):
    give({f"g/r{at:03}": at for at in range(230)})
    page = manager.open(f"/engagements/{engagement}/repositories")
    names = page.all("tbody th")
    while following := select(page.doc, "main a[href*='after=']"):
        page = manager.open(following[0].get("href"))
        names += page.all("tbody th")
    assert names == [f"acme/g/r{at:03}" for at in range(230)]
    assert statements(lambda: manager.open(f"/engagements/{engagement}/repositories")) <= 8


def test_the_plan_of_another_revision_than_the_latest_is_refused(manager, give, store, engagement):
    give(LIST)
    page = manager.open(f"/engagements/{engagement}/waves")
    store.revise(engagement, {"users": Answer(900)})
    refused = manager.send(page, "/waves", then="out")
    assert refused.status == 409
    assert store.count(Revision) == 3


def test_without_a_service_that_moves_in_waves_the_page_says_so(manager, give, store, engagement):
    give(LIST)
    page = manager.open(f"/engagements/{engagement}/discovery")
    manager.send(page, "/discovery", services=["training"])
    assert store.discovery(engagement).services == ("training",)
    text = manager.open(f"/engagements/{engagement}/waves").text
    assert "no task moves repositories in waves" in text
