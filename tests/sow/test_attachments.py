import hashlib
import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from scoping.codec import discovery_from_toml
from scoping.domain.fingerprint import fingerprint
from scoping.domain.sow import Audience, compose
from scoping.domain.sow.redaction import for_client
from scoping.sow.attachments import DISCOVERY_FILE, FINGERPRINT_FILE, attachments
from scoping.sow.pdf import Variant, render_sow
from tests.sow.catalogue import CATALOG
from tests.sow.secrets import secretive

PROPOSAL = secretive()


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("variant", Variant)
def test_the_pdf_carries_the_discovery_and_the_fingerprint(audience: Audience, variant: Variant) -> None:
    sow = compose(PROPOSAL, revision=4, state="issued", on=date(2027, 1, 14), audience=audience)
    with pikepdf.open(BytesIO(render_sow(sow, variant=variant))) as opened:
        carried = {name: found.get_file() for name, found in opened.attachments.items()}
        files = {name: (file.read_bytes(), file.mime_type) for name, file in carried.items()}
    about = json.loads(files[FINGERPRINT_FILE][0])
    toml, media_type = files[DISCOVERY_FILE]
    discovery = discovery_from_toml(toml.decode(), CATALOG.questions)
    assert (set(files), media_type) == ({DISCOVERY_FILE, FINGERPRINT_FILE}, "application/toml")
    assert discovery == (PROPOSAL.discovery if audience == "internal" else for_client(PROPOSAL))
    assert about["discovery"]["sha256"] == hashlib.sha256(toml).hexdigest()
    assert about["discovery"]["fingerprint"] == fingerprint(discovery, about["catalogue"])
    assert about["fingerprint"] == PROPOSAL.fingerprint
    assert (about["fingerprint"] == about["discovery"]["fingerprint"]) is (audience == "internal")
    assert about["figures"]["time_and_materials"] == str(PROPOSAL.price.time_and_materials.amount)


def test_an_archive_states_how_each_file_belongs_to_it() -> None:
    sow = compose(PROPOSAL, revision=4, state="issued", on=date(2027, 1, 14))
    with pikepdf.open(BytesIO(render_sow(sow, variant=Variant.ARCHIVAL))) as opened:
        relations = {str(found.UF): str(found.AFRelationship) for found in opened.Root.AF}
        assert relations == {DISCOVERY_FILE: "/Source", FINGERPRINT_FILE: "/Data"}
        about = opened.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
        assert "/OutputIntents" in opened.Root
        assert opened.Root.MarkInfo.Marked


def test_a_document_without_a_date_carries_the_same_files_every_day() -> None:
    sow = compose(PROPOSAL, revision=4, state="draft")
    assert attachments(sow) == attachments(replace(sow))
    assert {each.at.year for each in attachments(sow)} == {1970}
