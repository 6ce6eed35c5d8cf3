"""What a statement of work carries inside its PDF, so that anybody with the reference data can compute it again."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from scoping.codec import discovery_to_toml, to_plain
from scoping.domain.charge import Charge
from scoping.domain.fee_basis import Shape
from scoping.domain.fingerprint import inputs_fingerprint
from scoping.domain.sow import StatementOfWork
from scoping.domain.sow.redaction import for_client

DISCOVERY_FILE = "discovery.toml"
FINGERPRINT_FILE = "fingerprint.json"
UNDATED = date(1970, 1, 1)


@dataclass(frozen=True)
class Attachment:
    """A file within a PDF; `relationship` is that of PDF 2.0 (Source: it was made from this; Data: it is about it)."""

    name: str
    media_type: str
    description: str
    content: bytes
    relationship: str
    at: datetime


def attachments(sow: StatementOfWork) -> tuple[Attachment, ...]:
    """The discovery file and the fingerprint.

    The internal version carries the discovery as it is. The client's carries what computes the same figures without
    provenance, reasons and authors: a client may check the arithmetic, why somebody edited a figure is not theirs.
    """
    discovery = sow.proposal.discovery if sow.is_internal else for_client(sow.proposal)
    toml = discovery_to_toml(discovery).encode()
    holidays = sow.proposal.schedule.calendar.holidays
    about = {
        "fingerprint": sow.fingerprint,
        "catalogue": sow.proposal.catalogue,
        "audience": str(sow.audience),
        "provider": sow.provider,
        "revision": sow.revision,
        "discovery": {
            "file": DISCOVERY_FILE,
            "sha256": hashlib.sha256(toml).hexdigest(),
            "fingerprint": inputs_fingerprint(discovery, sow.proposal.catalogue, holidays),
        },
        "holidays": to_plain(holidays),
        "figures": _figures(sow),
    }
    at = datetime.combine(sow.on or UNDATED, time(), UTC)
    return (
        Attachment(
            DISCOVERY_FILE, "application/toml", "The answers this document was computed from", toml, "Source", at
        ),
        Attachment(
            FINGERPRINT_FILE,
            "application/json",
            "The fingerprint of the answers and the reference data, with the figures they give",
            json.dumps(about, indent=2).encode(),
            "Data",
            at,
        ),
    )


def _figures(sow: StatementOfWork) -> dict[str, Any]:
    """What the document promises, as plain text to compare with what is computed again."""
    price, hours, timetable = sow.proposal.price, sow.proposal.effort, sow.proposal.schedule
    charge = Charge(sow.proposal)
    prices = {"time_and_materials": price.time_and_materials, "fixed_fee": price.fixed_fee}
    if charge.shape is not Shape.OPEN:
        prices = {"fee": charge.due} | ({"cap": charge.cap} if charge.shape is Shape.CAPPED else {})
    points = {name: f"{getattr(hours, name):f}" for name in ("p10", "p50", "p80", "p90")}
    return {
        **({} if charge.is_one_fee and not sow.is_internal else {"hours": points}),
        "currency": price.currency,
        **{name: f"{money.amount:f}" for name, money in prices.items()},
        "starts_on": timetable.starts_on.isoformat(),
        "ends_on": timetable.ends_on.isoformat(),
    }
