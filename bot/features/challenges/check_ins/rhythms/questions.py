"""What a group is asked: its hosts' own questions, or those that everybody is given."""

from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import Rhythm


def tried(rhythm: Rhythm) -> str:
    """What is asked first."""
    return rhythm.tried or words.text("ask.tried")


def help_(rhythm: Rhythm) -> str:
    """What is asked then."""
    return rhythm.help or words.text("ask.help")


def own(said: str, given: str) -> str:
    """A question of their own; nothing where it is the one that everybody is given."""
    return "" if said == words.text(given) else said
