"""`/kindred help` and `/kindred home`: all there is to say and to see, read off the registry."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.community.people import Role
from bot.community.personal_data import PersonalData
from bot.reaching_views import test_button
from bot.routing.feature import Command, Feature
from bot.routing.interaction import Answer, Call, Reply
from bot.routing.registry import home
from bot.ui.messages import (
    Button,
    Code,
    Divider,
    Heading,
    Message,
    Note,
    Part,
    Plain,
    bullets,
    row,
    say,
)
from bot.ui.words import WordBook
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

    @feature.action("help")
    async def press_help(call: Call, work: Work, value: str) -> Answer:
        return await help_members(call, work)

    @feature.command("home")
    async def show_home(call: Call, work: Work) -> Answer:
        return Reply(await home((*features, feature), call, work))

    @feature.glance
    async def everything_else(call: Call, work: Work) -> Sequence[Part | None]:
        button = Button(words.text("button.help"), "guide.help", command="/kindred help")
        return [Divider(), Note(words("home.note")), row(button, test_button())]

    async def due(work: Work, now: datetime) -> list[str]:
        return [now.date().isoformat()]

    @feature.schedule("forget_answers", due)
    async def forget_answers(work: Work, period: str, now: datetime, seed: int) -> None:
        await work.answers.forget_before(now - _KEEP_ANSWERS)
        await work.drafts.forget_before(now - _KEEP_ANSWERS)

    feature.holds.append(PersonalData("half-filled forms", ("drafts",), _drafts, _drop_drafts))
    feature.holds.append(
        PersonalData("messages and rooms", ("outbox", "room_members"), _messages, _drop_messages)
    )
    return feature


def overview(commands: Sequence[Command], call: Call) -> Message:
    """Every command that the actor may use, with what it does."""
    mine = [c for c in commands if c.listed and call.me.may(c.role)]
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
