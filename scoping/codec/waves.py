"""The table `[waves]` of a discovery file: the wave plan as the statement of work prints it."""

from typing import Any

from scoping.codec.faults import under
from scoping.codec.plain import from_toml
from scoping.codec.texts import MAXIMUM_LINE, name_fault, text_fault
from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.wave_table import WaveTable

MOST_WAVES = 200
LARGEST = 10**12
_AMOUNTS = ("repositories", "size_mb", "size_unknown")


def read_waves(given: Any) -> WaveTable:
    """The table; InvalidInput names every fault by wave and key."""
    found = from_toml(given, WaveTable)
    faults = []
    if not 1 <= found.wave_size <= LARGEST:
        faults.append(Fault("wave_size", "give the repositories that one wave holds, 1 or more"))
    if not 0 <= found.archived <= LARGEST:
        faults.append(Fault("archived", "give a whole number, 0 or more"))
    if not 1 <= len(found.waves) <= MOST_WAVES:
        faults.append(Fault("waves", f"give 1 to {MOST_WAVES} waves, not {len(found.waves):,}"))
    for position, wave in enumerate(found.waves):
        texts = (("name", name_fault(wave.name)), ("what", text_fault(wave.what, MAXIMUM_LINE)))
        faults += [Fault(under("waves", position, key), what) for key, what in texts if what]
        for key in _AMOUNTS:
            if not 0 <= getattr(wave, key) <= LARGEST:
                faults.append(Fault(under("waves", position, key), "give a whole number, 0 or more"))
        if wave.size_unknown > wave.repositories:
            faults.append(Fault(under("waves", position, "size_unknown"), "is more than there are repositories"))
    if faults:
        raise InvalidInput(*faults)
    return found
