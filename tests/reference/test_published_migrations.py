"""The published figures of moving repositories come out of the shipped catalogue; keys in brackets are its sources'."""

import pytest

from tests.reference.published import cost, moved, workdays
from tests.shipped import proposed

PROJECTS = range(500, 10_000, 1_000)
BANDS = {  # thousands of dollars by users, for up to 1,000, 2,000, … 10,000 projects [SM2SAAS]
    250: [
        (30, 40),
        (50, 60),
        (70, 80),
        (90, 100),
        (100, 110),
        (120, 130),
        (140, 150),
        (150, 160),
        (170, 180),
        (190, 200),
    ],
    1500: [
        (50, 60),
        (65, 75),
        (85, 95),
        (100, 110),
        (120, 130),
        (135, 145),
        (155, 165),
        (170, 180),
        (190, 200),
        (205, 215),
    ],
}
CELLS = [
    (users, projects, band) for users, bands in BANDS.items() for projects, band in zip(PROJECTS, bands, strict=True)
]
ORDINARY = {
    "portfolios": 1,
    "transformation": False,
    "partner_delivery": False,
    "source_instances": 1,
    "source_versions_behind": 0,
    "sso_ready": True,
    "server_hooks": False,
    "registry_gb": 0,
    "ci_jobs_to_repoint": 0,
    "group_restructure": False,
}


@pytest.mark.parametrize(("users", "projects", "band"), CELLS)
def test_a_move_to_gitlab_com_costs_about_the_middle_of_its_published_band(users, projects, band):
    """[SM2SAAS], each cell at its centre, within 15 %."""
    assert cost(moved(users, projects)) == pytest.approx(sum(band) * 500, rel=0.15)


@pytest.mark.parametrize(("users", "projects", "band"), CELLS)
def test_answering_every_further_question_ordinarily_leaves_the_published_price(users, projects, band):
    """[SM2SAAS] What an unset answer adds to the range must not move the price out of the band."""
    answers = {"source_scm": "gitlab", "destination": "gitlab_com", "users": users, "repositories": projects}
    ordinary = proposed("scm-migration", **answers, **ORDINARY, repositories_over_5gb=0)
    assert cost(ordinary) == pytest.approx(sum(band) * 500, rel=0.15)


@pytest.mark.parametrize("projects", [500, 4500, 9500])
def test_users_between_and_above_the_given_rows_cost_in_proportion(projects):
    few, between, many, most = (cost(moved(users, projects)) for users in (250, 750, 1500, 2500))
    assert few < between < many < most
    a_user = (many - few) / 1250
    assert between == pytest.approx(few + 500 * a_user, rel=0.01)
    assert most == pytest.approx(many + 1000 * a_user, rel=0.01)


def test_beyond_the_published_table_the_estimate_goes_on_and_says_so():
    """[SM2SAAS] No rough price above 10,000 projects or 3,000 users."""
    inside, projects, users = moved(3000, 10_000), moved(3000, 20_000), moved(9000, 10_000)
    assert cost(projects) > cost(inside)
    assert cost(users) > cost(inside)
    assert "beyond-published" not in {remark.key for remark in inside.remarks}
    for beyond in (projects, users):
        assert "No published figure" in next(r.text for r in beyond.remarks if r.key == "beyond-published")


@pytest.mark.parametrize(("users", "projects"), [(250, 500), (800, 1500), (1500, 9500)])
@pytest.mark.parametrize("tens", [1, 3])
def test_ten_repositories_over_5_gb_cost_twelve_thousand_dollars_more(users, projects, tens):
    """[SM2SAAS], within 10 %."""
    more = cost(moved(users, projects, 10 * tens)) - cost(moved(users, projects))
    assert more == pytest.approx(12_000 * tens, rel=0.10)


def test_at_most_two_large_repositories_move_in_a_day():
    """[SM2SAAS]"""
    assert workdays(moved(250, 500, 24), "scm-migration/by-hand") >= 12


@pytest.mark.parametrize(("projects", "waves"), [(200, 1), (201, 2), (9500, 48)])
def test_a_wave_to_gitlab_com_takes_200_projects_and_a_day(projects, waves):
    """[CONG-WAVE]"""
    proposal = moved(250, projects)
    assert next(task.quantity for task in proposal.tasks if task.key == "waves") == waves
    assert workdays(proposal, "scm-migration/waves") >= waves


