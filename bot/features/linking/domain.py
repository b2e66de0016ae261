"""Two accounts that are one person's: what each says, and what is to stay of it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.community.availability import SLOTS
from bot.community.people import OWN_CHAT, Account, Member
from bot.community.profiles import MOST_ITEMS, MOST_TOPICS, VISIBILITIES, Profile, each_once
from bot.community.roles import Needs, Role, Standing, may

GOOD_FOR = timedelta(minutes=15)
"""How long a code is good."""

OFFERED_FOR = timedelta(hours=1)
"""How long one may think about it once the code was used."""

UNDONE_WITHIN = timedelta(days=1)

Keep = Literal["one", "other", "both"]
"""Of the one who made the code, of the other one, or of both."""

TEXTS = ("name", "email", "pronouns", "headline", "about", "town", "zone", "visibility")
LISTS = ("languages", "networks", "topics", "offers", "asks", "availability")
_MOST = {
    "languages": 12,
    "networks": 13,
    "topics": MOST_TOPICS,
    "offers": MOST_ITEMS,
    "asks": MOST_ITEMS,
    "availability": len(SLOTS),
}

Choices = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """That an account is to be, or has become, a member's.

    `account` is the one that used the code; `at` is when it did, and once it is `done`, when that
    was. `gone` is the other member who has become one with this one, if there was one.
    """

    id: int
    community: int
    member: int
    account: Account
    choices: Choices
    at: datetime
    done: bool
    gone: int | None

    def may_be_done(self, now: datetime) -> bool:
        """Whether it is still offered."""
        return not self.done and now - self.at < OFFERED_FOR

    def may_be_undone(self, now: datetime) -> bool:
        """Whether there is a way back."""
        return self.done and now - self.at < UNDONE_WITHIN


def differing(one: Profile, other: Profile) -> list[str]:
    """The fields in which two profiles differ, in the order of a card."""
    return [name for name in (*TEXTS, *LISTS) if getattr(one, name) != getattr(other, name)]


def same(one: Profile, other: Profile) -> list[str]:
    """The fields in which two profiles say the same, if they say anything."""
    alike = (n for n in (*TEXTS, *LISTS) if getattr(one, n) == getattr(other, n))
    return [name for name in alike if getattr(one, name)]


def suggested(one: Profile, other: Profile) -> dict[str, Keep]:
    """What is likely to be wanted: whatever says something, all of lists, the more private."""
    choices: dict[str, Keep] = {}
    for name in (*TEXTS, *LISTS):
        mine, yours = getattr(one, name), getattr(other, name)
        both = name in LISTS and mine and yours and mine != yours
        choices[name] = "both" if both else "one" if mine or not yours else "other"
    strict = VISIBILITIES.index(other.visibility) > VISIBILITIES.index(one.visibility)
    choices["visibility"] = "other" if strict else "one"
    return choices


def together(one: Profile, other: Profile, choices: Choices) -> Profile:
    """One profile of two; what is not chosen is as suggested."""
    chosen = {**suggested(one, other), **choices}
    values: dict[str, Any] = {
        name: _kept(name, one, other, chosen[name]) for name in (*TEXTS, *LISTS)
    }
    return replace(one, **values)


def no_room_for(one: Profile, other: Profile, choices: Choices) -> list[str]:
    """Lists that would be longer together than there is room for."""
    chosen = {**suggested(one, other), **choices}
    return [n for n in LISTS if chosen[n] == "both" and len(_all(n, one, other)) > _MOST[n]]


def _kept(name: str, one: Profile, other: Profile, keep: str) -> object:
    if keep == "both" and name in LISTS:
        return _all(name, one, other)[: _MOST[name]]
    return getattr(other if keep == "other" else one, name)


def _all(name: str, one: Profile, other: Profile) -> tuple[str, ...]:
    everything = each_once((*getattr(one, name), *getattr(other, name)))
    if name == "availability":
        return tuple(slot for slot in SLOTS if slot in everything)
    return everything


def leads(one: Standing, other: Standing) -> bool:
    """Whether one is higher on the community's ladder than the other."""
    return any(may(one, Needs(role)) and not may(other, Needs(role)) for role in Role)


def looks_after(one: Standing, other: Standing) -> bool:
    """Whether one has a role in something in which the other has none like it."""
    return not one.things <= other.things


def who_stays(maker: Member, me: Member, account: Account, in_own_chat: Set[int]) -> Member:
    """Whose place the two share from now on: nothing that people see depends on it.

    In a community's own chat one is known by one's place; so whoever is there now stays there,
    else whoever has been there, else whoever came first.
    """
    if account.space_ref.platform == OWN_CHAT:
        return me
    if (maker.id in in_own_chat) != (me.id in in_own_chat):
        return maker if maker.id in in_own_chat else me
    return min(maker, me, key=lambda member: member.id)
