"""Every question of the trade is asked, once, and only where it matters; the numbers are those of its public lists."""

from collections import Counter

import pytest

from scoping.domain.discovery import UNKNOWN, Answer, Kind, fault_of
from scoping.domain.estimate import asked_now, facts_from
from scoping.reference import shipped

EVERY, MOVE, BUILD, CONVERT = "engagement", "scm-migration", "cloud-architecture", "ci-cd"
# The field of the discovery itself that answers it stands behind "field:".
LISTS = {
    EVERY: {  # [SA-PLAY] [TA] [WORK] [OPS] [PRIO] [PRESALE]
        "G1": "gitlab_users planned_users",
        "G2": "field:goals",
        "G3": "tools_left tools_left_names",
        "G4": "integrated_systems integration_notes",
        "G5": "gitlab_offering",
        "G7": "gitlab_version licence_tier",
        "G9": "field:pain_points",
        "G10": "field:constraints",
        "G11": "agreement",
        "G12": "field:starts_on field:contacts scheduling_concerns",
        "G13": "customer_readiness skills_needed timing_expectations",
        "qualification": "change_approach change_owner owner_stops_doing done_before risks_surfaced",
    },
    "transformation": {  # [TRANS]
        "T1": "transformation_goal larger_initiative",
        "T2": "way_of_working deployment_frequency",
        "T3": "silos",
        "T4": "compliance_handling compliance_frameworks",
        "T5": "supply_chain",
        "T6": "ci_ownership standardisation",
        "T7": "legacy_retirement",
    },
    BUILD: {  # [IMPL]
        "I1": "licence_tier",
        "I2": "installation",
        "I3": "rollout_users",
        "I4": "high_availability availability_target",
        "I5": "geo geo_purpose geo_locations",
        "I6": "infrastructure_code infrastructure_tool",
        "I7": "platform",
        "I8": "kubernetes kubernetes_distribution",
        "I9": "kubernetes_experience helm_accepted",
        "I10": "operating_system",
        "I11": "appliances nfs_storage",
        "I12": "air_gapped",
        "I13": "outbound_proxy",
        "I14": "own_certificates certificates_issued",
        "I15": "internal_encryption",
        "I16": "gitaly_cluster",
        "I17": "hypervisor",
    },
    "readiness-assessment": {  # [READY]
        "R1": "platform",
        "R2": "current_architecture architecture_diagram",
        "R3": "load_test_environment environment_differences low_use_window",
        "R4": "monitoring_tool monitored_values monitoring_complete",
        "R5": "known_problems",
        "R6": "licences active_users active_users_next_year",
        "R7": "scale_out_plan",
        "decision": "assessment_method",
    },
    MOVE: {  # [MIG] [OLD-SCOPE] [CONG-DISC]
        "G8": "evaluate_report_ready",
        "M1": "source_scm further_sources further_source_amounts",
        "M2": "destination",
        "M3": "source_version source_versions_behind",
        "M4": "destination_version",
        "M5": "users",
        "M6": "portfolios",
        "M7": "repositories",
        "M8": "repositories_over_5gb",
        "M9": "ci_systems",
        "M10": "ci_jobs_to_repoint",
        "M11": "registry_gb",
        "M12": "sso_provider sso_ready",
        "M13": "source_os",
        "M14": "source_database",
        "fit": "ci_reaches_gitlab_com server_hooks large_monorepos",
        "sources": "emails_public git_addresses_ready git_addresses group_restructure group_mapping_ready "
        "group_mapping",
        "consolidation": "source_instances source_instance_amounts "
        "git_gb groups disk_gb object_storage integrated_systems",
        "to GitLab.com": "average_repository_mb largest_repository_gb lfs_gb runners runners_kind",
        "route": "migration_host_access source_certificate slow_line wave_wishes registry_cleanup email_change",
        "sign-in": "provisioning sso_enforced_on ip_allow_list domain_restriction two_factor",
        "ends": "webhooks hard_coded_addresses",
        "Subversion": "svn_layout svn_gb svn_history svn_binaries svn_externals svn_external_targets "
        "svn_conversion_place svn_conversion_os",
    },
    "developer-consulting": {"ours": "integration_direction integration_hosting integration_events operation_owner"},
    CONVERT: {  # [CICD] [SA-PLAY]
        "G6": "application_types deployment_target applications_in_containers applications_in_kubernetes",
        "C1": "container_use",
        "C2": "build_software_control",
        "C3": "container_intake",
        "C4": "package_structure",
        "C5": "package_intake",
        "A1": "artifact_types",
        "A2": "artifact_count",
        "A3": "artifact_servers",
        "A4": "artifact_pushes",
        "A5": "artifact_pulls",
        "J1": "ci_instances",
        "J2": "jenkins_locations jenkins_instance_amounts",
        "J3": "ci_pipelines",
        "J4": "jenkins_users",
        "J5": "jenkins_repositories",
        "J6": "jenkins_scm_connection",
        "J7": "jenkins_plugins",
        "J8": "jenkins_branch_sources",
        "J9": "ci_executors",
        "approach": "ci_approach artifact_approach",
    },
    "security-advisory": {  # [SEC-KIT] [SEC-ADV]
        "inferred": "licence_tier customer_code applications scan_types compliance_frameworks new_to_ultimate",
    },
    "training": {  # [SKUS] [SERVICES] [IMPL]
        "all": "courses training_attendees training_delivery kubernetes",
    },
}
SERVICES = tuple(service.key for service in shipped().offered)


