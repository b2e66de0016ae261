"""Rows of the web chat's tables as the web chat reads them, and who may see which."""

import json
from collections.abc import Mapping, Set
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Select, select, union

from bot.community.own_chat import ChatMessage
from bot.community.people import Member
from bot.community.places import PlaceKind
from bot.community.sealing import Seal
from bot.ui.message_json import from_json, to_json
from bot.ui.messages import Message, say
from storage.kernel.columns import AnyRow
from storage.kernel.tables import members
from storage.web.tables import web_messages, web_place_members, web_places

_SEALED = "sealed:"
_author, _asker = members.alias("author"), members.alias("asker")


def seen_by(viewer: Member) -> ColumnElement[bool]:
    """Open places of the viewer's community, and closed ones that the viewer is in."""
    here = web_places.c.community_id == viewer.community
    open_to_all = select(web_places.c.id).where(here, web_places.c.kind == PlaceKind.CHANNEL)
    inside = select(web_place_members.c.place_id).where(web_place_members.c.member_id == viewer.id)
    return here & web_places.c.id.in_(union(open_to_all, inside))


def visible_to(viewer: int) -> ColumnElement[bool]:
    """Messages that were not taken back and are not private to somebody else."""
    mine = web_messages.c.only_for.is_(None) | (web_messages.c.only_for == viewer)
    return ~web_messages.c.gone & mine


def select_messages(viewer: int) -> Select[Any]:
    """The messages that a viewer may see, with the columns that `as_message` reads."""
    return (
        select(web_messages, _author.c.name.label("author_name"), _asker.c.name.label("asker_name"))
        .outerjoin(_author, _author.c.id == web_messages.c.author_id)
        .outerjoin(_asker, _asker.c.id == web_messages.c.asked_by)
        .where(visible_to(viewer))
    )


def as_message(row: AnyRow, replies: int, seal: Seal) -> ChatMessage:
    """Make a message of a row of `select_messages`."""
    return ChatMessage(
        id=row.id,
        place=row.place_id,
        thread=row.thread_id,
        author=row.author_id,
        author_name=row.author_name or "",
        private=row.only_for is not None,
        asked_by=row.asker_name or "",
        asked=row.asked,
        body=read_body(row.body, seal),
        at=row.at,
        change=row.change,
        replies=replies,
    )


def sealed_body(body: Message, seal: Seal) -> str:
    """A message with a secret in it, as it is kept."""
    return _SEALED + seal.close(to_json(body))


def is_sealed(text: str) -> bool:
    """Whether what is kept is a message with a secret in it."""
    return text.startswith(_SEALED)


def read_body(text: str, seal: Seal | None = None) -> Message:
    """The message kept as JSON; its fallback when it has nodes that are not known here.

    What is sealed is only read with the `seal`, if it is still the same.
    """
    if is_sealed(text):
        opened = seal.open(text.removeprefix(_SEALED)) if seal else None
        return read_body(opened) if opened else say("…")
    try:
        return from_json(text)
    except ValidationError:
        return say(str(json.loads(text)["fallback"]))


def audience(row: AnyRow, inside: Mapping[int, Set[int]]) -> frozenset[int] | None:
    """Whom a change concerns: one member, those in a closed place, or (`None`) everybody."""
    members_there = frozenset(inside[row.place_id]) if row.place_id in inside else None
    if row.only_for is None:
        return members_there
    return frozenset({row.only_for})
