"""Statistics tools of GitHub's migration people: gh-repo-stats, -plus, gh-gitlab-stats, gh-migration-analyzer."""

from scoping.inventory.cells import KIB, MIB
from scoping.inventory.found import LISTED
from scoping.inventory.repository_lists import RepositoryList, always, github
from scoping.inventory.row_counts import Count, RowCounts
from scoping.inventory.tables import column

REPO_STATS = RepositoryList(
    tool="gh-repo-stats",
    required=("organisation", "name", "size"),
    columns={
        "organisation": column("org_name"),
        "name": column("repo_name"),
        "url": column("full_url"),
        "size": column("repo_size_mb", unit=MIB),
        "archived": column("is_archived", "is_archive"),
        "fork": column("is_fork"),
        "lfs": column("has_lfs"),
        "empty": column("is_empty"),
        "last_activity": column("last_push"),
    },
    scm=github,
    flags={"migration issue": column("migration_issue"), "template": column("is_template")},
    notes=("gh-repo-stats rounds sizes down to whole MiB, so sums of them are a lower bound.",),
    rank=1,
)
REPO_STATS_JSON = RepositoryList(
    tool="gh-repo-stats",
    required=("organisation", "name", "size"),
    columns={
        "organisation": column("org"),
        "name": column("name"),
        "url": column("url"),
        "size": column("disk_usage", unit=KIB),
        "archived": column("is_archived"),
        "fork": column("is_fork"),
        "last_activity": column("pushed_at"),
    },
    scm=github,
)
GITLAB_STATS = RepositoryList(
    tool="gh-gitlab-stats",
    required=("namespace", "name", "size", "lfs_size"),
    columns={
        "namespace": column("namespace"),
        "name": column("project"),
        "url": column("full_url"),
        "size": column("project_size_mb", unit=MIB),
        "lfs_size": column("lfs_size_mb", unit=MIB),
        "archived": column("is_archive", "is_archived"),
        "fork": column("is_fork"),
        "empty": column("is_empty"),
        "last_activity": column("last_push"),
    },
    scm=always("gitlab"),
    notes=("gh-gitlab-stats counts open issues only and estimates protected branches.",),
    rank=1,
)
ANALYZER = RepositoryList(
    tool="gh-migration-analyzer",
    required=("name", "size", "archived"),
    columns={
        "name": column("repository_name"),
        "size": column("size_kib", unit=KIB),
        "archived": column("is_archived"),
        "last_activity": column("last_push_date"),
    },
    scm=github,
)
ANALYZER_ORGANISATION = RowCounts(
    tool="gh-migration-analyzer",
    required=("members", "repositories"),
    columns={"members": column("number_of_members"), "repositories": column("number_of_repositories")},
    counts=(
        Count("users", "sum of Number of Members", ("members",), adds="members"),
        Count(LISTED, "sum of Number of Repositories", ("repositories",), adds="repositories"),
    ),
    rank=2,
)
ANALYZER_REQUESTS = RowCounts(
    tool="gh-migration-analyzer",
    required=("project", "name", "requests"),
    columns={
        "project": column("project"),
        "name": column("repository_name"),
        "requests": column("number_of_pull_requests"),
    },
    counts=(Count(LISTED, "all rows", ("name",)),),
    constants=(("source_scm", "azure_devops"),),
    rank=2,
)
LAYOUTS = tuple(
    each.layout()
    for each in (REPO_STATS, REPO_STATS_JSON, GITLAB_STATS, ANALYZER, ANALYZER_ORGANISATION, ANALYZER_REQUESTS)
)
