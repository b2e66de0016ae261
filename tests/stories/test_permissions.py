"""What a chat does not let Kindred do: facilitators hear of it, once, and nobody else."""

from collections.abc import Sequence
from datetime import timedelta

from bot.community.people import Ref, Space
from bot.community.permission_changes import known_channels, known_missing, note_missing
from bot.community.permissions import Missing, Permission
from bot.routing.reacting import react
from bot.ui.words import WordBook
from tests.chat import Chat
from tests.stories.programmes import facilitator

words = WordBook("adapters.discord")
NAMES = ("view_channel", "send_messages", "create_private_threads")
VIEW, SEND, THREADS = (Permission.worded(words, name) for name in NAMES)
REMEDY = words.later("permission.remedy.channel")


def here(chat: Chat) -> Ref:
    return chat.channel("meet")


def in_meet(chat: Chat, *permissions: Permission) -> list[Missing]:
    return [Missing(each, REMEDY, here(chat), "meet") for each in permissions]


async def looked(
    chat: Chat, space: Space, missing: Sequence[Missing], at: Sequence[Ref | None] = ()
) -> None:
    """Let the chat have been asked what is missing; everywhere, unless it is said where."""
    async with chat.work() as work:
        await note_missing(work, space.ref, at or [None, here(chat)], missing)
        await react(chat.core.registry, work, chat.clock.now())
    await chat.settle()


async def test_facilitators_are_told_what_is_missing_and_what_is_lost(chat: Chat) -> None:
    rowan, ada = await facilitator(chat), await chat.person("Ada Example")
    await looked(chat, await chat.connect(), in_meet(chat, SEND, THREADS))
    (told,) = rowan.inbox
    assert "In The Town Hall I may not do everything" in told
    assert "Create Private Threads is missing in #meet. Introductions come as direct" in told
    assert "Send Messages is missing in #meet. Nothing is said to everybody" in told
    assert told.count("in the settings of that channel") == 1
    assert ada.inbox == []


async def test_what_is_needed_comes_first(chat: Chat) -> None:
    rowan = await facilitator(chat)
    needed = Permission.worded(WordBook("adapters.slack"), "commands", needed=True)
    await looked(chat, await chat.connect(), [*in_meet(chat, THREADS), Missing(needed, REMEDY)])
    (told,) = rowan.inbox
    assert told.index("commands is missing. Nobody can") < told.index("Create Private Threads")


async def test_facilitators_are_told_once_for_each_change(chat: Chat) -> None:
    rowan, space = await facilitator(chat), await chat.connect()
    for days in range(3):
        chat.clock.at += timedelta(days=days)
        await looked(chat, space, in_meet(chat, SEND))
    assert len(rowan.inbox) == 1
    chat.clock.at += timedelta(hours=1)
    await looked(chat, space, in_meet(chat, SEND, THREADS))
    assert len(rowan.inbox) == 2
    assert "Send Messages" in rowan.inbox[-1]
    assert "Create Private Threads" in rowan.inbox[-1]
    chat.clock.at += timedelta(hours=1)
    await looked(chat, space, in_meet(chat, THREADS))
    assert len(rowan.inbox) == 2, "it became less, and they have been told of the rest"
    for _ in range(2):
        chat.clock.at += timedelta(hours=1)
        await looked(chat, space, [])
    assert len(rowan.inbox) == 3
    assert "Nothing is missing any more in The Town Hall" in rowan.inbox[-1]


async def test_what_is_missing_where_nobody_looked_stays_known(chat: Chat) -> None:
    rowan, space = await facilitator(chat), await chat.connect()
    await looked(chat, space, in_meet(chat, SEND), [here(chat)])
    chat.clock.at += timedelta(hours=1)
    await looked(chat, space, [], [None, chat.channel("elsewhere")])
    assert len(rowan.inbox) == 1
    async with chat.work(read_only=True) as work:
        assert await known_channels(work.settings, space.ref) == [here(chat)]
        (known,) = await known_missing(work.settings, space.ref, [VIEW, SEND])
        assert (known.permission, known.channel_name) == (SEND, "meet")
        assert await known_missing(work.settings, space.ref, [VIEW]) == []


async def test_a_facilitator_who_speaks_french_is_told_in_french(chat: Chat) -> None:
    rowan, space = await facilitator(chat), await chat.connect()
    await (await rowan.speaks("fr")).says("/kindred help")
    await looked(chat, space, in_meet(chat, THREADS))
    assert "Il manque Créer des fils privés dans #meet." in rowan.inbox[-1]
    assert "arrivent par messages privés" in rowan.inbox[-1]


async def test_of_a_place_that_is_part_of_no_community_nobody_is_told(chat: Chat) -> None:
    rowan = await facilitator(chat)
    unknown = Space(0, 0, chat.there("t2"))
    await looked(chat, unknown, in_meet(chat, SEND))
    assert rowan.inbox == []
