"""What the asker takes away, and what came of it: for themselves, or for the helpers too."""

from typing import Annotated

from bot.features.peer_assists import words
from bot.features.peer_assists.domain import MOST_TOLD
from bot.ui.fields import Choice, LongText
from bot.ui.forms import Page, form
from bot.ui.messages import Option

_t = words.later


def _who_reads() -> tuple[Option, ...]:
    return tuple(Option(words.text(f"share.{said}"), said) for said in ("no", "yes"))


_SHARE = Choice(label=_t("field.share"), options=_who_reads)


@form("peer_assists.note", title=_t("form.note"), pages=[Page(_t("form.note"), "note", "share")])
class NoteForm:
    """What the asker takes away."""

    note: Annotated[
        str, LongText(label=_t("field.note"), hint=_t("hint.note"), max_length=MOST_TOLD)
    ]
    share: Annotated[str, _SHARE] = "no"


@form(
    "peer_assists.outcome",
    title=_t("form.outcome"),
    pages=[Page(_t("form.outcome"), "outcome", "share")],
)
class OutcomeForm:
    """What came of it."""

    outcome: Annotated[
        str, LongText(label=_t("field.outcome"), hint=_t("hint.outcome"), max_length=MOST_TOLD)
    ]
    share: Annotated[str, _SHARE] = "no"
