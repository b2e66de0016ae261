"""Members find each other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from bot.errors import UserError
from bot.features.members import feature, words
from bot.features.members.directory.finding import Finder, Found
from bot.features.members.directory.search import Query, read_query
from bot.features.members.directory.views import (
    LOOK,
    MORE,
    QUERY_BYTES,
    Elsewhere,
    nearest_topics,
    nobody_found,
    people_found,
    what_there_is,
)
from bot.features.members.domain import Viewer
from bot.features.members.ports import Where, Work
from bot.routing.arguments import NumberArg, TextArg
from bot.routing.interaction import Answer, Call, Reply, Update
from bot.ui.messages import Divider, Message, Part, say

_OFFERED = 25
"""Topics and networks that are offered to choose from."""
_KNOWN_TOPICS = 500
"""Topics among which the nearest is looked for."""


_PAGE = NumberArg("page", least=1, most=9999, after=("page",))


@feature.command("find", action="find")
async def find(
    call: Call,
    work: Work,
    query: Annotated[str, TextArg("words")] = "",
    page: Annotated[int, _PAGE] = 1,
) -> Answer:
    """Find people, or tell what there is to find."""
    if query.strip():
        return Reply(await _found(call, work, query, page))
    viewer = await work.directory.viewer(call.me.id, call.community.id)
    return Reply(what_there_is(await work.directory.overview(viewer, _OFFERED)))


@feature.action(LOOK)
async def look(call: Call, work: Work, value: str) -> Answer:
    """Find what was chosen from the overview."""
    return Reply(await _found(call, work, value))


@feature.action(MORE)
async def turn(call: Call, work: Work, page: Annotated[int, _PAGE], query: str) -> Answer:
    """Turn to another page, in the same message."""
    return Update(await _found(call, work, query, page))


async def _found(call: Call, work: Work, said: str, page: int = 1) -> Message:
    query = read_query(said, page)
    if len(query.text.encode()) > QUERY_BYTES:
        raise UserError(words("find.too_long"))
    if not query.terms and not query.clauses:
        raise UserError(words("find.wordless", said=said))
    viewer = await work.directory.viewer(call.me.id, call.community.id)
    people = await _people(call, work, viewer, query)
    return _with(people, await call.catalogue.search(call, work, query.text) if page == 1 else ())


def _with(people: Message, lines: Sequence[Part]) -> Message:
    """The people who were found, and below them what else there is of these words."""
    if not lines:
        return people
    return replace(people, blocks=(*people.blocks, *say(Divider(), *lines).blocks))


async def _people(call: Call, work: Work, viewer: Viewer, query: Query) -> Message:
    finder = Finder(work.directory, work.members, viewer)
    found = await finder.find(query)
    if found.total:
        return people_found(found, query.text, call.me.id)
    topics = await work.directory.topics(viewer, _KNOWN_TOPICS)
    elsewhere = await _elsewhere(finder, found)
    return nobody_found(query.text, nearest_topics(query.text, topics), elsewhere)


async def _elsewhere(finder: Finder, found: Found) -> Elsewhere | None:
    """Who there would be without the town and the network that were asked for."""
    if not found.where or not found.terms:
        return None
    count = (await finder.matches(found.terms, Where())).total
    where = found.where.town or ", ".join(finder.names(found.where.networks))
    return Elsewhere(where, " ".join(map(str, found.terms)), count) if count else None
