"""What there is to choose from for an idea: networks, and channels in which it may hang."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.community.people import Network
from bot.community.places import Place, Purpose
from bot.features.ideas import words
from bot.features.ideas.domain import Details
from bot.features.ideas.ports import Work
from bot.features.ideas.proposals.forms import ALL, NONE, IdeaForm
from bot.routing.interaction import Call
from bot.ui.capabilities import FLOOR
from bot.ui.forms import FieldErrors, Raw
from bot.ui.messages import Option
from bot.ui.text import clean
from bot.ui.words import listed


@dataclass(frozen=True, slots=True)
class There:
    """The networks of the community, and its channels for announcements."""

    networks: Sequence[Network]
    channels: Sequence[Place]

    def named(self, details: Details) -> list[str]:
        """What the networks are called for whose members an idea is."""
        return [each.name for each in self.networks if each.id in details.networks]

    def posted(
        self, details: Details, *, but: Collection[int] = (), only: Collection[int] | None = None
    ) -> str:
        """What the channels are called in which an idea hangs, `but` or `only` some of them.

        Empty for none.
        """
        wanted = set(details.places if only is None else only) - set(but)
        there = [place for place in self.channels if place.id in wanted]
        return listed(channel_name(place, self.channels) for place in there)


async def what_there_is(call: Call, work: Work) -> There:
    """Everything that may be chosen, one's own networks first."""
    community = call.community.id
    mine = await work.ideas.audience.of(call.me.id)
    networks = await work.ideas.audience.networks(community)
    networks.sort(key=lambda network: network.id not in mine)
    channels = await work.places.channels(community, Purpose.ANNOUNCEMENTS)
    rules = await work.cards.rules([place.id for place in channels])
    there = [place for place in channels if not place.space.lost]
    return There(networks, [each for each in there if rules[each.id].allows(call.standing)])


def for_networks(there: There, chosen: Collection[str]) -> list[Option]:
    """Everybody, or some networks; as many as a menu holds, those first that are `chosen`."""
    first = sorted(there.networks, key=lambda network: str(network.id) not in chosen)
    named = [Option.of(network.name, str(network.id)) for network in first]
    return [Option.of(words.text("who.all"), ALL), *named][: FLOOR.select_options]


def for_channels(there: There) -> list[Option]:
    """No channel, or some of those for announcements."""
    named = [Option.of(channel_name(each, there.channels), str(each.id)) for each in there.channels]
    return [Option.of(words.text("channels.none"), NONE), *named][: FLOOR.select_options]


def channel_name(place: Place, among: Sequence[Place]) -> str:
    """What a channel is called where it cannot be clicked: by its chat, if that has just one."""
    chat = place.space.name or words.text("channels.own_chat")
    alone = len([each for each in among if each.space.id == place.space.id]) == 1
    return chat if alone else f"{chat} #{str(place.ref).rpartition('/')[2]}"


def defaults(there: There) -> dict[str, Raw]:
    """What most choose: everybody, and every channel for announcements."""
    return {"networks": [ALL], "channels": [str(place.id) for place in there.channels] or [NONE]}


def values_of(details: Details) -> dict[str, Raw]:
    """Details as they stand in a form."""
    return {
        "title": details.title,
        "why": details.why,
        "topics": list(details.topics),
        "networks": [str(each) for each in details.networks] or [ALL],
        "channels": [str(each) for each in details.places] or [NONE],
    }


def details_of(form: IdeaForm, there: There) -> Details:
    """What a form says; raises `FieldErrors` that name every field at fault."""
    errors: dict[str, str] = {}
    title = " ".join(clean(form.title).split())
    if not title:
        errors["title"] = words.text("fault.no_title")
    networks = {network.id for network in there.networks}
    places = {place.id for place in there.channels}
    details = Details(
        title=title,
        why=clean(form.why).strip(),
        topics=tuple(filter(None, (" ".join(clean(each).split()) for each in form.topics))),
        networks=_chosen(form.networks, networks, ALL, "networks", errors),
        places=_chosen(form.channels, places, NONE, "channels", errors),
    )
    if errors:
        raise FieldErrors(errors)
    return details


def _chosen(
    given: Collection[str],
    known: Collection[int],
    nothing: str,
    name: str,
    errors: dict[str, str],
) -> tuple[int, ...]:
    """The ids that were ticked, none for `nothing`: of the rest it is not both, and all are there.

    What is there no more may not turn "some" into "all".
    """
    ids = tuple(int(each) for each in given if each.isdecimal() and int(each) in known)
    if nothing in given and len(given) > 1:
        errors[name] = words.text(f"field.{name}.both")
    elif len(ids) < len([each for each in given if each != nothing]):
        errors[name] = words.text(f"field.{name}.gone")
    return ids
