"""A small catalogue of two services with every kind of clause, so that documents under test do not move with the
shipped figures."""

from datetime import date
from decimal import Decimal

from scoping.domain.catalog import Catalog, Clause, Note, Package, Position, RateCard, Section, Service, Task, Terms
from scoping.domain.conditions import Condition, Test
from scoping.domain.discovery import Answer, Assumption, Choice, Confidence, Contact, Discovery, Kind, Question
from scoping.domain.drivers import Driver, Fixed, PerBatch, PerUnit, Share
from scoping.domain.effort import ThreePoint
from scoping.domain.estimating import Estimating
from scoping.domain.levels import Level, LevelRule, Role
from scoping.domain.proposal import Proposal, propose
from scoping.domain.review import ApprovalRule

TA, PSE, PM = "technical-architect", "professional-services-engineer", "project-manager"


def hours(low: str, likely: str, high: str) -> ThreePoint:
    return ThreePoint(Decimal(low), Decimal(likely), Decimal(high))


def task(key: str, name: str, role: str, level: str, three: ThreePoint | None, driver: Driver | None = None) -> Task:
    return Task(key, name, role, level, driver or Fixed(), three, ours=three is not None and driver is None)


ROLES = (
    Role(
        TA,
        "Technical architect",
        (
            Level("intermediate", "Intermediate", "TA I", 6),
            Level("senior", "Senior", "TA S", 7),
            Level("staff", "Staff", "TA St", 8),
        ),
        Decimal(20),
    ),
    Role(
        PSE,
        "Professional services engineer",
        (
            Level("associate", "Associate", "PSE A", 5),
            Level("intermediate", "Intermediate", "PSE I", 6),
            Level("senior", "Senior", "PSE S", 7),
        ),
        Decimal(40),
    ),
    Role(PM, "Project manager", (Level("intermediate", "Project manager", "PM"),), Decimal(20)),
)

ENGAGEMENT = Service(
    "engagement",
    "Engagement",
    "Kick-off, steering and closing of the work.",
    ("contact_style",),
    (
        Package(
            "kick-off",
            "Kick-off",
            (
                task("plan", "Agree plan and communication", PM, "intermediate", hours("4", "6", "10")),
                task("access", "Check access", PSE, "intermediate", hours("2", "4", "8")),
            ),
            position=Position.FIRST,
        ),
        Package(
            "steering",
            "Steering",
            (task("steer", "Manage the project", PM, "intermediate", None, Share(Decimal("0.2"))),),
            position=Position.SPREAD,
        ),
        Package(
            "closing",
            "Closing",
            (task("close", "Hand over and close", TA, "intermediate", hours("2", "4", "6")),),
            position=Position.LAST,
        ),
    ),
    (
        Clause("meet", Section.GOVERNANCE, "The parties meet weekly for half an hour."),
        Clause("raid", Section.GOVERNANCE, "One log holds risks, actions, issues and decisions."),
        Clause("passive", Section.ACCEPTANCE, "A deliverable counts as accepted five business days after notice."),
        Clause("order", Section.CHANGE_CONTROL, "More budget needs a change order signed by both sides."),
        Clause("monthly", Section.BILLING, "Hours are billed monthly as delivered."),
        Clause("travel", Section.EXPENSES, "Travel is charged at cost after written approval."),
        Clause("notice", Section.SCHEDULE, "A wave is announced to its users five days before."),
        Clause("pm", Section.DUTY, "Name a skilled project manager."),
    ),
    correlation=Decimal("0.3"),
    always=True,
)

MIGRATION = Service(
    "scm-migration",
    "SCM migration",
    "Repositories with their history move to the new platform in announced waves.",
    ("source_scm", "users", "repositories", "large_repositories"),
    (
        Package(
            "discovery",
            "Discovery and design",
            (
                task("inventory", "Take inventory of the source", PSE, "intermediate", hours("6", "10", "20")),
                task("design", "Design groups and permissions", TA, "intermediate", hours("8", "12", "24")),
            ),
        ),
        Package(
            "waves",
            "Migration waves",
            (
                task("pilot", "Run the pilot", PSE, "intermediate", hours("6", "8", "16")),
                task(
                    "wave",
                    "Run waves",
                    PSE,
                    "intermediate",
                    hours("5", "8", "14"),
                    PerBatch("repositories", "repositories", 200),
                ),
                task(
                    "large",
                    "Import large repositories",
                    PSE,
                    "intermediate",
                    hours("2", "4", "9"),
                    PerUnit("large_repositories", "large repositories"),
                ),
            ),
            after=("discovery",),
        ),
    ),
    (
        Clause("move", Section.ACTIVITY, "Move {repositories} repositories with history, branches and merge requests."),
        Clause("plan", Section.DELIVERABLE, "Migration plan", "The customer confirms waves and dates in writing."),
        Clause("report", Section.DELIVERABLE, "Migration report per wave", "Every mismatch is resolved or accepted."),
        Clause(
            "cap",
            Section.ASSUMPTION,
            "Up to {repositories} repositories are migrated.",
            "More of them start a change order.",
        ),
        Clause("secrets", Section.EXCLUSION, "Secrets and CI variables are not moved."),
        Clause("ports", Section.DUTY, "Open port 443 between source and destination."),
        Clause("freeze", Section.RISK, "A wave overlaps a release freeze.", "Waves are planned around known freezes."),
    ),
    (
        Note(
            "large",
            "No published figure covers this size; the estimate extends the trend.",
            Condition(((Test("repositories", "more_than", (1200,)),),)),
        ),
    ),
)

