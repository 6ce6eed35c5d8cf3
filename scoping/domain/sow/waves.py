"""The table of waves in section 11, where a wave plan was made from the list of repositories."""

from decimal import Decimal

from scoping.domain.effort import apportion
from scoping.domain.proposal import Proposal
from scoping.domain.sow.document import Block, Paragraph, Subheading
from scoping.domain.sow.figures import NONE, count
from scoping.domain.sow.tables import Column, Kind, Row, Table, Weight
from scoping.domain.wave_table import WaveTable

TENTH_OF_A_GB = 100  # MB


def waves(proposal: Proposal, number: str) -> tuple[Block, ...]:
    """The subheading with this number, a sentence and the table; nothing where no plan was made."""
    planned = proposal.discovery.waves
    return (Subheading(number, "Waves"), Paragraph(_sentence(planned)), _table(planned)) if planned else ()


def _sentence(planned: WaveTable) -> str:
    stay = count(planned.archived, "archived repository stays", "archived repositories stay")
    return (
        f"The repositories move in this order, at most {count(planned.wave_size, 'repository', 'repositories')} a "
        "wave and one wave a working day; those of more than 5 GB move by themselves. The dates of the single waves "
        f"are agreed during planning.{f' {stay} where they are.' if planned.archived else ''}"
    )


def _table(planned: WaveTable) -> Table:
    unknown = [Column("Of unknown size", Kind.COUNT)] if planned.size_unknown else []
    sizes = apportion(-(-planned.size_mb // TENTH_OF_A_GB), [Decimal(wave.size_mb) for wave in planned.waves])
    rows = [
        Row((wave.name, wave.what or NONE, *_amounts(planned, wave.repositories, size, wave.size_unknown)))
        for wave, size in zip(planned.waves, sizes, strict=True)
    ]
    total = _amounts(planned, planned.repositories, sum(sizes), planned.size_unknown)
    rows.append(Row(("All waves", "", *total), Weight.TOTAL))
    head = (Column("Wave", Kind.SHORT), Column("What moves"), Column("Repositories", Kind.COUNT))
    return Table("waves", "Waves", (*head, Column("Git data", Kind.NUMBER, "GB"), *unknown), tuple(rows))


def _amounts(planned: WaveTable, repositories: int, tenths: int, unknown: int) -> tuple[str, ...]:
    cells = f"{repositories:,}", f"{tenths / 10:,.1f}", f"{unknown:,}"
    return cells if planned.size_unknown else cells[:2]
