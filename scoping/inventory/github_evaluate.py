"""gitlab-evaluate for GitHub Enterprise and GitHub.com: repositories and users."""

from scoping.inventory.cells import KIB
from scoping.inventory.repository_lists import RepositoryList, Total, github
from scoping.inventory.row_counts import Count, RowCounts
from scoping.inventory.tables import Line, column

REPOSITORIES = RepositoryList(
    tool="evaluate-github",
    required=("organisation", "personal", "archived"),
    columns={
        "organisation": column("org_user"),
        "personal": column("personal"),
        "url": column("url"),
        "size": column("repository_size_in_mb", unit=1000 * KIB),  # the API's kilobytes, which are KiB, by 1,000
        "archived": column("repository_archived"),
        "commits": column("commit_count"),
        "last_activity": column("last_activity_at"),
        "workflows": column("workflows"),
    },
    scm=github,
    totals=(Total("ci_pipelines", ("workflows",)),),
    ci_system="github_actions",
    notes=("Pull requests and issues of evaluate-github are the open ones only, and issues include pull requests.",),
)


def _person(line: Line) -> bool | None:
    kind = line.text("type")
    return None if kind is None else kind.lower() == "user"


USERS = RowCounts(
    tool="evaluate-github",
    required=("name", "type", "joined"),
    columns={"name": column("username"), "type": column("type"), "joined": column("joined_at")},
    counts=(Count("users", "rows where Type is User", ("type",), _person),),
    people=True,
)
ORGANISATIONS = RowCounts(
    tool="evaluate-github",
    required=("name", "members", "runners"),
    columns={"name": column("name"), "members": column("members"), "runners": column("runners")},
    counts=(Count("", "self-hosted runners of organisations", ("runners",), adds="runners"),),
)
TEAMS = RowCounts(
    tool="evaluate-github",
    required=("org", "name", "members"),
    columns={"org": column("org"), "name": column("name"), "members": column("members")},
    counts=(Count("", "teams to be set up as groups or members", ("name",)),),
)
LAYOUTS = (REPOSITORIES.layout(), USERS.layout(), ORGANISATIONS.layout(), TEAMS.layout())
