"""Routes of communities and their chats. Importing this module declares all of them."""

from functools import partial
from typing import Annotated

from bot.community.domain_events import ChannelChosen
from bot.community.facts import Fact
from bot.community.people import OWN_CHAT, Ref, Space
from bot.community.places import FOR_EVERYBODY, Place, Purpose, in_order
from bot.community.roles import Role
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.errors import UserError
from bot.features.communities import feature, views, words
from bot.features.communities.domain import FIRST_LINE, GOOD_FOR, PURPOSE
from bot.features.communities.forms import ChannelForm, for_what
from bot.features.communities.ports import Work
from bot.routing.arguments import ChannelArg, ChoiceArg, YesNoArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.forms import FieldErrors
from bot.ui.languages import current_locale


@feature.command("connect", role=Role.FACILITATOR, action="connect")
async def connect(call: Call, work: Work) -> Answer:
    """Make a code that connects another chat, for the one who asked alone."""
    until = call.now + GOOD_FOR
    code = await work.codes.make(PURPOSE, call.community.id, call.me.id, until)
    return Reply(views.code(call.community, code, until), secret=True)


@feature.command("chats", role=Role.FACILITATOR)
async def chats(call: Call, work: Work) -> Answer:
    """List the chats of the community."""
    spaces = await work.people.spaces(call.community.id)
    channels = await work.places.channels(call.community.id)
    return Reply(views.chats(spaces, channels, call.arrival.space))


@feature.command("panel", role=Role.FACILITATOR, action="panel")
async def panel(call: Call, work: Work) -> Answer:
    """Say in front of everybody what Kindred is, with the way in: for a post that is pinned."""
    return Reply(views.panel(call.community), only_for_actor=False)


# What channels are for ------------------------------------------------------------------------


@feature.command("channel", role=Role.FACILITATOR, opens=ChannelForm, action="channel")
async def channel(
    call: Call,
    work: Work,
    where: Annotated[Ref | None, ChannelArg("where")] = None,
    none: Annotated[bool, YesNoArg("none", after=("none",))] = False,
    what: Annotated[str, ChoiceArg("what", for_what, after=("for",))] = "",
) -> Answer:
    """Say what a channel is for, or that none is for something; a form asks for the channel."""
    said = frozenset([Purpose(what)] if what else [])
    if said == {Purpose.DIGESTS} and call.arrival.space.platform == OWN_CHAT:
        return await _own_digests(call, work, none=none)
    await _here(call, work)
    if where and none:
        raise UserError(words("channel.where_and_none"))
    if none:
        return await _withdraw(call, work, said or frozenset(Purpose))
    if where is None:
        # not of the channel that is chosen already: it may be for other things
        return Open(ChannelForm, values={"channel": "", "purposes": list(said)} if said else {})
    return await _choose(call, work, await _fit(call, work, where), said or FOR_EVERYBODY)


@feature.prefill(ChannelForm)
async def channel_so_far(call: Call, work: Work, subject: str) -> Prefill:
    """The channel for everybody, or else another one that was chosen, and what it is for."""
    there = await _channels_here(call, work)
    there.sort(key=lambda place: Purpose.ANNOUNCEMENTS not in place.purposes)
    chosen = next(iter(there), None)
    purposes = in_order(chosen.purposes if chosen else FOR_EVERYBODY)
    return Prefill({"channel": str(chosen.ref) if chosen else "", "purposes": list(purposes)})


