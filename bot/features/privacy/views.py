"""What those read who take their data away, or have it erased. Pure."""

from collections.abc import Sequence

from bot.community.people import Community
from bot.features.privacy import words
from bot.features.privacy.domain import Held, kinds
from bot.ui.commands import named
from bot.ui.files import File
from bot.ui.messages import Button, Message, Note, bullets, row, say

DATA = named("kindred my data")
CONFIRM = named("kindred forget confirm")


def data(held: Held, files: Sequence[File]) -> Message:
    """What is known, in a line for each kind, and all of it as files."""
    return say(
        words("data", count=len(kinds(held))),
        *files,
        Note(words("data.note")),
    )


def ask(community: Community) -> Message:
    """What becomes of everything, before anything does."""
    return say(
        words("ask", community=community.name),
        bullets(words(f"ask.{each}") for each in ("gone", "stays", "others")),
        row(
            Button(
                words.text("button.forget"), "privacy.forget", style="danger", command=CONFIRM()
            ),
            Button(words.text("button.data"), "privacy.data", command=DATA()),
        ),
    )


def forgotten(community: Community) -> Message:
    """The last words to somebody."""
    return say(words("forgotten", community=community.name))
