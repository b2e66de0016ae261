"""What could not be delivered: facilitators learn whom we could not reach, once."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.delivery.outbox import DeliveryRefused
from bot.features.introductions import feature
from bot.features.introductions.domain import Person
from bot.features.introductions.lookup import number_of
from bot.features.introductions.ports import Work
from bot.features.introductions.rounds import views as round_views
from bot.features.introductions.rounds.opening import tell_facilitators
from bot.features.introductions.suggestions.domain import (
    Suggestion,
)

_ROOMS = ("room:introductions.room:", "introductions.opened:", "introductions.halfway:")
_SUGGESTED_ROOMS = ("room:introductions.suggested_room:", "introductions.suggested_opening:")
_SQUARES = "introductions.invitation:"
_MEMBERS = (
    "introductions.asked:",
    "introductions.left_out:",
    "introductions.last_call:",
    "introductions.suggested:",
    "introductions.suggested_thanks:",
    "introductions.elsewhere:",
    *_ROOMS,  # where there is no room, each gets it alone
    *_SUGGESTED_ROOMS,
)


@feature.when(DeliveryRefused)
async def could_not_deliver(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell the facilitators whom we could not reach, once; notes to themselves are let go."""
    key, community = refused.key, refused.community
    if refused.member is not None:
        if key.startswith(_MEMBERS):
            await _not_reached(work, community, refused.member, key)
    elif key.startswith(_ROOMS):
        introduction = await work.introductions.follow_up.get(number_of(key.rpartition(":")[2]))
        if introduction:
            await _no_room(work, community, introduction.names, f"room:{introduction.id}")
    elif key.startswith(_SUGGESTED_ROOMS):
        suggestion = await work.introductions.suggestions.get(number_of(key.rpartition(":")[2]))
        if suggestion:
            names = [person.name for person in await _both(work, suggestion)]
            await _no_room(work, community, names, f"suggested_room:{suggestion.id}")
    elif key.startswith(_SQUARES):
        told = f"introductions.unreachable:{key}"
        await tell_facilitators(work, community, round_views.unreachable_square, told)


async def _not_reached(work: Work, community: int, id_: int, key: str) -> None:
    member = await work.people.member(id_)
    if member:
        message = partial(round_views.unreachable, [member.name], room=False)
        about = key.removesuffix(f":{member.id}")
        told = f"introductions.unreachable:{about}:{member.id}"
        await tell_facilitators(work, community, message, told)


async def _no_room(work: Work, community: int, names: Sequence[str], told: str) -> None:
    if names:
        message = partial(round_views.unreachable, names, room=True)
        await tell_facilitators(work, community, message, f"introductions.unreachable:{told}")


async def _both(work: Work, suggestion: Suggestion) -> list[Person]:
    return await work.introductions.suggestions.people(suggestion.two)
