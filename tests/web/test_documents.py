"""The statement of work: its preview, its PDF, and the stored one once it is issued."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from scoping.db.models import Document, Download, Rendering
from scoping.jobs import Progress, Stage
from scoping.sow.letterhead import Letterhead, Logo
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


def test_a_draft_is_rendered_when_asked_for_and_then_kept(manager, base, store):
    assert "The PDF is being made" in manager.open(f"{base}/sow").text
    answer = manager.client.get(f"{base}/sow.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert "Move to GitLab.com" in text_of(answer.data)
    assert (store.count(Document), store.count(Rendering), store.count(Download)) == (0, 1, 1)
    again = manager.client.get(f"{base}/sow.pdf", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert store.count(Download) == 1
    assert "The PDF is ready" in manager.open(f"{base}/sow").text
    part = manager.client.get(f"{base}/sow/pdf-progress").text
    assert "The PDF is ready" in part
    assert "hx-get" not in part


def test_every_form_that_somebody_takes_is_on_record_with_its_version(manager, browse, base, engagement):
    """Word, sections and tables too; the list tells whoever answers for documents."""
    for address in (
        "sow.docx",
        "sow.docx?version=internal",
        "sow-internal.pdf",
        "sow/sections/5.md?inline",
        "sow/sections/5.html",
        "sow/tables/deliverables.csv?version=internal",
    ):
        assert manager.client.get(f"{base}/{address}").status_code == 200
    page = manager.open(f"/engagements/{engagement}/documents")
    rows = [
        [" ".join(cell.text_content().split()) for cell in select(row, "td")] for row in select(page.doc, "tbody tr")
    ]
    assert [row[1:5] for row in rows] == [
        ["Manager", "Statement of work of revision 1, Deliverables", "CSV", "Internal"],
        ["Manager", "Statement of work of revision 1, section 5", "HTML", "Client"],
        ["Manager", "Statement of work of revision 1, section 5", "Markdown", "Client"],
        ["Manager", "Statement of work of revision 1", "PDF", "Internal"],
        ["Manager", "Statement of work of revision 1", "Word", "Internal"],
        ["Manager", "Statement of work of revision 1", "Word", "Client"],
    ]
    assert "Who took what" not in browse(people.SENIOR).open(f"/engagements/{engagement}/documents").text


@pytest.mark.parametrize("form", ["sow.docx", "sow-internal.pdf", "sow.docx?version=internal"])
def test_word_and_the_internal_version_are_kept_and_not_sent_twice(manager, base, store, form):
    first = manager.client.get(f"{base}/{form}")
    again = manager.client.get(f"{base}/{form}")
    assert first.data == again.data
    same = manager.client.get(f"{base}/{form}", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert (store.count(Rendering), store.count(Download)) == (1, 2)
    assert ("internal" in form) is ("internal" in first.headers["Content-Disposition"])


def test_a_kept_copy_costs_few_statements(manager, base, statements):
    for form in ("sow.pdf", "sow.docx", "sow-internal.pdf"):
        manager.client.get(f"{base}/{form}")
        assert statements(lambda form=form: manager.client.get(f"{base}/{form}")) <= 7


def test_the_internal_version_says_how_far_its_own_pdf_is(manager, browse, base):
    page = manager.open(f"{base}/sow?version=internal")
    assert "The PDF is being made" in page.text
    assert [link.get("href") for link in select(page.doc, "#pdf-progress a")] == [f"{base}/sow?version=internal"]
    part = f"{base}/sow/pdf-progress?version=internal"
    assert f'hx-get="{part}"' in manager.client.get(part).text
    assert manager.client.get(f"{base}/sow-internal.pdf").status_code == 200
    assert "The PDF is ready" in manager.client.get(part).text
    assert "The PDF is ready" in manager.open(f"{base}/sow?version=internal").text
    assert browse(people.OWNER).client.get(part).status_code == 403


def test_the_page_says_why_a_pdf_was_not_made_and_how_to_go_on(manager, base, monkeypatch):
    failed = Progress(Stage.FAILED, None, "The disk is full.")
    monkeypatch.setattr("scoping.web.sow_page.progress", lambda session, revision: failed)
    assert "The disk is full. Opening it tries again." in manager.open(f"{base}/sow").text


def test_issued_documents_are_listed_with_who_took_them(manager, browse, base, engagement, issued, store):
    colleague = browse(people.SENIOR)
    assert colleague.client.get(f"{base}/sow.pdf").status_code == 200
    with store.session() as session:
        digest = session.query(Document).one().sha256
    page = manager.open(f"/engagements/{engagement}/documents")
    assert digest in page.text
    assert "Statement of work of revision 1, as issued" in page.text
    assert "Senior" in page.text
    assert "Who took what" not in colleague.open(f"/engagements/{engagement}/documents").text


def test_an_engagement_without_issued_documents_says_how_one_comes_about(manager, engagement):
    assert "Nothing is issued yet" in manager.open(f"/engagements/{engagement}/documents").text


def test_the_list_of_documents_asks_the_database_the_same_for_one_as_for_many(manager, base, engagement, statements):
    def show():
        assert manager.client.get(f"/engagements/{engagement}/documents").status_code == 200

    manager.client.get(f"{base}/sow.pdf")
    few = statements(show)
    for _ in range(4):
        manager.client.get(f"{base}/sow.pdf")
    assert statements(show) == few


def test_the_settings_dress_the_preview(app, manager, base):
    assert manager.client.get("/letterhead/logo").status_code == 404
    brand = Letterhead("Harbour Consulting", "#0b6b4f", Logo(b"\x89PNG\r\n", "image/png"))
    app.extensions["scoping.letterhead"] = brand
    page = manager.open(f"{base}/sow")
    assert [image.get("src") for image in select(page.doc, ".paper img")] == ["/letterhead/logo"]
    assert "Harbour Consulting" in page.text
    assert manager.client.get("/letterhead/logo").data == brand.logo.content
    assert ".sow { --accent: #0b6b4f; }" in manager.client.get("/letterhead.css").text


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


def test_the_preview_of_an_issued_document_tells_how_far_it_is_and_then_its_digest(manager, base, issued, store):
    assert "The PDF is being made" in manager.open(f"{base}/sow").text
    manager.client.get(f"{base}/sow.pdf")
    with store.session() as session:
        digest = session.query(Document).one().sha256
    assert f"The PDF is ready. SHA-256 {digest}" in " ".join(manager.open(f"{base}/sow").text.split())


def test_the_file_has_a_name_for_every_system(manager, base):
    said = manager.client.get(f"{base}/sow.pdf?download").headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert "filename*=UTF-8''SOW%20%D7%A9" in said
    plain = said.split("filename=")[1].split(";")[0].strip('"')
    assert plain.isascii()
    assert not set(plain) & set('/\\:*?"<>|')
    assert plain.endswith("r1 draft.pdf")
