"""Members tell who they are, and look at each other's profiles."""

from collections.abc import Sequence
from typing import Annotated

from bot.community.people import Member
from bot.community.profiles import Profile
from bot.features.members import feature, words
from bot.features.members.directory.views import SHOW
from bot.features.members.names.views import new_network
from bot.features.members.ports import Work
from bot.features.members.profile import reach
from bot.features.members.profile.forms import (
    ProfileForm,
    networks_named,
    profile_from,
    typed_from,
)
from bot.features.members.profile.openings import open_now
from bot.features.members.profile.views import (
    hidden,
    mine,
    saved,
    shown,
)
from bot.routing.arguments import PersonArg
from bot.routing.autocomplete import nearest
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.folding import folded
from bot.ui.messages import Message, Option, Part, say
from bot.ui.text import read_id

_OFFERED = 25
"""Topics and networks that are offered to choose from."""

_MEANT = 3
"""Networks that may have been meant by the name of a new one."""


@feature.command("profile", opens=ProfileForm)
async def profile(
    call: Call, work: Work, person: Annotated[Member | None, PersonArg("person")] = None
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
    return Reply(await _card(call, work, read_id(value)))


@feature.prefill(ProfileForm)
async def fill_in(call: Call, work: Work, subject: str) -> Prefill:
    """The profile as it is, with the community's topics and networks to choose from."""

    async def topics() -> list[Option]:
        viewer = await work.directory.viewer(call.me.id, call.community.id)
        shared = await work.directory.topics(viewer, _OFFERED)
        return [Option.of(topic, topic) for topic in shared]

    async def networks() -> list[Option]:
        first = await work.members.networks(call.community.id, _OFFERED)
        return [Option.of(network.name, network.name) for network in first]

    former = await work.members.profile(call.me.id) or Profile(call.me.name)
    chats = await work.people.reach(call.me.id)
    return Prefill(
        values=typed_from(former) | {"reach": reach.chosen_so_far(chats)},
        options={
            "reach": reach.chats_to_choose(chats),
            "topics": topics,
            "home": networks,
            "others": networks,
        },
    )


@feature.submitted(ProfileForm)
async def save(call: Call, form: ProfileForm, work: Work, subject: str) -> Answer:
    """Save the profile and show it as others see it."""
    me = call.me.id
    names = networks_named(form)
    former = await work.members.lock(me, names) or Profile(call.me.name)
    networks = await work.members.networks_called(call.community.id, names)
    profile = profile_from(form, former, [network.name for network in networks])
    chats = await reach.prefer(work, me, form.reach)
    now = await work.members.save(me, profile, call.now)
    assert now is not None  # noqa: S101  # whose it is was held
    known = {folded(network.name) for network in networks}
    founded = [name for name in now.networks if folded(name) not in known]
    open_ = [] if former.says_something else await open_now(work, call.me, now, call.now)
    open_ = [*await _founded(call, work, founded), *open_]
    return Reply(saved(me, now, reach.where(chats), open_))


async def _founded(call: Call, work: Work, names: Sequence[str]) -> list[Part | None]:
    """Ask of each network that is new here whether another one was meant."""
    if not names:
        return []
    new = await work.members.networks_called(call.community.id, names)
    ids = {network.id for network in new}
    there = [each for each in await work.members.networks(call.community.id) if each.id not in ids]
    parts: list[Part | None] = []
    for each in new if there else ():
        near = nearest(each.name, [network.name for network in there])[:_MEANT]
        parts += new_network(each, [there[at] for at in near])
    return parts


async def _card(call: Call, work: Work, member: int) -> Message:
    who = await work.people.member(member)
    profile = await work.members.profile(member)
    if who is None or profile is None or who.community != call.community.id:
        return say(words("profile.gone"))
    viewer = await work.directory.viewer(call.me.id, call.community.id)
    if not await work.directory.sees(viewer, member):
        return hidden(profile)
    if member == call.me.id:
        return mine(member, profile, reach.where(await work.people.reach(member)))
    return shown(member, profile)
