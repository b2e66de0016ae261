"""What a digest says, and what stands of other networks on a home. Pure."""

from collections.abc import Mapping, Sequence

from bot.community.opportunities import Opportunity
from bot.community.opportunity_lines import Shown, lines
from bot.features.digests import words
from bot.features.digests.domain import NAMED_FROM, Pick
from bot.ui.messages import Heading, Message, Note, Part, say
from bot.ui.words import listed

_TOPICS = 2  # that are named as reasons


def digest(picked: Sequence[Pick], names: Mapping[int, str], *, of_all: bool) -> Message:
    """What is open elsewhere, to everybody in a channel: reasons are told of several alone.

    Where no network is at home, it is `of_all` of them.
    """
    title = words.text("digest.title_of_all" if of_all else "digest.title")
    shown = [
        Shown(each, _behind(each, names), _why("why.several", fit.named(NAMED_FROM)))
        for each, fit in picked
    ]
    titles = listed(each.title for each, _ in picked)
    return say(
        Heading(title),
        *lines(shown),
        Note(words("digest.note")),
        fallback=words.text("digest.fallback", title=title, titles=titles),
    )


def elsewhere(picked: Sequence[Pick], names: Mapping[int, str]) -> list[Part | None]:
    """What is open elsewhere, to one person on their home."""
    shown = [
        Shown(each, _behind(each, names), _why("why.you", fit.named(1))) for each, fit in picked
    ]
    return [Heading(words.text("home.title")), *lines(shown)]


def _behind(each: Opportunity, names: Mapping[int, str]) -> list[str]:
    return sorted(names[network] for network in each.behind if network in names)


def _why(key: str, topics: Sequence[str]) -> str:
    return words.text(key, topics=listed(topics[:_TOPICS])) if topics else ""
