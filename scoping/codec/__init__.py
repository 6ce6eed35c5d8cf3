"""Domain values <-> plain data, for JSON columns, TOML files and other programs."""

from scoping.codec.differences import difference_output
from scoping.codec.discovery_reader import discovery_from_table, discovery_from_toml
from scoping.codec.discovery_writer import discovery_to_toml
from scoping.codec.output import proposal_output
from scoping.codec.plain import from_plain, from_toml, to_plain
from scoping.codec.texts import MAXIMUM_LINE, MAXIMUM_LINES, MAXIMUM_NAME, name_fault, text_fault
from scoping.codec.toml import MAXIMUM_BYTES, decoded, parse

__all__ = [
    "MAXIMUM_BYTES",
    "MAXIMUM_LINE",
    "MAXIMUM_LINES",
    "MAXIMUM_NAME",
    "decoded",
    "difference_output",
    "discovery_from_table",
    "discovery_from_toml",
    "discovery_to_toml",
    "from_plain",
    "from_toml",
    "name_fault",
    "parse",
    "proposal_output",
    "text_fault",
    "to_plain",
]
