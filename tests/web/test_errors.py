"""What is read when something goes wrong, and the headers and log lines of every answer."""

import logging

import pytest

from tests import people
from tests.web.conftest import PASSWORD
from tests.web.pages import page_of


def test_a_fault_of_the_program_is_numbered_and_shows_no_trace(manager, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("scoping.web.engagements.list_engagements", fail)
    answer = manager.client.get("/")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "secret detail" not in text
    assert answer.headers["X-Request-Id"] in text
    assert "secret detail" in caplog.text


def test_a_part_of_a_page_fails_as_a_part(manager, store, monkeypatch):
    store.engagement()
    token = manager.open("/").value("csrf_token")
    answer = manager.client.post(
        "/engagements/1/discovery/estimate",
        data={"csrf_token": token},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    monkeypatch.setattr("scoping.web.discovery.figures", lambda *args: 1 / 0)
    answer = manager.client.post(
        "/engagements/1/discovery/estimate",
        data={"csrf_token": token},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 500
    assert "<html" not in answer.get_data(as_text=True)


def test_more_than_fits_is_refused_with_what_to_do(manager, app):
    token = manager.open("/").value("csrf_token")
    big = "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)
    page = page_of(manager.client.post("/engagements/new", data={"csrf_token": token, "goals": big}))
    assert page.status == 413
    assert "Go back" in page.text


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere", "/static/css/app.css"])
def test_nothing_inline_and_no_frame_is_allowed_anywhere(manager, path):
    policy = manager.client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors" in policy
    assert "unsafe" not in policy


def test_static_files_are_kept_for_ever_under_their_digest(anonymous):
    page = anonymous.open("/sign-in")
    sheets = [link.get("href") for link in page.doc.findall(".//link[@rel='stylesheet']")]
    assert len(sheets) >= 4
    for sheet in sheets:
        answer = anonymous.client.get(sheet)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "immutable" not in anonymous.client.get(sheet.partition("?")[0]).headers.get("Cache-Control", "")


def test_pages_are_kept_out_of_shared_caches(manager):
    assert manager.client.get("/").headers["Cache-Control"] == "private, no-cache"


def test_the_log_has_a_number_and_a_time_and_nothing_personal(anonymous, caplog):
    caplog.set_level(logging.INFO, "scoping.requests")
    anonymous.sign_in(people.MANAGER.email, PASSWORD)
    answer = anonymous.client.get("/?q=Northwind")
    line = caplog.messages[-1]
    assert line.startswith(f"{answer.headers['X-Request-Id']} GET / 200 ")
    assert line.endswith(" ms")
    logged = "\n".join(caplog.messages)
    for secret in (people.MANAGER.email, PASSWORD, "Northwind"):
        assert secret not in logged
