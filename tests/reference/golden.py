"""What the example of each service comes to, answered fully, by half and not at all; run as a module it writes it anew.

python -m tests.reference.golden
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from scoping.codec import discovery_from_toml
from scoping.domain.discovery import UNKNOWN, Discovery
from scoping.domain.effort import person_days
from scoping.domain.proposal import propose
from scoping.reference import shipped

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "golden" / "reference"
SERVICES = tuple(service.key for service in shipped().offered)


def example(service: str) -> Discovery:
    """The example that sells this service alone."""
    text = (ROOT / "examples" / f"{service}.toml").read_text(encoding="utf-8")
    return discovery_from_toml(text, shipped().questions)


def fully(discovery: Discovery) -> Discovery:
    """As the example stands."""
    return discovery


def by_half(discovery: Discovery) -> Discovery:
    """Every second answer, the others not known."""
    given = [key for key in shipped().asked(discovery.services) if key in discovery.answers]
    kept = {key: discovery.answers[key] for key in given[::2]}
    return replace(discovery, answers={**dict.fromkeys(discovery.answers, UNKNOWN), **kept})


def not_at_all(discovery: Discovery) -> Discovery:
    """Every question answered with "not known"."""
    return replace(discovery, answers=dict.fromkeys(shipped().asked(discovery.services), UNKNOWN))


ANSWERED: dict[str, Callable[[Discovery], Discovery]] = {
    "fully": fully,
    "by half": by_half,
    "not at all": not_at_all,
}


def outcome(service: str, answered: str) -> dict[str, Any]:
    """Days, price, levels and length of what is proposed, with the remarks made on it."""
    proposal = propose(shipped(), ANSWERED[answered](example(service)))
    hours = proposal.effort
    return {
        "days": {name: f"{person_days(getattr(hours, name)):.2f}" for name in ("p10", "p50", "p80", "p90")},
        "price": f"{proposal.price.time_and_materials.amount} {proposal.price.currency}",
        "levels": {level.role: level.level for level in proposal.levels},
        "weeks": len(proposal.schedule.weeks),
        "tasks": len(proposal.tasks),
        "open": len(proposal.open_questions),
        "remarks": [remark.key for remark in proposal.remarks],
    }


def outcomes(service: str) -> dict[str, Any]:
    """The three of them."""
    return {answered: outcome(service, answered) for answered in ANSWERED}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SERVICES:
        (FOLDER / f"{name}.json").write_text(json.dumps(outcomes(name), indent=2) + "\n", encoding="utf-8")
