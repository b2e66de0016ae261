"""Routes of communities and their chats. Importing this module declares all of them."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from bot.community.people import OWN_CHAT, Ref, Role, Space
from bot.community.personal_data import PersonalData
from bot.delivery.outbox import DeliveryRefused, SpaceLost, ToMember, ToSquare
from bot.errors import FieldErrors, UserError
from bot.features.communities import entering, hindrances, views
from bot.features.communities.domain import GOOD_FOR, PURPOSE
from bot.features.communities.forms import ChannelForm
from bot.features.communities.ports import Work
from bot.features.communities.routes import feature, words
from bot.routing.feature import Rest
from bot.routing.interaction import Answer, Call, Open, Opening, Reply
from bot.ui.messages import Option

__all__ = ["entering", "feature", "hindrances"]

_FIRST_LINE = "communities.first_line:"


@feature.command("connect", role=Role.FACILITATOR)
async def connect(call: Call, work: Work) -> Answer:
    """Make a code that connects another chat, for the one who asked alone."""
    until = call.now + GOOD_FOR
    code = await work.codes.make(PURPOSE, call.community.id, call.me.id, until)
    return Reply(views.code(call.community, code, until), secret=True)


@feature.action("connect", role=Role.FACILITATOR)
async def press_connect(call: Call, work: Work, value: str) -> Answer:
    """Make a code, by a button."""
    return await connect(call, work)


@feature.command("chats", role=Role.FACILITATOR)
async def chats(call: Call, work: Work) -> Answer:
    """List the chats of the community."""
    return Reply(views.chats(await work.people.spaces(call.community.id)))


# Where everybody may be spoken to -------------------------------------------------------------


@feature.command("channel", role=Role.FACILITATOR, opens=ChannelForm)
async def channel(
    call: Call, work: Work, where: Annotated[str, Rest("here or none")] = ""
) -> Answer:
    """Choose where to speak to everybody: in a form, or right here, or nowhere."""
    match where.casefold():
        case "":
            await _here(call, work)
            return Open(ChannelForm)
        case "here":
            return await _choose(call, work, await _this_channel(call, work))
        case "none":
            return await _choose(call, work, None)
        case _:
            raise UserError(words("channel.how"))


@feature.offers("here or none")
async def where_to_speak(call: Call, work: Work, typed: str) -> list[Option]:
    """Right here, or nowhere."""
    here, none = words.text("channel.offer.here"), words.text("channel.offer.none")
    return [Option.of(here, "here"), Option.of(none, "none")]


@feature.action("channel", role=Role.FACILITATOR, opens=ChannelForm)
async def press_channel(call: Call, work: Work, value: str) -> Answer:
    """Choose where to speak to everybody, by a button."""
    return await channel(call, work)


@feature.opening(ChannelForm)
async def channel_so_far(call: Call, work: Work, subject: str) -> Opening:
    """The channel that was chosen before."""
    space = await work.people.space(call.arrival.space)
    return Opening({"channel": str(space.square) if space and space.square else ""})


@feature.submitted(ChannelForm, role=Role.FACILITATOR)
async def channel_chosen(call: Call, form: ChannelForm, work: Work, subject: str) -> Answer:
    """Take the channel, or none."""
    if not form.channel:
        return await _choose(call, work, None)
    chosen = Ref.parse(form.channel)
    space = await _here(call, work)
    if not space.holds(chosen):
        raise FieldErrors({"channel": words.text("channel.unknown")})
    return await _choose(call, work, chosen)


async def _choose(call: Call, work: Work, chosen: Ref | None) -> Answer:
    space = await _here(call, work)
    await work.people.speak_to_all_in(space.id, chosen)
    if chosen is None:
        return Reply(views.square_cleared())
    stamp = f"{call.now:%Y-%m-%dT%H:%M:%S}"
    await work.outbox.post(
        ToSquare(space.id),
        partial(views.first_line, call.community),
        f"{_FIRST_LINE}{space.id}:{call.me.id}:{stamp}",
        community=call.community.id,
    )
    return Reply(views.square_set())


async def _here(call: Call, work: Work) -> Space:
    """The space it is said in, if it needs a channel chosen."""
    space = await work.people.space(call.arrival.space)
    assert space is not None  # noqa: S101  # members are members of some space
    if space.ref.platform == OWN_CHAT:
        raise UserError(words("channel.own_chat"))
    return space


async def _this_channel(call: Call, work: Work) -> Ref:
    """The channel it is said in, unless that is between the actor and Kindred alone."""
    account = await work.people.account(call.arrival.actor, call.arrival.space)
    written_to = await work.people.channel_of(account) if account else None
    if call.arrival.alone or written_to == call.arrival.channel:
        raise UserError(words("channel.just_us"))
    if not (await _here(call, work)).holds(call.arrival.channel):
        raise UserError(words("channel.elsewhere"))
    return call.arrival.channel


@feature.when(DeliveryRefused)
async def could_not_speak(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell the facilitator who chose a channel that nothing can be said in it."""
    if not refused.key.startswith(_FIRST_LINE):
        return
    space_id, member, _ = refused.key.removeprefix(_FIRST_LINE).split(":", 2)
    spaces = await work.people.spaces(refused.community)
    space = next((space for space in spaces if space.id == int(space_id)), None)
    if space and await work.people.member(int(member)):
        await work.outbox.post(
            ToMember(int(member)),
            partial(views.cannot_speak, space),
            f"communities.cannot_speak:{refused.key}",
            community=refused.community,
        )


# A chat that is lost --------------------------------------------------------------------------


@feature.when(SpaceLost)
async def tell_of_loss(lost: SpaceLost, work: Work, now: datetime) -> None:
    """Tell the facilitators, in the chats that are left, that one is no longer there."""
    community = lost.space.community
    when = now.astimezone(UTC).isoformat()
    for facilitator in await work.people.with_role(community, Role.FACILITATOR):
        await work.outbox.post(
            ToMember(facilitator.id),
            partial(views.lost, lost.space, lost.why),
            f"communities.lost:{lost.space.id}:{when}:{facilitator.id}",
            community=community,
        )


# What is held about people --------------------------------------------------------------------


async def _codes(work: Work, member: int) -> object:
    made = await work.codes.made_by(member)
    return [{"for": purpose, "good until": until.isoformat()} for purpose, until in made]


async def _drop_codes(work: Work, member: int) -> None:
    await work.codes.drop_all(member)


feature.holds.append(PersonalData("codes", ("codes",), _codes, _drop_codes))
