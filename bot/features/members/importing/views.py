"""What a facilitator is told of a spreadsheet of members. Pure: from a report to a message."""

from bot.features.members import words
from bot.features.members.importing.forms import TAKE
from bot.features.members.importing.importer import ImportReport
from bot.features.members.importing.sheet import Fault
from bot.ui.capabilities import FLOOR
from bot.ui.commands import named
from bot.ui.files import File, GivenFile
from bot.ui.messages import Button, Message, RichText, bullets, row, say
from bot.ui.words import listed

IMPORT = named("facilitate import")

_ACTION = "members.import"

_NAMED = 15
"""Rows that cannot be taken, of which it is told why."""


def imported(report: ImportReport, file: GivenFile, given_back: File | None) -> Message:
    """What has become of the rows, or would if it was only looked; some are given back."""
    faults = report.faults[:_NAMED]
    more = report.rejected - len(faults)
    names = listed(f"“{name}”" for name in report.unknown_columns)
    return say(
        words("import.looked" if report.undone else "import.taken"),
        words("import.added", count=report.added),
        words("import.updated", count=report.updated),
        words("import.unchanged", count=report.unchanged),
        words("import.rejected", count=report.rejected) if report.rejected else None,
        bullets(_line(fault) for fault in faults),
        words("import.more", count=more) if more else None,
        words("import.given_back") if given_back else None,
        given_back,
        words("import.unknown", names=names) if names else None,
        row(_take_in(file)) if report.undone else None,
    )


def _take_in(file: GivenFile) -> Button:
    """Takes the same file, where the chat keeps it; else leads to the form."""
    room = FLOOR.route_bytes - len(f"{_ACTION}:{TAKE}:")
    carried = file.as_carried(room)
    value = f"{TAKE}:{carried}" if carried else ""
    return Button(words.text("button.import"), _ACTION, value, "primary", IMPORT())


def _line(fault: Fault) -> RichText:
    if not fault.column:
        return words("import.line", line=fault.line, reason=fault.reason)
    return words("import.cell", line=fault.line, column=fault.column, reason=fault.reason)
