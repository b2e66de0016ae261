"""What goes with the spreadsheet. Pure."""

from bot.features.events import words
from bot.ui.files import File
from bot.ui.messages import Message, Note, say


def export(file: File, title: str) -> Message:
    """Who comes to an event, as a spreadsheet."""
    return say(words("export.here", title=title), file, Note(words("export.care")))
