"""What a facilitator is told of a spreadsheet of members. Pure: from a report to a message."""

from bot.features.members import words
from bot.features.members.importing.importer import ImportReport
from bot.features.members.importing.sheet import Fault
from bot.ui.commands import named
from bot.ui.messages import Button, Message, RichText, bullets, row, say
from bot.ui.words import listed

IMPORT = named("facilitate import")

_NAMED = 15
"""Rows that cannot be taken, of which it is told why."""


def imported(report: ImportReport) -> Message:
    """What has become of the rows, or would if it was only looked."""
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
        words("import.unknown", names=names) if names else None,
        row(take_in()) if report.undone else None,
    )


def take_in() -> Button:
    """Leads to the form."""
    label = words.text("button.import")
    return Button(label, "members.import", style="primary", command=IMPORT())


def _line(fault: Fault) -> RichText:
    if not fault.column:
        return words("import.line", line=fault.line, reason=fault.reason)
    return words("import.cell", line=fault.line, column=fault.column, reason=fault.reason)
