"""Keeping what was said of a challenge before it is said otherwise."""

from datetime import date, datetime

from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import Challenge, Details
from bot.features.challenges.ports import Work

_PARTS = ("question", "why", "different", "welcome")


async def change(
    work: Work, challenge: Challenge, details: Details, by: int, now: datetime
) -> Challenge:
    """Let something else be said of a challenge; returns it as it is then."""
    for part in _PARTS:
        before, after = getattr(challenge.details, part), getattr(details, part)
        if before != after:
            await work.challenges.changes.keep(challenge.id, part, before, by, now)
    await go_on_until(work, challenge, details.until, by, now)
    await work.challenges.proposals.change(challenge.id, details)
    await work.live.touch(card_of(challenge.id))
    found = await work.challenges.proposals.get(challenge.id)
    assert found is not None  # noqa: S101  # it is locked
    return found


async def go_on_until(
    work: Work, challenge: Challenge, until: date | None, by: int, now: datetime
) -> None:
    """Let a group go on until another day, or for as long as it likes."""
    if challenge.until != until:
        was = challenge.until.isoformat() if challenge.until else ""
        await work.challenges.changes.keep(challenge.id, "until", was, by, now)
        await work.challenges.proposals.go_on(challenge.id, until)
    await work.live.touch(card_of(challenge.id))


async def say_where_we_are(
    work: Work, challenge: Challenge, text: str, by: int, now: datetime
) -> int:
    """Let a group be somewhere else; returns the id of the change."""
    before = challenge.where_we_are
    change = await work.challenges.changes.keep(challenge.id, "where_we_are", before, by, now)
    await work.challenges.proposals.say_where_we_are(challenge.id, text)
    await work.live.touch(card_of(challenge.id))
    return change
