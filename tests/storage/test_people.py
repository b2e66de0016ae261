"""People and places, as both databases keep them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.community.domain_events import MemberChanged
from bot.community.people import AccountInfo, Ref
from bot.community.places import Purpose
from bot.community.profiles import Profile
from bot.delivery.addresses import ToMember
from bot.delivery.destinations import Into
from bot.errors import Conflict
from storage.kernel.unit_of_work import OpenSqlWork, SqlWork
from storage.kernel.ways import Ways
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import on_both
from tests.places import channel_for_all, for_everybody

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOWN, ME = Ref("town", "t1"), Ref("town", "u1")


@pytest.fixture
async def open_work(database_url: str) -> AsyncIterator[OpenSqlWork]:
    async with engine_at(database_url) as engine:
        yield work_on(engine)


async def member(open_work: OpenSqlWork, name: str = "Ada Example", email: str = "") -> int:
    """Somebody with an account in the town, which calls them as they are called."""
    async with open_work() as work:
        community = await work.people.establish("Tea")
        space = await work.people.space(TOWN)
        space = space or await work.people.connect(community.id, TOWN, "Town")
        id_: int = await work.members.enrol(community.id, AccountInfo(name, email=email), NOW)
        await work.people.attach(id_, space, ME, AccountInfo(name, zone="Europe/Paris"))
        return id_


@on_both
async def test_a_community_is_founded_once(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        tea = await work.people.found("The  Tea Table")
        assert tea is not None
        assert tea.name == "The Tea Table"
        assert await work.people.found("the tea TABLE") is None
        assert await work.people.establish("the tea table") == tea
        assert [space.ref.platform for space in await work.people.spaces(tea.id)] == ["web"]


async def test_a_space_belongs_to_one_community(open_work: OpenSqlWork) -> None:
    await member(open_work)

    async def connect_again() -> None:
        async with open_work() as work:
            other = await work.people.establish("Cake")
            await work.people.connect(other.id, TOWN, "Town")

    with pytest.raises(Conflict):
        await connect_again()


async def test_an_account_is_one_members(open_work: OpenSqlWork) -> None:
    await member(open_work)
    with pytest.raises(Conflict):
        await member(open_work, "Bo Example")
    async with open_work(read_only=True) as work:
        found = await work.people.member_behind(ME, TOWN)
        assert found is not None
        assert found.name == "Ada Example"
        assert await work.people.called(found.community, "Bo Example") == []


async def test_a_member_is_found_by_address_within_the_community(open_work: OpenSqlWork) -> None:
    id_ = await member(open_work, email="Ada@Example.org")
    async with open_work() as work:
        tea, cake = await work.people.establish("Tea"), await work.people.establish("Cake")
        found = await work.people.with_email(tea.id, " ada@example.ORG ")
        assert found is not None
        assert found.id == id_
        assert await work.people.with_email(cake.id, "ada@example.org") is None
        assert await work.people.with_email(tea.id, "") is None


async def test_a_space_is_lost_once_and_regained(open_work: OpenSqlWork) -> None:
    await member(open_work)
    async with open_work() as work:
        assert await work.people.lose(Ref("town", "t9"), "gone", NOW) is None
        lost = await work.people.lose(TOWN, "gone", NOW)
        assert lost is not None
        assert lost.lost
        assert await work.people.lose(TOWN, "gone", NOW) is None
        await work.people.regain(TOWN, "New Town")
        space = await work.people.space(TOWN)
        assert space is not None
        assert (space.lost, space.name) == (False, "New Town")


async def test_a_members_name_and_zone_follow_those_of_the_account(open_work: OpenSqlWork) -> None:
    id_ = await member(open_work)
    async with open_work() as work:
        same = AccountInfo("Ada Example", zone="Europe/Paris")
        assert await work.people.follow(ME, TOWN, same, NOW) is None
        new = AccountInfo("Ada Other", zone="Asia/Tokyo")
        changed = await work.people.follow(ME, TOWN, new, NOW)
        assert changed == MemberChanged(id_, "Ada Example")
        found = await work.people.member(id_)
        assert found is not None
        assert found.name == "Ada Other"
        assert (found.zone, found.zone_known) == ("Asia/Tokyo", True)  # nobody had told one before
        assert await work.people.called(found.community, "ada other") == [found]


async def test_what_members_said_of_themselves_stays(open_work: OpenSqlWork) -> None:
    id_ = await member(open_work)
    async with open_work() as work:
        await work.members.save(id_, Profile("Ada Own", zone="Europe/Paris"), NOW)
        changed = await work.people.follow(ME, TOWN, AccountInfo("zz", zone="Asia/Tokyo"), NOW)
        assert changed == MemberChanged(id_, "Ada Example")
        found = await work.people.member(id_)
        assert found is not None
        assert (found.name, found.zone) == ("Ada Own", "Asia/Tokyo")


async def spaces_to(work: SqlWork, id_: int) -> list[Ref]:
    """Where a member would be written to, in order."""
    found = await Ways.of(work.connection, work.places, [ToMember(id_)])
    return [way.place.space.ref for way in found.ways(ToMember(id_)) if isinstance(way, Into)]


async def test_an_account_that_is_gone_is_written_to_no_more(open_work: OpenSqlWork) -> None:
    id_ = await member(open_work)
    async with open_work() as work:
        assert await spaces_to(work, id_) == [TOWN]
        await work.people.follow(ME, TOWN, AccountInfo("", kind="gone"), NOW)
        assert [space.platform for space in await spaces_to(work, id_)] == ["web"]
        found = await work.people.member(id_)
        assert found is not None
        assert found.name == "Ada Example"
        await work.people.follow(ME, TOWN, AccountInfo("Ada Example"), NOW)
        assert await spaces_to(work, id_) == [TOWN]


async def test_the_channel_to_speak_to_all_in_is_set_and_cleared(open_work: OpenSqlWork) -> None:
    await member(open_work)
    general = Ref("town", "general")
    async with open_work() as work:
        space = await work.people.space(TOWN)
        assert space is not None
        await for_everybody(work, space, general)
        assert await channel_for_all(work, space) == general
        await work.places.withdraw(space, [Purpose.ANNOUNCEMENTS])
        assert await channel_for_all(work, space) is None


async def test_codes_are_good_once_for_one_purpose_until_their_end(open_work: OpenSqlWork) -> None:
    id_ = await member(open_work)
    until = NOW + timedelta(days=1)
    async with open_work() as work:
        community = (await work.people.establish("Tea")).id
        one, other = [await work.codes.make("tea", community, id_, until) for _ in range(2)]
        assert await work.codes.redeem("cake", one, NOW) is None
        used = await work.codes.redeem("tea", one.upper(), NOW)
        assert used is not None
        assert (used.community, used.member) == (community, id_)
        assert await work.codes.redeem("tea", one, NOW) is None
        assert await work.codes.made_by(id_) == [("tea", until)]
        assert await work.codes.redeem("tea", other, until) is None
        assert await work.codes.made_by(id_) == []


def test_what_a_chat_tells_is_tidied() -> None:
    told = AccountInfo(" A\x00 \n\u202eB ", email=" a@b.org ", zone="Nowhere", space_name="P\tQ")
    assert told.tidied() == AccountInfo("A B", email="a@b.org", zone="", space_name="P Q")
    assert AccountInfo("A", email="a@b", zone="Europe/Paris").tidied().email == ""
    assert AccountInfo("A", email=f"{'a' * 250}@b.org").tidied().email == ""


async def test_names_come_near_whose_first_letters_have_accents(open_work: OpenSqlWork) -> None:
    async with open_work() as work:
        community = await work.people.establish("Tea")
        for name in ("Émile d’Arc", "Łukasz Ünal", "Bo Sample"):
            await work.members.add(community.id, Profile(name=name), NOW)
    async with open_work(read_only=True) as work:
        for said, meant in (("emile d'arc", "Émile d’Arc"), ("lukasz unal", "Łukasz Ünal")):
            near = await work.people.named_like(community.id, said)
            assert [each.name for each in near][:1] == [meant]
        assert await work.people.named_like(community.id, "_%/") == []
