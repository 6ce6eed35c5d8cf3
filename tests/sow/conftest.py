import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_warning(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever WeasyPrint warns of is a fault of the template or the style sheet; missing glyphs are the machine's."""
    logging.getLogger("weasyprint").addHandler(caplog.handler)
    yield
    logging.getLogger("weasyprint").removeHandler(caplog.handler)
    records = [record for record in caplog.get_records("call") if record.name.startswith("weasyprint")]
    found = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
    assert [message for message in found if ".notdef glyph" not in message] == []
