"""Routes of communities and their chats. Importing this module declares all of them."""

from functools import partial
from typing import Annotated

from bot.community.facts import Fact
from bot.community.people import OWN_CHAT, Ref, Space
from bot.community.roles import Role
from bot.delivery.addresses import ToSquare
from bot.errors import UserError
from bot.features.communities import feature, views, words
from bot.features.communities.domain import FIRST_LINE, GOOD_FOR, PURPOSE
from bot.features.communities.forms import ChannelForm
from bot.features.communities.ports import Work
from bot.routing.arguments import ChoiceArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.forms import FieldErrors
from bot.ui.messages import Option


@feature.command("connect", role=Role.FACILITATOR, action="connect")
async def connect(call: Call, work: Work) -> Answer:
    """Make a code that connects another chat, for the one who asked alone."""
    until = call.now + GOOD_FOR
    code = await work.codes.make(PURPOSE, call.community.id, call.me.id, until)
    return Reply(views.code(call.community, code, until), secret=True)


@feature.command("chats", role=Role.FACILITATOR)
async def chats(call: Call, work: Work) -> Answer:
    """List the chats of the community."""
    return Reply(views.chats(await work.people.spaces(call.community.id)))


# Where everybody may be spoken to -------------------------------------------------------------


def _here_or_none() -> tuple[Option, ...]:
    here, none = words.text("channel.offer.here"), words.text("channel.offer.none")
    return Option.of(here, "here"), Option.of(none, "none")


@feature.command("channel", role=Role.FACILITATOR, opens=ChannelForm, action="channel")
async def channel(
    call: Call, work: Work, where: Annotated[str, ChoiceArg("where", _here_or_none)] = ""
) -> Answer:
    """Choose where to speak to everybody: in a form, or right here, or nowhere."""
    match where:
        case "here":
            return await _choose(call, work, await _this_channel(call, work))
        case "none":
            return await _choose(call, work, None)
        case _:
            await _here(call, work)
            return Open(ChannelForm)


@feature.prefill(ChannelForm)
async def channel_so_far(call: Call, work: Work, subject: str) -> Prefill:
    """The channel that was chosen before."""
    space = await work.people.space(call.arrival.space)
    return Prefill({"channel": str(space.square) if space and space.square else ""})


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
    await work.people.set_square(space.id, chosen)
    if chosen is None:
        return Reply(views.square_cleared())
    stamp = f"{call.now:%Y-%m-%dT%H:%M:%S}"
    await work.outbox.post(
        ToSquare(space.id),
        partial(views.first_line, call.community),
        Fact.of(FIRST_LINE, space.id, part=stamp, member=call.me.id),
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
