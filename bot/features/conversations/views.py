"""What was said in another place, as it is shown. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.community.people import Ref
from bot.delivery.heard import AccountMention, HeardSpan, LinkedFile
from bot.features.conversations import words
from bot.features.conversations.domain import SaidMessage, Tally
from bot.ui.capabilities import short
from bot.ui.messages import (
    Code,
    Link,
    Mention,
    Message,
    Moment,
    Note,
    OneSpan,
    Part,
    Plain,
    RichText,
    Strong,
    plain,
    say,
)
from bot.ui.speakers import Speaker
from bot.ui.text import label

MOST_SHOWN = 8_000
"""Characters of what somebody has said that are shown in another place."""

MOST_PICTURES = 12
"""Different pictures that are counted below it."""

_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Shown:
    """What was said, with all that stands around it.

    It `answers` something, of which the words may be gone. `members` are those who are mentioned,
    by the accounts that were, none where somebody hides their name.
    """

    message: SaidMessage
    answers: SaidMessage | None
    tally: Sequence[Tally]
    members: Mapping[Ref, Mention | None]


def said(shown: Shown) -> Message:
    """What somebody has said somewhere else."""
    message = shown.message
    spoken, cut = _cut(spoken_words(message.spans or (), shown.members))
    told = plain(spoken).strip()
    files = [each.name for each in message.files]
    nothing = None if files else (Plain("…"),)  # of what was edited until no word was left
    return say(
        Note(_quote(shown.answers, shown.members)) if shown.answers else None,
        spoken if told else nothing,
        *_files(message.files),
        Note(words("said.cut")) if cut else None,
        Note(words("said.late", when=Moment(message.said_at))) if message.is_late else None,
        _tally(shown.tally),
        fallback=told or ", ".join(files) or "…",
        speaker=Speaker(_name(message), label(message.network, _QUOTED) if message.network else ""),
    )


def spoken_words(spans: Sequence[HeardSpan], members: Mapping[Ref, Mention | None]) -> RichText:
    """What was written, where nobody is called but members who were meant."""
    return tuple(_span(each, members) for each in spans)


def _span(span: HeardSpan, members: Mapping[Ref, Mention | None]) -> OneSpan:
    if isinstance(span, AccountMention):
        if span.account in members and members[span.account] is None:
            return Plain(words.text("said.somebody"))
        return members.get(span.account) or Plain(f"@{span.name}" if span.name else "@…")
    return span


def _name(message: SaidMessage) -> str:
    """What whoever said it is called where it is carried to."""
    return label(message.name, _QUOTED) if message.name else words.text("said.somebody")


def _cut(spans: RichText) -> tuple[RichText, bool]:
    """The beginning of what is too long, and whether it was."""
    left, kept = MOST_SHOWN, list[OneSpan]()
    for span in spans:
        text = plain((span,))
        if len(text) <= left:
            kept.append(span)
            left -= len(text)
            continue
        if isinstance(span, Plain | Strong | Code):
            kept.append(type(span)(short(text, max(left, 1))))
        return tuple(kept), True
    return tuple(kept), False


def _quote(answered: SaidMessage, members: Mapping[Ref, Mention | None]) -> RichText:
    """The first words of what is answered, so that one knows which it is."""
    if answered.deleted or answered.member is None:
        return words("said.answers_deleted")
    told = plain(spoken_words(answered.spans or (), members)).strip()
    told = told or ", ".join(each.name for each in answered.files)
    if not told:
        return words("said.answers_old", name=_name(answered))
    return words("said.answers", name=_name(answered), words=label(told, _QUOTED))


def _files(files: Sequence[LinkedFile]) -> list[Part | None]:
    """Each with its address, and who can open it where that is not everybody."""
    parts = list[Part | None]()
    for each in files:
        name = label(each.name, _QUOTED)
        if not each.url:
            parts.append(words("said.file_nowhere", name=name))
            continue
        parts.append(words("said.file", link=Link(name, each.url)))
        if each.opens_for != "anybody":
            key = "said.file_a_while" if each.opens_for == "a while" else "said.file_its_space"
            parts.append(Note(words(key)))
    return parts


def _tally(tally: Sequence[Tally]) -> Note | None:
    if not tally:
        return None
    shown = [f"{label(each.emoji, _QUOTED)} {each.count}" for each in tally[:MOST_PICTURES]]
    rest = ["…"] if len(tally) > MOST_PICTURES else []
    return Note((Plain(" · ".join([*shown, *rest])),))
