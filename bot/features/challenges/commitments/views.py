"""What people read of commitments: their own, a group's, and the question once one is due. Pure."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.community.dates.echo import in_words
from bot.features.challenges import words
from bot.features.challenges.commitments.domain import Commitment, CommitmentState, Committed
from bot.features.challenges.domain import Challenge
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Note,
    Option,
    Part,
    Plain,
    RichText,
    Select,
    bullets,
    row,
    say,
)
from bot.ui.text import label

COMMIT = named("kindred commit")
COMMITMENTS = named("kindred commitments")
SHOW = named("challenge show", "challenge")
LIST = named("challenge list", "which")
OF_CHALLENGE = named("challenge commitments", "challenge")

MOST_ON_CARD = 3
AGAIN = "due.again"
_IN_LIST = 20
_LABEL = 60
_CHOICES = 8  # challenges that are offered as buttons

Questions = dict[int, str]
"""What the challenges are called that somebody's commitments are of, by id."""


# Making one -----------------------------------------------------------------------------------


def made(commitment: Commitment, challenge: Challenge | None, *, joined: bool) -> Message:
    """What somebody is told who has committed to something."""
    key = "committed.in" if challenge else "committed.private"
    asked = "committed.asked" if commitment.day else "committed.no_day"
    question = challenge.question if challenge else ""
    return say(
        words(key, text=commitment.text, by=by(commitment.day), question=question),
        words("committed.joined", question=question) if joined else None,
        Note(words(asked)),
        _after(commitment),
    )


def for_which(plan: str, text: str, challenges: Sequence[Challenge]) -> Message:
    """The question for which of their challenges somebody commits to something."""
    buttons = [
        Button(label(each.question, _LABEL), "challenges.commit_in", f"{plan}:{each.id}")
        for each in challenges[:_CHOICES]
    ]
    alone = Button(words.text("button.just_me"), "challenges.commit_in", f"{plan}:0")
    rows = [*buttons, alone]
    return say(
        words("commit.which", text=text),
        *(row(*rows[at : at + 5]) for at in range(0, len(rows), 5)),
        Note(words("commit.private")),
    )


def by_when(plan: str, text: str, why: str) -> Message:
    """The question by when, where no day to come was understood."""
    return say(
        words("commit.by_when", text=text),
        why,
        row(
            Button(words.text("button.choose_day"), "challenges.commit_day", plan, "primary"),
            Button(words.text("button.no_day"), "challenges.commit_no_day", plan),
        ),
    )


def changed(commitment: Commitment) -> Message:
    """What is told to somebody who has said it otherwise."""
    told = words("commitment.changed", text=commitment.text, by=by(commitment.day))
    return say(told, _after(commitment))


def is_private(commitment: Commitment) -> Message:
    """That nobody else sees it from now on."""
    return say(words("commitment.is_private", text=commitment.text), row(mine_button()))


# Once it is due -------------------------------------------------------------------------------


def question(commitment: Commitment, challenge: str, key: str) -> Message:
    """The question what has become of it: whatever the answer, it is as good as any other.

    How it is asked says its `key`: the first time, late, again, or on another day than that.
    """
    return say(
        words(key, text=commitment.text, day=in_words(commitment.day) if commitment.day else ""),
        words("due.of", question=challenge) if challenge else None,
        controls(commitment),
        Note(words("due.last" if key == AGAIN else "due.equal")),
        fallback=words.text("due.fallback", text=commitment.text),
    )


def controls(commitment: Commitment) -> Actions:
    """What can become of a commitment, each as good as the others."""
    id_ = str(commitment.id)
    return row(
        *(
            Button(words.text(f"button.commitment_{act}"), f"challenges.commitment_{act}", id_)
            for act in ("done", "keep", "change", "let_go", "help")
        )
    )


def answered(commitment: Commitment, key: str) -> Message:
    """What stands in the place of a question that was answered."""
    return say(words(key, text=commitment.text, by=by(commitment.day)))


def settled(commitment: Commitment, *, told: bool) -> Message:
    """What is told to whoever has settled one; there may be somebody to be `told` of it."""
    id_ = str(commitment.id)
    done = commitment.state is CommitmentState.DONE
    happened = Button(words.text("button.happened"), "challenges.commitment_happened", id_)
    again = Button(words.text("button.still_open"), "challenges.commitment_keep", id_)
    return say(
        words("settled.done" if done else "settled.let_go", text=commitment.text),
        row(*([happened] if told else []), again, mine_button()),
    )


def kept(commitment: Commitment) -> Message:
    """What is told to whoever keeps one."""
    key = "settled.kept" if commitment.day else "settled.kept_open"
    told = words(key, text=commitment.text, by=by(commitment.day))
    return say(told, row(mine_button()))


def noted() -> Message:
    """What is told to whoever has said what happened."""
    return say(words("happened.noted"))


def happened_below(name: str, commitment: Commitment, question: str) -> Message:
    """What the group reads of what happened, below its card."""
    state = "done" if commitment.state is CommitmentState.DONE else "let_go"
    who = name or words.text("happened.somebody")
    told = words(f"happened.{state}", who=who, text=commitment.text, happened=commitment.happened)
    return say(told, thread=question)


def happened_to_helper(name: str, commitment: Commitment) -> Message:
    """What somebody hears who has helped."""
    told = {"who": name, "text": commitment.text, "happened": commitment.happened}
    return say(words("happened.helper", **told))


# Lists ----------------------------------------------------------------------------------------


