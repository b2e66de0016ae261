"""Time polls for stories: how one is asked, and what becomes of it."""

from bot.features.polls.domain import Poll, Respondent
from tests.chat import Answer, Chat, Person


async def asked(person: Person, line: str) -> Answer:
    """What somebody is told who asks for a time in a line."""
    shown = await person.says(f"/kindred poll new {line}")
    told = await shown.press("Ask")
    await person.chat.settle()
    return told


async def poll_of(chat: Chat, poll: int = 1) -> Poll:
    """A poll as it is now."""
    async with chat.work(read_only=True) as work:
        found: Poll | None = await work.polls.get(poll)
    assert found
    return found


async def respondents(chat: Chat, poll: int = 1) -> dict[str, Respondent]:
    """Who has answered, by name."""
    async with chat.work(read_only=True) as work:
        return {each.name: each for each in await work.polls.respondents(poll)}


async def says_to(person: Person, poll: str, *answers: str) -> Answer:
    """Answer a poll, the times in turn; what stays empty is not answered."""
    answer = await person.says(f"/kindred poll mine {poll}")
    for number, said in enumerate(answers, 1):
        if said:
            answer = await person.says(f"/kindred poll answer {said} {poll} time {number}")
    return answer
