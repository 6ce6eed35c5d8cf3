"""The sheets of gitlab-evaluate's workbooks for every source: the tool's headers, invented values."""

import csv

from tests.inventory.files import Cell, fixture, workbook

FRONT = [
    ["Account", None, "Comments"],
    ["Basic information from source", "https://git.fixture.example"],
    ["GitLab Version", "17.3.1-ee"],
    ["Date Run", "2026-11-01"],
    ["Total Groups", "1,204"],
    ["Total Projects", "7"],
    ["Enumeration", "INCOMPLETE - 2 pages failed"],
    ["Total Group Projects", "=COUNTIF(1,2)"],
    ["Metrics", "ALL PROJECTS"],
    ["Repos Size", "=SUM(1)"],
]
USERS = [
    ["username", "email", "state", "user_type", "bot", "external", "using_license_seat"],
    ["ruth", "ruth@fixture.example", "active", "human", "False", "False", "True"],
    ["sam", "sam@fixture.example", "blocked", "human", "False", "False", "True"],
    ["ci", "ci@fixture.example", "active", "project_bot", "True", "False", None],
    ["kim", "kim@fixture.example", None, "human", "False", "True", "True"],
]


def projects() -> list[list[Cell]]:
    with fixture("gitlab_0_48.csv").open(newline="", encoding="utf-8") as file:
        return [[int(cell) if cell.isdigit() else cell or None for cell in row] for row in csv.reader(file)]


def gitlab(**options: bool | str) -> bytes:
    rows = projects()
    return workbook(
        {
            "App Stats": FRONT,
            "Evaluate Report": [["project", "reason"], ["harbour", "\n\t- too large"]],
            "Flagged Projects": rows[:2],
            "Users": USERS,
            "Raw Project Data": rows,
        },
        **options,  # type: ignore[arg-type]
    )


