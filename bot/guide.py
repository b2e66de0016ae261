"""`/kindred help`: everything there is to say, read off the registry."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.feature import Answer, Call, Command, Feature, Reply
from bot.people import Role
from bot.personal import PersonalData
from bot.ui import Code, Heading, Message, Plain, bullets, say
from bot.words import WordBook
from bot.work import Work

words = WordBook("bot")
_KEEP_ANSWERS = timedelta(days=2)  # no platform delivers an interaction again after that


def guide(features: Sequence[Feature[Any]]) -> Feature[Work]:
    """Make the feature that explains the others, and tidies up behind the core."""
    feature = Feature[Work]("guide", words)

    @feature.command("help")
    async def help_members(call: Call, work: Work) -> Answer:
        return Reply(overview([c for f in (*features, feature) for c in f.commands], call))

    @feature.command("help", role=Role.FACILITATOR)
    async def help_facilitators(call: Call, work: Work) -> Answer:
        return Reply(overview([c for f in (*features, feature) for c in f.commands], call))

    async def due(work: Work, now: datetime) -> list[str]:
        return [now.date().isoformat()]

    @feature.schedule("forget_answers", due)
    async def forget_answers(work: Work, period: str, now: datetime, seed: int) -> None:
        await work.answers.forget_before(now - _KEEP_ANSWERS)

    feature.holds.append(PersonalData("half-filled forms", ("drafts",), _drafts, _drop_drafts))
    feature.holds.append(
        PersonalData("messages and rooms", ("outbox", "room_members"), _messages, _drop_messages)
    )
    return feature


def overview(commands: Sequence[Command], call: Call) -> Message:
    """Every command that the actor may use, with what it does."""
    mine = [c for c in commands if call.me.may(c.role)]
    return say(
        Heading(words.text("help.title")),
        words("help.intro"),
        bullets(_line(c) for c in mine if c.root == "kindred"),
        Heading(words.text("help.facilitators")) if call.me.may(Role.FACILITATOR) else None,
        bullets(_line(c) for c in mine if c.root == "facilitate"),
        words("help.everywhere"),
    )


def _line(command: Command) -> tuple[Code | Plain, ...]:
    return Code(command.usage), Plain(f" — {command.help()}")


async def _drafts(work: Work, member: int) -> object:
    return await work.drafts.all_of(member)


async def _drop_drafts(work: Work, member: int) -> None:
    await work.drafts.drop_all(member)


async def _messages(work: Work, member: int) -> object:
    return await work.outbox.concerning(member)


async def _drop_messages(work: Work, member: int) -> None:
    await work.outbox.forget(member)
