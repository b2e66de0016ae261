"""What a poll looks like before it is asked, and what is said once it is. Pure."""

from collections.abc import Collection, Mapping

from bot.features.polls import words
from bot.features.polls.cards.views import SHOW
from bot.features.polls.domain import Poll
from bot.features.polls.slots.details import Proposal, in_words
from bot.features.polls.slots.pending import plans
from bot.routing.posting import PostingChoices
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Bullets,
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Part,
    Words,
    bullets,
    fields,
    row,
    say,
)
from bot.ui.words import listed

NEW = named("kindred poll new")


def preview(name: str, proposal: Proposal, there: PostingChoices) -> Message:
    """What was understood, before anything is posted."""
    networks = there.named(proposal.networks)
    channels = there.called(there.posted(proposal.channels))
    who = words.text("who.networks", networks=listed(networks)) if networks else ""
    facts: list[tuple[str, Words]] = [
        (words.text("fact.closes"), (Moment(proposal.closes_at),)),
        (words.text("fact.who"), who or words.text("who.all")),
        (words.text("fact.posted"), channels or words.text("channels.none")),
    ]
    return say(
        words("preview.what"),
        Heading(proposal.title),
        proposal.description or None,
        bullets(in_words(slot) for slot in proposal.slots),
        fields(facts),
        there.closed_note(),
        Note(words("preview.small_print")),
        plans.buttons(name),
        fallback=words.text("preview.fallback", title=proposal.title),
    )


def unclear(errors: Mapping[str, str]) -> Message:
    """What of a line is not understood: nothing is guessed."""
    return say(words("new.unclear"), _each(errors), _form())


def _each(errors: Mapping[str, str]) -> Bullets | None:
    return bullets(line for error in errors.values() for line in error.splitlines())


def _form() -> Actions:
    return row(Button(words.text("button.form"), "polls.new", command=NEW()))


def faulty(name: str, errors: Mapping[str, str]) -> Message:
    """What keeps a poll from being asked like this."""
    return say(words("new.unclear"), _each(errors), row(*plans.otherwise(name)))


def posted(
    poll: Poll, proposal: Proposal, there: PostingChoices, waits: Collection[int], invited: int
) -> Message:
    """What its maker is told of a poll that is open now; in some channels its card `waits`."""
    channels = there.called(there.posted({*proposal.channels} - {*waits}))
    where = words("posted.in", channels=channels) if channels else None
    nowhere = None if channels or waits or invited else words("posted.nowhere")
    return say(
        words("posted.done", title=poll.title, until=Moment(poll.closes_at)),
        where,
        there.waits_note(waits),
        nowhere,
        words("posted.invited", count=invited) if invited else None,
        row(_show(poll)),
    )


def changed(poll: Poll, told: int, waits: Part | None = None) -> Message:
    """What is said once a poll asks about other times."""
    return say(
        words("changed.done", title=poll.title, until=Moment(poll.closes_at)),
        bullets((Moment(slot.starts_at),) for slot in poll.slots),
        words("changed.told", count=told) if told else None,
        waits,
        row(_show(poll)),
    )


def _show(poll: Poll) -> Button:
    return Button(
        words.text("button.mine"), "polls.show", str(poll.id), "primary", SHOW(poll=poll.title)
    )
