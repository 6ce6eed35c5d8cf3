"""Inventory reports of GitHub's importers: `gh ado2gh`, `gh bbs2gh` and `gh gl2gh inventory-report`."""

from scoping.inventory.cells import ANY_MARK
from scoping.inventory.found import LISTED
from scoping.inventory.repository_lists import RepositoryList, Total, always
from scoping.inventory.row_counts import Count, RowCounts
from scoping.inventory.tables import column

_DATES = column("last_push_date", "last_commit_date")

ADO_REPOSITORIES = RepositoryList(
    tool="ado2gh",
    required=("organisation", "namespace", "name", "size"),
    columns={
        "organisation": column("org"),
        "namespace": column("teamproject"),
        "name": column("repo"),
        "url": column("url"),
        "size": column("compressed_repo_size_in_bytes", marks=ANY_MARK),
        "last_activity": _DATES,
        "pipelines": column("pipeline_count", marks=ANY_MARK),
        "person_contributor": column("most_active_contributor"),
    },
    scm=always("azure_devops"),
    archives=False,
    totals=(Total("ci_pipelines", ("pipelines",)),),
    ci_system="azure_pipelines",
    notes=("ado2gh leaves out disabled repositories, TFVC and classic releases.",),
)
BITBUCKET_REPOSITORIES = RepositoryList(
    tool="bbs2gh",
    required=("namespace", "name", "size"),
    columns={
        "namespace": column("project_key"),
        "name": column("repo"),
        "url": column("url"),
        "size": column("repo_size_in_bytes", marks=ANY_MARK),
        "archived": column("is_archived"),
        "last_activity": _DATES,
    },
    scm=always("bitbucket_server"),
)
GITLAB_PROJECTS = RepositoryList(
    tool="gl2gh",
    required=("namespace", "name", "size"),
    columns={
        "namespace": column("group_path"),
        "name": column("project"),
        "url": column("url"),
        "size": column("repo_size_in_bytes", marks=ANY_MARK),
        "archived": column("is_archived"),
        "last_activity": _DATES,
    },
    scm=always("gitlab"),
    notes=("gl2gh leaves out projects of single persons.",),
)


def _summary(tool: str, required: tuple[str, ...], repositories: str, **names: str) -> RowCounts:
    columns = {key: column(name) for key, name in names.items()}
    columns |= {
        "url": column("url"),
        "repositories": column(repositories, marks=ANY_MARK),
        "pipelines": column("pipeline_count", marks=ANY_MARK),
        "person_owner": column("owner"),
    }
    rule = f"sum of {repositories.replace('_', '-')} over all rows, archived ones included"
    pipelines = Count("ci_pipelines", "sum of pipeline-count over all rows", ("pipelines",), adds="pipelines")
    counts = (Count(LISTED, rule, ("repositories",), adds="repositories"), pipelines)
    return RowCounts(tool, (*required, "repositories"), columns, counts, rank=2, absent=frozenset({"repo"}))


ADO_PIPELINES = RowCounts(
    tool="ado2gh",
    required=("organisation", "namespace", "pipeline"),
    columns={
        "organisation": column("org"),
        "namespace": column("teamproject"),
        "pipeline": column("pipeline"),
        "url": column("url"),
    },
    counts=(Count("ci_pipelines", "all rows", ("pipeline",)),),
    constants=(("ci_system", "azure_pipelines"), ("ci_instances", 1), ("ado_builds", True)),
)
LAYOUTS = tuple(
    each.layout()
    for each in (
        ADO_REPOSITORIES,
        BITBUCKET_REPOSITORIES,
        GITLAB_PROJECTS,
        ADO_PIPELINES,
        _summary("ado2gh", ("name", "projects"), "repo_count", name="name", projects="teamproject_count"),
        _summary("ado2gh", ("organisation", "namespace"), "repo_count", organisation="org", namespace="teamproject"),
        _summary("bbs2gh", ("namespace",), "repo_count", namespace="project_key"),
        _summary("gl2gh", ("namespace",), "project_count", namespace="group_path"),
    )
)
