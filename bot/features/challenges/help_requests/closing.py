"""Who helps with a commitment, and that nobody else is needed."""

from collections.abc import Iterable
from datetime import datetime

from bot.delivery.threads import say_anew_below
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.help_requests import views
from bot.features.challenges.help_requests.domain import HelpRequest, Said
from bot.features.challenges.ports import Work


async def close_requests(
    work: Work, commitments: Iterable[Commitment], now: datetime, *, in_group: bool = False
) -> None:
    """Ask nobody else for help with these commitments; or only nobody else `in_group`."""
    for request in await work.challenges.help_requests.of(*(each.id for each in commitments)):
        if request.closed_at is None and (request.group or not in_group):
            await close(work, request, now)


async def close(work: Work, request: HelpRequest, now: datetime) -> None:
    """Ask nobody else; what was asked says from now on that nobody else is needed."""
    book = work.challenges.help_requests
    await book.close(request.id, now)
    await say_anew_below(work, views.over, request.fact)
    for each in await book.questions(request.id):
        if each.said is Said.NOTHING:
            await book.ask(request.id, each.member, now, Said.NOT_NEEDED)
            await work.outbox.edit(request.question_to(each.member), views.over)


async def helpers_of(work: Work, commitment: Commitment) -> list[int]:
    """Who has offered help with a commitment, the first first."""
    helpers = await work.challenges.help_requests.helpers([commitment.id])
    return helpers.get(commitment.id, [])
