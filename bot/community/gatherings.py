"""When people who work on something meet next, in words that features share.

A feature says when one of its rows is next (`Feature.gathering`); who shows it elsewhere asks
`work.gathering`, and hears when that has changed.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.community.facts import Fact
from bot.ui.messages import Button


@dataclass(frozen=True, slots=True)
class Gathering:
    """The next time of something that people come to; `look` shows it.

    `about` is the row that it is. The members of `open_to` may come, where none are named everybody
    in the community.
    """

    about: Fact
    title: str
    at: datetime
    look: Button
    open_to: frozenset[int] = frozenset()
