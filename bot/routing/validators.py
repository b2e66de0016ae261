"""Whether somebody has already what a page answers, so that nothing is sent (RFC 9110, 8.8, 13).

By its entity tag, which is made of every byte, so that it cannot be wrong. By the time of its last
change only where a page knows that, and only for those who ask for nothing else.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from bot.ui.content import Gathered

SETTLED = timedelta(minutes=1)
"""A change is told of as the last one after so long.

The time is told in whole seconds, and what was changed by others at the same time is seen later.
"""

_PIECE = 64 * 1024


def entity_tag(content: Gathered) -> str:
    """The strong entity tag of content, in its quotes."""
    digest, file = hashlib.sha256(), content.file
    while piece := file.read(_PIECE):
        digest.update(piece)
    return f'"{digest.hexdigest()[:32]}"'


def validators(content: Gathered, changed_at: datetime | None, now: datetime) -> dict[str, str]:
    """The headers by which somebody can ask later whether it is still the same."""
    told = {"ETag": entity_tag(content)}
    if changed_at and changed_at <= now - SETTLED:
        told["Last-Modified"] = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    return told


def is_known(told: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    """Whether who asks with these headers has what these validators are about.

    Where they say which tags they have, the time does not count (RFC 9110, 13.2.2).
    """
    tags = asked.get("if-none-match")
    if tags is not None:
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in known or told["ETag"] in known
    since, changed = _read(asked.get("if-modified-since")), _read(told.get("Last-Modified"))
    return bool(since and changed and changed <= since)


def _read(date: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
