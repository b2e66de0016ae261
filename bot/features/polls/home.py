"""Polls on everybody's home: those that wait for an answer; and what `/kindred poll` lists."""

from collections.abc import Sequence

from bot.community.opportunities import near
from bot.features.polls import feature, views, words
from bot.features.polls.lookup import open_polls
from bot.features.polls.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Heading, Part

_SHOWN = 3


@feature.home
async def waiting_for_me(call: Call, work: Work) -> Sequence[Part | None]:
    """Polls that I have not answered; those of other networks alone stand further down."""
    there = [poll for poll in await open_polls(call, work) if poll.takes_answers(call.now)]
    answered = await work.polls.answered(call.me.id)
    ids = await near(work.polls.audience, call.me.id, [poll.id for poll in there])
    waiting = [
        poll for poll in there if poll.id not in answered and (poll.origin or poll.id in ids)
    ]
    if not waiting:
        return []
    return [Heading(words.text("home.title")), *views.lines(waiting[:_SHOWN])]
