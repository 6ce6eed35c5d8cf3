"""A reference tree small enough to break in every way: one service, the engagement's own work, two roles."""

from pathlib import Path

FILES = {
    "terms.toml": """
iteration_weeks = 2
weeks_per_seat = 10
minimum_hours_per_week = 16
validity_days = 30
confidence_spread = { thinks_so = 0.15, guess = 0.4 }
""",
    "levels.toml": """
[[level_rules]]
key = "many-users"
role = "technical-architect"
level = "senior"
because = "Many users."
when = { users = { more_than = 500 } }
source = "[TA-JOB]"
""",
    "approvals.toml": """
[[approval_rules]]
key = "large"
name = "Review by an architect"
role = "technical-architect"
level = "senior"
because = "It is large."
when = { architect_level = ["senior"] }
above = { USD = 50000 }
source = "[SCOPE]"
""",
    "roles/architect.toml": """
key = "technical-architect"
name = "Technical architect"
hours_per_week = 20
ours = true
levels = [
    { key = "intermediate", name = "Intermediate", initials = "I", grade = 6 },
    { key = "senior", name = "Senior", initials = "S", grade = 7 },
]
""",
    "roles/engineer.toml": """
key = "engineer"
name = "Engineer"
hours_per_week = 30
ours = true
levels = [{ key = "senior", name = "Senior", initials = "S" }]
""",
    "rate_cards/list.toml": """
key = "list"
name = "List"
currency = "USD"
valid_from = 2022-01-01
source = "[SKU]"
[rates.technical-architect]
intermediate = 300
senior = 300
[rates.engineer]
senior = 300
""",
    "questions/scm.toml": """
[[questions]]
key = "source_scm"
text = "Where is the code today?"
kind = "choice"
why = "Tools differ."
choices = [{ key = "gitlab", label = "GitLab" }, { key = "svn", label = "Subversion" }]
unknown = { weights = { gitlab = 3, svn = 1 } }
source = "[MIG]"

[[questions]]
key = "users"
text = "How many users move?"
kind = "number"
why = "It decides the waves."
minimum = 1
maximum = 100000
required = true
unknown = { low = 100, likely = 300, high = 900 }
source = "[MIG]"

[[questions]]
key = "lfs"
text = "Is LFS used?"
kind = "yes_no"
why = "Large files move by themselves."
when = { source_scm = "gitlab" }

[[questions]]
key = "remark"
text = "What else?"
kind = "text"
why = "People know more than we ask."
""",
    "services/migration.toml": """
key = "migration"
name = "Migration"
summary = "Moves code."
questions = ["source_scm", "users", "lfs", "remark"]
correlation = 0.3
source = "[SM2SAAS]"

[[packages]]
key = "prepare"
name = "Prepare"

[[packages.tasks]]
key = "plan"
name = "Plan the move"
role = "technical-architect"
level = "intermediate"
hours = [8, 16, 24]
when = { source_scm = ["gitlab"] }
factors = [{ multiply = 1.5, because = "large files", when = { lfs = true }, ours = true }]
ours = true

[[packages.tasks]]
key = "look"
name = "Look at the tools"
role = "technical-architect"
level = "intermediate"
driver = { kind = "look_up", fact = "source_scm", unit = "", table = { gitlab = 1, svn = 2 } }
hours = [1, 2, 3]
ours = true

[[packages]]
key = "move"
name = "Move"
after = ["prepare"]
days_at_least = { kind = "per_batch", fact = "users", unit = "users", size = 200 }

[[packages.tasks]]
key = "move-users"
name = "Move users"
role = "engineer"
level = "senior"
driver = { kind = "per_batch", fact = "users", unit = "users", size = 200, by = "source_scm", sizes = { svn = 50 } }
hours = [4, 8, 16]
ours = true

[[packages.tasks]]
key = "help"
name = "Help users"
role = "engineer"
level = "senior"
driver = { kind = "look_up", fact = "users", unit = "users", steps = [{ up_to = 100, quantity = 1 }, { quantity = 2 }] }
hours = [1, 2, 3]
ours = true

[[clauses]]
key = "moved"
section = "deliverable"
text = "{users} users moved in {quantity_of_move_users} waves within {weeks} weeks."
detail = "They can sign in."

[[clauses]]
key = "slow"
section = "risk"
text = "The network is slow."
probability = 0.2
hours = [4, 8, 16]
ours = true

[[notes]]
key = "small"
text = "No published figure covers this."
when = { users = { less_than = 5 }, price = { at_most = 1000 } }
""",
    "services/engagement.toml": """
key = "engagement"
name = "Engagement"
summary = "Every engagement's own work."
questions = []
always = true
ours = true

[[packages]]
key = "kick-off"
name = "Kick-off"
position = "first"

[[packages.tasks]]
key = "meet"
name = "Meet"
role = "technical-architect"
level = "intermediate"
hours = [1, 2, 3]
ours = true

[[packages]]
key = "leading"
name = "Lead"
position = "spread"

[[packages.tasks]]
key = "lead"
name = "Lead"
role = "technical-architect"
level = "intermediate"
driver = { kind = "share", share = 0.2 }
ours = true
""",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """The files below `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """All files, with one piece of text replaced where it stands first."""
    assert old in FILES[name], f"{old} is not in {name}"
    return {**FILES, name: FILES[name].replace(old, new, 1)}
