"""On which rhythm a group checks in, in a line. Pure."""

from datetime import date

from bot.community.dates.echo import in_words
from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import Rhythm
from bot.features.challenges.check_ins.rhythms import options
from bot.ui.messages import RichText


def in_short(rhythm: Rhythm, today: date) -> RichText:
    """How often, and when next, as a card says it."""
    return words("card.check_ins", rhythm=in_a_line(rhythm), day=in_words(rhythm.first_from(today)))


def in_a_line(rhythm: Rhythm) -> str:
    """How often, and on which day of the week."""
    return words.text(f"rhythm.{rhythm.every}", day=options.weekday(rhythm.weekday))