def mine(there: Sequence[Commitment], questions: Questions) -> Message:
    """What somebody has yet to do, and nobody counts."""
    if not there:
        return say(words("mine_open.none"), row(commit_button()))
    if len(there) == 1:
        return one(there[0], questions)
    options = tuple(Option.of(label(each.text, _LABEL), str(each.id)) for each in there)
    return say(
        Heading(words.text("mine_open.title")),
        bullets(line(each, questions) for each in there),
        row(Select(words.text("mine_open.pick"), "challenges.commitment", options)),
        row(commit_button()),
    )


def one(commitment: Commitment, questions: Questions) -> Message:
    """One of them, with what can become of it."""
    id_ = str(commitment.id)
    private = Button(words.text("button.just_me"), "challenges.commitment_private", id_)
    return say(
        line(commitment, questions),
        controls(commitment),
        row(commit_button(), *([] if commitment.private else [private])),
    )


def line(commitment: Commitment, questions: Questions) -> RichText:
    """One of somebody's own, with where it belongs."""
    of = questions.get(commitment.challenge or 0, "") or words.text("commitment.alone")
    return words("commitment.line", text=commitment.text, by=by(commitment.day), of=of)


def of_group(
    challenge: Challenge, there: Sequence[Committed], told: Collection[int], *, own: bool
) -> Message:
    """What people in a challenge have yet to do; by name whose name the reader is told."""
    shown, rest = there[:_IN_LIST], len(there) - _IN_LIST
    return say(
        Heading(words.text("group_open.title")),
        words("group_open.of" if there else "group_open.none", question=challenge.question),
        bullets(_with_name(each, told) for each in shown),
        Note(words("group_open.more", count=rest)) if rest > 0 else None,
        Note(words("group_open.for_hosts" if own else "group_open.names")) if there else None,
        row(commit_button(challenge), _show(challenge)),
    )


def of_all(there: Sequence[Committed], questions: Questions, told: Collection[int]) -> Message:
    """What people in all groups have yet to do, to those who lead the community."""
    if not there:
        return say(words("all_open.none"), row(_list_of_challenges()))
    shown, rest = there[:_IN_LIST], len(there) - _IN_LIST
    return say(
        Heading(words.text("all_open.title")),
        bullets(_in_its_group(each, questions, told) for each in shown),
        Note(words("group_open.more", count=rest)) if rest > 0 else None,
        Note(words("all_open.names")),
        row(_list_of_challenges()),
    )


def _in_its_group(each: Committed, questions: Questions, told: Collection[int]) -> RichText:
    of = questions.get(each.commitment.challenge or 0, "")
    return (*_with_name(each, told), Plain(f" · {of}"))


def _list_of_challenges() -> Button:
    text = words.text("button.list_open")
    return Button(text, "challenges.list", "open", command=LIST(which="open"))


def _with_name(each: Committed, told: Collection[int]) -> RichText:
    name = each.name if each.commitment.id in told else words.text("commitment.somebody")
    text, day = each.commitment.text, by(each.commitment.day)
    return words("commitment.line", text=text, by=day, of=name)


def on_card(there: Sequence[Committed], count: int) -> list[Part | None]:
    """What the card says: some texts with their days, and how many more; no name of anybody."""
    if not there:
        return []
    rest = count - MOST_ON_CARD
    return [
        words("card.commitments"),
        bullets(
            words("card.commitment", text=each.commitment.text, by=by(each.commitment.day))
            for each in there[:MOST_ON_CARD]
        ),
        words("card.commitments_more", count=rest) if rest > 0 else None,
    ]


# When a group ends, or somebody leaves it -----------------------------------------------------


def left(question: str, there: Sequence[Commitment]) -> Message:
    """What somebody is told whose commitments are theirs alone since they have left."""
    return say(
        words("private.left", question=question, count=len(there)),
        bullets(line(each, {}) for each in there),
        row(mine_button()),
    )


def group_ended(question: str, there: Sequence[Commitment]) -> Message:
    """The one question when a group has ended: which of it is done; the rest is theirs alone."""
    done = [
        Button(
            label(words.text("button.done_which", text=each.text), _LABEL),
            "challenges.commitment_done",
            str(each.id),
        )
        for each in there[:4]
    ]
    return say(
        words("private.ended" if question else "private.taken_down", question=question),
        bullets(line(each, {}) for each in there),
        row(*done, mine_button()),
        Note(words("private.ended_note")),
    )


# Buttons --------------------------------------------------------------------------------------


def by(day: date | None) -> str:
    """By when, in words; empty where there is no day."""
    return f" · {words.text('commitment.by', day=in_words(day))}" if day else ""


def commit_button(challenge: Challenge | None = None) -> Button:
    """The button by which somebody commits to something, in a challenge if it is on its card."""
    subject = str(challenge.id) if challenge else ""
    return Button(words.text("button.commit"), "challenges.commit_to", subject, command=COMMIT())


def list_button(challenge: Challenge) -> Button:
    """The button that lists what people in a challenge have committed to."""
    text, command = words.text("button.commitments"), OF_CHALLENGE(challenge=challenge.question)
    return Button(text, "challenges.commitments_of", str(challenge.id), command=command)


def mine_button() -> Button:
    """The button that lists one's own."""
    return Button(
        words.text("button.my_commitments"), "challenges.commitments", command=COMMITMENTS()
    )


def _show(challenge: Challenge) -> Button:
    command = SHOW(challenge=challenge.question)
    return Button(words.text("button.show"), "challenges.show", str(challenge.id), command=command)


def _after(commitment: Commitment) -> Actions:
    id_ = str(commitment.id)
    change = Button(words.text("button.commitment_change"), "challenges.commitment_change", id_)
    private = Button(words.text("button.just_me"), "challenges.commitment_private", id_)
    return row(change, *([] if commitment.private else [private]), mine_button())
