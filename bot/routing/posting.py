"""For whom something is that a member posts, and in which channels its card hangs.

What there is to choose from in a form, and what of it was chosen: the same for whatever is posted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.community.people import Network
from bot.community.places import Place, Purpose
from bot.community.ports import Audience
from bot.routing.interaction import Call
from bot.ui.capabilities import FLOOR
from bot.ui.fields import Raw
from bot.ui.messages import Note, Option, Part
from bot.ui.words import WordBook, listed
from bot.work import Work

words = WordBook("bot")

ALL, NONE = "all", "none"
"""Everybody in the community; no channel at all."""


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of networks and places that a form may name."""

    networks: frozenset[int]
    places: frozenset[int]

    def chosen_networks(self, given: Collection[str], errors: dict[str, str]) -> tuple[int, ...]:
        """The networks that were ticked, none of them for everybody; notes what is at fault."""
        return _chosen(given, self.networks, ALL, "networks", errors)

    def chosen_places(self, given: Collection[str], errors: dict[str, str]) -> tuple[int, ...]:
        """The channels that were ticked; notes what is at fault."""
        return _chosen(given, self.places, NONE, "channels", errors)


@dataclass(frozen=True, slots=True)
class PostingChoices:
    """The networks of the community, the actor's own first, and its channels for announcements.

    In those `closed` the actor may have nothing posted.
    """

    networks: Sequence[Network]
    channels: Sequence[Place]
    closed: Sequence[Place] = ()

    @property
    def known(self) -> Known:
        """What a form may name."""
        places = frozenset(place.id for place in self.channels)
        return Known(frozenset(network.id for network in self.networks), places)

    def everywhere(self) -> list[str]:
        """Every channel, as most choose it."""
        return [str(place.id) for place in self.channels] or [NONE]

    def defaults(self) -> dict[str, Raw]:
        """What most choose: everybody, and every channel."""
        return {"networks": [ALL], "channels": self.everywhere()}

    def options(self, chosen: Collection[str] = ()) -> dict[str, Sequence[Option]]:
        """The options of both fields, as many as a menu holds: first the networks `chosen`."""
        first = sorted(self.networks, key=lambda network: str(network.id) not in chosen)
        networks = [Option.of(network.name, str(network.id)) for network in first]
        channels = [Option.of(self.called([each]), str(each.id)) for each in self.channels]
        everybody = Option.of(words.text("post.everybody"), ALL)
        nowhere = Option.of(words.text("post.nowhere"), NONE)
        return {
            "networks": [everybody, *networks][: FLOOR.select_options],
            "channels": [nowhere, *channels][: FLOOR.select_options],
        }

    def named(self, networks: Collection[int]) -> list[str]:
        """What these networks are called."""
        return [each.name for each in self.networks if each.id in networks]

    def posted(self, places: Collection[int]) -> list[Place]:
        """Those of these places in which the actor may have cards posted."""
        return [place for place in self.channels if place.id in places]

    def called(self, places: Sequence[Place]) -> str:
        """What channels are called where they cannot be clicked; empty for none."""
        return listed(self._name(place) for place in places)

    def waits_note(self, waits: Collection[int]) -> Part | None:
        """That there was enough for today in these channels, where a card comes tomorrow."""
        later = self.called(self.posted(waits))
        return words("post.waits", channels=later) if later else None

    def told(
        self, own: WordBook, places: Collection[int], waits: Collection[int]
    ) -> list[Part | None]:
        """Where a card hangs, by a feature's `posted.in` or `posted.nowhere`; where it `waits`."""
        channels = self.called(self.posted({*places} - {*waits}))
        return [
            own("posted.in", channels=channels) if channels else None,
            self.waits_note(waits),
            None if channels or waits else own("posted.nowhere"),
        ]

    def closed_note(self) -> Part | None:
        """Who has cards posted where the actor may not."""
        closed = self.called(self.closed)
        return Note(words("post.closed", channels=closed)) if closed else None

    def _name(self, place: Place) -> str:
        """A channel by its chat, if that has just one."""
        chat = place.space.name or words.text("post.own_chat")
        among = [each for each in (*self.channels, *self.closed) if each.space.id == place.space.id]
        return chat if len(among) == 1 else f"{chat} #{str(place.ref).rpartition('/')[2]}"


async def posting_choices(call: Call, work: Work, audience: Audience) -> PostingChoices:
    """Everything that the actor may choose."""
    mine = await audience.of(call.me.id)
    networks = await audience.networks(call.community.id)
    networks.sort(key=lambda network: network.id not in mine)
    channels = await work.places.channels(call.community.id, Purpose.ANNOUNCEMENTS)
    rules = await work.cards.rules([place.id for place in channels])
    there = [place for place in channels if not place.space.lost]
    open_ = [place for place in there if rules[place.id].allows(call.standing)]
    return PostingChoices(networks, open_, [place for place in there if place not in open_])


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
        errors[name] = words.text(f"post.{name}.both")
    elif len(ids) < len([each for each in given if each != nothing]):
        errors[name] = words.text(f"post.{name}.gone")
    return ids
