"""Every platform's sender: what a delivery asks for is done by the one of its destination."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.community.places import Place
from bot.delivery.addresses import ToMember
from bot.delivery.destinations import Callout, Destination, EachAlone, Into, Nowhere
from bot.delivery.queue import OF_ROOMS, Delivery
from bot.delivery.sender import RateLimit, Receipt, Refused, Retry, Sender, SendResult
from bot.delivery.views import called_out, with_note, with_topic
from bot.ui.messages import Message

_LONGEST_WAIT = 900  # seconds between two attempts


class Senders:
    """The senders by platform. Raises what they raise."""

    def __init__(self, by_platform: Mapping[str, Sender]) -> None:
        self._by_platform = by_platform

    def rate_limit(self, platform: str) -> RateLimit | None:
        """How fast a platform is sent to; none for one that is not connected."""
        sender = self._by_platform.get(platform)
        return sender.rate_limit if sender else None

    async def send(self, delivery: Delivery, destination: Destination) -> SendResult:
        """Do what a delivery asks for, at its destination."""
        if delivery.act in ("edit", "retract"):
            return await self._amend(delivery, destination)
        if delivery.act in OF_ROOMS:
            return await self._change_room(delivery, destination)
        again = delivery.attempts > 1
        match destination:
            case Nowhere(reason=reason):
                return Refused(reason)
            case EachAlone():
                return Refused("there is no room to speak in")
            case Into(place=place) if delivery.message is None and place.ref:
                return Receipt(place.ref)  # the room is open already
        sender = self._by_platform.get(destination.place.space.ref.platform)
        if sender is None:
            return not_connected(delivery)
        match destination:
            case Into(place=place) if delivery.message is None:
                return await sender.open_room(delivery.key, place, again=again)
            case Into(place=place):
                where, said = _as_it_can(sender, place, _words(delivery, sender))
                return await sender.post(delivery.key, where, said, again=again)
            case Callout(member=member, name=name, place=place):
                said = called_out(member, name, delivery.id)
                return await sender.post(delivery.key, place, said, again=again)

    async def _change_room(self, delivery: Delivery, destination: Destination) -> SendResult:
        if not isinstance(destination, Into) or destination.place.ref is None:
            return Refused("there is no room to change")
        place = destination.place
        sender = self._by_platform.get(place.space.ref.platform)
        if sender is None:
            return not_connected(delivery)
        if delivery.act == "gather":
            return await sender.gather(delivery.key, place)
        return await sender.close_room(delivery.key, place)

    async def _amend(self, delivery: Delivery, destination: Destination) -> SendResult:
        posted = delivery.posted
        if isinstance(destination, Nowhere) and not isinstance(delivery.address, ToMember):
            return Refused(destination.reason)
        if posted is None:
            return Refused("what was to be changed never arrived")
        sender = self._by_platform.get(posted.channel.platform)
        if sender is None:
            return not_connected(delivery)
        if delivery.message is None:
            return await sender.retract(delivery.key, posted)
        return await sender.edit(delivery.key, posted, _words(delivery, sender))


def _words(delivery: Delivery, sender: Sender) -> Message:
    """What is said; the first words in a room tell if somebody else can read it, too."""
    said = delivery.message
    assert said is not None  # noqa: S101  # only rooms and retractions have none
    watched = delivery.is_first and sender.capabilities.moderators_read_rooms
    return with_note(said) if watched else said


def _as_it_can(sender: Sender, place: Place, message: Message) -> tuple[Place, Message]:
    """Where and how something is said: in the channel, where a chat has no threads."""
    if place.below is None or sender.capabilities.threads:
        return place, message
    return replace(place, below=None), with_topic(message)


def not_connected(delivery: Delivery) -> Retry:
    """Later: this chat is not connected at the moment."""
    return Retry(backoff(delivery), "this chat is not connected")


def backoff(delivery: Delivery) -> timedelta:
    """How long to wait after an attempt: longer each time, up to a quarter of an hour."""
    return timedelta(seconds=min(2**delivery.attempts, _LONGEST_WAIT))
