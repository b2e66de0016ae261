"""Challenges for stories: how one is posted, and what is known of it."""

from bot.features.challenges.domain import Challenge, ChallengeState
from tests.chat import Answer, Chat, Person

QUESTION = "How do we measure relationships without killing them?"


async def challenges(chat: Chat) -> list[Challenge]:
    """All challenges of the community, the oldest first."""
    async with chat.work(read_only=True) as work:
        found = await work.challenges.proposals.in_community(
            chat.community, list(ChallengeState), 100
        )
    return list(reversed(found))


async def the_challenge(chat: Chat) -> Challenge:
    """The only challenge that there is, as it is now."""
    (challenge,) = await challenges(chat)
    return challenge


async def posted(person: Person, question: str = QUESTION) -> Answer:
    """What somebody is told who posts a challenge, which then hangs on its card."""
    told = await (await person.says(f'/challenge new "{question}"')).press("Post it")
    await person.chat.settle()
    return told
