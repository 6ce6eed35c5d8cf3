"""Signing in and out."""

import pytest

from scoping.web.kept import local_path
from tests import people
from tests.web.conftest import PASSWORD
from tests.web.pages import Browser, filled, merged


def test_a_stranger_is_asked_to_sign_in_and_then_gets_the_page_they_wanted(anonymous, store):
    engagement = store.engagement()
    asked = anonymous.open(f"/engagements/{engagement}/history")
    assert asked.path == "/sign-in"
    page = anonymous.send(asked, "/sign-in", email=people.MANAGER.email, password=PASSWORD)
    assert page.path == f"/engagements/{engagement}/history"


@pytest.mark.parametrize("email", [people.MANAGER.email, "nobody@scoping.example"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(anonymous, email):
    page = anonymous.sign_in(email, "not the password")
    assert page.status == 422
    assert page.all(".notice") == ["E-mail and password do not belong together. Check both and try again."]
    assert page.value("email") == email
    assert page.value("password") in ("", [])


def test_case_and_blanks_of_an_address_do_not_matter(anonymous):
    assert anonymous.sign_in("  MANAGER@scoping.example ", PASSWORD).path == "/"


def test_a_deactivated_account_is_signed_out_at_once(manager, store):
    with store.session() as session:
        store.person(session, people.MANAGER).active = False
    assert manager.open("/").path == "/sign-in"


def test_signing_out_ends_the_session(manager):
    page = manager.send(manager.open("/"), "/sign-out")
    assert page.path == "/sign-in"
    assert manager.open("/").path == "/sign-in"


def test_signing_out_takes_a_form_not_a_link(manager):
    assert manager.open("/sign-out").status == 405
    assert manager.open("/").path == "/"


def test_a_session_that_somebody_planted_does_not_survive_the_sign_in(app):
    client = app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "by a stranger"
    Browser(client).sign_in(people.MANAGER.email, PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_an_answer_that_comes_late_does_not_put_an_older_session_back(manager, store):
    page = manager.open(f"/engagements/{store.engagement()}/discovery")
    estimate = manager.client.post(f"{page.path}/estimate", data=merged(filled(page.form("/discovery")), {}))
    assert estimate.status_code == 200
    assert "Set-Cookie" not in estimate.headers


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(anonymous):
    cookie = anonymous.client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/a\nb",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(anonymous, address):
    page = anonymous.open("/sign-in")
    page = anonymous.send(page, "/sign-in", email=people.MANAGER.email, password=PASSWORD, next=address)
    assert page.path == "/"


def test_a_local_address_keeps_its_question():
    assert local_path("/engagements/3/revisions/1/sow?x=1") == "/engagements/3/revisions/1/sow?x=1"


@pytest.fixture
def limited(app):
    app.config["RATELIMIT_SIGN_IN"] = "3 per minute"
    return Browser(app.test_client())


def test_guessing_is_slowed_down_and_says_what_to_do(limited):
    for _ in range(3):
        assert limited.sign_in(people.MANAGER.email, "a guess").status == 422
    page = limited.sign_in(people.MANAGER.email, PASSWORD)
    assert page.status == 429
    assert "Wait a minute" in page.text
    assert page.value("email") == people.MANAGER.email


def test_guesses_at_one_account_count_from_all_addresses(limited):
    page = limited.open("/sign-in")
    data = {"csrf_token": page.value("csrf_token"), "email": people.MANAGER.email, "password": "a guess"}
    statuses = [
        limited.client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"192.0.2.{n}"}).status_code
        for n in range(4)
    ]
    assert statuses == [422, 422, 422, 429]
