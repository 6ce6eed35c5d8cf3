"""gitlab-evaluate for GitLab: projects in all layouts since 0.13, users, flagged projects."""

from scoping.inventory.repository_lists import RepositoryList, Total, always
from scoping.inventory.row_counts import Count, RowCounts
from scoping.inventory.tables import Line, column

PROJECTS = RepositoryList(
    tool="gitlab-evaluate",
    required=("name", "namespace", "archived", "kind"),
    columns={
        "name": column("project"),
        "namespace": column("namespace"),
        "url": column("url"),
        "kind": column("kind"),
        "archived": column("archived"),
        "fork": column("is_fork"),
        "size": column("repository_size", "repository"),
        "storage": column("storage_size", "storage"),
        "commits": column("commit_count", "commits"),
        "last_activity": column("last_activity_at"),
        "lfs_size": column("lfs_objects_size"),
        "registry": column("container_registry_size", "containers"),
        "tags": column("container_tag_count"),
        "packages": column("packages_size", "total_packages_size", "packages"),
    },
    scm=always("gitlab"),
    flags={
        "mirror": column("mirror"),
        "more than 1,000 branches": column("branches_over"),
        "more than 5,000 tags": column("tags_over"),
        "more than 5,000 pipelines": column("pipelines_over"),
        "more than 5,000 issues": column("issues_over"),
        "more than 5,000 merge requests": column("merge_requests_over"),
        "storage above 20 GB": column("storage_size_over"),
        "LFS above 20 GB": column("lfs_objects_size_over"),  # its label says 5 GB, its limit is 20
        "packages above 20 GB": column("packages_size_over"),
        "registry above 20 GB": column("container_registry_size_over", "containers_size_over"),
        "uploads above 5 GB": column("uploads_size_over"),
        "export above 5 GB": column("estimated_export_size_over"),
        "export above 10 GB": column("estimated_export_size_s3_over"),
    },
    totals=(
        Total("registry_gb", ("registry", "packages"), gigabytes=True, hint="tags"),
        Total("lfs_gb", ("lfs_size",), gigabytes=True),
        Total("disk_gb", ("storage",), gigabytes=True),
    ),
)


def _active_person(line: Line) -> bool | None:
    state, kind = line.text("state"), line.text("type")
    if (state and state.lower() != "active") or line.truth("bot") or (kind and kind.lower() not in ("human", "user")):
        return False
    return None if state is None else True


def _inactive(line: Line) -> bool:
    return (line.text("state") or "active").lower() != "active"


USERS = RowCounts(
    tool="gitlab-evaluate",
    required=("name", "state", "seat"),
    columns={
        "name": column("username"),
        "state": column("state"),
        "type": column("user_type"),
        "bot": column("bot"),
        "seat": column("using_license_seat"),
        "external": column("external"),
    },
    counts=(
        Count("users", "rows where state is active, bots left out", ("state",), _active_person),
        Count("", "users that are not active", ("state",), _inactive),
        Count("", "users that are bots", ("bot",), lambda line: bool(line.truth("bot"))),
        Count("", "users that are external", ("external",), lambda line: bool(line.truth("external"))),
    ),
    people=True,
)
FLAGGED = RowCounts(
    tool="gitlab-evaluate",
    required=("name", "reason"),
    columns={"name": column("project"), "reason": column("reason")},
    counts=(Count("", "projects flagged for review", ("reason",)),),
)
LAYOUTS = (PROJECTS.layout(), USERS.layout(), FLAGGED.layout())
