"""Whoever needs help and whoever gives it meet in a room of their own."""

from functools import partial

from bot.community.people import Member
from bot.delivery.addresses import ToPlace
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.help_requests import views
from bot.features.challenges.help_requests.domain import HelpRequest
from bot.features.challenges.ports import Work


async def bring_together(
    work: Work, request: HelpRequest, commitment: Commitment, asker: Member, helper: Member
) -> None:
    """Open a room for the two, with what it is about."""
    room, here = request.room_of(helper.id), request.community
    title = views.title()
    await work.outbox.open_room(room, [asker.id, helper.id], title, community=here, apart=True)
    first = partial(views.together, request, commitment, asker, helper)
    await work.outbox.post(ToPlace(room), first, request.first_words_to(helper.id), community=here)
