"""Accounts: who may be added, and who is recognised."""

import pytest
from argon2 import PasswordHasher

from scoping.actions import people
from scoping.actions.people import add_person, as_person, authenticate, change_password, find_person, list_people
from scoping.domain.errors import InvalidInput
from scoping.domain.permissions import Permission, Subject, permits

PASSWORD = "a long enough password"
ERIN = {"email": "Erin@Company.example", "name": "Erin Mercer", "role": "engagement-manager", "password": PASSWORD}


@pytest.fixture
def erin(session, catalog, now):
    return add_person(session, catalog, **ERIN, at=now)


def faults(session, catalog, now, **changed):
    with pytest.raises(InvalidInput) as refusal:
        add_person(session, catalog, **(ERIN | {"email": "new@company.example"} | changed), at=now)
    return {fault.key: fault.what for fault in refusal.value.faults}


def test_who_was_added_is_recognised_by_email_in_any_case_and_password(session, erin):
    session.commit()
    assert authenticate(session, " ERIN@company.EXAMPLE ", PASSWORD) is erin


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("erin@company.example", "another password"),
        ("erin@company.example", ""),
        ("erin@company.example", PASSWORD + " "),
        ("erin@company.example", "x" * 100_000),
        ("nobody@company.example", PASSWORD),
        ("nobody@company.example", "nobody has this password"),
        ("\0", PASSWORD),
        ("%", PASSWORD),
    ],
)
def test_anybody_else_is_not(session, erin, email, password):
    assert authenticate(session, email, password) is None


def test_an_inactive_account_is_not_recognised(session, erin):
    erin.active = False
    assert authenticate(session, erin.email, PASSWORD) is None


def test_an_unknown_email_costs_as_much_hashing_as_a_known_one(session, erin, monkeypatch):
    verified = []

    class Counting(PasswordHasher):
        def verify(self, hash, password):
            verified.append(hash.rsplit("$", 2)[0])  # the parameters, without salt and digest
            return super().verify(hash, password)

    people._nobodys_hash.cache_clear()
    monkeypatch.setattr(people, "hasher", Counting(time_cost=1, memory_cost=8, parallelism=1))
    authenticate(session, erin.email, "wrong password")
    authenticate(session, "nobody@company.example", "wrong password")
    assert len(verified) == 2
    assert verified[0] == verified[1]


def test_a_hash_is_renewed_when_the_parameters_changed(session, erin, monkeypatch):
    old = erin.password_hash
    monkeypatch.setattr(people, "hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert authenticate(session, erin.email, PASSWORD) is erin
    assert erin.password_hash != old
    assert "t=2" in erin.password_hash
    renewed = erin.password_hash
    assert authenticate(session, erin.email, PASSWORD) is erin
    assert erin.password_hash == renewed


def test_a_password_is_kept_as_a_salted_argon2_hash_only(session, catalog, now, erin):
    other = add_person(session, catalog, **(ERIN | {"email": "other@company.example"}), at=now)
    assert erin.password_hash.startswith("$argon2id$")
    assert PASSWORD not in erin.password_hash
    assert erin.password_hash != other.password_hash


def test_a_changed_password_replaces_the_old_one(session, erin):
    change_password(erin, "another long password")
    assert authenticate(session, erin.email, PASSWORD) is None
    assert authenticate(session, erin.email, "another long password") is erin
    with pytest.raises(InvalidInput, match="password: use 12 to 200 characters, not 5"):
        change_password(erin, "short")


def test_the_shipped_hashing_is_argon2id_with_at_least_64_mebibytes():
    assert PasswordHasher().memory_cost >= 65536


def test_every_fault_is_named_at_once(session, catalog, now):
    found = faults(session, catalog, now, email="erin", name=" ", role="boss", password="short")
    assert set(found) == {"email", "name", "role", "password"}
    assert "engagement-manager, technical-architect, delivery-manager" in found["role"]


def test_an_email_has_one_account_however_it_is_written(session, catalog, now, erin):
    assert "has an account already" in faults(session, catalog, now, email="ERIN@company.example")["email"]


NO_EMAILS = ["", "erin", "erin@", "@x.example", "e m@x.example", "erin@x", "e\n@x.example", "e\0@x.example"]


@pytest.mark.parametrize("email", [*NO_EMAILS, f"{'e' * 250}@x.example"])
def test_what_is_no_email_is_refused(session, catalog, now, email):
    assert list(faults(session, catalog, now, email=email)) == ["email"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "Erin\0", "Erin\nMercer"])
def test_what_is_no_name_is_refused(session, catalog, now, name):
    assert list(faults(session, catalog, now, name=name)) == ["name"]


@pytest.mark.parametrize(
    ("role", "level", "fault"),
    [
        ("technical-architect", "senior", ""),
        ("technical-architect", "", "choose from intermediate, senior, staff"),
        ("technical-architect", "principal", "choose from intermediate, senior, staff"),
        ("delivery-manager", "", ""),
        ("delivery-manager", "senior", "has no level"),
        ("engagement-manager", "senior", "has no level"),
    ],
)
def test_architects_have_a_level_of_their_ladder_and_nobody_else_has_one(session, catalog, now, role, level, fault):
    if fault:
        assert fault in faults(session, catalog, now, role=role, level=level)["level"]
    else:
        added = add_person(session, catalog, **(ERIN | {"role": role, "level": level}), at=now)
        assert (added.role, added.level) == (role, level)


def test_people_are_listed_by_name(session, catalog, now, erin):
    add_person(session, catalog, **(ERIN | {"email": "abe@company.example", "name": "Abe"}), at=now)
    assert [person.name for person in list_people(session)] == ["Abe", "Erin Mercer"]
    assert find_person(session, "ABE@company.example").name == "Abe"


def test_an_inactive_account_may_do_nothing(erin):
    assert permits(as_person(erin), Permission.VIEW, Subject())
    erin.active = False
    assert not any(permits(as_person(erin), permission, Subject()) for permission in Permission)
