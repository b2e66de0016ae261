"""Saying when one can come: one tap for a slot, or for all, changed as often as one likes."""

from typing import Annotated

from bot.errors import UserError
from bot.features.polls import feature, words
from bot.features.polls.answers import views
from bot.features.polls.cards.live import card_of, overview_of
from bot.features.polls.domain import MOST_SLOTS, Poll
from bot.features.polls.domain import Answer as Said
from bot.features.polls.invitations import origin_now
from bot.features.polls.lookup import MeantPoll, by_id, hosts_it
from bot.features.polls.ports import Work
from bot.routing.arguments import ChoiceArg, NumberArg
from bot.routing.interaction import Answer, Call, Reply, Update
from bot.ui.messages import Message, Option
from bot.ui.text import read_id


def _answers() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"answer.{each}"), each.value) for each in Said)


@feature.command("poll mine", action="show", carries=("poll",))
async def show(call: Call, work: Work, poll: MeantPoll) -> Answer:
    """Ask when the actor can come, in private."""
    return Reply(await _sheet(call, work, poll, 0))


@feature.action("page")
async def page(call: Call, work: Work, poll: str, page: str) -> Answer:
    """Show the other slots."""
    found, first = await by_id(call, work, poll), read_id(page) * views.ON_A_PAGE
    return Update(await _sheet(call, work, found, first))


@feature.command("poll answer", action="answer", carries=("poll", "answer"))
async def answer(
    call: Call,
    work: Work,
    answer: Annotated[str, ChoiceArg("poll_answer", _answers)],
    poll: MeantPoll,
    number: Annotated[int | None, NumberArg("slot_number", 1, MOST_SLOTS, after=("time",))] = None,
) -> Answer:
    """Say it of one slot, by its number, or of all that are to come."""
    if number is not None and number > len(poll.slots):
        raise UserError(words("answer.no_such_slot", count=len(poll.slots)))
    slots = poll.to_come(call.now) if number is None else [poll.slots[number - 1]]
    poll = await _say(call, work, poll, [(slot.id, Said(answer)) for slot in slots])
    return Reply(await _sheet(call, work, poll, (number or 1) - 1))


@feature.action("say")
async def say_(call: Call, work: Work, poll: str, slot: str, answer: str) -> Answer:
    """Say it of the slot whose button was pressed: pressing it twice is saying the same."""
    found, id_ = await by_id(call, work, poll), read_id(slot)
    if found.slot(id_) is None:
        raise UserError(words("answer.slot_gone"))
    found = await _say(call, work, found, [(id_, Said(answer))])
    there = [each.id for each in found.slots]
    return Update(await _sheet(call, work, found, there.index(id_)))


async def _say(call: Call, work: Work, poll: Poll, answers: list[tuple[int, Said]]) -> Poll:
    """Keep answers to a poll that takes them; to slots that are there and to come."""
    now = await work.polls.lock(poll.id, to_answer=True)
    if now is None or not now.takes_answers(call.now):
        raise UserError(words("answer.closed"))
    to_come = {slot.id for slot in now.to_come(call.now)}
    if not answers or not {slot for slot, _ in answers} <= to_come:
        raise UserError(words("answer.passed"))
    is_new = now.id not in await work.polls.answered(call.me.id)
    await work.polls.answer(now, call.me.id, answers, call.now)
    if is_new and await _is_unnamed(call, work, now):
        await work.polls.hide(now.id, call.me.id, hidden=True)
    await work.live.touch(card_of(now.id))
    return now


async def _is_unnamed(call: Call, work: Work, poll: Poll) -> bool:
    """Whether somebody hides their name in what the poll is about: then they do so here, too."""
    origin = await origin_now(work, poll, call.now)
    return origin is not None and call.me.id in origin.unnamed


async def _sheet(call: Call, work: Work, poll: Poll, slot: int) -> Message:
    """The page of the sheet on which the slot of this place stands."""
    overview = await overview_of(work, poll, call.now)
    mine, hosts = overview.of(call.me.id), hosts_it(call, poll)
    return views.sheet(overview, mine, slot // views.ON_A_PAGE, hosts=hosts)


# Whether others read my name ------------------------------------------------------------------


@feature.command("poll hide", action="hide", carries=("poll",))
async def hide(call: Call, work: Work, poll: MeantPoll) -> Answer:
    """Let only hosts know when I can come, also of the event that it becomes."""
    return await _name(call, work, poll, hidden=True)


@feature.command("poll reveal", action="reveal", carries=("poll",))
async def reveal(call: Call, work: Work, poll: MeantPoll) -> Answer:
    """Let others know when I can come."""
    return await _name(call, work, poll, hidden=False)


async def _name(call: Call, work: Work, poll: Poll, *, hidden: bool) -> Answer:
    if not await work.polls.hide(poll.id, call.me.id, hidden=hidden):
        raise UserError(words("name.first_answer"))
    await work.live.touch(card_of(poll.id))
    return Reply(await _sheet(call, work, poll, 0))