@feature.submitted(ChannelForm, role=Role.FACILITATOR)
async def channel_chosen(call: Call, form: ChannelForm, work: Work, subject: str) -> Answer:
    """Let a channel be for what was ticked, and nothing else; no channel, if none was chosen."""
    ticked = frozenset(Purpose(each) for each in form.purposes)
    if not form.channel:
        return await _withdraw(call, work, ticked or frozenset(Purpose))
    chosen = Ref.parse(form.channel)
    space = await _here(call, work)
    if not space.contains(chosen) or chosen in call.arrival.not_for_all:
        raise FieldErrors({"channel": words.text("channel.unknown")})
    before = (each.purposes for each in await _channels_here(call, work) if each.ref == chosen)
    possible = _possible(call, chosen, ticked)
    no_longer = next(before, frozenset()) - possible
    if not ticked and not no_longer:
        raise FieldErrors({"purposes": words.text("channel.no_purpose")})
    if not ticked:
        return await _withdraw(call, work, no_longer, chosen)
    if not possible:
        raise FieldErrors({"purposes": words.text("channel.no_rooms")})
    await work.places.withdraw(space, no_longer, chosen)
    return await _choose(call, work, chosen, ticked)


async def _own_digests(call: Call, work: Work, *, none: bool) -> Answer:
    """Let the one channel of the community's own chat be for digests, too, or no more."""
    for place in (await _channels_here(call, work))[:1]:
        if none:
            await work.places.withdraw(place.space, [Purpose.DIGESTS])
        elif place.ref:
            await work.places.choose(place.space, place.ref, [Purpose.DIGESTS])
    return Reply(views.own_digests(wanted=not none))


async def _choose(call: Call, work: Work, chosen: Ref, said: frozenset[Purpose]) -> Answer:
    space, purposes = await _here(call, work), _possible(call, chosen, said)
    if not purposes:
        raise UserError(words("channel.no_rooms"))
    place = await work.places.choose(space, chosen, purposes)
    work.domain_events.append(ChannelChosen(call.community.id, place.id, purposes))
    said_for = in_order(purposes)
    stamp = f"{call.now:%Y-%m-%dT%H:%M:%S} {' '.join(said_for)} {place.id}"
    await work.outbox.post(
        ToPlace(ChannelFor(said_for[0], place.id)),
        partial(views.first_line, call.community, purposes, current_locale()),
        Fact.of(FIRST_LINE, space.id, part=stamp, member=call.me.id),
        community=call.community.id,
    )
    there = await _channels_here(call, work)
    return Reply(views.channel_set(purposes, there, no_rooms=purposes != said))


def _possible(call: Call, channel: Ref, purposes: frozenset[Purpose]) -> frozenset[Purpose]:
    """What of this a channel can be for: introductions open in no channel without rooms."""
    if channel in call.arrival.without_rooms:
        return purposes - {Purpose.INTRODUCTIONS}
    return purposes


async def _withdraw(
    call: Call, work: Work, purposes: frozenset[Purpose], channel: Ref | None = None
) -> Answer:
    """Let one channel, or all of the space, be for these no more."""
    space = await _here(call, work)
    await work.places.withdraw(space, purposes, channel)
    return Reply(views.channel_cleared(purposes, await _channels_here(call, work)))


async def _channels_here(call: Call, work: Work) -> list[Place]:
    """The channels of the space it is said in that are for something."""
    there = await work.places.channels(call.community.id)
    return [place for place in there if place.space.ref == call.arrival.space]


async def _here(call: Call, work: Work) -> Space:
    """The space it is said in, if it needs a channel chosen."""
    space = await work.people.space(call.arrival.space)
    assert space is not None  # noqa: S101  # members are members of some space
    if space.ref.platform == OWN_CHAT:
        raise UserError(words("channel.own_chat"))
    return space


async def _fit(call: Call, work: Work, channel: Ref) -> Ref:
    """The channel, unless it is between the actor and Kindred alone, or in another place."""
    account = await work.people.account(call.arrival.actor, call.arrival.space)
    alone = {await work.places.direct(account)} if account else set()
    alone |= {call.arrival.channel} if call.arrival.alone else set()
    if channel in alone:
        raise UserError(words("channel.just_us"))
    if channel in call.arrival.not_for_all:
        raise UserError(words("channel.not_for_all"))
    if not (await _here(call, work)).contains(channel):
        raise UserError(words("channel.elsewhere"))
    return channel
