"""The form in which a facilitator gives a spreadsheet of members."""

from typing import Annotated

from bot.features.members import words
from bot.ui.fields import Choice, Upload
from bot.ui.files import GivenFile
from bot.ui.forms import Page, form
from bot.ui.messages import Option

LOOK, TAKE = "look", "take"


SPREADSHEETS = (".csv", ".xlsx", ".tsv", ".txt")


def ways() -> tuple[Option, ...]:
    """Whether the file is only looked at."""
    return (Option(words.text("import.look"), LOOK), Option(words.text("import.take"), TAKE))


@form(
    "members.import",
    title=words.later("import.form"),
    pages=[Page(words.later("import.form"), "file", "way")],
)
class ImportForm:
    """A file, and whether it is only looked at."""

    file: Annotated[
        GivenFile,
        Upload(
            label=words.later("import.field.file"),
            hint=words.later("import.hint.file"),
            extensions=SPREADSHEETS,
        ),
    ]
    way: Annotated[str, Choice(label=words.later("import.field.way"), options=ways)] = LOOK
