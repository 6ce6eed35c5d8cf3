"""Every address: who gets in, that it can be reached, and how many statements it costs."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from scoping.domain.discovery import Answer
from scoping.domain.effort import ThreePoint
from scoping.domain.overrides import Override
from tests import people
from tests.web.conftest import EVERYBODY
from tests.web.pages import page_of, select

# Every address with a method, and who gets in; everybody else signed in gets 403, a stranger is asked to sign in.
ALL = frozenset(EVERYBODY)
MANAGERS = frozenset({people.MANAGER, people.COLLEAGUE})
EDITORS = MANAGERS | {people.INTERMEDIATE, people.SENIOR, people.STAFF}
OWNERS = frozenset({people.OWNER})
DELIVERY = frozenset({people.DELIVERY})
JUDGES = MANAGERS | {people.PROJECT}
LEADERS = frozenset({people.LEADER})
INTERNAL = ALL - OWNERS - {people.PROJECT}
REVIEWERS = frozenset({people.INTERMEDIATE, people.SENIOR, people.STAFF, people.DELIVERY, people.LEADER})
REVISION = "/engagements/1/revisions/1"
POLICY = {
    ("GET", "/"): ALL,
    ("GET", "/engagements/new"): MANAGERS,
    ("POST", "/engagements/new"): MANAGERS,
    ("POST", f"{REVISION}/discovery-first"): MANAGERS,
    ("GET", "/engagements/1"): ALL,
    ("GET", "/engagements/1/discovery"): ALL,
    ("POST", "/engagements/1/discovery"): EDITORS,
    ("POST", "/engagements/1/discovery/estimate"): EDITORS,
    ("POST", "/engagements/1/discovery/typed"): EDITORS,
    ("POST", "/engagements/1/discovery/typed/choose"): EDITORS,
    ("POST", "/engagements/1/discovery/typed/drop"): EDITORS,
    ("GET", "/engagements/1/sessions"): ALL,
    ("POST", "/engagements/1/sessions"): EDITORS,
    ("GET", "/engagements/1/sessions/1"): ALL,
    ("POST", "/engagements/1/sessions/1"): EDITORS,
    ("GET", f"/engagements/1/files/{'0' * 64}"): ALL,
    ("GET", REVISION): ALL,
    ("GET", f"{REVISION}/staffing"): ALL,
    ("GET", f"{REVISION}/plan.xlsx"): ALL,
    ("GET", f"{REVISION}/hours-by-week.csv"): ALL,
    ("GET", f"{REVISION}/dates.csv"): ALL,
    ("GET", f"{REVISION}/price"): ALL,
    ("GET", f"{REVISION}/sow"): ALL,
    ("GET", f"{REVISION}/sow.pdf"): ALL,
    ("GET", f"{REVISION}/sow.docx"): ALL,
    ("GET", f"{REVISION}/sow.docx?version=internal"): INTERNAL,
    ("GET", f"{REVISION}/sow-internal.pdf"): INTERNAL,
    ("GET", f"{REVISION}/sow?version=internal"): INTERNAL,
    ("GET", f"{REVISION}/sow/sections/5.md"): ALL,
    ("GET", f"{REVISION}/sow/tables/deliverables.csv"): ALL,
    ("GET", f"{REVISION}/sow/tables/deliverables.csv?version=internal"): INTERNAL,
    ("POST", f"{REVISION}/sow/wording/reword"): EDITORS,
    ("POST", f"{REVISION}/comments"): ALL,
    ("POST", f"{REVISION}/comments/1/answer"): ALL,
    ("POST", f"{REVISION}/comments/1/resolve"): EDITORS,
    ("GET", f"{REVISION}/sow/pdf-progress"): ALL,
    ("GET", "/engagements/1/documents"): ALL,
    ("GET", "/letterhead.css"): ALL,
    ("GET", "/letterhead/logo"): ALL,
    ("GET", f"{REVISION}/change-order"): ALL,
    ("GET", f"{REVISION}/change-order/pdf-progress"): ALL,
    ("GET", f"{REVISION}/change-order.pdf"): ALL,
    ("GET", f"{REVISION}/change-order.docx"): ALL,
    ("GET", f"{REVISION}/change-order-internal.pdf"): INTERNAL,
    ("POST", f"{REVISION}/change-order/judgement"): JUDGES,
    ("GET", f"{REVISION}/grants"): ALL,
    ("POST", f"{REVISION}/grants/work_at_risk"): LEADERS,
    ("POST", f"{REVISION}/grants/1/withdraw"): LEADERS,
    ("GET", f"{REVISION}/review"): ALL,
    ("POST", f"{REVISION}/review/submit"): MANAGERS,
    ("POST", f"{REVISION}/review/withdraw"): MANAGERS,
    ("POST", f"{REVISION}/review/issue"): MANAGERS,
    ("POST", f"{REVISION}/review/comment"): ALL,
    ("POST", f"{REVISION}/review/approve"): REVIEWERS,
    ("POST", f"{REVISION}/review/request_changes"): REVIEWERS,
    ("GET", "/engagements/1/reports"): ALL,
    ("POST", "/engagements/1/reports"): EDITORS,
    ("GET", "/engagements/1/reports/1"): EDITORS,
    ("POST", "/engagements/1/reports/1"): EDITORS,
    ("GET", "/engagements/1/reports/1/tables/0"): EDITORS,
    ("POST", "/engagements/1/reports/1/tables/0"): EDITORS,
    ("POST", "/reports/mappings/1/forget"): EDITORS,
    ("GET", "/engagements/1/waves"): ALL,
    ("POST", "/engagements/1/waves"): EDITORS,
    ("GET", "/engagements/1/waves.csv"): ALL,
    ("GET", "/engagements/1/repositories"): ALL,
    ("POST", "/engagements/1/repositories"): EDITORS,
    ("GET", "/engagements/1/history"): ALL,
    ("GET", f"{REVISION}/levels"): ALL,
    ("POST", f"{REVISION}/edits/task"): EDITORS,
    ("POST", f"{REVISION}/edits/take-back"): EDITORS,
    ("POST", f"{REVISION}/edits/settle"): EDITORS,
    ("GET", "/engagements/1/difference"): ALL,
    ("GET", "/engagements/1/difference/1/1"): ALL,
    ("GET", "/engagements/1/alternatives"): ALL,
    ("POST", "/engagements/1/alternatives"): EDITORS,
    ("GET", "/engagements/1/alternatives/1"): ALL,
    ("POST", "/engagements/1/alternatives/1"): EDITORS,
    ("POST", "/engagements/1/alternatives/1/choose"): EDITORS,
    ("POST", "/engagements/1/alternatives/1/discard"): EDITORS,
    ("GET", "/engagements/1/alternatives/compare"): ALL,
    ("GET", "/engagements/1/links"): ALL,
    ("GET", "/engagements/1/links/new"): MANAGERS,
    ("POST", "/engagements/1/links"): MANAGERS,
    ("POST", "/engagements/1/links/1/revoke"): MANAGERS,
    ("POST", "/engagements/1/links/answers"): MANAGERS,
    ("GET", "/catalogue"): ALL,
    ("GET", "/catalogue/services/training"): ALL,
    ("GET", "/catalogue/editions"): OWNERS,
    ("POST", "/catalogue/editions"): OWNERS,
    ("GET", "/catalogue/editions/shipped"): OWNERS,
    ("POST", "/catalogue/editions/shipped/activate"): OWNERS,
    ("GET", "/catalogue/files/terms.toml"): OWNERS,
    ("GET", f"{REVISION}/catalogue"): ALL,
    ("POST", f"{REVISION}/catalogue"): EDITORS,
    ("GET", "/people"): INTERNAL,
    ("GET", "/people/roster.csv"): INTERNAL,
    ("GET", "/people/new"): DELIVERY,
    ("POST", "/people/new"): DELIVERY,
    ("GET", "/people/import"): DELIVERY,
    ("POST", "/people/import"): DELIVERY,
    ("GET", "/people/1"): INTERNAL,
    ("POST", "/people/1"): DELIVERY,
    ("POST", "/people/1/active"): DELIVERY,
    ("GET", "/portfolio"): INTERNAL,
    ("GET", f"{REVISION}/matches"): INTERNAL,
    ("POST", f"{REVISION}/matches"): INTERNAL - LEADERS,
    ("GET", f"{REVISION}/matches/1"): INTERNAL,
    ("POST", f"{REVISION}/matches/1/stop"): INTERNAL,
    ("POST", f"{REVISION}/matches/1/take"): EDITORS,
}
FOR_EVERYBODY = {
    "people.sign_in_form",
    "people.sign_in",
    "people.sign_out",
    "static",
    "bootstrap.static",
    "customer.show",  # whoever has the token; see test_customer
    "customer.send",
}
# Reached by htmx, by a form that gets, by a redirect or by a browser going to a file.
NOT_LINKED = {
    "static",
    "bootstrap.static",
    "people.sign_in",
    "people.sign_in_form",
    "discovery.estimate",
    "typed.keep",
    "typed.choose",  # offered where two pages differ; see test_typed
    "typed.drop",
    "documents.how_far",
    "documents.letterhead_style",
    "documents.logo",
    "change_orders.show",  # offered after something was issued; see test_change_orders
    "change_orders.pdf",
    "change_orders.how_far",
    "change_orders.word",
    "change_orders.internal_pdf",
    "change_orders.decide",
    "grants.give",  # for a director; see test_grants
    "grants.take_back",
    "differences.choose",
    "engagements.discovery_first",  # offered where too little is known; see test_engagements
    "alternatives.compare",
    "reports.preview",  # reached from the reports given and from those that wait; see test_reports
    "reports.decide",
    "mappings.show",
    "mappings.use",
    "mappings.forget",
    "waves.as_csv",  # linked where a list is kept; see test_waves
    "waves.forget",
    "answer_files.download",  # linked where a file was given; see test_answer_files
    "customer.show",
    "customer.send",
    "wording.save",  # in the form that ?edit=… opens; see test_wording
    "blocks.internal_pdf",  # linked in the internal version; see test_wording
    "matches.show",  # these three follow from a started match; see test_matches
    "matches.end",
    "matches.take_plan",
    "catalogues.put_in_force",  # offered where another edition is in force; see test_catalogues
}


@pytest.fixture
def engagement(store):
    return store.engagement()


@pytest.fixture
def alternative(store, engagement):
    store.customer_says(store.link(engagement), {"users": Answer(900)})
    store.talk(engagement)
    store.comment(engagement)
    return store.alternative(engagement)


@pytest.fixture
def somebody(store):
    return store.on_roster()


def call(browser, method, path):
    if method == "GET":
        return browser.client.get(path).status_code
    token = browser.open("/").value("csrf_token")
    fields = {"csrf_token": token, "base": "1", "comment": "Something", "then": ""}
    return browser.client.post(path, data=fields).status_code


@pytest.mark.parametrize("kind", EVERYBODY, ids=lambda kind: kind.email.split("@")[0])
def test_every_address_lets_in_whom_the_policy_names_and_nobody_else(browse, alternative, somebody, kind, monkeypatch):
    monkeypatch.setattr("scoping.sow.word.render_word", lambda sow, letterhead: b"")
    monkeypatch.setattr("scoping.actions.renderings.render_sow", lambda sow, letterhead: b"%PDF-1.7")
    browser = browse(kind)
    refused = {key for key in POLICY if call(browser, *key) == 403}
    assert refused == {key for key, allowed in POLICY.items() if kind not in allowed}


@pytest.mark.parametrize(("method", "path"), list(POLICY), ids=" ".join)
def test_a_stranger_gets_nothing_but_the_sign_in(anonymous, engagement, method, path):
    if method == "GET":
        answer = anonymous.client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in")
    else:
        page = page_of(anonymous.client.post(path, data={"title": "Typed"}))
        assert page.status == 401
        assert page.all("h1") == ["Sign in"]


def test_the_policy_above_names_every_address(app):
    adapter = app.url_map.bind("localhost")
    named = {adapter.match(path.partition("?")[0], method=method)[0] for method, path in POLICY}
    assert named | FOR_EVERYBODY == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_what_does_not_exist_is_404_for_those_who_are_in(manager, engagement):
    for path in (
        "/engagements/2",
        "/engagements/1/revisions/2",
        "/engagements/1/revisions/2/sow.pdf",
        "/engagements/0",
        f"/engagements/{10**30}",
        "/engagements/1/revisions/x",
        "/nowhere",
    ):
        page = manager.open(path)
        assert page.status == 404
        assert page.all("h1") == ["There is nothing here"]


def test_every_page_can_be_reached_by_links_and_buttons(app, browse, manager, alternative, engagement, store, somebody):
    store.edit(
        engagement, Override("Counted by hand", task="scm-migration/move/trial", hours=ThreePoint(*[Decimal(9)] * 3))
    )
    store.revise(engagement, {"repositories": Answer(2000)})
    store.catalog_was(engagement, "earlier")
    reached = {"engagements.list_page"}
    adapter = app.url_map.bind("localhost")
    for browser in (manager, browse(people.SENIOR), browse(people.OWNER), browse(people.DELIVERY)):
        queue, seen = ["/"], set()
        while queue:
            path = queue.pop().partition("#")[0].partition("?")[0]
            if path in seen or path.endswith((".pdf", ".toml", ".docx", ".xlsx", ".html", ".md", ".csv")):
                continue
            seen.add(path)
            doc = browser.open(path).doc
            queue += [link.get("href") for link in select(doc, "a[href^='/']")]
            posts = [form.get("action") for form in select(doc, "form[method=post]")]
            posts += [button.get("formaction") for button in select(doc, "button[formaction]")]
            reached |= {adapter.match(post, method="POST")[0] for post in posts}
            reached |= {
                adapter.match(link.get("href").partition("#")[0].partition("?")[0])[0]
                for link in select(
                    doc, "a[href^='/engagements'], a[href^='/catalogue'], a[href^='/people'], a[href^='/portfolio']"
                )
            }
    assert reached == {rule.endpoint for rule in app.url_map.iter_rules()} - NOT_LINKED


@pytest.mark.parametrize(
    ("path", "at_most"),
    [
        ("/", 3),
        ("/engagements/new", 2),
        ("/engagements/1/discovery", 8),
        (REVISION, 5),
        (f"{REVISION}/staffing", 5),
        (f"{REVISION}/price", 5),
        (f"{REVISION}/sow", 8),  # two of them ask how far the PDF is
        (f"{REVISION}/review", 9),
        (f"{REVISION}/grants", 7),
        ("/engagements/1/history", 9),
        ("/engagements/1/documents", 8),
        (f"{REVISION}/levels", 5),
        ("/engagements/1/difference/1/1", 7),
        ("/engagements/1/alternatives", 6),
        ("/engagements/1/alternatives/1", 6),
        ("/engagements/1/alternatives/compare?with=1", 6),
        ("/engagements/1/links", 8),
        ("/engagements/1/links/new", 5),
        ("/catalogue", 3),
        ("/people", 3),
        ("/portfolio", 6),
        (f"{REVISION}/matches", 7),
        ("/people/1", 4),
        ("/catalogue/services/training", 2),
        (f"{REVISION}/catalogue", 5),
    ],
)
def test_a_page_costs_few_statements(manager, alternative, somebody, statements, path, at_most):
    manager.open(path)
    assert statements(lambda: manager.open(path)) <= at_most


def test_a_longer_list_costs_no_more_statements(manager, store, statements):
    store.engagement()
    one = statements(lambda: manager.open("/"))
    start = datetime.now(UTC)
    for number in range(30):
        store.engagement(title=f"Move {number}", at=start - timedelta(hours=number))
    assert statements(lambda: manager.open("/")) == one


def test_a_longer_history_costs_no_more_statements(manager, engagement, store, statements):
    path = "/engagements/1/history"
    one = statements(lambda: manager.open(path))
    for number in range(5):
        store.revise(engagement, {"users": Answer(900 + number)})
    assert statements(lambda: manager.open(path)) == one
