"""gitlab-evaluate for Bitbucket, Data Center and Cloud: repositories and users."""

from scoping.inventory.cells import MIB
from scoping.inventory.repository_lists import RepositoryList, Total, always
from scoping.inventory.row_counts import Count, RowCounts
from scoping.inventory.tables import Line, column

DATA_CENTER = RepositoryList(
    tool="evaluate-bitbucket",
    required=("name", "archived", "size", "requests"),
    columns={
        "name": column("project"),  # holds the repository, whatever it is called
        "url": column("url"),
        "size": column("repository_size_in_mb", unit=MIB),
        "requests": column("pull_requests"),
        "archived": column("repository_archived"),
        "commits": column("commit_count"),
        "last_activity": column("last_activity_at"),
    },
    scm=always("bitbucket_server"),
    notes=("evaluate-bitbucket tells no sizes; the report of `gh bbs2gh inventory-report` has them.",),
    absent=frozenset({"org_user"}),
    rank=1,
)
CLOUD = RepositoryList(
    tool="evaluate-bitbucket-cloud",
    required=("name", "url", "size", "pipeline"),
    columns={
        "name": column("repository_name"),
        "namespace": column("project"),
        "url": column("clone_url"),
        "size": column("size_mb", unit=MIB),
        "pipeline": column("ci_cd_pipeline"),
        "last_activity": column("last_activity"),
    },
    scm=always("bitbucket_cloud"),
    archives=False,
    totals=(Total("ci_pipelines", ("pipeline",), truths=True),),
    ci_system="other",
    notes=("evaluate-bitbucket-cloud writes a size of 0.0 also where it does not know.",),
    rank=1,
)


def _active(line: Line) -> bool | None:
    state = line.text("state")
    return None if state is None else state.lower() in ("active", "true")


USERS = RowCounts(
    tool="evaluate-bitbucket",
    required=("name", "email", "state"),
    columns={"name": column("username"), "email": column("email"), "state": column("state")},
    counts=(Count("users", "rows where State is active", ("state",), _active),),
    people=True,
    absent=frozenset({"using_license_seat"}),
)
CLOUD_USERS = RowCounts(
    tool="evaluate-bitbucket-cloud",
    required=("name", "display", "account"),
    columns={"name": column("username"), "display": column("display_name"), "account": column("account_id")},
    counts=(Count("users", "all rows", ("account",)),),
    people=True,
)
LAYOUTS = (DATA_CENTER.layout(), CLOUD.layout(), USERS.layout(), CLOUD_USERS.layout())
