"""gitlab-evaluate for Azure DevOps: repositories, projects, pipelines, agents, secrets, feeds and users."""

from scoping.inventory.cells import MIB
from scoping.inventory.repository_lists import RepositoryList, always
from scoping.inventory.row_counts import Count, RowCounts
from scoping.inventory.tables import Line, column

TOOL = "evaluate-ado"

REPOSITORIES = RepositoryList(
    tool=TOOL,
    required=("name", "namespace", "disabled", "size"),
    columns={
        "name": column("repository_name"),
        "namespace": column("project_name"),
        "url": column("git_url"),
        "size": column("repository_size_in_mb", unit=MIB),
        "disabled": column("repository_disabled"),
        "last_activity": column("last_activity"),
    },
    scm=always("azure_devops"),
    archives=False,
    flags={"disabled": column("repository_disabled")},
)


def _of_kind(*words: str) -> Count:
    def chosen(line: Line) -> bool:
        kind = (line.text("kind") or "").lower()
        return any(word in kind for word in words)

    return Count("", f"pipelines of the kind {words[0]}", ("kind",), chosen)


def _own(line: Line) -> bool | None:
    hosted = line.truth("hosted")
    return None if hosted is None else not hosted


PROJECTS = RowCounts(
    tool=TOOL,
    required=("name", "repositories", "items"),
    columns={
        "name": column("name"),
        "url": column("url"),
        "repositories": column("total_repositories"),
        "items": column("total_work_items"),
        "tfvc": column("tfvc"),
        "classic": column("total_build_definitions_classic"),
        "yaml": column("total_build_definitions_multi_stage_yaml"),
        "releases": column("total_release_definitions"),
        "person_administrators": column("administrators"),
        "person_users": column("project_users"),
    },
    counts=(
        Count("groups", "rows, one a team project", ("name",)),
        Count("tfvc_repositories", "rows where TFVC is True", ("tfvc",), lambda line: line.truth("tfvc")),
        Count("ado_ui_builds", "any Total Build Definitions (Classic)", ("classic",), adds="classic", yes=True),
        Count("ado_classic_releases", "any Total Release Definitions", ("releases",), adds="releases", yes=True),
        Count("ado_work_items", "any Total Work Items", ("items",), adds="items", yes=True),
        Count("", "classic builds, without a file in the repository", ("classic",), adds="classic"),
        Count("", "multi-stage YAML builds", ("yaml",), adds="yaml"),
        Count("", "classic release definitions, rebuilt by hand", ("releases",), adds="releases"),
        Count("", "work items", ("items",), adds="items"),
    ),
    rank=1,
)
PIPELINES = RowCounts(
    tool=TOOL,
    required=("id", "name", "kind"),
    columns={
        "id": column("pipeline_id"),
        "name": column("pipeline_name"),
        "kind": column("pipeline_type"),
        "url": column("pipeline_url"),
    },
    counts=(Count("ci_pipelines", "all rows", ("id",)), _of_kind("classic"), _of_kind("yaml")),
    constants=(("ci_system", "azure_pipelines"), ("ci_instances", 1), ("ado_builds", True)),
)
AGENTS = RowCounts(
    tool=TOOL,
    required=("id", "hosted", "size"),
    columns={
        "id": column("pool_id"),
        "hosted": column("is_hosted"),
        "size": column("pool_size"),
        "person_owner": column("owner"),
    },
    counts=(Count("ado_build_servers", "sum of Pool Size where Is Hosted is False", ("hosted",), _own, "size"),),
)
VARIABLES = RowCounts(
    tool=TOOL,
    required=("group", "name", "secret"),
    columns={
        "group": column("variable_group_id"),
        "name": column("variable_name"),
        "secret": column("is_secret"),
        "person_author": column("created_by"),
    },
    counts=(
        Count("", "secret variables, created again by hand", ("secret",), lambda line: bool(line.truth("secret"))),
    ),
)
FEEDS = RowCounts(
    tool=TOOL,
    required=("feed", "package"),
    columns={"feed": column("feed_id"), "package": column("package_id")},
    counts=(
        Count("artifact_repositories", "different values of Feed ID", ("feed",), distinct="feed"),
        Count("", "different packages", ("package",), distinct="package"),
    ),
    constants=(("ado_feeds", True),),
)
USERS = RowCounts(
    tool=TOOL,
    required=("id", "principal"),
    columns={"id": column("object_id"), "principal": column("principal_name")},
    counts=(Count("users", "all rows", ("id",)),),
    people=True,
)
LAYOUTS = tuple(each.layout() for each in (REPOSITORIES, PROJECTS, PIPELINES, AGENTS, VARIABLES, FEEDS, USERS))
