"""A difference as `scoping difference --json` prints it: a contract that other programs read."""

from typing import Any

from scoping.domain.difference import Difference, Part, sentence


def difference_output(difference: Difference) -> dict[str, Any]:
    """Hours as numbers, money as decimal texts, dates in ISO form; the parts' hours and prices sum to the whole."""
    return {
        "hours_before": float(difference.hours_before),
        "hours_after": float(difference.hours_after),
        "price_before": str(difference.price_before),
        "price_after": str(difference.price_after),
        "currency": difference.currency,
        "parts": [_part(part, difference.currency) for part in difference.parts],
        "interaction": float(difference.interaction),
        "price_interaction": str(difference.price_interaction),
    }


def _part(part: Part, currency: str) -> dict[str, Any]:
    return {
        "because": part.because,
        "hours": float(part.hours),
        "price": str(part.price),
        "hours_by_role": {role: float(hours) for role, hours in part.hours_by_role},
        "levels": list(part.levels),
        "ends_on": part.ends_on.isoformat() if part.ends_on else None,
        "sentence": sentence(part, currency),
    }
