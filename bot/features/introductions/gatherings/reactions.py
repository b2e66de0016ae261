"""What events tell: who was there together, and which two would like to talk again."""

from datetime import datetime

from bot.community.domain_events import EventHeld, PeerAssistHeld, WantedToTalkAgain
from bot.features.introductions import feature
from bot.features.introductions.gatherings.domain import MOST_PEOPLE
from bot.features.introductions.ports import Work
from bot.features.introductions.suggestions.consent import introduce_again


@feature.when(EventHeld)
async def were_together(held: EventHeld, work: Work, now: datetime) -> None:
    """Remember who was at a small event, but for those who hid their names there."""
    book = work.introductions.gatherings
    if len(held.shown) > 1 and len(held.members) <= MOST_PEOPLE:
        await book.keep(held.community, held.date, held.title, held.shown, held.at)


@feature.when(PeerAssistHeld)
async def have_helped_one_another(held: PeerAssistHeld, work: Work, now: datetime) -> None:
    """Remember that they know each other: they are not introduced as strangers."""
    await work.introductions.gatherings.have_met(held.members, held.at)


@feature.when(WantedToTalkAgain)
async def want_to_talk_again(wanted: WantedToTalkAgain, work: Work, now: datetime) -> None:
    """Introduce two who both said so, if nothing is in the way."""
    await introduce_again(work, wanted.community, wanted.two, wanted.title, now, seed=wanted.date)
