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
from scoping.domain.proposal import Proposal
from scoping.domain.sow import StatementOfWork
from scoping.domain.sow.redaction import for_client

DISCOVERY_FILE = "discovery.toml"
BEFORE_FILE = "discovery-before.toml"  # of what a change order amends
FINGERPRINT_FILE = "fingerprint.json"
UNDATED = date(1970, 1, 1)
TOML = "application/toml"


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
    """The discovery file and the fingerprint; of a change order also the discovery agreed before.

    The internal version carries the discovery as it is. The client's carries what computes the same figures without
    provenance, reasons and authors: a client may check the arithmetic, why somebody edited a figure is not theirs.
    """
    at = datetime.combine(sow.on or UNDATED, time(), UTC)
    after, computed = _computed_from(sow, sow.proposal, DISCOVERY_FILE)
    about = {
        "fingerprint": sow.fingerprint,
        "catalogue": sow.proposal.catalogue,
        "audience": str(sow.audience),
        "provider": sow.provider,
        "revision": sow.revision,
        **computed,
    }
    files = [Attachment(DISCOVERY_FILE, TOML, "The answers this document was computed from", after, "Source", at)]
    if agreed := sow.amends:
        before, computed = _computed_from(sow, agreed.proposal, BEFORE_FILE)
        about["change_order"] = {"number": sow.number, "judgement": _judgement(sow)}
        about["before"] = {
            "fingerprint": agreed.proposal.fingerprint,
            "catalogue": agreed.proposal.catalogue,
            "revision": agreed.revision,
            "issued_on": agreed.issued_on.isoformat() if agreed.issued_on else "",
            "change_order": agreed.order,
            **computed,
        }
        files.append(Attachment(BEFORE_FILE, TOML, "The answers of what was agreed before", before, "Source", at))
    files.append(
        Attachment(
            FINGERPRINT_FILE,
            "application/json",
            "The fingerprint of the answers and the reference data, with the figures they give",
            json.dumps(about, indent=2).encode(),
            "Data",
            at,
        )
    )
    return tuple(files)


def _computed_from(sow: StatementOfWork, proposal: Proposal, file: str) -> tuple[bytes, dict[str, Any]]:
    """A discovery file as this reader may have it, and what is said about it."""
    discovery = proposal.discovery if sow.is_internal else for_client(proposal)
    toml = discovery_to_toml(discovery).encode()
    holidays = proposal.schedule.calendar.holidays
    return toml, {
        "discovery": {
            "file": file,
            "sha256": hashlib.sha256(toml).hexdigest(),
            "fingerprint": inputs_fingerprint(discovery, proposal.catalogue, holidays),
        },
        "holidays": to_plain(holidays),
        "figures": promised(proposal, is_internal=sow.is_internal),
    }


def _judgement(sow: StatementOfWork) -> Any:
    """Whether judgement asked for the order; why, by whom and when only in the internal version."""
    judged = sow.judgement
    if judged is None or sow.is_internal:
        return to_plain(judged)
    return {"is_needed": judged.is_needed, "reason": "", "by": "", "on": None}


def promised(proposal: Proposal, *, is_internal: bool) -> dict[str, Any]:
    """What the document promises, as plain text to compare with what is computed again."""
    price, hours, timetable = proposal.price, proposal.effort, proposal.schedule
    charge = Charge(proposal)
    prices = {"time_and_materials": price.time_and_materials, "fixed_fee": price.fixed_fee}
    if charge.shape is not Shape.OPEN:
        prices = {"fee": charge.due} | ({"cap": charge.cap} if charge.shape is Shape.CAPPED else {})
    points = {name: f"{getattr(hours, name):f}" for name in ("p10", "p50", "p80", "p90")}
    return {
        **({} if charge.is_one_fee and not is_internal else {"hours": points}),
        "currency": price.currency,
        **{name: f"{money.amount:f}" for name, money in prices.items()},
        "starts_on": timetable.starts_on.isoformat(),
        "ends_on": timetable.ends_on.isoformat(),
    }