PIPELINES = Service(
    "ci-cd",
    "CI/CD",
    "Pipelines are rebuilt from templates; the customer’s teams learn to convert the rest.",
    ("pipelines",),
    (
        Package(
            "conversion",
            "Conversion",
            (
                task("templates", "Build pipeline templates", TA, "intermediate", hours("12", "20", "40")),
                task(
                    "convert",
                    "Convert pipelines",
                    PSE,
                    "senior",
                    hours("2", "4", "8"),
                    PerUnit("pipelines", "pipelines"),
                ),
            ),
        ),
    ),
    (
        Clause("convert", Section.ACTIVITY, "Convert {pipelines} pipelines and coach two teams."),
        Clause("templates", Section.DELIVERABLE, "Pipeline templates", "Two teams run them without help."),
        Clause(
            "pipelines",
            Section.ASSUMPTION,
            "Up to {pipelines} pipelines are converted.",
            "More of them start a change order.",
        ),
        Clause("plugins", Section.EXCLUSION, "Plug-ins without a counterpart are not rewritten."),
        Clause("runners", Section.DUTY, "Register runners before conversion begins."),
        Clause(
            "undocumented", Section.RISK, "Pipelines depend on undocumented scripts.", "The pilot picks the hardest."
        ),
    ),
)

QUESTIONS = (
    Question(
        "contact_style",
        "How does the customer want to be informed?",
        Kind.TEXT,
        "Shapes governance.",
        group="Engagement",
    ),
    Question(
        "source_scm",
        "Where is the code today?",
        Kind.CHOICE,
        "Decides the tool.",
        group="Source",
        choices=(Choice("gitlab", "GitLab"), Choice("bitbucket_server", "Bitbucket Server")),
        required=True,
    ),
    Question("users", "How many users?", Kind.NUMBER, "Decides the cut of waves.", group="Source", unit="users"),
    Question(
        "repositories",
        "How many repositories?",
        Kind.NUMBER,
        "Drives the waves.",
        group="Size",
        unit="repositories",
        required=True,
    ),
    Question(
        "large_repositories",
        "How many repositories above 5 GB?",
        Kind.NUMBER,
        "Each is imported by hand.",
        group="Size",
        unit="large repositories",
        unknown=Assumption(Decimal(0), Decimal(4), Decimal(12)),
    ),
    Question(
        "pipelines", "How many pipelines?", Kind.NUMBER, "Each is converted.", group="Pipelines", unit="pipelines"
    ),
)

RATES = {
    TA: {"intermediate": Decimal(300), "senior": Decimal("330"), "staff": Decimal("365.50")},
    PSE: {"associate": Decimal(200), "intermediate": Decimal("240.25"), "senior": Decimal(280)},
    PM: {"intermediate": Decimal(220)},
}

CATALOG = Catalog(
    {service.key: service for service in (ENGAGEMENT, MIGRATION, PIPELINES)},
    {question.key: question for question in QUESTIONS},
    {role.key: role for role in ROLES},
    (
        LevelRule(
            "several",
            TA,
            "senior",
            "Several services run at once.",
            Condition(((Test("service_count", "more_than", (1,)),),)),
            ours=True,
        ),
        LevelRule("price", TA, "senior", "The estimate is above $50,000.", above={"USD": Decimal(50000)}),
    ),
    (
        ApprovalRule(
            "architect",
            "Scope and effort",
            TA,
            "intermediate",
            "The estimate is above $50,000.",
            above={"USD": Decimal(50000)},
        ),
        ApprovalRule("staffing", "Staffing assessment", TA, "senior", "Every staffing plan is assessed by a Senior."),
        ApprovalRule("delivery", "Delivery", "delivery-manager", "", "Regional delivery approves every scope."),
    ),
    {"by-level": RateCard("by-level", "Rates by level", "USD", date(2027, 1, 1), RATES)},
    Terms(
        2,
        6,
        Decimal(8),
        60,
        {Confidence.THINKS_SO: Decimal("0.15"), Confidence.GUESS: Decimal("0.4")},
        estimating=Estimating(Decimal("0.1"), Decimal("0.2")),
    ),
    digest="fixture",
)

DISCOVERY = Discovery(
    "Northwind Freight",
    "Move to GitLab.com",
    "USD",
    "by-level",
    date(2027, 2, 1),
    ("scm-migration", "ci-cd"),
    ("One platform for 40 teams",),
    ("Two release freezes a month",),
    ("No change in the last week of a quarter",),
    (Contact("Ada Byron", "Champion"), Contact("Grace Murray", "Administrator")),
    {
        "source_scm": Answer("bitbucket_server"),
        "users": Answer(800, Confidence.THINKS_SO, "call of 14 March"),
        "repositories": Answer(1500),
        "pipelines": Answer(60, Confidence.GUESS),
    },
)


def proposal(discovery: Discovery = DISCOVERY, catalog: Catalog = CATALOG) -> Proposal:
    return propose(catalog, discovery)
