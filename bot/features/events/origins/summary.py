"""What making an event of something means for others, to whoever makes it. Pure."""

from dataclasses import dataclass

from bot.community.origins import Origin
from bot.features.events import words
from bot.features.events.domain import Details
from bot.features.events.origins.domain import at_that_time
from bot.ui.messages import Note, Part


@dataclass(frozen=True, slots=True)
class Followed:
    """For how many people it was answered as they had, how many were invited, and who hosts it."""

    answered: int
    invited: int
    hosts: int


def will_follow(origin: Origin, details: Details, by: int) -> list[Part | None]:
    """What becomes of those who are interested, before anything is posted `by` somebody."""
    said = origin.coming | origin.maybe
    holds = at_that_time(origin, details)
    hosts = set(origin.hosts) - {by}
    others = set(origin.interested) - (said if holds else set()) - hosts - {by}
    return [
        words("origin.will.host", count=len(hosts)) if hosts else None,
        words("origin.will.answer", count=len(said)) if said and holds else None,
        words("origin.will.invite", count=len(others)) if others else None,
        Note(words("origin.will.other_time")) if said and not holds else None,
    ]


def has_followed(followed: Followed) -> list[Part | None]:
    """What became of those who are interested."""
    counts = {
        "answered": followed.answered,
        "invited": followed.invited,
        "hosts": followed.hosts,
    }
    return [words(f"origin.has.{key}", count=count) for key, count in counts.items() if count]
