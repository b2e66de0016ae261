"""What becomes of a conversation when one of those who share no room takes part no more."""

from functools import partial

from bot.community.facts import Fact
from bot.delivery.addresses import ToMember
from bot.delivery.conversations import Conversation
from bot.delivery.outbox import Composed
from bot.features.conversations.apart import views
from bot.features.conversations.ports import Work


async def people_in(work: Work, conversation: Conversation) -> list[int]:
    """Who takes part now."""
    places = await work.conversations.places(conversation.id)
    return [each.member for each in places if each.member is not None]


async def leave(work: Work, conversation: Conversation, member: int) -> None:
    """Let somebody go; of two the other is told that it is closed, and nobody why."""
    await work.conversations.let_out(conversation.id, member)
    who = await work.people.member(member)
    await settle(work, conversation, partial(views.one_left, who.name if who else ""))


async def settle(work: Work, conversation: Conversation, told: Composed) -> None:
    """Tell those who are left; where that is one person, close it."""
    people = await people_in(work, conversation)
    if len(people) < 2:
        await close(work, conversation, views.closed_by(told))
    else:
        await tell(work, conversation, people, told, "left")


async def close(work: Work, conversation: Conversation, told: Composed | None = None) -> None:
    """Close it, and tell those who take part."""
    people = await people_in(work, conversation)
    await work.conversations.close(conversation.about)
    if told is not None:
        await tell(work, conversation, people, told, "closed")


async def tell(
    work: Work, conversation: Conversation, people: list[int], told: Composed, what: str
) -> None:
    """Tell each of these alone, once for so many who are left."""
    part = f"{what}:{len(people)}"
    for member in people:
        fact = Fact.of("conversations.apart", conversation.id, part=part, member=member)
        await work.outbox.post(ToMember(member), told, fact, community=conversation.community)
