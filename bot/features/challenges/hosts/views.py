"""Who looks after a challenge, and what they are asked and told. Pure."""

from collections.abc import Sequence

from bot.community.people import Member
from bot.features.challenges import words
from bot.features.challenges.domain import Challenge
from bot.features.challenges.participants.views import show
from bot.ui.commands import named
from bot.ui.messages import Button, Mention, Message, Note, bullets, row, say
from bot.ui.words import listed

HOSTS = named("challenge hosts", "challenge")


def hosts(challenge: Challenge, there: Sequence[Member], asked: Sequence[Member]) -> Message:
    """Who looks after it, and who has yet to say whether they do."""
    id_ = str(challenge.id)
    add = Button(words.text("button.add_host"), "challenges.add_host", id_, "primary")
    down = Button(words.text("button.step_down"), "challenges.step_down", id_)
    return say(
        words("host.list" if there else "host.nobody", question=challenge.question),
        bullets(Mention(each.id, each.name) for each in there),
        words("host.asked", names=listed(each.name for each in asked)) if asked else None,
        row(add, down) if len(there) > 1 else row(add),
        Note(words("host.what")),
    )


def hosts_button(challenge: Challenge) -> Button:
    """The button that shows who looks after it."""
    label, command = words.text("button.hosts"), HOSTS(challenge=challenge.question)
    return Button(label, "challenges.hosts", str(challenge.id), command=command)


def asked(challenge: Challenge, who: Member) -> Message:
    """What is told to the host who has somebody asked."""
    told = words("host.is_asked", who=Mention(who.id, who.name), question=challenge.question)
    return say(told, row(hosts_button(challenge)))


def question(challenge: Challenge, by: Member) -> Message:
    """The question to somebody whether they would host it, too."""
    id_ = str(challenge.id)
    return say(
        words("host.question", by=Mention(by.id, by.name), question=challenge.question),
        Note(words("host.what")),
        row(
            Button(words.text("button.be_host"), "challenges.be_host", id_, "primary"),
            Button(words.text("button.not_host"), "challenges.not_host", id_),
            show(challenge),
        ),
    )


def is_host(challenge: Challenge) -> Message:
    """What is told to somebody who hosts it now."""
    done = words("host.done", question=challenge.question)
    return say(done, row(show(challenge), hosts_button(challenge)))


def is_no_host(challenge: Challenge) -> Message:
    """What is told to somebody who does not."""
    return say(words("host.not_done", question=challenge.question), row(show(challenge)))


def answered(challenge: Challenge, who: Member, key: str) -> Message:
    """What the hosts are told of the answer."""
    told = words(key, who=Mention(who.id, who.name), question=challenge.question)
    return say(told, row(show(challenge)))


def stepped_down(challenge: Challenge) -> Message:
    """What is told to somebody who hosts it no more."""
    return say(words("host.stepped_down", question=challenge.question), row(show(challenge)))


def take_on(challenge: Challenge) -> Message:
    """The question to those in it whose host has gone."""
    return say(
        words("adopt.question", question=challenge.question),
        Note(words("adopt.no_hurry")),
        row(adopt_button(challenge), show(challenge)),
    )


def adopt_button(challenge: Challenge) -> Button:
    """The button by which somebody takes it on."""
    return Button(words.text("button.adopt"), "challenges.adopt", str(challenge.id), "primary")
