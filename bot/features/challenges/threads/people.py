"""Who takes part in threads that are joined up: everybody who is in the challenge."""

from bot.community.domain_events import CameIn
from bot.delivery.conversations import Conversation
from bot.features.challenges.domain import Challenge
from bot.features.challenges.ports import Work


async def everybody_comes_in(work: Work, challenge: int, conversation: Conversation) -> None:
    """Let all who are in it take part; of who hides their name there the name is not carried."""
    people = await work.challenges.participants.all_of(challenge)
    hidden = [each.member for each in people if each.hidden]
    await work.conversations.hide_names(conversation.id, *hidden)
    members = tuple(each.member for each in people)
    work.domain_events.append(
        CameIn(conversation.id, conversation.community, members, others=members)
    )


async def one_comes_in(
    work: Work, challenge: int, conversation: Conversation, member: int, *, hidden: bool
) -> None:
    """The same of one who joins, or whose name is told otherwise from now on."""
    if hidden:
        await work.conversations.hide_names(conversation.id, member)
    else:
        await work.conversations.show_name(conversation.id, member)
    others = await _others(work, challenge, member)
    work.domain_events.append(
        CameIn(conversation.id, conversation.community, (member,), tuple(others))
    )


async def meets_somebody_refused(work: Work, challenge: Challenge, member: int) -> bool:
    """Whether who joins would share its threads with somebody whom they never want to meet."""
    conversation = await work.conversations.of(challenge.fact)
    if conversation is None:
        return False
    talking = await work.conversations.people(conversation.id)
    there = {*talking, *await _others(work, challenge.id, member)} - {member}
    return bool(there and await work.acquaintances.refusing([member], there))


async def _others(work: Work, challenge: int, member: int) -> list[int]:
    people = await work.challenges.participants.all_of(challenge)
    return [each.member for each in people if each.member != member]
