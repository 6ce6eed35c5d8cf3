"""The statement of work: its preview, its PDF, and the stored one once it is issued."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from scoping.db.models import Document
from tests import people
from tests.web.pages import select
from tests.web.test_reviews import do


@pytest.fixture
def engagement(store):
    return store.engagement(customer='שלום & "Söhne"/Co', title="Move to GitLab.com")


@pytest.fixture
def base(engagement):
    return f"/engagements/{engagement}/revisions/1"


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def issued(browse, manager, base):
    do(manager, f"{base}/review", "submit")
    do(browse(people.SENIOR), f"{base}/review", "approve")
    do(browse(people.DELIVERY), f"{base}/review", "approve")
    assert do(manager, f"{base}/review", "issue").status == 200


def test_the_preview_is_the_document_with_its_sections_beside(manager, base):
    page = manager.open(f"{base}/sow")
    assert len(select(page.doc, ".rail li")) == 16
    assert len(select(page.doc, ".paper .sow-heading")) >= 16
    assert "Carries the mark DRAFT" in page.text


def test_a_draft_is_rendered_when_asked_for(manager, base, store):
    answer = manager.client.get(f"{base}/sow.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert "ETag" not in answer.headers
    assert "Move to GitLab.com" in text_of(answer.data)
    assert store.count(Document) == 0


def test_the_issued_document_comes_from_the_store_and_is_told_apart_by_its_digest(manager, base, issued, store):
    first = manager.client.get(f"{base}/sow.pdf")
    with store.session() as session:
        document = session.query(Document).one()
        assert first.data == document.pdf
        assert first.headers["ETag"] == f'"{document.sha256}"'
    again = manager.client.get(f"{base}/sow.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    text = text_of(first.data)
    assert "revision 1 · issued" in text
    assert "Senior" in text


def test_the_preview_of_an_issued_document_names_its_digest(manager, base, issued, store):
    with store.session() as session:
        digest = session.query(Document).one().sha256
    assert digest in manager.open(f"{base}/sow").text


def test_the_file_has_a_name_for_every_system(manager, base):
    said = manager.client.get(f"{base}/sow.pdf?download").headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert "filename*=UTF-8''SOW%20%D7%A9" in said
    plain = said.split("filename=")[1].split(";")[0].strip('"')
    assert plain.isascii()
    assert not set(plain) & set('/\\:*?"<>|')
    assert plain.endswith("r1 draft.pdf")
