"""Who may do what: by the ladder, and by a role in one thing."""

from datetime import UTC, datetime

import pytest

from bot.community.roles import (
    Grant,
    Needs,
    Role,
    Scope,
    ScopedRole,
    Standing,
    may,
    refusal,
    require,
)
from bot.errors import UserError
from bot.ui.languages import in_language
from bot.ui.messages import plain

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PICNIC, FAIR = Scope("event", 1), Scope("event", 2)
HOSTS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)


def member(*grants: tuple[ScopedRole, Scope]) -> Standing:
    return Standing(Role.MEMBER, tuple(Grant(1, role, scope, NOW) for role, scope in grants))


@pytest.mark.parametrize("role", Role)
def test_each_may_do_what_those_below_may_and_no_more(role: Role) -> None:
    allowed = [needed for needed in Role if may(Standing(role), Needs(needed))]
    assert allowed == [needed for needed in Role if needed <= role]


def test_a_host_may_do_it_where_they_are_the_host() -> None:
    host = member((ScopedRole.HOST, PICNIC))
    assert may(host, HOSTS, PICNIC)
    assert not may(host, HOSTS, FAIR)
    assert not may(host, HOSTS, Scope("challenge", PICNIC.id))


def test_at_the_door_it_is_enough_to_be_the_host_of_something() -> None:
    assert may(member((ScopedRole.HOST, PICNIC)), HOSTS, "any")
    assert not may(member(), HOSTS, "any")


def test_who_does_not_say_where_is_answered_by_the_ladder_alone() -> None:
    assert not may(member((ScopedRole.HOST, PICNIC)), HOSTS)
    assert may(Standing(Role.FACILITATOR), HOSTS)


def test_a_handler_lets_on_hosts_and_facilitators_only() -> None:
    host = member((ScopedRole.HOST, PICNIC))
    for standing in (host, Standing(Role.FACILITATOR)):
        require(standing, HOSTS, PICNIC)
    for standing, scope in ((member(), PICNIC), (host, FAIR)):
        with pytest.raises(UserError, match="for those who host this"):
            require(standing, HOSTS, scope)


def test_another_role_in_the_same_thing_does_not_do() -> None:
    lead = member((ScopedRole.SAFEGUARDING_LEAD, PICNIC), (ScopedRole.CONVENOR, PICNIC))
    assert not may(lead, HOSTS, PICNIC)
    assert not may(lead, HOSTS, "any")


def test_facilitators_may_anyway_and_a_host_is_none() -> None:
    assert may(Standing(Role.FACILITATOR), HOSTS, PICNIC)
    assert not may(member((ScopedRole.HOST, PICNIC)), Needs(Role.FACILITATOR), "any")


def test_what_hosts_may_do_is_said_to_kindred_and_not_to_facilitate() -> None:
    assert Needs.of(Role.FACILITATOR).for_facilitators
    assert not Needs.of(HOSTS).for_facilitators
    assert not Needs.of(Role.MEMBER).for_facilitators


def test_whoever_looks_after_others_is_trusted() -> None:
    assert member((ScopedRole.CONVENOR, Scope("network", 1))).trusted
    assert Standing(Role.FACILITATOR).trusted
    assert not member().trusted


@pytest.mark.parametrize("role", ScopedRole)
def test_each_role_has_words_for_those_who_would_need_it(role: ScopedRole) -> None:
    needs = Needs(Role.FACILITATOR, or_scoped=role)
    assert "facilitator" in plain(refusal(needs))
    with in_language("fr"):
        assert "animation" in plain(refusal(needs))
