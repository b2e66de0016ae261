"""Judges all that is said in a story by the rules of every platform, whichever chat it happens in.

Each message and each form is rendered as Slack and Discord would show it, and held against what
they document. `Judges` keep what there is to complain about, for what they hear is often said where
a fault is caught and tried again; who runs the story asks them at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal

from adapters.discord import commands
from adapters.discord import modals as discord_modals
from adapters.discord import render as discord
from adapters.discord.spans import Ids
from adapters.slack import modals as slack_modals
from adapters.slack import render as slack
from bot.bootstrap import registry
from bot.routing.interaction import Dialog, HomeOpened, Shown
from bot.ui.mentions import mentioned_in
from bot.ui.messages import Message
from tests.adapters.discord_named import faults_of_named
from tests.adapters.discord_rules import faults_of
from tests.adapters.slack_rules import judge_message, judge_view

Place = Literal["posted", "answered", "home"]
"""Where a message is seen: where it stays, for what somebody did, or as somebody's home."""

DELIVERY = "discord:1234567890123456789"
ANSWER = "/interactions/1/token/callback"


class Judges:
    """They hear a story to its end, and then say what they heard that was not right."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def hear(self, said: Shown | Message | None, place: Place) -> None:
        """Judge a message or a form, or what shows one."""
        if isinstance(said, Dialog):
            self.complaints += faults_of_form(said)
        elif said is not None:
            message = said if isinstance(said, Message) else said.message
            self.complaints += faults_of_message(message, place)

    def over(self, way: Any) -> Any:
        """The same dispatcher or sender, overheard."""
        return Overheard(way, self)

    def are_content(self) -> None:
        """Raise `AssertionError` with everything that is not right."""
        assert not self.complaints, "\n".join(["The judges complain:", *self.complaints])


class Overheard:
    """A dispatcher, or a sender, with judges who hear what goes through it."""

    def __init__(self, way: Any, judges: Judges) -> None:
        self._way = way
        self._judges = judges

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._way, name)
        if name not in ("post", "edit", "publish_home"):
            return found

        async def carry(*said: Any, **more: Any) -> Any:
            for message in said:
                if isinstance(message, Message):
                    self._judges.hear(message, "home" if name == "publish_home" else "posted")
            return await found(*said, **more)

        return carry

    async def __call__(self, arrival: Any, request: Any, *more: Any) -> Any:
        shown = await self._way(arrival, request, *more)
        self._judges.hear(shown, "home" if isinstance(request, HomeOpened) else "answered")
        return shown


@cache
def faults_of_message(message: Message, place: Place) -> tuple[str, ...]:
    """What Slack and Discord would refuse of a message."""
    found = [*_told("Slack", _slack, message, place), *_told("Discord", _discord, message, place)]
    return tuple(f"{fault}\n    in what is {place}: {message}" for fault in found)


def faults_of_form(dialog: Dialog) -> tuple[str, ...]:
    """What Slack and Discord would refuse of a page of a form, and of what is said about it."""
    key = repr(dialog)  # values may be lists
    if key not in _forms:
        found = [*_told("Slack", _slack_form, dialog), *_told("Discord", _discord_form, dialog)]
        _forms[key] = tuple(f"{fault}\n    in {dialog}" for fault in found)
    return _forms[key]


_forms: dict[str, tuple[str, ...]] = {}


def _told(chat: str, judge: Callable[..., Iterator[str]], *said: Any) -> Iterator[str]:
    try:
        yield from (f"{chat}: {fault}" for fault in judge(*said))
    except ValueError as cannot:  # what is too long to be carried is refused by the renderer
        yield f"{chat}: {cannot}"


# Slack ----------------------------------------------------------------------------------------


def _slack(message: Message, place: Place) -> Iterator[str]:
    known = {member: f"U{member:08}" for member in mentioned_in(message)}
    if place == "home":
        yield from judge_view(slack_modals.home_view(message, known), "home").problems
    if place == "answered":  # in a modal, where it was done in one
        yield from judge_view(
            slack_modals.message_modal("Kindred", message, known), "modal"
        ).problems
    for blocks in slack.pages(message, known):
        body = {"text": slack.notice(message), "blocks": blocks}
        yield from judge_message(body, update=True).problems


def _slack_form(dialog: Dialog) -> Iterator[str]:
    yield from judge_view(slack_modals.form(dialog), "modal").problems


# Discord --------------------------------------------------------------------------------------


def _discord(message: Message, place: Place) -> Iterator[str]:
    users = {member: str(10**17 + member) for member in mentioned_in(message)}
    known = Ids(users, _names())
    mentions = discord.allowed_mentions(message, known)
    for page in discord.pages(message, known, marker=lambda number: 1_000_000 + number):
        yield from faults_of("POST", "/channels/1/messages", discord.body(page, mentions))
        yield from faults_of_named(_tree(), page)
    if place != "posted":
        shown = discord.paged(message, known, 0, DELIVERY)
        body = {"type": 4, "data": discord.body(shown, mentions, ephemeral=True)}
        yield from faults_of("POST", ANSWER, body)


@cache
def _tree() -> list[dict[str, Any]]:
    """Discord's commands, as if they had been synced."""
    made = enumerate(commands.tree(registry()), start=10**17)
    return [{**command, "id": str(id_)} for id_, command in made]


@cache
def _names() -> dict[str, str]:
    return commands.names(registry(), commands.ids_of(_tree()))


def _discord_form(dialog: Dialog) -> Iterator[str]:
    modal = discord_modals.modal(dialog)
    yield from faults_of("POST", ANSWER, {"type": 9, "data": modal})
    yield from faults_of_named(_tree(), modal["components"])
    for message in (discord_modals.between(dialog), discord_modals.form_offer(dialog)):
        yield from _discord(message, "answered")
