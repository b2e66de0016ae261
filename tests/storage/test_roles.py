"""Roles in one thing, as both databases keep them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, update

from bot.bootstrap import registry
from bot.community.people import Member, Ref
from bot.community.profiles import Profile
from bot.community.roles import Grant, Role, Scope, ScopedRole, Standing
from storage.kernel.tables import networks
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.stores import work_on
from tests.database import engine_at

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
PICNIC, FAIR = Scope("event", 1), Scope("event", 2)
HOST, CONVENOR = ScopedRole.HOST, ScopedRole.CONVENOR


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def people(work: SqlWork) -> list[Member]:
    """Ada, Bo and Cy."""
    community = (await work.people.establish("Tea")).id
    names = [Profile("Ada"), Profile("Bo"), Profile("Cy")]
    ids = await work.members.add_many(community, names, NOW)
    found = await work.people.members(ids)
    return [found[id_] for id_ in ids]


async def test_a_role_is_given_once_and_it_is_kept_by_whom(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        ada, bo, cy = await people(work)
        assert await work.roles.grant(ada.id, HOST, PICNIC, bo.id, NOW)
        assert not await work.roles.grant(ada.id, HOST, PICNIC, cy.id, LATER)
        assert await work.roles.grant(ada.id, CONVENOR, PICNIC, None, LATER)
    async with open_work(read_only=True) as work:
        given = Grant(ada.id, HOST, PICNIC, NOW, bo.id)
        assert await work.roles.of(ada.id) == [given, Grant(ada.id, CONVENOR, PICNIC, LATER)]
        assert await work.roles.given_by(bo.id) == [given]
        assert await work.roles.of(bo.id) == []


async def test_who_has_a_role_is_told_for_that_one_thing(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        ada, bo, cy = await people(work)
        for who, role, scope in ((bo, HOST, PICNIC), (ada, HOST, PICNIC), (cy, HOST, FAIR)):
            await work.roles.grant(who.id, role, scope, None, NOW)
        await work.roles.grant(cy.id, CONVENOR, PICNIC, None, NOW)
        assert await work.roles.holders(HOST, PICNIC) == [ada, bo]


async def test_what_is_withdrawn_is_gone_and_nothing_else_is(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        ada, *_ = await people(work)
        for role, scope in ((HOST, PICNIC), (HOST, FAIR), (CONVENOR, PICNIC)):
            await work.roles.grant(ada.id, role, scope, None, NOW)
        assert await work.roles.withdraw(ada.id, HOST, PICNIC)
        assert not await work.roles.withdraw(ada.id, HOST, PICNIC)
        left = {(grant.role, grant.scope) for grant in await work.roles.of(ada.id)}
    assert left == {(HOST, FAIR), (CONVENOR, PICNIC)}


async def test_roles_end_with_what_they_are_about(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        ada, bo, _ = await people(work)
        for who, role, scope in ((ada, HOST, PICNIC), (bo, CONVENOR, PICNIC), (ada, HOST, FAIR)):
            await work.roles.grant(who.id, role, scope, None, NOW)
        await work.roles.end(PICNIC)
        assert [grant.scope for grant in await work.roles.of(ada.id)] == [FAIR]
        assert await work.roles.of(bo.id) == []


async def test_who_somebody_is_and_what_they_may_do_is_one_statement(
    open_work: OpenSqlWork,
) -> None:
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    async with open_work() as work:
        ada, bo, _ = await people(work)
        await work.members.grant(ada.id, Role.FACILITATOR)
        for scope, at in ((FAIR, LATER), (PICNIC, NOW)):
            await work.roles.grant(ada.id, HOST, scope, bo.id, at)
    async with open_work(read_only=True) as work:
        here = Ref("web", str(ada.community))
        event.listen(work.connection.sync_engine, "before_cursor_execute", note)
        found = [
            await work.people.acting_member(Ref("web", str(who.id)), here) for who in (ada, bo)
        ]
        event.remove(work.connection.sync_engine, "before_cursor_execute", note)
        me = await work.people.member(ada.id)
        assert me is not None
        grants = Grant(ada.id, HOST, PICNIC, NOW, bo.id), Grant(ada.id, HOST, FAIR, LATER, bo.id)
        assert [who and (who.member, who.grants) for who in found] == [(me, grants), (bo, ())]
        assert await work.roles.standing(me) == Standing(Role.FACILITATOR, grants)
        assert await work.people.acting_member(Ref("web", "999"), here) is None
    assert len(said) == 2


async def test_who_is_erased_leaves_no_role_and_takes_none_away(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        ada, bo, _ = await people(work)
        await work.roles.grant(ada.id, HOST, PICNIC, bo.id, NOW)
        await work.roles.grant(bo.id, HOST, PICNIC, ada.id, NOW)
        await work.members.erase(bo.id)
        assert await work.roles.of(ada.id) == [Grant(ada.id, HOST, PICNIC, NOW)]
        assert await work.roles.holders(HOST, PICNIC) == [ada]


async def test_roles_are_given_to_their_member_as_data_and_erased(open_work: OpenSqlWork) -> None:
    (kind,) = [held for held in registry().personal_data if "scoped_roles" in held.records]
    async with open_work() as work:
        ada, bo, _ = await people(work)
        bench = await network(work, bo, "Bench")
        await work.roles.grant(ada.id, CONVENOR, bench, bo.id, NOW)
        await work.roles.grant(bo.id, HOST, FAIR, bo.id, NOW)
        told = {"role": "convenor", "in": "network Bench", "since": NOW.isoformat()}
        own = {"role": "host", "in": "event 2", "since": NOW.isoformat()}
        assert await kind.export(work, ada.id) == {"held": [told], "given to others": []}
        assert await kind.export(work, bo.id) == {"held": [own], "given to others": [told]}
        await kind.erase(work, bo.id)
        assert await work.roles.of(ada.id) == [Grant(ada.id, CONVENOR, bench, NOW)]
        await kind.erase(work, ada.id)
        assert await kind.export(work, ada.id) == {"held": [], "given to others": []}


async def test_a_role_stays_with_its_network_when_that_is_called_otherwise(
    open_work: OpenSqlWork,
) -> None:
    async with open_work() as work:
        ada, bo, _ = await people(work)
        bench, community = await network(work, bo, "Bench"), Scope("community", bo.community)
        await work.roles.grant(ada.id, CONVENOR, bench, None, NOW)
        await work.connection.execute(
            update(networks).values(name="Kettle & Bench", name_key="kettle & bench")
        )
        assert await work.roles.holders(CONVENOR, bench) == [ada]
        names = await work.roles.names([bench, community, FAIR])
        assert names == {bench: "Kettle & Bench", community: "Tea"}


async def network(work: SqlWork, member: Member, name: str) -> Scope:
    """A network that is founded by this member's naming it."""
    await work.members.save(member.id, Profile(member.name, networks=(name,)), NOW)
    (there,) = await work.members.networks(member.community)
    return Scope("network", there.id)
