"""Every shipped example and every mix of shipped services gives a document with nothing to mend."""

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from scoping.codec import discovery_from_toml
from scoping.domain.checks import blocking, check
from scoping.domain.discovery import Discovery
from scoping.domain.proposal import Proposal, propose
from scoping.domain.sow import compose
from scoping.domain.sow.plain_text import plain_text
from scoping.reference import shipped
from scoping.sow.html import ROOT, render_html

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
OFFERED = [service.key for service in shipped().offered]
MIXES = [mix for size in range(1, len(OFFERED) + 1) for mix in combinations(OFFERED, size)]
UNREADABLE = re.compile(r"\d[eE][+-]\d|\bNone of\b|[{}]|\bN/A\b|\[[A-Z0-9-]{3,}\]|\b0 in all\b")


def has_nothing_to_mend(proposal: Proposal) -> None:
    sow = compose(proposal, revision=1, state="draft", on=date(2027, 1, 14))
    assert [finding for finding in check(proposal, sow) if not finding.key.startswith(("contact.", "date.goals"))] == []
    assert blocking(check(proposal, sow)) == ()
    assert UNREADABLE.findall(plain_text(sow)) == []
    assert render_html(sow)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_gives_a_document_with_nothing_to_mend(file: Path) -> None:
    discovery = discovery_from_toml(file.read_text(encoding="utf-8"), shipped().questions)
    has_nothing_to_mend(propose(shipped(), discovery))


@pytest.mark.parametrize("mix", MIXES, ids="+".join)
def test_services_sold_before_anything_is_known_give_a_document_with_nothing_to_mend(mix: tuple[str, ...]) -> None:
    bare = Discovery("Northwind Freight", "Move to GitLab.com", "USD", "by-level", date(2027, 2, 1), mix)
    has_nothing_to_mend(propose(shipped(), bare))
