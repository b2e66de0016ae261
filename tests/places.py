"""Places, as tests name them: to whom something goes, and what a sender is given."""

from sqlalchemy import select

from bot.community.facts import Fact
from bot.community.people import Account, Ref, Space
from bot.community.places import FOR_EVERYBODY, Place, PlaceKind, Purpose
from bot.delivery.addresses import Below, ChannelFor, ToPlace
from bot.ui.messages import say
from bot.work import Work
from storage.kernel.delivery_tables import outbox
from storage.kernel.unit_of_work import SqlWork


async def to_all(work: Work, space: Space) -> ToPlace:
    """To everybody in a space, in the channel that was chosen first for that."""
    channels = await work.places.channels(space.community, Purpose.ANNOUNCEMENTS)
    return to_everybody(next(place for place in channels if place.space.id == space.id))


def to_everybody(channel: Place) -> ToPlace:
    """To everybody in a channel that was chosen for that."""
    return ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, channel.id))


def there(channel: Ref, community: int = 1) -> Place:
    """A channel, or a room that is open, in some space."""
    space = Space(1, community, Ref(channel.platform, str(community)))
    return Place(space, PlaceKind.CHANNEL, channel)


def with_one(account: Account, community: int = 1) -> Place:
    """Where somebody is spoken to alone for the first time."""
    space = Space(account.space, community, account.space_ref)
    return Place(space, PlaceKind.DIRECT, people=(account,))


async def for_everybody(work: Work, space: Space, channel: Ref) -> Place:
    """Let a channel be for all that is said in public."""
    return await work.places.choose(space, channel, FOR_EVERYBODY)


async def say_below_a_card(work: SqlWork, space: Space) -> None:
    """Say something in the thread below a card, which hangs where all are spoken to."""
    card = Fact("card")
    to, message = await to_all(work, space), say(A_CARD, thread="Tea")
    await work.outbox.post(to, message, card, community=space.community)
    await work.outbox.flush()
    post = await work.connection.scalar(select(outbox.c.id).where(outbox.c.key == card.key))
    assert post
    fact, said = Fact("news"), say(BELOW_IT, thread="Tea")
    await work.outbox.post(Below(post), said, fact, community=space.community)


A_CARD, BELOW_IT = "A card", "Below it"


async def channel_for_all(work: Work, space: Space) -> Ref | None:
    """The channel in which everybody in a space is spoken to."""
    channels = await work.places.channels(space.community, Purpose.ANNOUNCEMENTS)
    return next((place.ref for place in channels if place.space.id == space.id), None)
