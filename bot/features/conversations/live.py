"""What was said, wherever else it is shown; and what stands on top of somebody's own place."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.people import Ref
from bot.delivery.conversations import Conversation
from bot.delivery.heard import AccountMention
from bot.features.conversations import feature, place_views, views
from bot.features.conversations.apart import views as apart_views
from bot.features.conversations.domain import SaidMessage
from bot.features.conversations.ports import Work
from bot.ui.messages import Mention, Message
from bot.ui.text import read_id


@feature.live("said")
async def said(subject: str, work: Work, now: datetime) -> Message | None:
    """What somebody has said, for all who read a place, or for the one who has it alone."""
    id_, _, own = subject.partition(":")
    message = await work.said.get(read_id(id_))
    if message is None or message.spans is None or message.member is None:
        return None
    answers = await work.said.get(message.answers) if message.answers else None
    if own and answers and await _refuses(work, read_id(own), answers):
        answers = None
    mentioned = [message] if answers is None else [message, answers]
    members = await _mentioned(work, mentioned)
    return views.said(views.Shown(message, answers, await work.said.tally(message.id), members))


async def _refuses(work: Work, place: int, message: SaidMessage) -> bool:
    """Whether who reads a place alone never wants to meet whoever said this: they read no word.

    Of a place that is nobody's any more it is unknown.
    """
    reader = await work.said.owner(place)
    if message.member is None or reader is None:
        return message.member is not None
    return bool(await work.acquaintances.refusing([reader], [message.member]))


async def _mentioned(work: Work, messages: Sequence[SaidMessage]) -> dict[Ref, Mention | None]:
    """The members who are mentioned, by the accounts that were; who hides their name is `None`."""
    found: dict[Ref, Mention | None] = {}
    for message in messages:
        for span in message.spans or ():
            if isinstance(span, AccountMention) and span.account not in found:
                member = await work.people.known_as(message.community, span.account)
                if member:
                    hidden = member.id in await work.said.unnamed(message.conversation)
                    found[span.account] = None if hidden else Mention(member.id, member.name)
    return found


@feature.live("head")
async def head(subject: str, work: Work, now: datetime) -> Message | None:
    """What somebody reads above the conversation that they have alone with Kindred."""
    id_, _, place = subject.partition(":")
    conversation = await work.said.conversation(read_id(id_))
    if conversation is None:
        return None
    places = await work.conversations.places(conversation.id)
    is_in = read_id(place) in {each.id for each in places}
    reader = await work.said.owner(read_id(place))
    if reader is None and not is_in and conversation.closed_at is None:
        return place_views.head_elsewhere(conversation)
    if conversation.apart:
        return await _head_apart(work, conversation, reader, is_in=is_in)
    spaces = await work.people.spaces(conversation.community)
    others = [each for each in places if each.id != read_id(place)]
    return place_views.head(conversation, others, spaces, is_in=is_in)


async def _head_apart(
    work: Work, conversation: Conversation, reader: int | None, *, is_in: bool
) -> Message:
    """The same, of those who were introduced to each other and share no room."""
    opening = None
    if reader is not None:
        opening = await work.opening(conversation.about, reader, conversation.opened_at)
    return apart_views.head(conversation, opening, is_in=is_in)
