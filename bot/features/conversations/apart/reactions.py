"""Conversations of those who share no room begin, change and end with what they are about."""

from datetime import datetime
from functools import partial

from bot.community.domain_events import (
    MeetingRefused,
    MembersMerged,
    OutOfReach,
    RoomNotShared,
)
from bot.delivery.conversations import Conversation
from bot.features.conversations import feature
from bot.features.conversations.apart import closing, views
from bot.features.conversations.ports import Work


@feature.when(RoomNotShared)
async def a_room_is_none(room: RoomNotShared, work: Work, now: datetime) -> None:
    """Let them talk through Kindred, each where they are, as long as there would be a room."""
    conversation = await work.conversations.of(room.room)
    if conversation is None:
        if room.change == "opened":
            await _open(work, room, now)
    elif room.change == "closed":
        await closing.close(work, conversation)
    else:
        await _let_go(work, conversation, room.members)


async def _open(work: Work, room: RoomNotShared, now: datetime) -> None:
    """Open one, if whoever asked for the room says what stands above it."""
    if len(room.members) < 2 or not await work.opening(room.room, room.members[0], now):
        return
    conversation = await work.conversations.open(
        room.room, room.title, community=room.community, apart=True
    )
    for member in room.members:
        await work.conversations.let_in(conversation.id, member)


async def _let_go(work: Work, conversation: Conversation, members: tuple[int, ...]) -> None:
    """Let those out who would be in the room no more; the feature has said so to the others."""
    for member in await closing.people_in(work, conversation):
        if member not in members:
            await work.conversations.let_out(conversation.id, member)
    if len(await closing.people_in(work, conversation)) < 2:
        await closing.close(work, conversation)


@feature.when(MeetingRefused)
async def never_again(refused: MeetingRefused, work: Work, now: datetime) -> None:
    """Let somebody go at once who never wants to meet one of the others again."""
    for conversation in await work.conversations.of_member(refused.member):
        if conversation.apart and refused.other in await closing.people_in(work, conversation):
            await closing.leave(work, conversation, refused.member)


@feature.when(OutOfReach)
async def one_is_out_of_reach(gone: OutOfReach, work: Work, now: datetime) -> None:
    """Tell the others kindly that somebody cannot be written to any more."""
    conversation = await work.conversations.of(gone.about)
    who = await work.people.member(gone.member)
    if conversation and conversation.apart and who:
        await closing.settle(work, conversation, partial(views.out_of_reach, who.name))


@feature.when(MembersMerged)
async def two_talked_with_themselves(merged: MembersMerged, work: Work, now: datetime) -> None:
    """Close what nobody else is in, without a word."""
    for conversation in await work.conversations.of_member(merged.kept):
        if conversation.apart and len(await closing.people_in(work, conversation)) < 2:
            await closing.close(work, conversation)
