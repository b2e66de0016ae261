"""Codes that connect chats, and how many wrong ones are enough."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

PURPOSE = "connect"
GOOD_FOR = timedelta(days=7)

MOST_WRONG = 5
_MEMORY = timedelta(hours=1)

NAME_LENGTH = 80


def recent(kept: str | None, now: datetime) -> list[datetime]:
    """When wrong codes were tried in the last hour, of what was kept as JSON."""
    stamps = [datetime.fromisoformat(stamp) for stamp in json.loads(kept or "[]")]
    return [stamp for stamp in stamps if now - stamp < _MEMORY]


def as_kept(stamps: Sequence[datetime]) -> str:
    """Instants as JSON."""
    return json.dumps([stamp.isoformat() for stamp in stamps])
