"""What Discord will not do: people are reached in another way, and facilitators told what helps."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.community.facts import Fact
from bot.community.people import AccountInfo, Ref
from bot.delivery.addresses import ToPlace
from bot.ui.messages import say
from tests.adapters.discord_commons import DIRECT, INTRODUCED, MEET, POST, Commons, commons
from tests.adapters.discord_things import Channel, Guild, Role, User
from tests.adapters.discord_weather import Fault
from tests.extent import some_rows

LOOK = "GET /guilds/{guild_id}"


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Commons]:
    async with commons(sqlite_url) as found:
        yield found


async def fay(here: Commons, guild: Guild | None = None) -> User:
    """Somebody who facilitates, and is told of what facilitators can mend."""
    user = here.discord.world.member(guild or here.guild, "Fay Example")
    await here.facilitates(await here.kindred.member(user, guild or here.guild))
    return user


def told(here: Commons, user: User) -> str:
    return "\n".join(message.words for message in here.discord.dm(user))


def own_role(here: Commons) -> Role:
    bot = here.discord.world.bot.id
    return next(role for role in here.guild.roles.values() if role.managed_by == bot)


# People who cannot be written to --------------------------------------------------------------


async def test_closed_direct_messages_are_told_of_in_public_and_opened_there(
    here: Commons,
) -> None:
    await here.discord.close_dms(here.ada)
    await here.tell_ada()
    await here.delivered()
    assert here.said_to(here.ada) == []
    [word] = here.for_all.talk
    assert word.pinged == {here.ada.id}
    assert "Hello Ada" not in word.words
    await here.discord.press(here.ada, word, "Show it to me")
    await here.settle()
    [shown] = here.discord.whispers(here.ada)
    assert "Hello Ada" in shown.words
    assert await here.kindred.dead() == []


@some_rows(3)
@pytest.mark.parametrize("step", [DIRECT, POST])
@pytest.mark.parametrize("code", [50007, 50278, 50001, 50013])
async def test_however_it_is_said_that_direct_messages_are_closed(
    here: Commons, code: int, step: str
) -> None:
    here.discord.faults.add(step, Fault.refuse(code))
    await here.tell_ada()
    await here.delivered()
    assert here.said_to(here.ada) == []
    assert [word.pinged for word in here.for_all.talk] == [{here.ada.id}]


async def test_direct_messages_that_are_opened_again_are_used_again(here: Commons) -> None:
    await here.discord.close_dms(here.ada)
    await here.tell_ada()
    await here.delivered()
    await here.discord.open_dms(here.ada)
    await here.tell_ada("Hello again", "again")
    await here.delivered()
    assert here.said_to(here.ada) == ["Hello again"]


async def test_who_can_be_reached_in_no_way_is_told_to_the_facilitators(here: Commons) -> None:
    who = await fay(here)
    await here.discord.close_dms(here.ada)
    await here.discord.delete_channel(here.for_all)
    await here.tell_ada()
    await here.delivered()
    assert [key for key, _ in await here.kindred.dead()] == ["k"]
    assert "deleted" in told(here, who)


async def test_a_direct_channel_that_is_gone_is_opened_again(here: Commons) -> None:
    await here.tell_ada("One", "one")
    await here.delivered()
    here.discord.faults.add(POST, Fault.refuse(10003))
    await here.tell_ada("Two", "two")
    await here.delivered()
    assert here.said_to(here.ada) == ["One", "Two"]


async def test_a_message_that_somebody_deleted_needs_no_change(here: Commons) -> None:
    await here.tell_ada()
    await here.delivered()
    await here.discord.delete_message(here.discord.dm(here.ada)[0])
    async with here.kindred.open_work() as work:
        await work.outbox.edit(Fact("k"), say("Hello again"))
        await work.outbox.retract(Fact("k"))
    await here.delivered()
    assert here.said_to(here.ada) == []
    assert await here.kindred.dead() == []


# Rooms that cannot be -------------------------------------------------------------------------


async def both_were_told_alone(here: Commons) -> None:
    for user, other in ((here.ada, "Bo Example"), (here.bo, "Ada Example")):
        [message] = here.discord.dm(user)
        assert MEET in message.words
        assert other in message.words or "<@" in message.words


LACKS = {
    "create_private_threads": "Create Private Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "view_channel": "View Channel",
}


@pytest.mark.parametrize("right", LACKS)
async def test_facilitators_are_told_which_permission_is_missing_in_which_channel(
    here: Commons, right: str
) -> None:
    who = await fay(here)
    for role in (here.guild.roles[here.guild.id], own_role(here)):
        await here.discord.overwrite(here.for_all, role, deny=(right,))
    await here.introduce()
    await here.introduce("another")
    await here.delivered()
    assert here.said_to(here.ada) == here.said_to(here.bo) != []
    [word] = here.discord.dm(who)
    assert "#introductions" in word.words
    assert here.guild.name in word.words
    assert LACKS[right] in word.words
    assert all(room.archived for room in here.guild.threads)


async def test_a_deleted_channel_is_told_and_the_introduction_goes_to_each_alone(
    here: Commons,
) -> None:
    who = await fay(here)
    await here.discord.delete_channel(here.for_all)
    await here.introduce()
    await here.delivered()
    await both_were_told_alone(here)
    assert "/facilitate channel" in told(here, who)


async def test_no_channel_was_chosen(here: Commons) -> None:
    other = here.discord.world.guild("Other Place")
    await here.kindred.joined("The Test Table", other)
    who = await fay(here, other)
    cy = here.discord.world.member(other, "Cy Example")
    here.bo_in = await here.kindred.member(cy, other)
    here.ada_in = await here.kindred.member(here.discord.world.member(other, "Di"), other)
    await here.introduce()
    await here.delivered()
    assert len(here.discord.dm(cy)) == 1
    assert "Other Place" in told(here, who)
    assert "/facilitate channel" in told(here, who)


async def test_too_many_open_threads_are_told_and_room_is_found_later(here: Commons) -> None:
    who = await fay(here)
    here.guild.max_threads = 0
    await here.introduce()
    await here.delivered()
    await both_were_told_alone(here)
    assert "too many open threads" in told(here, who)
    here.guild.max_threads = 10
    await here.introduce("later")
    await here.delivered()
    assert here.rooms() == INTRODUCED


# Rooms that are no more -----------------------------------------------------------------------


async def introduced(here: Commons) -> Channel:
    await here.introduce()
    await here.delivered()
    assert here.rooms() == INTRODUCED
    return here.guild.threads[0]


async def say_more(here: Commons, words: str = "How was it?") -> None:
    await here.kindred.post(ToPlace(Fact("r")), words, "more")
    await here.delivered()


async def test_an_archived_thread_is_opened_for_what_is_to_be_said(here: Commons) -> None:
    room = await introduced(here)
    await here.discord.archive(room)
    await say_more(here)
    assert here.rooms()[0][1] == [MEET, "How was it?"]


async def test_an_archived_thread_is_opened_for_an_edit_and_a_retraction(here: Commons) -> None:
    room = await introduced(here)
    await say_more(here)
    await here.discord.archive(room)
    async with here.kindred.open_work() as work:
        await work.outbox.edit(Fact("more"), say("How was it, really?"))
    await here.delivered()
    assert here.rooms()[0][1] == [MEET, "How was it, really?"]
    await here.discord.archive(room)
    async with here.kindred.open_work() as work:
        await work.outbox.retract(Fact("more"))
    await here.delivered()
    assert here.rooms()[0][1] == [MEET]


@pytest.mark.parametrize("archived", [True, False])
async def test_what_was_for_a_locked_thread_is_said_to_each_alone(
    here: Commons, archived: bool
) -> None:
    room, who = await introduced(here), await fay(here)
    room.locked = True
    if archived:
        await here.discord.archive(room, locked=True)
    await say_more(here)
    assert here.rooms()[0][1] == [MEET]
    assert here.said_to(here.ada) == here.said_to(here.bo) == ["How was it?"]
    assert told(here, who) == ""


@pytest.mark.parametrize("gone", ["thread", "channel", "Kindred thrown out of the thread"])
async def test_what_was_for_a_deleted_thread_is_said_to_each_alone(
    here: Commons, gone: str
) -> None:
    room = await introduced(here)
    if gone == "thread":
        await here.discord.delete_channel(room)
    elif gone == "channel":
        await here.discord.delete_channel(here.for_all)
    else:
        await here.discord.leave_thread(here.discord.world.bot, room)
    await say_more(here)
    assert here.said_to(here.ada) == here.said_to(here.bo) == ["How was it?"]


async def test_the_channel_for_all_that_nothing_can_be_said_in(here: Commons) -> None:
    who = await fay(here)
    for role in (here.guild.roles[here.guild.id], own_role(here)):
        await here.discord.overwrite(here.for_all, role, deny=("send_messages",))
    await here.tell_all("Hello all", "s")
    await here.delivered()
    assert [key for key, _ in await here.kindred.dead()] == ["s"]
    assert "Send Messages" in told(here, who)
    assert "#introductions" in told(here, who)


# Servers and the token ------------------------------------------------------------------------


async def elsewhere(here: Commons) -> tuple[User, Guild]:
    """Bo, who facilitates, is in another server as well."""
    other = here.discord.world.guild("Other Place")
    await here.kindred.joined("The Test Table", other)
    who = await fay(here, other)
    async with here.kindred.open_work() as work:
        space = await here.space(other)
        await work.people.attach(
            here.ada_in.id, space, Ref("discord", str(here.ada.id)), AccountInfo("Ada")
        )
    here.discord.world.enter(other, here.ada)
    return who, other


@pytest.mark.parametrize("coming", ["as new", "as one that was away"])
async def test_a_server_that_puts_us_out_is_told_elsewhere_and_may_take_us_back(
    here: Commons, coming: str
) -> None:
    who, _ = await elsewhere(here)
    looked = here.discord.calls[LOOK]
    await here.discord.remove_bot(here.guild)
    await here.discord.until(lambda: here.discord.calls[LOOK] > looked)
    await here.settle()
    assert (await here.space()).lost
    assert len(here.discord.dm(who)) == 1
    assert here.guild.name in told(here, who)
    await here.tell_ada()
    await here.delivered()
    assert here.said_to(here.ada) == ["Hello Ada"]
    looked = here.discord.calls[LOOK]
    if coming == "as new":
        await here.discord.add_bot(here.guild)
    else:
        here.discord.world.tell = lambda *_, **__: None
        await here.discord.add_bot(here.guild)
        here.discord.world.tell = here.discord.gateway.tell
        await here.discord.recover(here.guild)
    await here.discord.until(lambda: here.discord.calls[LOOK] > looked)
    await here.settle()
    assert not (await here.space()).lost
    await here.introduce()
    await here.delivered()
    assert here.rooms() == INTRODUCED


async def test_a_server_that_is_unavailable_is_not_lost(here: Commons) -> None:
    await here.discord.fail(here.guild)
    await here.tell_all("Hello all", "s")
    await here.discord.until(lambda: here.discord.calls[POST])
    await here.discord.recover(here.guild)
    await here.settle()
    assert not (await here.space()).lost
    assert [message.words for message in here.for_all.talk] == ["Hello all"]


async def test_a_token_that_was_revoked_loses_nothing(here: Commons) -> None:
    old = here.discord.token
    await here.discord.revoke_token()
    await here.tell_ada()
    await here.introduce()
    await here.discord.until(lambda: any(status == 401 for *_, status in here.discord.log))
    assert await here.kindred.waiting()
    here.discord.world.token = old
    await here.delivered()
    assert here.rooms() == INTRODUCED
    assert here.said_to(here.ada) == ["Hello Ada"]
    assert await here.kindred.dead() == []
    assert not (await here.space()).lost
