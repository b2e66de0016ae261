"""Codes that people carry from one place to another: how many wrong ones are enough, and where a
code is void since others have seen it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

LINK = "members.link"
"""The purpose of codes that tell that two accounts are one person's."""

MOST_WRONG = 5
"""Wrong codes of one account within an hour, after which none is taken."""

_MEMORY = timedelta(hours=1)
_GROUP = "[2-9a-hjkmnp-z]{4}"
_CODE = re.compile(  # in any spelling that is read as one; they may overlap
    rf"(?=(?<![a-z0-9])({_GROUP}(?:[^a-z0-9]{{0,3}}{_GROUP}){{3}})(?![a-z0-9]))", re.IGNORECASE
)


def recent(kept: str | None, now: datetime) -> list[datetime]:
    """When wrong codes were tried in the last hour, of what was kept as JSON."""
    stamps = [datetime.fromisoformat(stamp) for stamp in json.loads(kept or "[]")]
    return [stamp for stamp in stamps if now - stamp < _MEMORY]


def as_kept(stamps: Sequence[datetime]) -> str:
    """Instants as JSON."""
    return json.dumps([stamp.isoformat() for stamp in stamps])


def codes_in(text: str) -> list[str]:
    """What may be codes among these words."""
    return [match[1] for match in _CODE.finditer(text)]


def without_codes(text: str) -> str:
    """The words as they may be kept: what may be a code in them cannot be read."""
    for code in codes_in(text):
        text = text.replace(code, "…")
    return text


class Settings(Protocol):
    """What is set by name (`bot.community.records.Settings`)."""

    async def beginning(self, with_: str) -> dict[str, str]: ...


async def old_tries(settings: Settings, names: str, now: datetime) -> list[str]:
    """Of the names that begin so: under which wrong codes are kept, but none of the last hour."""
    kept = await settings.beginning(names)
    return [name for name, stamps in kept.items() if not recent(stamps, now)]


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A code that was made and not used before: for which community, by whom."""

    community: int
    member: int


class Codes(Protocol):
    """Codes that people carry from one place to another. Only their digests are kept."""

    async def make(self, purpose: str, community: int, member: int, until: datetime) -> str:
        """A new code that nobody can guess, good once until an instant."""
        ...

    async def redeem(self, purpose: str, code: str, now: datetime) -> Redeemed | None:
        """Use a code up; `None` for one that is unknown, used or too old."""
        ...

    async def find(self, purpose: str, code: str, now: datetime) -> Redeemed | None:
        """Whose a code is, which stays as good as it was."""
        ...

    async def void(self, purpose: str, member: int) -> None:
        """Let the codes that a member has made for this be good for nothing."""
        ...

    async def forget_before(self, now: datetime) -> bool:
        """Forget codes that are good no more; whether there are more to forget."""
        ...

    async def made_by(self, member: int) -> list[tuple[str, datetime]]:
        """What each code is for that a member has made, and until when it is good."""
        ...

    async def drop_all(self, member: int) -> None:
        """Forget every code that a member has made."""
        ...


async def void_shown(codes: Codes, text: str, now: datetime) -> None:
    """Use up every code in words that others can read, so that it is good for nobody."""
    for code in codes_in(text):
        await codes.redeem(LINK, code, now)
