"""Who can come when, in words. Pure."""

from collections.abc import Sequence

from bot.features.polls import words
from bot.features.polls.domain import Answer, Count, Respondent
from bot.features.polls.overview import Overview
from bot.ui.messages import (
    Heading,
    Mention,
    Message,
    Moment,
    Note,
    Part,
    Plain,
    RichText,
    Strong,
    say,
)

_NAMES = 40  # of one slot


def who(overview: Overview, told: Sequence[Respondent]) -> Message:
    """For each slot those names that the reader is told, and how many others."""
    parts: list[Part | None] = [Heading(overview.poll.title)]
    for number, each in enumerate(overview.counts, 1):
        parts.append((Strong(f"{number}"), Plain(" · "), Moment(each.slot.starts_at)))
        parts += [_those(each, answer, told) for answer in (Answer.YES, Answer.MAYBE)]
        if not each.can:
            parts.append(words("who.nobody"))
    return say(*parts, Note(words("who.small_print")))


def _those(each: Count, answer: Answer, told: Sequence[Respondent]) -> RichText | None:
    there = each.yes if answer is Answer.YES else each.maybe
    if not there:
        return None
    named = [one for one in told if one.answers.get(each.slot.id) is answer][:_NAMES]
    names = _listed([Mention(one.member, one.name) for one in named])
    rest = there - len(named)
    others = words.text("who.others" if named else "who.only_others", count=rest) if rest else ""
    tail: RichText = (Plain(f" {others}".rstrip() if named else others),) if others else ()
    return (Plain(words.text(f"who.{answer}")), Plain(" "), *names, *tail)


def _listed(names: Sequence[Mention]) -> RichText:
    spans: list[Mention | Plain] = []
    for name in names:
        spans += [Plain(", "), name] if spans else [name]
    return tuple(spans)
