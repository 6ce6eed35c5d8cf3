"""A catalogue small enough to reckon with in the head: one service, two packages, three roles."""

from datetime import date
from decimal import Decimal

from scoping.domain.catalog import Catalog, Clause, Package, Position, RateCard, Section, Service, Task, Terms
from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import UNKNOWN, Answer, Answers, Assumption, Choice, Discovery, Kind, Question
from scoping.domain.drivers import PerBatch, PerUnit, Share
from scoping.domain.effort import ThreePoint
from scoping.domain.estimating import Estimating
from scoping.domain.levels import Level, LevelRule, Role
from scoping.domain.review import ApprovalRule

ARCHITECT, ENGINEER, LEAD = "technical-architect", "professional-services-engineer", "project-manager"
ESTIMATING = Estimating(Decimal("0.1"), Decimal("0.2"))


def hours(optimistic: str, likely: str, pessimistic: str) -> ThreePoint:
    return ThreePoint(Decimal(optimistic), Decimal(likely), Decimal(pessimistic))


def more_than(fact: str, number: int) -> Condition:
    return Condition(((Test(fact, "more_than", (number,)),),))


def ladder(*keys: str) -> tuple[Level, ...]:
    return tuple(Level(key, key.title(), key[:2].upper(), grade) for grade, key in enumerate(keys, 6))


ROLES = (
    Role(ARCHITECT, "Technical architect", ladder("intermediate", "senior", "staff"), Decimal(20)),
    Role(ENGINEER, "Professional services engineer", ladder("associate", "intermediate", "senior"), Decimal(30)),
    Role(LEAD, "Project manager", ladder("intermediate"), Decimal(10)),
)
QUESTIONS = (
    Question("users", "How many users move?", Kind.NUMBER, "decides the waves", minimum=Decimal(1), required=True),
    Question(
        "repositories",
        "How many repositories move?",
        Kind.NUMBER,
        "drives the effort",
        minimum=Decimal(0),
        maximum=Decimal(100_000),
        required=True,
        unknown=Assumption(Decimal(100), Decimal(300), Decimal(900)),
    ),
    Question(
        "source_scm", "Where is the code?", Kind.CHOICE, "tools", choices=(Choice("svn", "SVN"), Choice("git", "Git"))
    ),
)
PLAN = Task("plan", "Plan the move", ARCHITECT, "intermediate", hours=hours("8", "16", "24"))
WAVES = Task("waves", "Move a wave", ENGINEER, "intermediate", PerBatch("users", "users", 200), hours("16", "24", "40"))
TRIAL = Task(
    "trial", "Try it", ENGINEER, "associate", PerUnit("repositories", "repositories"), hours("0.05", "0.1", "0.2")
)
STEER = Task("lead", "Lead", LEAD, "intermediate", Share(Decimal("0.2")))
CLAUSES = (
    Clause("moved", Section.DELIVERABLE, "Every repository at its new place.", "A list of them is compared."),
    Clause("access", Section.ASSUMPTION, "The customer gives access in the first week."),
    Clause("issues", Section.EXCLUSION, "Issues stay where they are."),
    Clause("contact", Section.DUTY, "The customer names one contact."),
)
SERVICES = (
    Service(
        "scm-migration",
        "SCM migration",
        "Moves repositories.",
        tuple(question.key for question in QUESTIONS),
        (Package("prepare", "Prepare", (PLAN,)), Package("move", "Move", (WAVES, TRIAL), ("prepare",))),
        CLAUSES,
    ),
    Service(
        "engagement",
        "Engagement",
        "Every engagement's own work.",
        (),
        (Package("leading", "Lead the work", (STEER,), position=Position.SPREAD),),
        always=True,
    ),
)
CATALOG = Catalog(
    {service.key: service for service in SERVICES},
    {question.key: question for question in QUESTIONS},
    {role.key: role for role in ROLES},
    (
        LevelRule("many-users", ARCHITECT, "senior", "More than 500 users.", more_than("users", 500)),
        LevelRule("very-many-users", ARCHITECT, "staff", "More than 5,000 users.", more_than("users", 5000)),
    ),
    (
        ApprovalRule("staffing", "Staffing assessment", ARCHITECT, "senior", "Every SOW needs it."),
        ApprovalRule("program", "Program", ARCHITECT, "staff", "A program.", more_than("users", 5000)),
        ApprovalRule("delivery", "Delivery", "delivery-manager", "", "Every SOW needs it."),
    ),
    {
        "list-2022": RateCard(
            "list-2022",
            "List",
            "USD",
            date(2022, 1, 1),
            {role.key: {level.key: Decimal(300) for level in role.levels} for role in ROLES},
        )
    },
    Terms(2, 8, Decimal(4), 30, {"thinks_so": Decimal("0.15"), "guess": Decimal("0.4")}, estimating=ESTIMATING),
    "tiny",
)
ANSWERS = {"users": Answer(800), "repositories": Answer(1500), "source_scm": UNKNOWN}


def discovery(
    customer: str = "Northwind Freight", title: str = "Move to GitLab.com", answers: Answers = ANSWERS
) -> Discovery:
    return Discovery(
        customer, title, "USD", "list-2022", date(2027, 2, 1), ("scm-migration",), ("One platform",), answers=answers
    )
