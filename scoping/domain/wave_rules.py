"""How many repositories one wave holds: the pace at which the schedule itself moves them, one wave a day."""

from collections.abc import Iterator
from dataclasses import dataclass

from scoping.domain.catalog import Catalog
from scoping.domain.conditions import holds
from scoping.domain.discovery import Discovery
from scoping.domain.drivers import PerBatch, batch_size
from scoping.domain.estimate import facts_from, unknowns, with_assumptions
from scoping.domain.waves import LARGE_PER_DAY

REPOSITORIES, LARGE = "repositories", "repositories_over_5gb"


@dataclass(frozen=True)
class WaveRules:
    """Repositories a wave, large ones a day; the answer that decides the first, blank where none does, its source."""

    wave_size: int
    large_per_day: int
    because: str
    source: str


def doubts(catalog: Catalog, discovery: Discovery) -> Iterator[str]:
    """Why the wave plan of a discovery no longer fits its answers, as sentences; none where it fits."""
    if discovery.waves is None:
        return
    mend = "Plan the waves again, or take the table out of the document."
    rules, told = wave_rules(catalog, discovery), discovery.answers.get(REPOSITORIES)
    if rules is None:
        yield f"The document has a table of waves, and no task of the estimate moves repositories in waves. {mend}"
    elif rules.wave_size != discovery.waves.wave_size:
        yield (
            f"The table of waves was planned with {discovery.waves.wave_size:,} repositories a wave, the estimate now "
            f"counts {rules.wave_size:,}. {mend}"
        )
    if told and told.value is not None and told.value != discovery.waves.repositories:
        yield (
            f"The table of waves moves {discovery.waves.repositories:,} repositories, the answer says "
            f"{told.value:,}. {mend}"
        )


def wave_rules(catalog: Catalog, discovery: Discovery) -> WaveRules | None:
    """The rules for these services and answers; None where no task of them moves repositories in waves."""
    questions = catalog.asked(discovery.services)
    facts = facts_from(questions, discovery.answers, discovery.services)
    missing = unknowns(questions, facts)
    filled = with_assumptions(facts, missing)
    packages = [package for service in catalog.sold(discovery.services) for package in service.packages]
    paced = [(package, package.days_at_least) for package in packages if isinstance(package.days_at_least, PerBatch)]
    large_per_day = next((pace.size for _, pace in paced if pace.fact == LARGE), LARGE_PER_DAY)
    for package, pace in paced:
        at_work = [task for task in package.tasks if holds(task.when, filled) is True]
        if pace.fact == REPOSITORIES and at_work:
            because, choice = "", questions.get(pace.by)
            if choice and filled.get(choice.key) is not None:
                because = f"{choice.text} {choice.label_of(filled[choice.key])}"
                because += ", assumed" if choice.key in missing else ""
            return WaveRules(int(batch_size(pace, filled)), large_per_day, because, at_work[0].source)
    return None
