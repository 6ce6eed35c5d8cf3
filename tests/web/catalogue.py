"""The small catalogue with a question of every kind, one of them conditional, and a second service."""

from dataclasses import replace
from decimal import Decimal

from scoping.domain.catalog import Catalog, Clause, Package, Section, Service, Task
from scoping.domain.cells import Column
from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import Assumption, Choice, Kind, Question
from scoping.domain.effort import ThreePoint
from scoping.domain.skills import ClearanceRule, SkillRule, Skills
from scoping.reference.holidays import PublicHolidays
from tests import catalogue

MORE = (
    Question(
        "svn_layout",
        "Is the layout standard?",
        Kind.YES_NO,
        "other layouts need mapping",
        group="Source",
        when=Condition(((Test("source_scm", "one_of", ("svn",)),),)),
        unknown=Assumption(weights={"yes": Decimal(3), "no": Decimal(1)}),
    ),
    Question(
        "tools",
        "Which tools are connected?",
        Kind.CHOICES,
        "each is connected anew",
        group="Source",
        choices=(Choice("jira", "Jira"), Choice("jenkins", "Jenkins")),
    ),
    Question("worries", "What worries them?", Kind.TEXT, "named in the document", group="Context"),
    Question("drawing", "Is there a drawing?", Kind.FILE, "saves questions", group="Context"),
    Question(
        "systems",
        "What does each system hold?",
        Kind.ROWS,
        "each is moved by itself",
        group="Context",
        columns=(Column("name", "System"), Column("users", "Users", numeric=True)),
    ),
    Question("licence_until", "Until when is the old licence paid?", Kind.DATE, "sets the end", group="Context"),
)
TRAINING = Service(
    "training",
    "Training",
    "Teaches people.",
    ("attendees",),
    (
        Package(
            "classes",
            "Classes",
            (
                Task(
                    "class",
                    "Hold a class",
                    catalogue.ARCHITECT,
                    "intermediate",
                    hours=ThreePoint(Decimal(8), Decimal(9), Decimal(12)),
                ),
            ),
        ),
    ),
    catalogue.CLAUSES,
)
LATE = Clause(
    "late",
    Section.RISK,
    "The network team opens the ports late.",
    "Ask in the first week.",
    probability=Decimal("0.25"),
    hours=ThreePoint(Decimal(8), Decimal(16), Decimal(40)),
)
MOVED = Clause("count", Section.ACTIVITY, "Move {repositories} repositories with their history.")
ATTENDEES = Question("attendees", "How many attend?", Kind.NUMBER, "twelve to a class", group="Training")

FROM_SVN = Condition(((Test("source_scm", "one_of", ("svn",)),),))
SKILLS = Skills(
    ("svn",),
    (SkillRule("svn", catalogue.ENGINEER, "svn", 1, FROM_SVN, "repositories come from Subversion", ours=True),),
    (ClearanceRule("svn", "background check", FROM_SVN, "the customer asks for one", "[PRIO]"),),
)


def catalog() -> Catalog:
    """`tests.catalogue` with more to ask and to sell."""
    small = catalogue.CATALOG
    migration = small.services["scm-migration"]
    services = {
        "scm-migration": replace(
            migration,
            questions=(*migration.questions, *(question.key for question in MORE)),
            clauses=(*migration.clauses, LATE, MOVED),
        ),
        "training": TRAINING,
        "engagement": small.services["engagement"],
    }
    questions = {**small.questions, **{question.key: question for question in (*MORE, ATTENDEES)}}
    card = small.rate_cards["list-2022"]
    cards = {"list-2022": card, "euro": replace(card, key="euro", name="Euro list", currency="EUR")}
    return replace(
        small,
        services=services,
        questions=questions,
        rate_cards=cards,
        digest="wide",
        holidays=PublicHolidays(),
        skills=SKILLS,
    )
