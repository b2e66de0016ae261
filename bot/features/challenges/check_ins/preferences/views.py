"""How somebody is asked from now on. Pure."""

from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import Person
from bot.features.challenges.check_ins.rhythms import options
from bot.features.challenges.check_ins.rounds.views import break_button, how_button
from bot.features.challenges.domain import Challenge
from bot.features.challenges.participants.views import show
from bot.ui.messages import Message, Note, row, say


def chosen(challenge: Challenge, person: Person) -> Message:
    """What is told to whoever has chosen it."""
    liked = person.preferences
    hidden = liked.in_thread and person.hidden
    key = "how.in_thread" if person.in_thread else "how.alone"
    return say(
        words(key, question=challenge.question, hour=options.hour(liked.hour)),
        words("how.weekday", day=options.weekday(liked.weekday))
        if liked.weekday is not None
        else None,
        Note(words("how.hidden")) if hidden else None,
        Note(words("how.glad" if liked.glad else "how.not_glad")),
        row(how_button(challenge), break_button(challenge), show(challenge)),
    )
