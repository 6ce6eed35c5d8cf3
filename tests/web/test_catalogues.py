"""The catalogue: readable for everybody; changed, looked at, activated and left again by whoever owns it."""

import io

import pytest

from scoping.actions import catalogues
from scoping.db.models import CatalogueEdition, Revision
from tests import people
from tests.web.pages import page_of, select

FROM_FILES = catalogues.load  # before the fixture `app` puts the small catalogue in its place
CARD = "rate_cards/list-2022.toml"


@pytest.fixture
def owner(app, browse, monkeypatch):
    """The catalogue owner's browser, on the reference data as shipped."""
    monkeypatch.setattr("scoping.actions.catalogues.load", FROM_FILES)
    catalogues._kept.clear()
    return browse(people.OWNER)


@pytest.fixture
def engagement(owner, manager):
    """A draft made with what is shipped."""
    page = manager.send(
        manager.open("/engagements/new"),
        "/new",
        customer="Northwind Freight",
        title="Move to GitLab.com",
        services=["scm-migration"],
        starts_on="2027-02-01",
    )
    return int(page.path.split("/")[2])


def upload(owner, files, note="Dearer"):
    """Sends files by their path."""
    page = owner.open("/catalogue/editions")
    fields = {name: page.value(name) for name in ("csrf_token", "once")} | {"note": note}
    parts = {}
    for path, text in files.items():
        folder, slash, name = path.rpartition("/")
        parts.setdefault(f"files-{folder}{slash}", []).append((io.BytesIO(text.encode()), name))
    return page_of(owner.client.post("/catalogue/editions", data=fields | parts, follow_redirects=True))


def in_force(owner, path):
    return owner.client.get(f"/catalogue/files/{path}").get_data(as_text=True)


@pytest.fixture
def dearer(owner, engagement):
    """The page of an edition whose engineers cost more."""
    text = in_force(owner, CARD)
    assert "300" in text
    return upload(owner, {CARD: text.replace("300", "330")})


def test_everybody_reads_each_service_with_its_figures_and_sources(browse, owner):
    reader = browse(people.DELIVERY)
    page = reader.open("/catalogue")
    addresses = [link.get("href") for link in select(page.doc, "a[href^='/catalogue/services/']")]
    assert len(addresses) > 4
    for address in addresses:
        assert reader.open(address).status == 200
    text = reader.open("/catalogue/services/scm-migration").text
    assert "How many users move" in text
    assert "[SM2SAAS]" in text
    assert "for each" in text
    assert reader.open("/catalogue/services/none-such").status == 404


def test_everybody_reads_which_answers_ask_for_which_skills_and_what_a_freeze_of_changes_rests(owner):
    page = owner.open("/catalogue").text
    assert "Professional services engineer: jenkins 1, because CI comes from Jenkins [CICD] ours" in page
    assert "Only if the services sold is CI/CD and “Which CI/CD system is in use?” is Jenkins" in page
    assert "Everybody: site access, because work is done on the customer's site ours" in page
    service = owner.open("/catalogue/services/scm-migration").text
    assert service.count("rests in a freeze of changes") == 5


def test_only_the_owner_is_led_to_the_editions(browse, owner):
    assert "Change the catalogue" in owner.open("/catalogue").text
    assert "Change the catalogue" not in browse(people.MANAGER).open("/catalogue").text


def test_faults_are_told_by_file_and_key_and_nothing_is_kept(owner, store):
    text = in_force(owner, CARD).replace('currency = "USD"', "currency = 7")
    page = upload(owner, {CARD: text})
    assert page.status == 422
    assert any(CARD in fault and "currency" in fault for fault in page.all(".notice.red li"))
    assert page.value("note") == "Dearer"
    assert upload(owner, {}).status == 422
    assert store.count(CatalogueEdition) == 0


def test_the_files_in_force_change_nothing(owner, store):
    page = upload(owner, {CARD: in_force(owner, CARD)})
    assert page.status == 422
    assert "nothing would change" in page.text


def test_an_edition_shows_what_would_move_before_it_is_in_force(dearer, engagement):
    assert dearer.path == "/catalogue/editions/1"
    assert "1 open draft of the 1 looked at would move" in dearer.text
    assert any("Northwind Freight · Move to GitLab.com: price" in row for row in dearer.all(".reasons li"))
    assert any("price" in row for row in dearer.all("section[aria-labelledby=scenarios-name] li"))
    assert dearer.all("summary") == [CARD]
    assert [line for line in dearer.all(".lines .added") if "330" in line]


def test_activating_alters_no_saved_revision_and_the_draft_says_so(owner, dearer, manager, engagement, store):
    before = manager.open(f"/engagements/{engagement}/revisions/1/price").all("tfoot tr")
    page = owner.send(dearer, "/activate")
    assert "✓ in force" in page.all("tr")[1]
    price = manager.open(f"/engagements/{engagement}/revisions/1/price")
    assert price.all("tfoot tr") == before
    assert "This draft stands on an earlier catalogue" in price.text
    moves = manager.open(f"/engagements/{engagement}/revisions/1/catalogue")
    assert "The catalogue changed: price +USD" in moves.text
    moved = manager.send(moves, "/catalogue")
    assert moved.path == f"/engagements/{engagement}/revisions/2"
    assert "earlier catalogue" not in moved.text
    assert store.count(Revision) == 2


def test_going_back_puts_what_was_shipped_in_force_again(owner, dearer, manager, engagement):
    owner.send(dearer, "/activate")
    page = owner.send(owner.open("/catalogue/editions/shipped"), "/activate")
    assert "✓ in force" in page.all("tr")[2]
    assert "earlier catalogue" not in manager.open(f"/engagements/{engagement}").text
    assert [one.split(",")[0] for one in page.all(".talk li")] == ["As shipped", "Edition 1"]


def test_who_did_not_see_the_last_activation_is_refused(owner, dearer):
    owner.send(dearer, "/activate")
    page = owner.send(dearer, "/activate")
    assert page.status == 409
    assert "Not activated" in page.text


def test_revisions_of_one_earlier_catalogue_differ_by_what_people_changed_alone(owner, dearer, manager, engagement):
    page = manager.open(f"/engagements/{engagement}/discovery")
    manager.send(page, "/discovery", answers__users__value="1,600")
    owner.send(dearer, "/activate")
    page = manager.open(f"/engagements/{engagement}/difference/1/2")
    assert len(page.all(".sentences li")) == 1
    assert page.all(".sentences li")[0].startswith("Users not answered → 1,600")