GITHUB = {
    "App Stats": [
        ["Basic information from source", "https://hub.fixture.example"],
        ["Github Version", "3.14.2"],
        ["Total Orgs", 1],
        ["Total Repositories", 3],
    ],
    "Users": [
        ["Username", "Email", "Admin", "Type", "JoinedAt", "Packages", "Repositories"],
        ["ruth", None, "True", "User", "2020-01-02T03:04:05Z", "N/A", 0],
        ["robot", None, "False", "Bot", "2020-01-02T03:04:05Z", "N/A", 0],
    ],
    "Repositories": [
        [
            *("Org/User", "Personal", "ID", "URL", "last_activity_at", "Branches", "Commit Count", "Pull Requests"),
            *("Issues", "Repository Size in MB", "Tags", "Repository Archived", "Artifacts", "Workflows", "Members"),
        ],
        [
            "kelp",
            "False",
            1,
            "https://hub.fixture.example/kelp/shore",
            "Sun May  4 10:11:12 2025",
            1,
            2,
            3,
            4,
            4882.0,
            *(0, "False", 0, 4, 2),
        ],
        ["kelp", "False", 2, "https://hub.fixture.example/kelp/tide", None, 1, 2, 3, 4, "N/A", 0, "False", 0, "N/A", 2],
        ["ruth", "True", 3, "https://hub.fixture.example/ruth/notes", None, 1, 2, 3, 4, 0.51, 0, "True", 0, 1, 2],
    ],
}
BITBUCKET = {
    "App Stats": [["Basic information from source", "https://bits.fixture.example"], ["Total Projects", 1]],
    "Users": [["Username", "Email", "State"], ["ruth", "ruth@fixture.example", "ACTIVE"], ["sam", None, "INACTIVE"]],
    "Raw Project Data": [
        [
            *("Project", "ID", "URL", "last_activity_at", "Branches", "Commit Count", "Pull Requests"),
            *("Repository Size in MB", "Tags", "Repository Archived"),
        ],
        ["oar", 1, "https://bits.fixture.example/projects/ROW/repos/oar-left", "N/A", 1, 2, 3, "N/A", 0, "False"],
        ["raft", 2, "https://bits.fixture.example/projects/ROW/repos/raft", "N/A", 1, 2, 3, "N/A", 0, "True"],
    ],
}
CLOUD = {
    "Repository Details": [
        [
            *("Repository Name", "Clone URL", "Size (MB)", "Pull Requests", "Issues", "CI/CD Pipeline", "Branches"),
            *("Last Activity", "Project", "Is Private"),
        ],
        ["oar", "https://bitbucket.org/row/oar.git", 5000.25, 1, 2, "Yes", 3, "2026-01-02 03:04:05", "ROW", "Yes"],
        ["raft", "https://bitbucket.org/row/raft.git", "N/A", 1, 2, "No", 3, "N/A", "ROW", "Yes"],
    ],
    "Users": [["Username", "Display Name", "Account ID"], ["ruth", "Ruth", "1:2"]],
}
_BUSY = ("2025-03-03T10:00:00Z", 2, ">100000", 4, 4959.11, "False")
_QUIET = ("N/A", 2, 10, 4, "N/A", "True")
AZURE = {
    "Organization Insights": [["Organization", "https://dev.azure.com/fjord"], ["Total Repositories", 9]],
    "Users": [
        ["Object ID", "Descriptor", "Display Name", "Principal Name", "Email"],
        ["1", "a", "Kari", "k", "k@x.no"],
    ],
    "Agent Pools": [
        ["Pool ID", "Name", "Is Hosted", "Pool Size", "Legacy", "Owner"],
        [1, "own", "False", 6, "False", "Kari"],
    ],
    "Raw Project Data": [
        [
            *("Project ID", "URL", "Name", "Total Repositories", "Total Build Definitions (Classic)"),
            *("Total Release Definitions", "Total Work Items", "Administrators", "Project Users", "TFVC", "Wiki"),
        ],
        ["1", "https://dev.azure.com/fjord/Rowing", "Rowing", 2, 3, 1, 40, "Kari Nordmann", "Ola", "True", "False"],
        ["2", "https://dev.azure.com/fjord/Sailing", "Sailing", 1, 0, 0, 4, "Kari Nordmann", "Ola", "False", "False"],
    ],
    "Pipelines": [
        ["Project ID", "Repository ID", "Pipeline ID", "Pipeline Name", "Pipeline Type", "Pipeline URL"],
        ["1", "a", 1, "build", "Classic", "https://dev.azure.com/fjord/Rowing/_build?definitionId=1"],
        ["1", "a", 2, "test", "Multi-stage YAML", "https://dev.azure.com/fjord/Rowing/_build?definitionId=2"],
    ],
    "Raw Repository Data": [
        [
            *("Project Name", "Project ID", "Repository Name", "Repository ID", "Default Branch", "Git URL"),
            *("Last activity", "Branches", "Commits", "Pull Requests", "Repository Size in MB", "Repository Disabled"),
        ],
        ["Rowing", "1", "oars", "a", "main", "https://fjord@dev.azure.com/fjord/Rowing/_git/oars", *_BUSY],
        ["Sailing", "2", "mast", "b", "main", "https://fjord@dev.azure.com/fjord/Sailing/_git/mast", *_QUIET],
    ],
    "Feeds": [["Feed ID", "Feed Name", "Package ID", "Version"], ["f", "main", "p", "1"], ["f", "main", "p", "2"]],
}
JENKINS = {
    "App Stats": [["Basic information from source", "https://ci.fixture.example"], ["Total Jobs", "=COUNTIF(1,2)"]],
    "Plugins": [["shortName", "longName", "hasUpdate", "enabled", "detached"], ["git", "Git", True, True, False]],
    "Raw Job Data": [
        ["fullname", "name", "url", "color", "_class", "shared_library_count", "tshirt_size", "analysis_error"],
        ["a", "a", "https://ci.fixture.example/job/a/", "blue", "hudson.model.FreeStyleProject", 0, "S", None],
        ["b", "b", "https://ci.fixture.example/job/b/", "disabled", "hudson.model.FreeStyleProject", 2, "XL", None],
        ["c", "c", "https://ci.fixture.example/job/c/", "notbuilt", "a.WorkflowJob", 0, "Unknown", "no answer"],
        [
            "f",
            "f",
            "https://ci.fixture.example/job/f/",
            "",
            "com.cloudbees.hudson.plugins.folder.Folder",
            0,
            None,
            None,
        ],
    ],
}
