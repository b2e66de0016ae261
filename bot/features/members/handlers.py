"""Profiles and the directory. Importing this module declares all routes."""

from typing import Annotated

from bot.community.people import Member
from bot.errors import UserError
from bot.features.members import glance, link_handlers, offering, preferring, welcoming
from bot.features.members.domain import Profile
from bot.features.members.finding import Finder, Found
from bot.features.members.forms import ProfileForm, profile_from, typed_from, words
from bot.features.members.ports import Where, Work
from bot.features.members.routes import feature
from bot.features.members.search import read_query
from bot.features.members.views import (
    LOOK,
    MORE,
    QUERY_BYTES,
    SHOW,
    Elsewhere,
    hidden,
    mine,
    nearest_topics,
    nobody_found,
    people_found,
    saved,
    shown,
    what_there_is,
)
from bot.routing.feature import Rest, Who
from bot.routing.interaction import Answer, Call, Open, Opening, Reply, Update
from bot.ui.messages import Message, Option, say

__all__ = ["feature", "glance", "link_handlers", "offering", "welcoming"]

_OFFERED = 25
"""Topics and networks that are offered to choose from."""
_KNOWN_TOPICS = 500
"""Topics among which the nearest is looked for."""


# Profiles -------------------------------------------------------------------------------------


@feature.command("profile", opens=ProfileForm)
async def profile(
    call: Call, work: Work, person: Annotated[Member | None, Who("person")] = None
) -> Answer:
    """Open one's own profile, or show somebody's card."""
    if person is None:
        return Open(ProfileForm)
    return Reply(await _card(call, work, person.id))


@feature.action("fill", opens=ProfileForm)
async def fill(call: Call, work: Work, value: str) -> Answer:
    """Open one's own profile, by a button."""
    return Open(ProfileForm)


feature.shortcut("fill")


@feature.action(SHOW)
async def show(call: Call, work: Work, value: str) -> Answer:
    """Show the card of somebody who was found."""
    known = value.isdecimal() and len(value) < 19  # as long as row ids are
    return Reply(await _card(call, work, int(value) if known else 0))


@feature.opening(ProfileForm)
async def fill_in(call: Call, work: Work, subject: str) -> Opening:
    """The profile as it is, with the community's topics and networks to choose from."""
    former = await work.members.profile(call.me.id) or Profile(call.me.name, zone=call.me.zone)
    viewer = await work.directory.viewer(call.me.id, call.community.id)
    topics = await work.directory.topics(viewer, _OFFERED)
    networks = [network.name for network in await work.members.networks(call.community.id)]
    offered = [Option.of(name, name) for name in networks[:_OFFERED]]
    return Opening(
        values=typed_from(former) | {"reach": await preferring.chosen_so_far(work, call.me.id)},
        options={
            "reach": await preferring.chats_to_choose(work, call.me.id),
            "topics": [Option.of(topic, topic) for topic in topics],
            "home": offered,
            "others": offered,
        },
    )


@feature.submitted(ProfileForm)
async def save(call: Call, form: ProfileForm, work: Work, subject: str) -> Answer:
    """Save the profile and show it as others see it."""
    me = call.me.id
    former = await work.members.profile(me) or Profile(call.me.name)
    networks = [network.name for network in await work.members.networks(call.community.id)]
    profile = profile_from(form, former, networks)
    await preferring.prefer(work, me, form.reach)
    await work.members.save(me, profile, call.now)
    now = await work.members.profile(me)
    assert now is not None  # noqa: S101  # it was saved just now
    return Reply(saved(me, now, await preferring.where(work, me)))


async def _card(call: Call, work: Work, member: int) -> Message:
    who = await work.people.member(member)
    profile = await work.members.profile(member)
    if who is None or profile is None or who.community != call.community.id:
        return say(words("profile.gone"))
    viewer = await work.directory.viewer(call.me.id, call.community.id)
    if not await work.directory.sees(viewer, member):
        return hidden(profile)
    if member == call.me.id:
        return mine(member, profile, await preferring.where(work, member))
    return shown(member, profile)


# The directory --------------------------------------------------------------------------------


@feature.command("find")
async def find(call: Call, work: Work, query: Annotated[str, Rest("words")] = "") -> Answer:
    """Find people, or tell what there is to find."""
    if query.strip():
        return Reply(await _found(call, work, query.strip()))
    return await press_find(call, work, "")


@feature.action("find")
async def press_find(call: Call, work: Work, value: str) -> Answer:
    """Tell what there is to find."""
    viewer = await work.directory.viewer(call.me.id, call.community.id)
    return Reply(what_there_is(await work.directory.overview(viewer, _OFFERED)))


@feature.action(LOOK)
async def look(call: Call, work: Work, value: str) -> Answer:
    """Find what was chosen from the overview."""
    return Reply(await _found(call, work, value))


@feature.action(MORE)
async def turn(call: Call, work: Work, value: str) -> Answer:
    """Turn to another page, in the same message."""
    page, _, query = value.partition(":")
    return Update(await _found(call, work, f"{query} page {page}"))


async def _found(call: Call, work: Work, said: str) -> Message:
    asked = read_query(said)
    if len(asked.text.encode()) > QUERY_BYTES:
        raise UserError(words("find.too_long"))
    if not asked.terms and not asked.clauses:
        raise UserError(words("find.wordless", said=said))
    viewer = await work.directory.viewer(call.me.id, call.community.id)
    finder = Finder(work.directory, work.members, viewer)
    found = await finder.find(asked)
    if found.total:
        return people_found(found, asked.text, call.me.id)
    topics = await work.directory.topics(viewer, _KNOWN_TOPICS)
    elsewhere = await _elsewhere(finder, found)
    return nobody_found(asked.text, nearest_topics(asked.text, topics), elsewhere)


async def _elsewhere(finder: Finder, found: Found) -> Elsewhere | None:
    """Who there would be without the place and the network that were asked for."""
    if not found.where or not found.terms:
        return None
    count = (await finder.matches(found.terms, Where())).total
    where = " ".join(found.where.place) or ", ".join(finder.names(found.where.networks))
    return Elsewhere(where, " ".join(map(str, found.terms)), count) if count else None
