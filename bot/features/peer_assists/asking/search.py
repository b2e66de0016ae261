"""Whom to ask: fitting people out of several networks, none of whom it would be too much."""

from datetime import datetime

from bot.features.peer_assists.domain import MOST, MOST_ASKED, Assist
from bot.features.peer_assists.ports import Work
from bot.matching.advisers import Search


async def search_for(work: Work, assist: Assist, now: datetime) -> Search:
    """What it takes to find those who are asked next."""
    book = work.peer_assists
    asked = {each.member for each in assist.requests}
    there = {*assist.helpers, *assist.unanswered}
    willing = set(await book.may_be_asked(assist.community, now))
    free = willing & await work.questions.free(assist.community, now) - asked - {assist.asker}
    everybody = {*free, *there, assist.asker}
    people = {each.id: each for each in await book.candidates(everybody, now)}
    me = await work.people.member(assist.asker)
    origin = await work.origin(assist.about, me, now) if assist.about and me else None
    near = {*origin.hosts, *origin.interested} if origin else set()
    return Search(
        asker=people[assist.asker],
        text=f"{assist.case}\n{assist.more}\n{origin.title if origin else ''}",
        people=tuple(people[id_] for id_ in sorted(free) if id_ in people),
        known=await work.acquaintances.among(everybody, now),
        count=max(0, min(MOST - len(assist.helpers), MOST_ASKED - len(assist.requests))),
        with_=tuple(people[id_] for id_ in sorted(there) if id_ in people),
        near=frozenset(near),
    )