def keys(service: str) -> list[str]:
    return [key for row in LISTS[service].values() for key in row.split() if not key.startswith("field:")]


def shown(*services: str, **answers: bool | int | str | tuple[str, ...]) -> set[str]:
    """The questions that a person sees after these answers."""
    questions = shipped().asked(services)
    given = {key: Answer(value) for key, value in answers.items()}
    return set(asked_now(questions, facts_from(questions, given, services)))


@pytest.mark.parametrize("service", LISTS)
def test_every_question_of_the_public_list_is_asked_with_its_service(service):
    sold = [key for key in (service,) if key in SERVICES] or SERVICES
    assert not set(keys(service)) - shipped().asked(sold).keys()


def test_azure_devops_has_its_twenty_nine_questions_and_nobody_else_sees_them():
    """[MIG] Repositories are counted once for every source, so 28 and the number of them."""
    everything = shipped().asked([MOVE])
    own = [key for key in everything if key.startswith("ado_")]
    assert len(own) + len(["repositories", "tfvc_repositories"]) >= 29
    assert all(everything[key].source == "[MIG]" for key in own)
    assert not [key for key in shown(MOVE, source_scm="gitlab", destination="gitlab_com") if key.startswith("ado_")]
    assert not [key for key in shown(MOVE) if key.startswith("ado_")]


def test_a_question_appears_when_the_answer_it_hangs_on_is_given():
    azure = shown(MOVE, source_scm="azure_devops")
    assert {"ado_builds", "tfvc_repositories"} <= azure
    assert not {"ado_ui_builds", "ado_branches", "ado_server_version"} & azure
    deeper = shown(MOVE, source_scm="azure_devops", ado_builds=True, ado_repository_kind="both", ado_hosting="server")
    assert {"ado_ui_builds", "ado_branches", "ado_server_version", "tfvc_repositories"} <= deeper
    assert "tfvc_repositories" not in shown(MOVE, source_scm="azure_devops", ado_repository_kind="git")


@pytest.mark.parametrize(
    ("services", "answers", "prefix"),
    [((MOVE,), {"source_scm": "gitlab"}, "svn_"), ((CONVERT,), {"ci_system": "bamboo"}, "jenkins_")],
)
def test_questions_about_another_system_stay_away(services, answers, prefix):
    assert not [key for key in shown(*services, **answers) if key.startswith(prefix)]
    assert [key for key in shipped().asked(services) if key.startswith(prefix)]


@pytest.mark.parametrize(
    ("services", "general", "exact"),
    [
        ((BUILD,), {"planned_users", "gitlab_offering"}, {"rollout_users", "platform"}),
        ((MOVE,), {"gitlab_offering", "gitlab_version"}, {"destination", "source_scm"}),
        ((MOVE, CONVERT), {"ci_systems"}, {"ci_system"}),
        (("transformation",), {"transformation"}, {"transformation_goal"}),
    ],
)
def test_where_a_service_asks_more_exactly_the_general_question_is_not_asked(services, general, exact):
    asked = shown(*services)
    assert not general & asked
    assert exact <= asked


def test_nobody_reads_the_same_question_twice():
    texts = Counter(question.text for question in shipped().asked(SERVICES).values())
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_question_is_asked_by_some_service_and_says_why_and_what_it_decides():
    asked = shipped().asked(SERVICES)
    assert asked.keys() == shipped().questions.keys()
    for question in asked.values():
        assert question.why, question.key
        assert question.drives, question.key
        assert question.group, question.key
        assert question.source or question.ours, question.key


def test_no_question_is_longer_than_a_person_reads():
    assert [q.key for q in shipped().questions.values() if len(q.text) > 120 or len(q.why) > 240] == []


def test_an_optional_question_left_alone_assumes_nothing_in_the_services_of_before():
    """What was added to them later may not move an estimate by being asked."""
    for key in (MOVE, BUILD, CONVERT, "developer-consulting"):
        added = set(keys(key)) & {k for k, q in shipped().questions.items() if not q.required and q.unknown is None}
        assert added, key
    assert shipped().questions["email_change"].unknown is None


@pytest.mark.parametrize("service", SERVICES)
def test_every_question_takes_the_answer_not_known(service):
    questions = shipped().asked([service])
    facts = facts_from(questions, dict.fromkeys(questions, UNKNOWN), (service,))
    assert all(facts[key] is None for key in questions)


@pytest.mark.parametrize("question", shipped().questions.values(), ids=lambda question: question.key)
def test_every_choice_and_bound_is_an_answer(question):
    if question.kind is Kind.NUMBER:
        assert fault_of(question, int(question.minimum or 0)) == ""
        assert fault_of(question, int(question.maximum or 0)) == ""
    for choice in question.choices:
        value = (choice.key,) if question.kind is Kind.CHOICES else choice.key
        assert fault_of(question, value) == ""
