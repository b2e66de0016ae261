"""What is said in the room, step by step. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.community.dates.echo import in_words
from bot.community.people import Member
from bot.features.peer_assists import words
from bot.features.peer_assists.domain import MINUTES, Assist, AssistState, Step
from bot.features.peer_assists.views import (
    about_note,
    button,
    case_line,
    for_helpers,
)
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    LinkButton,
    Mention,
    Message,
    Note,
    RichText,
    bullets,
    row,
    say,
)
from bot.ui.words import listed_spans


def room_title() -> str:
    """What the room is called; not by the case, which is told to those in it alone."""
    return words.text("room.title")


def begun(count: int) -> Message:
    """What the asker is told, wherever they said it."""
    return say(words("begun", count=count))


def gathering(assist: Assist, asker: Member, helpers: Sequence[Member], title: str) -> Message:
    """The first message: who is here, for what, and how it goes."""
    return say(
        words("room.hello", asker=_mention(asker), helpers=_mentions(helpers)),
        case_line(assist),
        about_note(title),
        *for_helpers(assist),
        Heading(words.text("room.how")),
        bullets(
            words(
                "room.step", name=words.text(f"step.{n}"), what=words.text(f"what.{n}"), minutes=m
            )
            for n, m in ((int(step), minutes) for step, minutes in MINUTES.items())
        ),
        words("room.start"),
        _before_it_begins(assist),
        Note(words("room.small_print")),
        fallback=words.text("room.fallback"),
    )


def _before_it_begins(assist: Assist) -> Actions:
    return row(
        button("start", "next", assist, primary=True, at="0"),
        button("meet", "meet", assist),
        button("stop", "stop", assist),
    )


def meets(day: date) -> Message:
    """On which day they meet, as one of them has said."""
    return say(words("meet.told", day=in_words(day)))


def said_when(day: date) -> Message:
    """What is told to whoever has said it."""
    return say(words("meet.done", day=in_words(day)))


def look_in(assist: Assist) -> Message:
    """A friendly look in, once their day is over, or nothing was heard for a week."""
    going_on = button("next_plain", "next", assist, primary=True, at=str(int(assist.step)))
    waiting = assist.step is Step.GATHERING
    return say(
        words("look_in"),
        _before_it_begins(assist)
        if waiting
        else row(going_on, button("meet", "meet", assist), button("stop", "stop", assist)),
        Note(words("look_in.small_print")),
    )


def step(assist: Assist, asker: Member, *, current: bool) -> Message:
    """Where they are: whose turn it is, and for how long."""
    at = int(assist.step)
    heading = Heading(words.text("step.heading", at=at, of=len(MINUTES), name=_name(assist.step)))
    said = words(f"turn.{at}", asker=_mention(asker), minutes=MINUTES[assist.step])
    if not current:
        return say(heading, said)
    last = assist.step is Step.THANKS
    following = "" if last else _name(Step(at + 1))
    going_on = Button(
        words.text("button.end") if last else words.text("button.next", name=following),
        "peer_assists.next",
        f"{assist.id}:{at}",
        "primary",
        button("end", "next", assist).command,
    )
    note = [button("note", "note", assist)] if assist.step is Step.TAKEAWAYS else []
    stop = [] if last else [button("stop", "stop", assist)]
    return say(heading, said, row(going_on, *note, *stop))


def where(assist: Assist) -> Message:
    """Where they are, for whoever went on, or came too late with it."""
    if assist.state is AssistState.OVER:
        return say(words("step.over"))
    return say(words("step.now", name=_name(assist.step)))


def over(*, came_to_it: bool) -> Message:
    """The last word in the room."""
    return say(words("over" if came_to_it else "over.unmet"), Note(words("over.small_print")))


def thanks(asker: Member, assist: Assist) -> Message:
    """Thanks to each who helped."""
    return say(words("thanks", asker=_mention(asker), case=assist.case))


def note(assist: Assist) -> Message:
    """A question to the asker, for themselves."""
    return say(
        words("note.question", case=assist.case),
        row(button("note", "note", assist, primary=True)),
        Note(words("note.small_print")),
    )


def one_left(left: int) -> Message:
    """That one of the helpers had to go."""
    return say(words("one_left", count=left) if left else words("one_left.none"))


# In another chat ------------------------------------------------------------------------------


def way_in(address: str) -> Message:
    """A link into the web chat, for one person and once."""
    return say(
        words("room.link"),
        row(LinkButton(words.text("button.web"), address)),
        Note(words("room.link_small_print")),
    )


def no_room(helpers: Sequence[Member]) -> Message:
    """That no room could be opened; those who said yes are to be written to directly."""
    return say(words("room.refused", helpers=_mentions(helpers)))


def _name(at: Step) -> str:
    return words.text(f"step.{int(at)}")


def _mention(member: Member) -> Mention:
    return Mention(member.id, member.name)


def _mentions(people: Sequence[Member]) -> RichText:
    return listed_spans([_mention(each) for each in people])
