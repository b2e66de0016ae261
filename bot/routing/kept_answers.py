"""What was shown, kept as JSON for when the same interaction is delivered again."""

from pydantic import TypeAdapter

from bot.routing.interaction import Reply, Shown
from bot.ui.messages import say
from bot.ui.words import WordBook

words = WordBook("bot")

_CODEC: TypeAdapter[Shown | None] = TypeAdapter(Shown | None)


def as_json(shown: Shown | None) -> str:
    """An answer as JSON text."""
    return _CODEC.dump_json(shown).decode()


def read_answer(kept: str) -> Shown | None:
    """Read what `as_json` wrote."""
    return _CODEC.validate_json(kept)


def to_keep(shown: Shown | None) -> Shown | None:
    """What is answered when the same interaction is delivered again."""
    if isinstance(shown, Reply) and shown.secret:
        return Reply(say(words("interaction.secret")), refused=True)
    return shown
