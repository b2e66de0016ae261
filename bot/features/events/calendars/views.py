"""Where calendars are, and how they are subscribed to. Pure."""

from collections.abc import Sequence

from bot.features.events import words
from bot.ui.commands import named
from bot.ui.files import File
from bot.ui.messages import Button, Code, Heading, Message, Note, bullets, fields, row, say

RENEW = named("kindred renew")


def calendars(mine: str, others: Sequence[tuple[str, str]], file: File | None = None) -> Message:
    """The address of one's own calendar, those of others by what they are called, and a file."""
    return say(
        words("calendar.file") if file else None,
        file,
        Heading(words.text("calendar.title")),
        fields(
            [
                (words.text("calendar.mine"), (Code(mine),)),
                *((name, (Code(address),)) for name, address in others),
            ]
        ),
        words("calendar.how"),
        bullets(
            [
                words("calendar.google"),
                words("calendar.outlook"),
                words("calendar.apple", address=Code(webcal(mine))),
            ]
        ),
        Note(words("calendar.secret")),
        row(Button(words.text("calendar.renew"), "upkeep.renew", command=RENEW())),
    )


def webcal(address: str) -> str:
    """The address as calendars open it by themselves."""
    return f"webcal://{address.partition('://')[2]}"
