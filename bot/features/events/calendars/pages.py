"""Calendars that are subscribed to: of a community, of a network, and of one person.

A wrong secret, somebody who has left, and a network that was never there look alike.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from bot.community.people import Community, Member, Network
from bot.features.events import feature, words
from bot.features.events.calendars import feeds
from bot.features.events.calendars.addresses import (
    COMMUNITY_PATH,
    NETWORK_PATH,
    OWN,
    OWN_PATH,
    for_network,
)
from bot.features.events.calendars.domain import CALENDAR, Entry, pieces_of
from bot.features.events.ports import Work
from bot.routing.pages import PageAnswer, PageNotFound, PageRequest
from bot.ui.languages import in_language
from bot.ui.text import read_id

_AT_A_TIME = 20  # events


@feature.page(COMMUNITY_PATH, role=None)
async def of_community(request: PageRequest, work: Work) -> PageAnswer:
    """The events that everybody may come to, for anybody."""
    community = await _community(work, read_id(request.arguments["community"]))
    entries = await feeds.open_to_all(work, community.id, request.now)
    name = words.text("calendar.of_community", community=community.name)
    return _answer(entries, name, await work.events.feeds.changed_at(community.id))


@feature.page(NETWORK_PATH, role=None)
async def of_network(request: PageRequest, work: Work) -> PageAnswer:
    """The events of a network and those for everybody, for somebody who belongs to it."""
    id_ = read_id(request.arguments["network"])
    member = await _whose(request, work, for_network(id_))
    network = await _belonging(work, member, id_)
    entries = await feeds.open_to_all(work, member.community, request.now, network.id)
    with in_language(member.locale):
        name = words.text("calendar.of_network", network=network.name)
    return _answer(entries, name, await work.events.feeds.changed_at(member.community))


@feature.page(OWN_PATH, role=None)
async def of_member(request: PageRequest, work: Work) -> PageAnswer:
    """What somebody said yes to. An answer may go without a trace: nothing says when it changed."""
    member = await _whose(request, work, OWN)
    community = await work.people.community(member.community)
    entries = await feeds.of_member(work, member.id, request.now)
    with in_language(member.locale):
        name = words.text("calendar.of_member", community=community.name)
    return _answer(entries, name, None)


def _answer(entries: Sequence[Entry], name: str, changed_at: datetime | None) -> PageAnswer:
    return PageAnswer(_pieces(entries, name), CALENDAR, changed_at=changed_at)


async def _pieces(entries: Sequence[Entry], name: str) -> AsyncIterator[bytes]:
    for number, piece in enumerate(pieces_of(entries, name)):
        yield piece
        if number % _AT_A_TIME == 0:
            await asyncio.sleep(0)  # others are not to wait until a long one is written


async def _community(work: Work, id_: int) -> Community:
    for community in await work.people.communities():
        if community.id == id_:
            return community
    raise PageNotFound


async def _whose(request: PageRequest, work: Work, purpose: str) -> Member:
    """Whose secret it is, unless they have gone from all chats in which they were."""
    member = await work.secrets.whose(request.arguments["secret"], purpose)
    if member is None or await work.people.has_gone(member.id):
        raise PageNotFound
    return member


async def _belonging(work: Work, member: Member, id_: int) -> Network:
    for network in await work.events.audience.networks_of(member.id):
        if network.id == id_:
            return network
    raise PageNotFound
