"""What people write in Discord where Kindred listens, and what it leaves unread elsewhere."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.discord import refs
from bot.community.people import Account, Ref
from bot.community.places import Place, PlaceKind
from bot.delivery.conversations import KnownMessage, ListenedPlace
from bot.delivery.heard import ReactionsCleared
from bot.delivery.sender import Posted, Receipt
from bot.ui.messages import Mention, Plain, say
from bot.ui.speakers import Speaker
from tests.adapters.discord_commons import Commons, commons
from tests.adapters.discord_markdown import words_of
from tests.adapters.discord_things import FORUM, PUBLIC, Channel, Message, User
from tests.adapters.discord_weather import Fault
from tests.adapters.listener import Listener

HISTORY = "GET /channels/{channel_id}/messages"


@dataclass
class Talk:
    """A card in a server with a thread below it, in which people talk."""

    here: Commons
    ear: Listener
    card: Message
    thread: Channel

    async def says(self, who: User, text: str, where: Any = None, **more: Any) -> Message:
        return await self.here.discord.say(who, where or self.thread, text, **more)

    async def taken(self) -> None:
        """Wait until all that has come in was taken, and answered if need be."""
        await self.here.discord.slash(self.here.ada, self.here.guild, "kindred", ["help"])
        await self.here.kindred.platform.finish()

    def ref(self, channel: Channel) -> Ref:
        return refs.channel(str(self.here.guild.id), str(channel.id))

    def place(self, channel: Channel, last: Message | None, **more: Any) -> ListenedPlace:
        top, at = more.pop("top", None), _message(last) if last else None
        return ListenedPlace(1, self.ref(channel), top, at, datetime.now(UTC), **more)

    def listen_below(self) -> None:
        self.ear.listen(self.ref(self.here.for_all), _message(self.card))

    def answers_to(self, user: User) -> list[str]:
        bot = self.here.discord.world.bot
        return [m.words for m in self.here.discord.dm(user) if m.author is bot]


def _message(message: Message) -> Ref:
    return refs.message(str(message.id))


@asynccontextmanager
async def talk(url: str, *, reads: bool = True, ear: Listener | None = None) -> AsyncIterator[Talk]:
    ear = ear or Listener()
    async with commons(url, reads=reads, through=ear.through) as here:
        card = here.discord.world.post(here.for_all, here.discord.world.bot, {"content": "A card"})
        thread = here.discord.world.thread(
            here.for_all, "A card", here.discord.world.bot.id, PUBLIC, id_=card.id
        )
        yield Talk(here, ear, card, thread)


# In a thread ----------------------------------------------------------------------------------


async def test_a_thread_is_heard_word_by_word_with_all_that_becomes_of_it(sqlite_url: str) -> None:
    async with talk(sqlite_url) as there:
        there.listen_below()
        here, ear = there.here, there.ear
        first = await there.says(here.ada, "**Who** can lend a ladder?")
        second = await there.says(here.bo, f"I can, {here.ada.mention} @everyone", reply_to=first)
        await here.discord.show_links(first)
        await here.discord.edit(here.ada, first, "Who can lend *two* ladders?")
        await here.discord.show_links(first)
        await here.discord.react(here.ada, second, "👍")
        await here.discord.react(here.ada, second, "party", id_=77)
        await here.discord.react(here.ada, second, "👍", take_back=True)
        await here.discord.clear_reactions(second, "👍")
        await here.discord.clear_reactions(second)
        await here.discord.delete_message(second)
        await there.taken()
        assert ear.told == [
            "*Who* can lend a ladder?",
            "I can, @Ada Example @everyone",
            "edited: Who can lend two ladders?",
            "deleted: ",
        ]
        top = Posted(there.ref(here.for_all), _message(there.card))
        assert ear.tops() == {top}
        new, answer, edited, gone = (heard for _, heard in ear.heard)
        assert new.message == Posted(there.ref(there.thread), _message(first))
        assert new.message.below == _message(there.card)
        assert edited.version > new.version == 0.0
        assert answer.answers == _message(first)
        assert gone.message == answer.message
        assert [arrival.actor.id for arrival, _ in ear.heard] == [
            *map(str, (here.ada.id, here.bo.id, here.ada.id)),
            "",
        ]
        reacted = [(each.emoji, each.taken_back) for _, each in ear.reactions]
        assert reacted == [("👍", False), (":party:", False), ("👍", True)]
        its_own = Posted(there.ref(there.thread), _message(second), top.message)
        assert ear.cleared == [ReactionsCleared(its_own, "👍"), ReactionsCleared(its_own)]
        await here.discord.delete_channel(there.thread)
        await there.taken()
        assert ear.lost == [
            (top.channel, top.message),
            (there.ref(there.thread), None),
        ]


async def test_what_is_no_words_is_said_in_words_and_files_are_links(sqlite_url: str) -> None:
    async with talk(sqlite_url) as there:
        there.listen_below()
        ada = there.here.ada
        plan = there.here.discord.world.attach("plan.pdf", b"").as_json()
        lost = there.here.discord.world.attach("SPOILER_lost.png", b"").as_json() | {"url": ""}
        await there.says(ada, "The plan", attachments=[plan, lost])
        await there.says(ada, "", sticker_items=[{"id": "1", "name": "Wave", "format_type": 1}])
        media = [{"answer_id": 1, "poll_media": {"text": "Tea"}}]
        poll = {"question": {"text": "What?"}, "answers": media, "allow_multiselect": False}
        poll |= {"expiry": there.here.discord.world.now(3600), "layout_type": 1}
        await there.says(ada, "", poll=poll)
        passed_on = {"type": 0, "content": "As **she** said", "embeds": [], "attachments": [plan]}
        passed_on |= {"timestamp": there.here.discord.world.now(), "edited_timestamp": None}
        await there.says(ada, "", message_snapshots=[{"message": passed_on}])
        await there.says(ada, "", attachments=[plan | {"filename": "v.ogg"}], flags=1 << 13)
        await there.says(ada, "", activity={"type": 1})
        await there.taken()
        assert there.ear.told == [
            f"The plan [plan.pdf {plan['url']}] [(spoiler) lost.png nowhere]",
            "(a sticker: Wave)",
            "(a poll: What? Tea)",
            f"(forwarded)\nAs *she* said [plan.pdf {plan['url']}]",
            f"(a voice message) [v.ogg {plan['url']}]",
            "(something that only shows in Discord)",
        ]
        files = [file for _, heard in there.ear.heard for file in heard.files]
        assert {file.opens_for for file in files} == {"a while"}


async def test_commands_stay_commands_and_programs_are_never_heard(sqlite_url: str) -> None:
    async with talk(sqlite_url) as there:
        there.listen_below()
        world, ada = there.here.discord.world, there.here.ada
        kindred = world.bot.mention
        await there.says(ada, f"{kindred} help")
        await there.says(ada, f"{kindred}, I have a ladder")
        world.post(there.thread, world.bot, {"content": "I am Kindred"})
        world.post(there.thread, world.user("Bridge", bot=True), {"content": "I am a program"})
        world.post(there.thread, ada, {"content": "I am a webhook"}, webhook=77)
        await there.taken()
        assert there.ear.told == ["I have a ladder"]
        assert len(there.answers_to(ada)) == 1


async def test_a_forum_post_and_a_room_are_places_of_their_own(sqlite_url: str) -> None:
    async with talk(sqlite_url) as there:
        here, world = there.here, there.here.discord.world
        forum = world.channel(here.guild, "forum", FORUM)
        post = world.thread(forum, "A post", here.ada.id, PUBLIC, id_=world.new_id())
        room = world.thread(here.for_all, "A room", world.bot.id)
        await here.discord.enter_thread(here.ada, room)
        for place in (post, room):
            there.ear.listen(there.ref(place))
            await there.says(here.ada, f"in {place.name}", place)
        await there.says(here.ada, "below the card")
        await there.taken()
        assert there.ear.told == ["in A post", "in A room"]
        assert there.ear.tops() == {None}


async def test_a_thread_that_was_archived_is_known_when_a_moderator_tidies_it(
    sqlite_url: str,
) -> None:
    async with talk(sqlite_url) as there:
        there.listen_below()
        some = [await there.says(there.here.bo, f"number {number}") for number in range(3)]
        await there.here.discord.archive(there.thread)
        await there.here.discord.invalidate()  # in the next session Discord does not tell of it
        await there.here.discord.until(lambda: there.here.discord.gateway.identifies == 2)
        await there.here.discord.delete_many(there.thread, some)
        await there.taken()
        assert there.ear.told[3:] == ["deleted: "] * 3
        deleted = [heard.message.message for _, heard in there.ear.heard[3:]]
        assert deleted == [_message(each) for each in some]


# What may not be read -------------------------------------------------------------------------


async def test_what_is_written_elsewhere_is_neither_kept_nor_logged(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with commons(sqlite_url, reads=True) as here:
        secret = await here.discord.say(here.ada, here.for_all, "My xylophone is out of tune")
        await here.discord.edit(here.ada, secret, "My xylophone is in tune")
        await here.discord.say(here.bo, here.for_all, "A xylophone!", reply_to=secret)
        await here.discord.react(here.bo, secret, "xylophone", id_=5)
        await here.discord.delete_message(secret)
        await here.discord.slash(here.ada, here.guild, "kindred", ["help"])
        await here.settle()
    files = list(Path(sqlite_url.partition("///")[2]).parent.glob("*"))
    assert files
    assert not [file for file in files if b"xylophone" in file.read_bytes()]
    assert "xylophone" not in caplog.text


async def test_without_the_intent_people_speak_by_a_mention_or_an_answer(sqlite_url: str) -> None:
    async with talk(sqlite_url, reads=False) as there:
        there.listen_below()
        here, ear = there.here, there.ear
        kindred = here.discord.world.bot
        plan = here.discord.world.attach("plan.pdf", b"").as_json()
        withheld = await there.says(here.ada, "Who can lend a ladder?", attachments=[plan])
        copy = here.discord.world.post(there.thread, kindred, {"content": "I can"})
        await there.says(here.ada, f"{kindred.mention} a long one?")
        await there.says(here.ada, "Thank you!", reply_to=copy, ping=True)
        await there.says(here.ada, "Without a ping", reply_to=copy)
        await here.discord.edit(here.ada, withheld, f"{kindred.mention} Who can lend one?")
        await there.taken()
        said = ["unread", "a long one?", "Thank you!", "unread", "edited: Who can lend one?"]
        assert [line.partition(" [")[0] for line in ear.told] == said
        assert [len(heard.files) for _, heard in ear.heard] == [0, 0, 0, 0, 1]


# Alone with Kindred ---------------------------------------------------------------------------


async def test_alone_an_answer_is_meant_for_what_it_answers(sqlite_url: str) -> None:
    async with talk(sqlite_url, reads=False) as there:
        here, ear, dm = there.here, there.ear, there.here.discord.world.dm(there.here.ada)
        kindred = here.discord.world.bot
        heads = [here.discord.world.post(dm, kindred, {"content": f"Talk {n}"}) for n in "12"]
        for head in heads:
            ear.listen(there.ref(dm), _message(head))
        said = await there.says(here.ada, "help is at hand", dm, reply_to=heads[1])
        ear.listen(there.ref(dm), _message(said))
        await here.discord.edit(here.ada, said, "Help is at hand!")
        await here.discord.delete_message(said)
        await there.says(here.ada, "which of them?", dm)
        other = await there.says(here.ada, "no part of any", dm)
        await there.says(here.ada, "nor is this", dm, reply_to=other)
        await there.taken()
        assert ear.told == ["help is at hand", "edited: Help is at hand!", "deleted: "]
        assert ear.heard[0][1].answers == ear.heard[0][1].message.below == _message(heads[1])
        assert all(arrival.alone for arrival, _ in ear.heard)
        assert len(there.answers_to(here.ada)) == 2 + 3


async def test_alone_in_one_conversation_one_just_writes_and_commands_stay_commands(
    sqlite_url: str,
) -> None:
    async with talk(sqlite_url, reads=False) as there:
        here, dm = there.here, there.here.discord.world.dm(there.here.ada)
        there.ear.listen(there.ref(dm))
        await there.says(here.ada, "I have a ladder", dm)
        await there.says(here.ada, "Who works on ladders?", dm)
        await there.says(here.ada, "help", dm)
        await there.taken()
        assert there.ear.told == ["I have a ladder", "Who works on ladders?"]
        assert len(there.answers_to(here.ada)) == 1


# Outages --------------------------------------------------------------------------------------


async def test_while_the_database_is_away_all_waits_in_its_order(sqlite_url: str) -> None:
    async with talk(sqlite_url) as there:
        there.listen_below()
        there.ear.away = True
        first = await there.says(there.here.ada, "number 0")
        for number in range(1, 20):
            await there.says(there.here.ada, f"number {number}")
        await there.here.discord.delete_message(first)
        await there.here.discord.drop()
        await there.says(there.here.bo, "during the cut")
        await there.here.discord.connected()
        there.ear.away = False
        await there.taken()
        numbers = [f"number {number}" for number in range(20)]
        assert there.ear.told == [*numbers, "deleted: ", "during the cut"]


async def test_what_was_written_meanwhile_is_read_back_before_anything_new(sqlite_url: str) -> None:
    async with talk(sqlite_url) as there:
        there.listen_below()
        here, ear, dm = there.here, there.ear, there.here.discord.world.dm(there.here.bo)
        changed, gone, heard = [await there.says(here.ada, f"before {n}") for n in range(3)]
        ear.top, known = _message(there.card), (changed, gone, heard)
        ear.known[there.ref(here.for_all)] = [KnownMessage(_message(m), 0.0) for m in known]
        ear.listen(there.ref(dm))
        head = here.discord.world.post(dm, here.discord.world.bot, {"content": "The head"})
        hidden, room = (here.discord.world.channel(here.guild, name) for name in ("hidden", "room"))
        await here.discord.overwrite(hidden, here.discord.world.bot, deny=("view_channel",))
        await there.taken()
        out_of_reach = [
            there.place(hidden, heard),
            there.place(here.for_all, heard, top=_message(heard)),  # a thread that is gone
        ]
        ear.left = [
            *out_of_reach,
            there.place(here.for_all, heard, top=_message(there.card)),
            there.place(dm, head, top=_message(head), alone=True),
            there.place(room, None),
        ]
        await here.discord.go_down()
        here.discord.gateway.forget()
        await here.discord.edit(here.ada, changed, "changed")
        await here.discord.delete_message(gone)
        for number in range(101):
            await there.says(here.ada, f"number {number}")
        await there.says(here.ada, f"{here.discord.world.bot.mention} help")
        await there.says(here.bo, "and alone", dm)
        await there.says(here.bo, "and in a room", room)
        here.discord.faults.add(HISTORY, Fault.http(503), times=2)
        here.discord.come_back()
        await here.discord.connected()
        await there.says(here.ada, "after")
        await there.taken()
        numbers = [f"number {number}" for number in range(101)]
        in_thread = [line for line in ear.told if not line.startswith("and ")]
        heard_before = [f"before {n}" for n in range(3)]
        in_thread.remove("deleted: ")
        assert in_thread == [*heard_before, "edited: changed", *numbers, "after"]
        elsewhere = sorted(line for line in ear.told if line.startswith("and "))
        assert elsewhere == ["and alone", "and in a room"]
        assert there.answers_to(here.ada) == [], "what was asked of Kindred long ago"
        assert {each.channel for each in ear.unreadable} == {each.channel for each in out_of_reach}


# Speaking -------------------------------------------------------------------------------------


async def test_who_has_said_it_is_named_and_calls_nobody_who_is_not_meant(sqlite_url: str) -> None:
    async with commons(sqlite_url) as here:
        head = here.discord.world.post(
            here.discord.world.dm(here.ada), here.discord.world.bot, {"content": "The head"}
        )
        space, ref = await here.space(), refs.channel(str(here.guild.id), str(head.channel.id))
        account = Account(here.ada_in.id, space.id, refs.account(str(here.ada.id)), space.ref)
        alone = Place(space, PlaceKind.DIRECT, ref, people=(account,), below=_message(head))
        everybody = refs.channel(str(here.guild.id), str(here.for_all.id))
        said = say(
            (
                Plain("@everyone, ask "),
                Mention(here.bo_in.id, "Bo"),
                Plain(f" or {here.ada.mention}"),
            ),
            speaker=Speaker("*Zoë* @here <@1>", "Tide_water"),
        )
        sender = here.kindred.platform.sender
        for key, place in (("a", alone), ("b", Place(space, PlaceKind.CHANNEL, everybody))):
            sent = await sender.post(key, place, said)
            assert isinstance(sent, Receipt)
        answer, aloud = head.channel.last, here.for_all.last
        assert answer.reference == {
            "message_id": str(head.id),
            "channel_id": str(head.channel.id),
        } | {"type": 0}
        assert aloud.reference is None
        for message in (answer, aloud):
            first, *_ = [words_of(part["content"]) for part in message.components]
            assert first == "*Zoë* @here <@1> (Tide_water):"
            assert (message.pinged, message.pinged_everyone) == ({here.bo.id}, False)
        changed = Posted(ref, _message(answer))
        await sender.edit("a", changed, say("Ask nobody", speaker=Speaker("Zoë")))
        assert answer.words == "**Zoë**:\nAsk nobody"
        assert answer.reference
