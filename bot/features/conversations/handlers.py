"""Saying something in a conversation, seeing who reads it, coming in and leaving."""

from dataclasses import dataclass
from typing import Annotated

from bot.community.domain_events import CameIn
from bot.community.roles import Role
from bot.community.told_names import told_to
from bot.delivery.conversations import Conversation
from bot.errors import UserError
from bot.features.conversations import feature, place_views, words
from bot.features.conversations.apart import closing
from bot.features.conversations.apart import views as apart_views
from bot.features.conversations.forms import ReplyForm
from bot.features.conversations.keeping import days_kept, keep_for
from bot.features.conversations.lookup import MeantConversation, by_id
from bot.features.conversations.ports import Work
from bot.routing.arguments import NumberArg
from bot.routing.interaction import Answer, Call, Open, Reply
from bot.ui.messages import say
from bot.ui.text import clean


@dataclass(frozen=True, slots=True)
class _Listed:
    """Somebody who takes part."""

    member: int
    name: str
    hidden: bool = False


@feature.command("conversation reply", opens=ReplyForm, action="reply", carries=("conversation",))
async def reply(call: Call, work: Work, conversation: MeantConversation) -> Answer:
    """Ask what is to be said."""
    _check(conversation)
    return Open(ReplyForm, str(conversation.id))


@feature.submitted(ReplyForm)
async def replied(call: Call, form: ReplyForm, work: Work, subject: str) -> Answer:
    """Say it wherever the conversation shows."""
    conversation = await by_id(call, work, subject)
    _check(conversation)
    text = clean(form.text).strip()
    if text:
        await work.conversations.say(conversation.id, call.me.id, text)
    return Reply(say(words("reply.said", title=conversation.title)))


@feature.command("conversation readers", action="readers", carries=("conversation",))
async def readers(call: Call, work: Work, conversation: MeantConversation) -> Answer:
    """Tell where it shows, and who takes part, as far as the actor may know."""
    places = await work.conversations.places(conversation.id)
    spaces = await work.people.spaces(call.community.id)
    people = await work.people.members(await work.conversations.people(conversation.id))
    unnamed = await work.said.unnamed(conversation.id)
    listed = [_Listed(each.id, each.name, each.id in unnamed) for each in people.values()]
    told = await told_to(work, call.me, listed, call.now)
    names = [(each.member, each.name) for each in told]
    rest, days = len(listed) - len(told), await days_kept(work, call.community.id)
    shown = place_views.Readers(conversation, places, spaces, names, rest, days)
    return Reply(place_views.readers(shown))


@feature.command("conversation join", action="join", carries=("conversation",))
async def join(call: Call, work: Work, conversation: MeantConversation) -> Answer:
    """Take part alone with Kindred; whoever would meet somebody they never want to is asked."""
    _check(conversation)
    there = [
        each for each in await work.conversations.people(conversation.id) if each != call.me.id
    ]
    if await work.acquaintances.refusing([call.me.id], there):
        return Reply(place_views.go_on(conversation))
    return await _let_in(call, work, conversation)


@feature.action("join_anyway")
async def join_anyway(call: Call, work: Work, conversation: MeantConversation) -> Answer:
    """Take part all the same."""
    _check(conversation)
    return await _let_in(call, work, conversation)


@feature.command("conversation leave", action="leave", carries=("conversation",))
async def leave(call: Call, work: Work, conversation: MeantConversation) -> Answer:
    """Read it alone with Kindred no more."""
    if conversation.apart:
        return await _leave_the_others(call, work, conversation)
    await work.conversations.let_out(conversation.id, call.me.id)
    return Reply(place_views.left(conversation))


async def _leave_the_others(call: Call, work: Work, conversation: Conversation) -> Answer:
    """Close a conversation of two, or leave the others to theirs."""
    _check(conversation)
    await closing.leave(work, conversation, call.me.id)
    closed = await work.conversations.of(conversation.about) is None
    return Reply(apart_views.left(closed=closed))


@feature.command("threads keep", role=Role.FACILITATOR, root="challenge")
async def keep(
    call: Call, work: Work, days: Annotated[int, NumberArg("days", least=1, most=365)]
) -> Answer:
    """Keep the words of what is said for so long."""
    await keep_for(work, call.community.id, days)
    return Reply(say(words("keep.set", count=days)))


async def _let_in(call: Call, work: Work, conversation: Conversation) -> Answer:
    await work.conversations.let_in(conversation.id, call.me.id)
    came = CameIn(conversation.id, conversation.community, (call.me.id,))
    work.domain_events.append(came)
    return Reply(say(words("join.done", title=conversation.title)))


def _check(conversation: Conversation) -> None:
    if conversation.closed_at is not None:
        raise UserError(words("conversation.closed", title=conversation.title))
