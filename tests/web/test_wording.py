"""The words of the document changed on its page: each change is a revision, and nothing typed or edited is lost."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from scoping.db.models import Comment, Revision
from scoping.domain.discovery import Answer
from scoping.domain.overrides import Override
from scoping.domain.rewording import Rewording
from scoping.web.margin import IN_LABEL, beginning
from tests import people
from tests.web.pages import page_of, select

DUTY = "duties/duties/scm-migration.contact"
DELIVERABLE = "deliverables/deliverables/scm-migration.moved"
COUNT = "scope/activities.scm-migration/scm-migration.count"


@pytest.fixture
def engagement(store):
    return store.engagement()


def sow(browser, number=1, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return browser.open(f"/engagements/1/revisions/{number}/sow?{query}")


def act(browser, page, name, place, **values):
    """Sends the form of an act for a place."""
    found = [
        form
        for form in page.doc.forms
        if (form.get("action") or "").endswith(f"/wording/{name}") and form.fields["target"] == place
    ]
    assert len(found) == 1, f"one form {name} for {place}"
    fields = {key: value or "" for key, value in found[0].form_values()} | values
    return page_of(browser.client.post(found[0].get("action"), data=fields, follow_redirects=True))


def reword(browser, place, *texts, number=1):
    return act(browser, sow(browser, number, edit=place), "reword", place, text=list(texts))


def paper(page):
    return " ".join(select(page.doc, ".paper")[0].text_content().split())


def test_other_words_are_saved_as_a_revision_and_marked(manager, store, engagement):
    page = reword(manager, DUTY, "You name **one** decider.")
    assert page.path.endswith("/revisions/2/sow")
    assert "Saved; this is revision 2." in page.text
    assert "You name one decider. edited by Manager" in paper(page)
    assert page.all("[data-piece=edited] strong") == ["one"]
    (edit,) = store.discovery(engagement).wording
    assert (edit.target, edit.base) == (DUTY, ("The customer names one contact.",))
    assert edit.at is not None
    assert "Wording: “You name **one** decider.”" in manager.open("/engagements/1/history").text


def test_what_was_reworded_or_moved_can_be_hidden_at_once(manager, store, engagement):
    reword(manager, DUTY, "You name one decider.")
    page = act(manager, sow(manager, 2, edit=DUTY), "hide", DUTY)
    assert "Hidden; this is revision 3." in page.text
    assert "You name one decider." not in paper(page)
    assert [edit.kind for edit in store.discovery(engagement).wording] == [Rewording.REWORD, Rewording.HIDE]


def test_the_difference_of_two_revisions_tells_the_words(manager, engagement):
    reword(manager, DUTY, "You name two.")
    page = manager.open("/engagements/1/difference/1/2")
    assert "Words changed in 8 Customer duties and contacts." in page.text
    assert page.all("#words-name ~ .scroll td") == ["The customer names one contact.", "You name two."]


def test_only_one_form_stands_open_filled_with_what_is_printed(manager, engagement):
    page = sow(manager, edit=DELIVERABLE)
    areas = select(page.doc, ".sow-open textarea")
    assert [area.text.strip() for area in areas] == [
        "Every repository at its new place.",
        "A list of them is compared.",
    ]
    assert page.all(".sow-open label") == ["Deliverable", "Accepted when"]
    assert select(sow(manager).doc, ".sow-open") == []


def test_a_row_is_added_hidden_shown_again_moved_and_undone(manager, store, engagement):
    page = act(manager, sow(manager, add=DELIVERABLE), "add", DELIVERABLE, text=["A map", "You hold it"])
    assert any(row.startswith("D2 A map You hold it") for row in page.all(".paper tr"))
    added = store.discovery(engagement).wording[0].target
    page = act(manager, sow(manager, 2, edit=added), "up", added)
    assert paper(page).index("A map") < paper(page).index("Every repository at its new place")
    page = act(manager, sow(manager, 3, edit=DELIVERABLE), "hide", DELIVERABLE)
    assert page.all(".sow-hidden s") == ["Every repository at its new place. / A list of them is compared."]
    page = act(manager, page, "take_back", DELIVERABLE)
    assert select(page.doc, ".sow-hidden") == []
    page = act(manager, page, "undo", "")
    assert len(select(page.doc, ".sow-hidden")) == 1
    assert store.count(Revision) == 6


def test_the_first_of_a_list_goes_no_further_up(manager, engagement):
    page = act(manager, sow(manager, edit=DUTY), "up", DUTY)
    assert page.status == 422
    assert "first of its list already" in page.text


def test_what_was_typed_stays_where_somebody_else_saved_meanwhile(manager, colleague, store, engagement):
    page = sow(manager, edit=DUTY)
    reword(colleague, DELIVERABLE, "A list", "You say so")
    refused = act(manager, page, "reword", DUTY, text=["You name two."])
    assert refused.status == 409
    assert "Not saved: Colleague saved revision 2" in refused.text
    assert select(refused.doc, ".sow-open textarea")[0].text.strip() == "You name two."
    saved = act(manager, refused, "reword", DUTY, text=["You name two."])
    assert saved.path.endswith("/revisions/3/sow")
    assert {edit.target for edit in store.discovery(engagement).wording} == {DUTY, DELIVERABLE}


def test_what_was_typed_for_a_place_that_is_gone_stands_above(manager, store, engagement):
    page = sow(manager, edit=DUTY)
    fields = dict(page.form("/wording/reword").form_values()) | {"target": "duties/duties/gone", "text": "Keep this."}
    refused = page_of(manager.client.post("/engagements/1/revisions/1/sow/wording/reword", data=fields))
    assert refused.status == 422
    assert refused.all(".typed-lost dd") == ["Keep this."]


def test_a_double_click_saves_once(manager, store, engagement):
    page = sow(manager, edit=DUTY)
    for _ in range(2):
        assert act(manager, page, "reword", DUTY, text=["You name two."]).status == 200
    assert store.count(Revision) == 2


def test_empty_words_are_refused_with_what_to_do(manager, store, engagement):
    page = reword(manager, DUTY, "  ")
    assert page.status == 422
    assert "to print nothing, hide it" in page.all(".sow-open .wrong")[0]
    assert store.count(Revision) == 1


def test_markup_in_an_edit_is_text_on_the_page(manager, engagement):
    page = reword(manager, DUTY, "<img src=x onerror=alert(1)> [go](javascript:alert(1))")
    assert select(page.doc, ".paper img") == []
    assert "<img src=x onerror=alert(1)> [go](javascript:alert(1))" in paper(page)


def test_changed_answers_make_a_conflict_that_is_decided_on_the_page(browse, manager, store, engagement):
    reword(manager, COUNT, "Move all of them.")
    store.revise(engagement, {"repositories": Answer(4500)})
    page = sow(manager, 3)
    assert "1 edited text waits for a decision" in page.text
    assert page.all(".three-texts dd") == [
        "Move 1,500 repositories with their history.",
        "Move all of them.",
        "Move 4,500 repositories with their history.",
    ]
    assert "Before it can be sent for review" in page.text
    assert "Send for review" not in manager.open("/engagements/1/revisions/3/review").all("main button")
    refused = act(manager, page, "settle", COUNT)
    assert refused.status == 422
    assert "Choose one of the three." in refused.text
    page = act(manager, refused, "settle", COUNT, settlement="type", text=["Move 4,500 at night."])
    assert "Move 4,500 at night." in paper(page)
    assert "waits for a decision" not in page.text
    (edit,) = store.discovery(engagement).wording
    assert edit.base == ("Move 4,500 repositories with their history.",)


def test_an_edit_whose_place_is_gone_is_shown_and_can_be_taken_back(manager, store, engagement):
    reword(manager, COUNT, "Move all of them.")
    with store.session() as session:
        revision = session.query(Revision).filter_by(number=2).one()
        assert revision.proposal.discovery.wording[0].kind is Rewording.REWORD
    store.word(engagement, target="scope/activities.scm-migration/gone", kind=Rewording.HIDE)
    page = sow(manager, 3)
    assert "1 edit of words has no place now" in page.text
    page = act(manager, page, "take_back", "scope/activities.scm-migration/gone")
    assert "no place now" not in page.text


def test_readers_get_no_forms_and_an_older_revision_stays_as_it_is(browse, manager, engagement):
    page = sow(browse(people.DELIVERY), edit=DUTY)
    assert select(page.doc, "form[action*=wording]") == []
    assert page.all(".sow-origin") == []
    reword(manager, DUTY, "You name two.")
    old = sow(manager, 1, edit=DUTY)
    assert select(old.doc, "form[action*=wording]") == []


def test_what_is_computed_says_from_what_and_leads_there(manager, engagement):
    page = sow(manager)
    assert "Computed from the price. Change it there" in page.all(".sow-origin")
    assert f"/engagements/{engagement}/revisions/1/price" in [a.get("href") for a in select(page.doc, ".sow-origin a")]


def everything(answer):
    """The text of a download, and all that is in its file."""
    if answer.data.startswith(b"PK"):
        with ZipFile(BytesIO(answer.data)) as opened:
            return "\n".join(opened.read(name).decode("utf-8", "replace") for name in opened.namelist())
    if answer.data.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(answer.data))
        files = [content.decode() for contents in reader.attachments.values() for content in contents]
        return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), *files])
    return answer.get_data(as_text=True)


SECRETS = ("the reason we keep", "what we said behind", "Colleague", "internal", "Internal")


def test_the_clients_version_carries_nothing_internal_in_any_form(manager, colleague, store, engagement):
    store.edit(engagement, discount("the reason we keep to ourselves"), by=people.COLLEAGUE)
    reword(colleague, DUTY, "You name two.", number=2)
    with store.session() as session:
        session.add(a_comment(session, "what we said behind closed doors"))
    base = "/engagements/1/revisions/3/sow"
    forms = [".pdf", ".docx", *(f"/sections/{n}.{form}" for n in (7, 8, 16) for form in ("docx", "html", "md"))]
    for form in (*forms, "/tables/fees-fixed-fee.csv"):
        text = everything(manager.client.get(base + form))
        assert [secret for secret in SECRETS if secret in text] == [], form
    document = select(sow(manager, 3).doc, ".paper .sow")[0]
    for tools in select(document, ".sow-tools, .sow-head, .sow-origin"):
        tools.getparent().remove(tools)
    assert [secret for secret in SECRETS if secret in document.text_content()] == []


def test_the_internal_version_says_it_to_those_who_may_know(browse, manager, store, engagement):
    store.edit(engagement, discount("the reason we keep to ourselves"))
    page = sow(manager, 2, version="internal")
    assert "the reason we keep to ourselves" in paper(page)
    assert page.all(".versions [aria-current]") == ["Internal"]
    for form in ("sow.docx?version=internal", "sow-internal.pdf"):
        answer = manager.client.get(f"/engagements/1/revisions/2/{form}")
        assert "the reason we keep" in " ".join(everything(answer).split())
        assert "internal" in answer.headers["Content-Disposition"]
    assert sow(browse(people.OWNER), 2, version="internal").status == 403
    assert select(sow(browse(people.OWNER), 2).doc, ".versions") == []


def test_an_edit_in_the_internal_version_leads_back_to_it(manager, engagement):
    page = act(manager, sow(manager, edit=DUTY, version="internal"), "reword", DUTY, text=["You name two."])
    assert page.all(".versions [aria-current]") == ["Internal"]
    assert "Reworded: You name two." in paper(page)


def test_a_table_as_csv_computes_nothing(manager, engagement):
    reword(manager, DELIVERABLE, "=1+1", "You say so")
    answer = manager.client.get("/engagements/1/revisions/2/sow/tables/deliverables.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "D1,'=1+1,You say so" in answer.get_data(as_text=True)
    assert manager.client.get("/engagements/1/revisions/2/sow/tables/nothing.csv").status_code == 404
    assert manager.client.get("/engagements/1/revisions/2/sow/sections/17.md").status_code == 404


def discount(reason):
    return Override(reason, discount=Decimal("0.1"))


def a_comment(session, text):
    revision = session.query(Revision).filter_by(number=3).one()
    return Comment(
        engagement_id=1,
        revision_id=revision.id,
        place=DUTY,
        quote="You name two.",
        author_id=revision.author_id,
        text=text,
        at=revision.created_at,
        once="c",
    )


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Two  words\nonly", "Two words only"),
        ("x" * 50, "x" * 50),
        ("x" * 51, f"{'x' * 49}…"),
        (f"{'word ' * 12}", f"{'word ' * 9}word…"),
        (f"{'a' * 48} b c d", f"{'a' * 48}…"),
        (f"{'a' * 47} b c d", f"{'a' * 47} b…"),
        ("迁移" * 40, f"{'迁移' * 24}迁…"),
    ],
)
def test_a_link_is_about_the_first_words_of_its_text(text, label):
    assert beginning(text) == label
    assert len(label) <= IN_LABEL
