"""Files and rows as answers: kept when a form brings them, shown again, never lost with a refused form."""

import io

import pytest

from scoping.db.models import AnswerFile
from scoping.domain.cells import File
from tests import people
from tests.web.pages import filled, merged, page_of, select

DRAWING = b"%PDF-1.7 a drawing"


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def address(engagement):
    return f"/engagements/{engagement}/discovery"


def send(browser, page, content=DRAWING, name="drawing.pdf", **values):
    """The form with a file, as a browser sends it."""
    data = merged(filled(page.form("/discovery")), values)
    data["answers-drawing-upload"] = (io.BytesIO(content), name)
    return page_of(browser.client.post(page.path, data=data, follow_redirects=True))


def test_a_file_is_kept_named_and_handed_out(manager, address, engagement, store):
    page = send(manager, manager.open(address))
    answer = store.answers(engagement)["drawing"].value
    assert (answer.name, answer.size) == ("drawing.pdf", len(DRAWING))
    (link,) = [a.get("href") for a in select(page.doc, "#slot-drawing a")]
    got = manager.client.get(link)
    assert got.get_data() == DRAWING
    assert "attachment" in got.headers["Content-Disposition"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_survives_a_form_that_is_refused_and_is_kept_once(manager, address, engagement, store):
    page = send(manager, manager.open(address), answers__users__value="lots")
    assert page.status == 422
    page = manager.send(page, "/discovery", answers__users__value="900")
    assert isinstance(store.answers(engagement)["drawing"].value, File)
    send(manager, page)
    assert store.count(AnswerFile) == 1


def test_without_its_tick_a_file_is_no_answer_any_more(manager, address, engagement, store):
    page = send(manager, manager.open(address))
    manager.send(page, "/discovery", answers__drawing__value=None)
    assert "drawing" not in store.answers(engagement)


def test_an_empty_file_is_refused_with_its_name(manager, address):
    page = send(manager, manager.open(address), content=b"")
    assert page.status == 422
    assert "drawing.pdf is empty; choose another file" in page.text


def test_a_file_belongs_to_its_engagement(manager, browse, address, engagement, store):
    send(manager, manager.open(address))
    digest = store.answers(engagement)["drawing"].value.sha256
    other = store.engagement(title="Another")
    assert manager.client.get(f"/engagements/{other}/files/{digest}").status_code == 404
    assert manager.client.get(f"/engagements/{engagement}/files/{'0' * 64}").status_code == 404
    assert browse(people.DELIVERY).client.get(f"/engagements/{engagement}/files/{digest}").status_code == 200


def test_who_may_only_read_keeps_no_file(browse, manager, address, store):
    page = manager.open(address)
    data = {**merged(filled(page.form("/discovery")), {}), "answers-drawing-upload": (io.BytesIO(DRAWING), "d.pdf")}
    assert browse(people.DELIVERY).client.post(address, data=data).status_code in (400, 403)
    assert store.count(AnswerFile) == 0


def test_rows_are_saved_shown_and_followed_by_empty_ones(manager, address, engagement, store):
    cells = ["GitHub", "1500", "", "", "Old server", ""]
    page = manager.send(manager.open(address), "/discovery", answers__systems__value=cells)
    assert store.answers(engagement)["systems"].value == (("GitHub", 1500), ("Old server", None))
    assert page.value("answers-systems-value") == ["GitHub", "1,500", "Old server", "", "", "", "", ""]
    again = manager.send(page, "/discovery")
    assert "Nothing to save" in again.text


def test_a_row_that_cannot_be_read_keeps_its_place(manager, address):
    page = manager.send(manager.open(address), "/discovery", answers__systems__value=["GitHub", "many"])
    assert page.status == 422
    assert "Row 1, Users: “many” is not a whole number" in page.text
    assert page.value("answers-systems-value")[:2] == ["GitHub", "many"]
