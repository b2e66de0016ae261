"""When a channel is shown what is open, and what of it. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.community.facts import Fact
from bot.community.opportunities import Opportunity
from bot.community.people import Member
from bot.community.profiles import Profile
from bot.matching.interests import Fit, Interests, ranked
from bot.ui.languages import DEFAULT_LOCALE

MOST = 3
"""What is shown at once."""

FITS_FROM = 2
"""So many people of a channel something has to suit, to be shown there."""

NAMED_FROM = 5
"""So many have to care about a topic for it to be named as a reason: fewer might be guessed."""

AT_HOME = 3
"""A network is at home in a space where one in so many people belongs to it, or more."""

_FORTNIGHT = 14
_DAYS = range(1, 5)  # Tuesday to Friday of the first of both weeks
_HOURS = range(9, 20)  # at nine, unless that was missed

Pick = tuple[Opportunity, Fit]
"""Something to show, with whom it suits."""


@dataclass(frozen=True, slots=True)
class Audience:
    """The people of a space: how many, in how many of which networks, and what they care about.

    `interests` are of those whose profiles everybody may see. `locale` is that of most of them.
    """

    people: int = 0
    locale: str = DEFAULT_LOCALE
    networks: Mapping[int, int] = field(default_factory=dict)
    interests: Sequence[Interests] = ()

    @property
    def at_home(self) -> frozenset[int]:
        """The networks that are at home in the space."""
        return frozenset(n for n, count in self.networks.items() if count * AT_HOME >= self.people)


def interests_of(profile: Profile) -> Interests:
    """What a profile says that somebody cares about and asks for."""
    return Interests(profile.topics, profile.asks)


def audience_of(
    people: Sequence[Member], networks: Mapping[int, int], profiles: Mapping[int, Profile]
) -> Audience:
    """The people of a space, who are in these networks."""
    known = [profiles[member.id] for member in people if member.id in profiles]
    seen = [interests_of(profile) for profile in known if profile.visibility == "everyone"]
    locale = _usual([member.locale for member in people])
    return Audience(len(people), locale, networks, seen)


def _usual(locales: Sequence[str]) -> str:
    """The language of most; of equals the first by name."""
    counted = Counter(locales)
    first = min(counted, key=lambda each: (-counted[each], each), default="")
    return first or DEFAULT_LOCALE


def number_of(utc: datetime) -> str:
    """The number of the fortnight, where it may be time to show something anywhere; else empty."""
    number, day = divmod(utc.date().toordinal() - 1, _FORTNIGHT)
    return str(number) if _DAYS.start - 1 <= day <= _DAYS.stop else ""


def is_time(local: datetime) -> bool:
    """Whether it is time to show something where clocks say this.

    That begins on a morning. What was missed then is made up for in the daytime, until the Friday.
    """
    day = (local.date().toordinal() - 1) % _FORTNIGHT
    return day in _DAYS and local.hour in _HOURS


def pick(
    place: int, shown: Collection[Fact], found: Sequence[Opportunity], audience: Audience
) -> list[Pick]:
    """What to show in a channel: from other networks, open to everybody, and to most interest.

    Nothing that hangs there, or that was shown there before.
    """
    fresh = [
        each
        for each in found
        if each.is_from_elsewhere(audience.at_home)
        and not each.open_to
        and place not in each.posted_in
        and each.about not in shown
    ]
    suiting = [each for each in ranked(fresh, audience.interests) if each[1].people >= FITS_FROM]
    return suiting[:MOST]
