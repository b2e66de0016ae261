"""How people are shown what is open: in lines that say where it comes from, and why it suits."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.opportunities import Opportunity
from bot.ui.messages import Actions, Moment, Part, Plain, RichText, Strong, bullets, row
from bot.ui.words import WordBook, listed

words = WordBook("bot")

_BETWEEN = Plain(" · ")
_NETWORKS = 2  # that are named of those behind something


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that is open, what the networks behind it are called, and why it is shown.

    `why` is said as it stands; nothing where nothing is to be said.
    """

    what: Opportunity
    networks: Sequence[str] = ()
    why: str = ""


def lines(shown: Sequence[Shown]) -> list[Part | None]:
    """What is open, line by line, with a button for each below."""
    return [bullets(map(_line, shown)), _buttons(shown)]


def said_open(shown: Sequence[Shown]) -> list[Part | None]:
    """The same with words before; nothing where nothing is open."""
    return [words("opportunity.now"), *lines(shown)] if shown else []


def _line(each: Shown) -> RichText:
    said: RichText = (Strong(each.what.title),)
    if each.what.at:
        said += (_BETWEEN, Moment(each.what.at))
    if each.networks:
        said += (_BETWEEN, *words("opportunity.behind", networks=listed(_few(each.networks))))
    if each.what.full:
        said += (_BETWEEN, *words("opportunity.full"))
    return (*said, _BETWEEN, Plain(each.why)) if each.why else said


def _few(names: Sequence[str]) -> list[str]:
    rest = len(names) - _NETWORKS
    more = [words.text("opportunity.more_networks", count=rest)] if rest > 0 else []
    return [*names[:_NETWORKS], *more]


def _buttons(shown: Sequence[Shown]) -> Actions | None:
    return row(*(each.what.look for each in shown)) if shown else None
