"""Reports on both databases: kept, taken on top of what was seen, and their list in pages."""

from dataclasses import replace
from datetime import date

import pytest

from scoping.actions.engagements import open_engagement
from scoping.actions.reports import forget, keep, planned, save_mapping, take
from scoping.db.models import ListedRepository, ReportUpload
from scoping.db.reports import find_upload, kept_list, listed, page_of_list, saved_mappings
from scoping.domain.drivers import PerBatch
from scoping.domain.errors import NotPermitted, StaleRevision
from scoping.domain.waves import Repository
from scoping.inventory import ColumnMapping, MappedColumn
from scoping.inventory.found import Inventory, Prefill
from tests import catalogue, people

REPOSITORIES = (
    Repository("g/a", 5, False, True, None, False, date(2027, 1, 2), None, ("mirror", "more than 1,000 branches")),
    Repository("g/b", None, None),
    Repository("g/c", 9_000_000_000, True),
)
FOUND = Inventory(REPOSITORIES, {"repositories": Prefill(2, "rows", 3, 1, "a.csv", "", "archived")}, notes=("told",))
CATALOG = replace(
    catalogue.CATALOG,
    services={
        key: replace(
            service,
            packages=tuple(
                replace(each, days_at_least=PerBatch("repositories", "repositories", 2)) if each.key == "move" else each
                for each in service.packages
            ),
        )
        for key, service in catalogue.CATALOG.services.items()
    },
)


@pytest.fixture
def manager(session):
    return people.add(session, people.MANAGER)


@pytest.fixture
def engagement(session, manager, now):
    return open_engagement(session, CATALOG, catalogue.discovery(), manager, now, "opened")


@pytest.fixture
def upload(session, engagement, manager, now):
    return keep(session, engagement, FOUND, ["a.csv"], "", manager, now)


def taken(session, upload, manager, now, *, base=1, with_list=True):
    found = find_upload(session, upload.engagement_id, upload.id)
    chosen = {"repositories": 0}
    return take(session, CATALOG, found, chosen, with_list=with_list, base=base, by=manager, at=now, once=f"t{base}")


def test_what_was_found_and_its_list_come_back_as_they_were(session, upload):
    session.expire_all()
    found = find_upload(session, upload.engagement_id, upload.id)
    assert found.found["notes"] == ["told"]
    assert tuple(listed(session, found)) == REPOSITORIES


def test_taken_answers_and_the_plan_are_a_new_revision_and_the_list_is_kept(session, upload, manager, now):
    saved = taken(session, upload, manager, now)
    session.commit()
    answer = saved.proposal.discovery.answers["repositories"]
    assert (answer.value, answer.source, answer.by) == (2, "a.csv, archived", manager.name)
    assert saved.proposal.discovery.waves.repositories == 2
    assert kept_list(session, upload.engagement_id).id == upload.id
    assert saved.because == "Filled from reports: a.csv"


def test_the_same_form_sent_twice_makes_one_revision(session, upload, manager, now, engagement):
    for _ in range(2):
        taken(session, upload, manager, now)
        session.commit()
    assert engagement.latest_number == 2


def test_nothing_is_taken_on_top_of_an_older_revision(session, upload, manager, now, engagement):
    taken(session, upload, manager, now)
    session.commit()
    more = replace(FOUND, answers={"repositories": Prefill(3, "rows", 3, 0, "b.csv")})
    other = keep(session, engagement, more, ["b.csv"], "", manager, now)
    with pytest.raises(StaleRevision):
        take(session, CATALOG, other, {"repositories": 0}, with_list=False, base=1, by=manager, at=now, once="late")


def test_a_later_list_takes_the_place_of_the_earlier_one(session, upload, manager, now, engagement):
    taken(session, upload, manager, now)
    later = keep(session, engagement, replace(FOUND, repositories=REPOSITORIES[:1]), ["b.csv"], "", manager, now)
    taken(session, later, manager, now, base=2)
    session.commit()
    assert session.query(ReportUpload).count() == 1
    assert [each.name for each in listed(session, kept_list(session, engagement.id))] == ["g/a"]
    forget(session, kept_list(session, engagement.id), manager)
    session.commit()
    assert session.query(ListedRepository).count() == 0


def test_a_list_is_read_in_pages_by_position(session, upload):
    first = page_of_list(session, upload, 0, 2)
    assert ([position for position, _ in first.rows], first.next_after) == ([1, 2], 2)
    last = page_of_list(session, upload, first.next_after, 2)
    assert ([each.name for _, each in last.rows], last.next_after) == (["g/c"], None)


def test_who_may_not_edit_may_not_give_reports(session, engagement, now):
    delivery = people.add(session, people.DELIVERY)
    with pytest.raises(NotPermitted):
        keep(session, engagement, FOUND, ["a.csv"], "", delivery, now)


def test_without_waves_in_the_estimate_nothing_is_planned(session, upload):
    assert planned(session, catalogue.CATALOG, catalogue.discovery(), upload) is None


def test_a_mapping_of_the_same_name_is_replaced(session, manager, now):
    for unit in ("MB", "GB"):
        columns = (MappedColumn("Repo", "name"), MappedColumn("Space", "size", unit))
        save_mapping(session, ColumnMapping("theirs", "repositories", columns), manager, now)
    (saved,) = saved_mappings(session)
    assert saved.mapping["columns"][1]["unit"] == "GB"
