"""What there is to choose from for an event: networks, channels, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.people import Network
from bot.community.places import Place, Purpose
from bot.features.events import words
from bot.features.events.domain import Details
from bot.features.events.plans.details import Known
from bot.features.events.plans.forms import ALL, NONE, how_often
from bot.features.events.plans.repeats import in_plain_words
from bot.features.events.ports import Work
from bot.features.events.series.domain import Series
from bot.routing.interaction import Call
from bot.ui.capabilities import FLOOR
from bot.ui.messages import Option


@dataclass(frozen=True, slots=True)
class There:
    """The networks of the community, and its channels for announcements.

    In those `closed` whoever plans may have nothing posted.
    """

    networks: Sequence[Network]
    channels: Sequence[Place]
    closed: Sequence[Place] = ()

    @property
    def known(self) -> Known:
        """The ids that a form may name."""
        places = frozenset(place.id for place in self.channels)
        return Known(frozenset(network.id for network in self.networks), places)

    def named(self, details: Details) -> list[str]:
        """What the networks are called whose members may come."""
        return [each.name for each in self.networks if each.id in details.networks]

    def posted(self, details: Details) -> list[Place]:
        """The channels in which an event hangs."""
        return [place for place in self.channels if place.id in details.places]


async def what_there_is(call: Call, work: Work) -> There:
    """Everything that may be chosen, one's own networks first."""
    community = call.community.id
    mine = await work.events.audience.of(call.me.id)
    networks = await work.events.audience.networks(community)
    networks.sort(key=lambda network: network.id not in mine)
    channels = await work.places.channels(community, Purpose.ANNOUNCEMENTS)
    rules = await work.cards.rules([place.id for place in channels])
    there = [place for place in channels if not place.space.lost]
    open_ = [place for place in there if rules[place.id].allows(call.standing)]
    return There(networks, open_, [place for place in there if place not in open_])


def for_networks(there: There, chosen: Sequence[int] = ()) -> list[Option]:
    """Everybody, or some networks; as many as a menu holds, those first that are `chosen`."""
    first = sorted(there.networks, key=lambda network: network.id not in chosen)
    named = [Option.of(network.name, str(network.id)) for network in first]
    return [Option.of(words.text("who.all"), ALL), *named][: FLOOR.select_options]


def for_channels(there: There) -> list[Option]:
    """No channel, or some of those for announcements."""
    named = [Option.of(channel_name(each, there.channels), str(each.id)) for each in there.channels]
    return [Option.of(words.text("channels.none"), NONE), *named][: FLOOR.select_options]


def for_repeats(rule: str) -> list[Option]:
    """How often it may happen; a rule that is none of these is one of the options, too."""
    options = list(how_often())
    if rule.startswith("FREQ="):
        options.insert(0, Option.of(in_plain_words(Series(rule)), rule))
    return options


def channel_name(place: Place, among: Sequence[Place]) -> str:
    """What a channel is called where it cannot be clicked: by its chat, if that has just one."""
    chat = place.space.name or words.text("channels.own_chat")
    alone = len([each for each in among if each.space.id == place.space.id]) == 1
    return chat if alone else f"{chat} #{str(place.ref).rpartition('/')[2]}"
