"""What several messages about peer assists consist of. Pure."""

from bot.features.peer_assists import words
from bot.features.peer_assists.domain import FEWEST, MOST, Assist, AssistState
from bot.features.peer_assists.lookup import Asker
from bot.ui.commands import named
from bot.ui.messages import Button, Mention, Note, Part, RichText, fields

STUCK = named("kindred stuck")
YES = named("kindred stuck yes", "assist")
NO = named("kindred stuck no", "assist")
NEVER = named("kindred stuck never")
BEGIN = named("kindred stuck begin")
NEXT = named("kindred stuck next")
MEET = named("kindred stuck meet")
STOP = named("kindred stuck stop")
NOTE = named("kindred stuck note")
OUTCOME = named("kindred stuck outcome")
MINE = named("kindred stuck mine")


def case_line(assist: Assist) -> RichText:
    """The case, as it was said."""
    return words("quoted", case=assist.case)


def who_asks(asker: Asker, *, named: bool) -> RichText:
    """Who asks, by name if they want that, or by their network."""
    network = asker.network
    if named:
        me = Mention(asker.member.id, asker.member.name)
        return words("asks.named_of", who=me, network=network) if network else (me,)
    return words("asks.somebody_of", network=network) if network else words("asks.somebody")


def for_helpers(assist: Assist) -> list[Part | None]:
    """What those read who say yes, beside the one sentence."""
    told = [(words.text("fact.times"), assist.times)]
    return [assist.more or None, fields(told)]


def about_note(title: str) -> Part | None:
    """What it is about, where the reader may know of that."""
    return Note(words("about", title=title)) if title else None


def standing(assist: Assist) -> RichText:
    """How far it has come, in a line."""
    if assist.state is AssistState.UNDER_WAY:
        return words("standing.under_way", step=words.text(f"step.{int(assist.step)}"))
    if assist.state in (AssistState.ASKING, AssistState.LAPSED):
        count = len(assist.helpers)
        key = "none" if not count else "some" if count < FEWEST else "enough"
        return words(f"standing.{key}", count=count, fewest=FEWEST, most=MOST)
    return words(f"standing.{assist.state}")


def button(key: str, action: str, assist: Assist, *, primary: bool = False, at: str = "") -> Button:
    """A button about one of them, with the command that does the same, if there is one."""
    value = f"{assist.id}:{at}" if at else str(assist.id)
    commands = {
        "begin": BEGIN,
        "next": NEXT,
        "meet": MEET,
        "stop": STOP,
        "note": NOTE,
        "outcome": OUTCOME,
    }
    command = commands[action]() if action in commands else None
    label = words.text(f"button.{key}")
    return Button(
        label, f"peer_assists.{action}", value, "primary" if primary else "plain", command
    )
