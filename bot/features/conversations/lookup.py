"""Which conversation somebody means, and whether they may take part in it."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from bot.delivery.conversation_views import JOIN
from bot.delivery.conversations import Conversation
from bot.errors import UserError
from bot.features.conversations import words
from bot.features.conversations.ports import Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.folding import folded, titled
from bot.ui.messages import Message, bullets, say
from bot.ui.text import read_id

_NAMED = 8  # that are named where one has to be chosen


async def meant(call: Call, work: Work, said: Said) -> Conversation:
    """By a button its own; else that of this name, that where the actor is, or their only one."""
    if said.by_button:
        return await by_id(call, work, said.text)
    thread = call.arrival.thread
    channel = thread.channel if thread else call.arrival.channel
    here = None if said.text else await work.said.at(channel, thread.message if thread else None)
    if here is not None and here.community == call.community.id:
        return here
    reachable = await _reachable(call, work, said.text)
    if not reachable:
        raise UserError(await _none(call, work, said.text))
    return _pick(reachable, said)


async def _reachable(call: Call, work: Work, text: str) -> list[Conversation]:
    """Those that the actor reads alone; of a name, also others that they may take part in."""
    mine = await work.conversations.of_member(call.me.id)
    if not text:
        return mine
    there = await work.said.open_in(call.community.id)
    named = titled(text, _of_each_title(there), _title)
    return [each for each in named if each in mine or await _may_take_part(call, work, each)]


async def by_id(call: Call, work: Work, id_: str) -> Conversation:
    """The conversation of a button or a form, if the actor may take part; raises `UserError`."""
    found = await work.said.conversation(read_id(id_))
    if found is None or not await _may_take_part(call, work, found):
        raise UserError(words("conversation.gone"))
    return found


async def _may_take_part(call: Call, work: Work, conversation: Conversation) -> bool:
    """Whether somebody reads it alone, is in what it is about, or may join that."""
    if conversation.community != call.community.id:
        return False
    theirs = await work.conversations.of_member(call.me.id)
    if conversation.id in {each.id for each in theirs}:
        return True
    if await work.origin(conversation.about, call.me, call.now) is not None:
        return True
    open_things = await work.opportunities(call.community.id, call.now)
    networks = await work.said.networks(call.me.id)
    return any(
        each.about == conversation.about and (not each.open_to or each.open_to & networks)
        for each in open_things
    )


async def _none(call: Call, work: Work, text: str) -> Message:
    """That there is none, or none of that name; which they could come into."""
    there = [each for each in await work.said.open_in(call.community.id) if not each.apart]
    open_to_me = [each for each in there[:_NAMED] if await _may_take_part(call, work, each)]
    first = words("conversation.unknown", said=text) if text else words("conversation.none")
    return say(
        first,
        words("conversation.open" if open_to_me else "conversation.none_open"),
        bullets(JOIN(conversation=each.title) for each in open_to_me),
    )


def _pick(there: Sequence[Conversation], said: Said) -> Conversation:
    found = titled(said.text, _of_each_title(there), _title)
    if len(found) == 1:
        return found[0]
    again = [said.command.filled(conversation=each.title) for each in (found or there)[:_NAMED]]
    raise UserError(say(words("conversation.which"), bullets(again)))


MeantConversation = Annotated[Conversation, ThingArg("conversation", meant)]


def _of_each_title(there: Sequence[Conversation]) -> Iterable[Conversation]:
    return {folded(each.title): each for each in there}.values()


def _title(conversation: Conversation) -> str:
    return conversation.title
