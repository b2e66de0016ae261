"""The question, to one person or below the card to several. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.community.dates.echo import in_words
from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import CheckIn, Person, Rhythm
from bot.features.challenges.check_ins.rhythms import questions
from bot.features.challenges.domain import Challenge
from bot.ui.commands import named
from bot.ui.messages import Button, Mention, Message, Note, RichText, bullets, row, say
from bot.ui.words import listed_spans

HOW = named("challenge check-in how", "challenge")
BREAK = named("challenge check-in break", "challenge")
SKIP = named("challenge check-in skip", "challenge")
LATER = named("challenge check-in later", "challenge")
_WHEN = (("button.in_hours", "hours"), ("button.tomorrow", "tomorrow"))

MOST_NAMED = 30
"""People whom one message in a thread addresses."""


def question(
    challenge: Challenge,
    rhythm: Rhythm,
    check_in: CheckIn,
    *,
    late: bool = False,
    thread_gone: bool = False,
) -> Message:
    """The question to one person; whatever they answer is as good as anything else."""
    about = f"{challenge.id}:{check_in.day}"
    key = "ask.late" if late else "ask.again" if check_in.asks > 1 else "ask.how"
    return say(
        words("ask.thread_gone", question=challenge.question) if thread_gone else None,
        words(key, question=challenge.question),
        bullets([questions.tried(rhythm), questions.help_(rhythm)]),
        row(
            Button(words.text("button.check_in"), "challenges.check_in", about),
            Button(
                words.text("button.skip"),
                "challenges.check_in_skip",
                about,
                command=SKIP(challenge=challenge.question),
            ),
            *(_later(challenge, about, key, when) for key, when in _WHEN),
            break_button(challenge),
        ),
        Note(words("ask.small_print")),
        row(how_button(challenge)),
        fallback=words.text("ask.fallback", question=challenge.question),
    )


def _later(challenge: Challenge, about: str, key: str, when: str) -> Button:
    command = LATER(challenge=challenge.question)
    return Button(words.text(key), "challenges.check_in_later", f"{about}:{when}", command=command)


def passed(challenge: Challenge, check_in: CheckIn) -> Message:
    """What stands where somebody was asked before; it can still be answered."""
    about = f"{challenge.id}:{check_in.day}"
    return say(
        words("ask.passed", question=challenge.question, day=in_words(check_in.own_day)),
        row(Button(words.text("button.after_all"), "challenges.check_in", about)),
    )


def question_in_thread(
    challenge: Challenge, rhythm: Rhythm, day: date, people: Sequence[Person]
) -> Message:
    """The question below the card: to those who like it there, and to whoever else wants to."""
    return say(
        words("ask.in_thread", who=mentions(people)),
        bullets([questions.tried(rhythm), questions.help_(rhythm)]),
        row(
            Button(words.text("button.check_in"), "challenges.check_in", f"{challenge.id}:{day}"),
            how_button(challenge),
        ),
        fallback=words.text("ask.fallback", question=challenge.question),
        thread=challenge.question,
    )


def mentions(people: Sequence[Person]) -> RichText:
    """These people, addressed one after the other."""
    return listed_spans([Mention(each.member, each.name) for each in people])


def how_button(challenge: Challenge) -> Button:
    """The button by which somebody says how they want to be asked."""
    label, command = words.text("button.how"), HOW(challenge=challenge.question)
    return Button(label, "challenges.check_in_how", str(challenge.id), command=command)


def break_button(challenge: Challenge) -> Button:
    """The button by which somebody takes a break."""
    label, command = words.text("button.break"), BREAK(challenge=challenge.question)
    return Button(label, "challenges.check_in_break", str(challenge.id), command=command)