@pytest.mark.parametrize(
    ("source", "destination", "waves"),
    [("bitbucket_server", "self_managed_single", 2), ("github_com", "self_managed_ha", 10), ("gitlab", "dedicated", 4)],
)
def test_the_size_of_a_wave_depends_on_source_and_destination(source, destination, waves):
    """[MIG] 1,000 from Bitbucket Server, 200 from GitHub.com, 500 to Dedicated."""
    proposal = proposed("scm-migration", source_scm=source, destination=destination, users=500, repositories=2000)
    (found,) = [task.quantity for task in proposal.tasks if task.key in ("waves", "self-managed-waves")]
    assert found == waves


def test_from_bitbucket_cloud_only_advice_is_sold():
    """[MIG] No automation."""
    answers = {"destination": "gitlab_com", "users": 500, "repositories": 800}
    advised = proposed("scm-migration", source_scm="bitbucket_cloud", **answers)
    assert {"import-coaching", "import-office-hours"} <= {task.key for task in advised.tasks}
    assert not {"pilot", "waves", "verification", "users"} & {task.key for task in advised.tasks}
    assert cost(advised) < cost(proposed("scm-migration", source_scm="bitbucket_server", **answers))


@pytest.mark.parametrize("source", ["svn", "other_git"])
def test_a_source_without_a_tool_carries_a_risk_and_costs_more(source):
    """[MIG] Not automated."""
    answers = {"destination": "self_managed_single", "users": 100, "repositories": 300}
    by_hand = proposed("scm-migration", source_scm=source, **answers)
    assert "risk-no-tool" in {words.key for words in by_hand.wording}
    assert cost(by_hand) > cost(proposed("scm-migration", source_scm="gitlab", **answers))


def test_eight_hours_of_project_management_come_on_top_of_forty():
    """[SERVICES]"""
    proposal = moved(800, 1500)
    managed = sum(task.planned for task in proposal.tasks if task.role == "project-manager")
    assert float(managed / (proposal.effort.p50 - managed)) == pytest.approx(8 / 40, abs=0.001)


def test_builds_in_azure_devops_add_consulting_on_ci_cd_unless_it_is_sold():
    """[MIG]"""
    move = {"source_scm": "azure_devops", "destination": "gitlab_com", "users": 300, "repositories": 400}
    builds = {"ado_builds": True, "ado_ui_builds": True}
    advised = proposed("scm-migration", **move, **builds)
    assert {"build-advice", "user-interface-builds"} <= {task.key for task in advised.tasks}
    assert "azure-builds" in {remark.key for remark in advised.remarks}
    sold = proposed("scm-migration", "ci-cd", **move, **builds, ci_system="azure_pipelines", ci_pipelines=10)
    assert not {"build-advice", "user-interface-builds"} & {task.key for task in sold.tasks}


@pytest.mark.parametrize(
    ("answer", "costs_more"),
    [({"svn_layout": "other"}, True), ({"svn_externals": True}, True), ({"svn_history": "none"}, False)],
)
def test_what_makes_a_conversion_from_subversion_hard_costs_more(answer, costs_more):
    """[OLD-SCOPE]"""
    move = {"source_scm": "svn", "destination": "self_managed_single", "users": 100, "repositories": 100}
    assert (cost(proposed("scm-migration", **move, **answer)) > cost(proposed("scm-migration", **move))) is costs_more


def test_one_person_for_five_weeks_moves_a_thousand_users_and_two_thousand_projects():
    """[PSDM] The velocity statement: 40 hours a week, project management apart, within 15 %."""
    proposal = moved(1000, 2000)
    experts = sum(float(task.planned) for task in proposal.tasks if task.role != "project-manager")
    assert experts == pytest.approx(5 * 40, rel=0.15)


def test_a_block_of_forty_expert_hours_and_eight_of_management_costs_its_published_price():
    """[SERVICES] $14,400 in 2022."""
    price = moved(800, 1500).price
    hourly = price.time_and_materials.amount / moved(800, 1500).effort.p50
    assert hourly * 48 == 14_400
