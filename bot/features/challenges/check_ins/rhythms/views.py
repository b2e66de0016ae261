"""On which rhythm a group checks in. Pure."""

from bot.community.dates.echo import in_words
from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import Rhythm
from bot.features.challenges.check_ins.rhythms import questions
from bot.features.challenges.check_ins.rhythms.lines import in_a_line
from bot.features.challenges.domain import Challenge
from bot.features.challenges.participants.views import show
from bot.ui.commands import named
from bot.ui.messages import Button, Message, Note, bullets, row, say

CHECK_INS = named("challenge check-ins", "every", "weekday", "challenge")


def chosen(challenge: Challenge, rhythm: Rhythm) -> Message:
    """What is told to the host who has chosen it."""
    if not rhythm.asks:
        return say(
            words("check_ins.none", question=challenge.question),
            row(check_ins_button(challenge), show(challenge)),
        )
    return say(
        words(
            "check_ins.chosen",
            question=challenge.question,
            rhythm=in_a_line(rhythm),
            day=in_words(rhythm.since),
        ),
        bullets([questions.tried(rhythm), questions.help_(rhythm)]),
        Note(words("check_ins.what")),
        row(check_ins_button(challenge), show(challenge)),
    )


def check_ins_button(challenge: Challenge) -> Button:
    """The button by which a host chooses the rhythm."""
    label = words.text("button.check_ins")
    return Button(label, "challenges.check_ins", str(challenge.id))
