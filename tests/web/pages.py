"""A browser without JavaScript for tests, and what must hold of every page it opens."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cssselect2 import ElementWrapper
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

Values = dict[str, Any]


def select(root: Any, css: str) -> list[Any]:
    """The elements below `root` that the selector finds."""
    return [wrapper.etree_element for wrapper in ElementWrapper.from_html_root(root).query_all(css)]


@dataclass(frozen=True)
class Page:
    """A page as it came back."""

    status: int
    path: str
    doc: Any
    response: TestResponse

    @property
    def text(self) -> str:
        """All visible words, blanks collapsed."""
        return words(self.doc.find("body"))

    def all(self, css: str) -> list[str]:
        """The words of each element that the selector finds."""
        return [words(element) for element in select(self.doc, css)]

    def form(self, ending: str) -> Any:
        """The form whose action, or the address of one of its buttons, ends like this."""
        for form in self.doc.forms:
            addresses = [form.get("action"), *(button.get("formaction") for button in select(form, "button"))]
            if any((address or "").endswith(ending) for address in addresses):
                return form
        raise AssertionError(f"{self.path} has no form for {ending}")

    def value(self, name: str) -> Any:
        """What stands in a field; a list where several fields have the name."""
        found = [value for form in self.doc.forms for field, value in filled(form) if field == name]
        return found[0] if len(found) == 1 else found


class Browser:
    """Opens pages and sends forms as a browser does, and checks every page on the way."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, path: str, **headers: str) -> Page:
        return page_of(self.client.get(path, follow_redirects=True, headers=headers))

    def send(self, page: Page, ending: str, **values: Any) -> Page:
        """Sends the form with these values in place of what stands there; None leaves a field out."""
        form = page.form(ending)
        address = next(
            (
                button.get("formaction")
                for button in select(form, "button[formaction]")
                if button.get("formaction").endswith(ending)
            ),
            form.get("action"),
        )
        return page_of(self.client.post(address, data=merged(filled(form), values), follow_redirects=True))

    def sign_in(self, email: str, password: str) -> Page:
        return self.send(self.open("/sign-in"), "/sign-in", email=email, password=password)


def page_of(response: TestResponse) -> Page:
    """The page in a response, checked."""
    doc = html.document_fromstring(response.get_data(as_text=True))
    page = Page(response.status_code, response.request.path, doc, response)
    check(page)
    return page


def filled(form: Any) -> list[tuple[str, str]]:
    """What the form would send; libxml2 keeps the line break that HTML drops at the start of a text area."""
    areas = {area.get("name") for area in select(form, "textarea")}
    return [
        (name, (value or "").removeprefix("\n") if name in areas else value or "") for name, value in form.form_values()
    ]


def merged(found: Iterable[tuple[str, str]], values: Values) -> dict[str, list[str]]:
    """The fields with some replaced; `answers__users__value` stands for answers-users-value."""
    given = {name.replace("__", "-"): value for name, value in values.items()}
    result: dict[str, list[str]] = {}
    for name, value in found:
        if name not in given:
            result.setdefault(name, []).append(value)
    for name, value in given.items():
        if value is not None:
            result[name] = value if isinstance(value, list) else [str(value)]
    return result


INLINE = frozenset({"a", "abbr", "b", "bdi", "em", "small", "span", "strong", "time", "tspan"})


def said(element: Any) -> bool:
    """Whether its words are a person's or the catalogue's, who may well call something None."""
    classes = (element.get("class") or "").split()
    return element.tag in ("select", "label") or element.get("dir") == "auto" or "said" in classes


def words(element: Any, *, ours: bool = False) -> str:
    """The words of an element, or only ours; what stands in boxes of its own is parted by a blank."""

    def pieces(one: Any) -> Iterator[str]:
        yield one.text or ""
        for child in one:
            gap = "" if child.tag in INLINE else " "
            yield gap
            if isinstance(child.tag, str) and not (ours and said(child)):
                yield from pieces(child)
            yield gap
            yield child.tail or ""

    return " ".join("".join(pieces(element)).split())


def check(page: Page) -> None:
    """What must hold of every page, whatever it shows."""
    doc = page.doc
    where = f"on {page.path}"
    assert page.status < 500, f"status {page.status} {where}"
    assert len(select(doc, "h1")) == 1, f"one h1 {where}"
    assert doc.get("lang") == "en"
    assert re.match(r"\S.* – Scoping$", doc.findtext(".//title") or ""), f"a title {where}"
    assert len(select(doc, "main")) == 1
    ids = Counter(element.get("id") for element in select(doc, "[id]"))
    assert not [found for found, count in ids.items() if count > 1], f"ids are unique {where}"
    assert not unlabelled(doc), f"every input has a label {where}"
    assert not dangling(doc, set(ids)), f"what is referred to exists {where}"
    for form in select(doc, "form[method=post]"):
        assert select(form, "input[name=csrf_token][value]"), f"a token in each form {where}"
    assert not select(doc, "script:not([src]), style, [style]"), f"nothing inline {where}"
    assert not [a for element in doc.iter() if isinstance(element.tag, str) for a in element.attrib if a[:2] == "on"]
    assert len(select(doc, ".btn-primary")) <= 1, f"one primary button {where}"
    visible = words(doc.find("body"), ours=True)
    odd = re.search(r"\bNone\b|\bN/A\b|\{\{|\}\}|\bundefined\b|Decimal\(|<\w+\.", visible)
    assert not odd, f"words only {where}: {visible[max(0, odd.start() - 60) : odd.end() + 40]}"
    assert "Traceback" not in visible
    policy = page.response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def unlabelled(doc: Any) -> list[str]:
    """Inputs that nobody could name."""
    labelled = {label.get("for") for label in select(doc, "label[for]")}
    return [
        html.tostring(field).decode()[:120]
        for field in select(doc, "input:not([type=hidden]), select, textarea")
        if field.get("id") not in labelled
        and not field.get("aria-label")
        and not any(parent.tag == "label" for parent in field.iterancestors())
    ]


def dangling(doc: Any, ids: set[str]) -> list[str]:
    """References to ids that the page has not."""
    named = [
        name
        for attribute in ("aria-describedby", "aria-labelledby", "for")
        for element in select(doc, f"[{attribute}]")
        for name in element.get(attribute).split()
    ]
    named += [link.get("href")[1:] for link in select(doc, "a[href^='#']") if len(link.get("href")) > 1]
    return [name for name in named if name not in ids]
