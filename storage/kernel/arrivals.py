"""How far a post has come: which ways were tried, and where it stands."""

from bot.community.people import Ref
from storage.kernel.columns import AnyRow


def top(posted_message: str | None) -> Ref | None:
    """The message of a post below which its thread is: the first of its pages."""
    return Ref.parse(posted_message.partition(",")[0]) if posted_message else None


TRIED = ("attempts", "refused", "trying")
"""The columns that `read_tried` reads."""


def read_tried(row: AnyRow) -> tuple[tuple[str, ...], str]:
    """The ways that refused, and the one in which something may have arrived, by `way_name`."""
    return tuple(filter(None, row.refused.split("\n"))), row.trying if row.attempts else ""
