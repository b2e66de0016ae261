"""Ideas for stories: how one is posted, and what is known of it."""

from datetime import timedelta

from sqlalchemy import update

from bot.community.domain_events import AccountGone
from bot.community.people import OWN_CHAT
from bot.features.ideas.domain import Idea, IdeaState
from bot.routing.reacting import react
from storage.kernel.tables import accounts
from tests.chat import Answer, Chat, Person

TITLE = "A tool library for our street"


async def ideas(chat: Chat) -> list[Idea]:
    """All ideas of the community, the oldest first."""
    async with chat.work(read_only=True) as work:
        found = await work.ideas.proposals.in_community(chat.community, list(IdeaState), 100)
    return list(reversed(found))


async def the_idea(chat: Chat) -> Idea:
    """The only idea that there is, as it is now."""
    (idea,) = await ideas(chat)
    return idea


async def proposed(person: Person, title: str = TITLE) -> Answer:
    """What somebody is told who posts an idea of this title, which is then on its card."""
    told = await (await person.says(f"/idea new {title}")).press("Post it")
    await person.chat.settle()
    return told


async def happens(chat: Chat, event: object) -> None:
    """Let something happen elsewhere, and all hear of it."""
    async with chat.work() as work:
        work.domain_events.append(event)
        await react(chat.core.registry, work, chat.clock.now())
    await chat.settle()


async def days_pass(chat: Chat, days: float) -> None:
    """Let days pass in one leap, and what falls due be done; cards are current then."""
    chat.clock.at += timedelta(days=days)
    await chat.core.ticks.run_due()
    await chat.a_moment()


async def goes(chat: Chat, person: Person) -> None:
    """Let somebody be in no chat any more; whose only chat is their own is a member no more."""
    async with chat.work(read_only=True) as work:
        theirs = await work.people.accounts_of(person.id)
    if all(each.ref.platform == OWN_CHAT for each in theirs):  # in which nobody is ever gone
        await leaves(chat, person)
        return
    async with chat.work() as work:
        is_theirs = accounts.c.member_id == person.id
        await work.connection.execute(
            update(accounts).where(is_theirs).values(gone_at=chat.clock.now())
        )
        work.domain_events.append(AccountGone(theirs[0], chat.community))
        await react(chat.core.registry, work, chat.clock.now())
    await chat.settle()


async def leaves(chat: Chat, person: Person) -> None:
    """Let somebody be a member no more, of whom nothing is known."""
    async with chat.work() as work:
        for held in reversed(chat.core.registry.personal_data):
            await held.erase(work, person.id)
        await react(chat.core.registry, work, chat.clock.now())
    await chat.settle()
