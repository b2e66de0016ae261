"""What an event, or a poll about its time, can be made of, in words that features share.

A feature says what one of its rows gives (`Feature.origin`); who makes something of it asks
`work.origin`, and says by the same fact of what it was made.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.community.facts import Fact


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known already of something that is to be planned.

    `about` is the row that it comes of, by a kind of the feature's own. `networks` are those whose
    members may come, none of them: everybody. `hosts` would host it, and `interested` members are
    told of it once it is planned; who of them `coming` and `maybe` count have answered already.
    `start` is local to the `zone`, where a time has been found.
    """

    about: Fact
    title: str
    description: str = ""
    networks: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    interested: tuple[int, ...] = ()
    start: datetime | None = None
    zone: str = ""
    minutes: int = 60
    coming: frozenset[int] = frozenset()
    maybe: frozenset[int] = frozenset()
