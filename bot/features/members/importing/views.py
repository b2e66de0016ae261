"""What a facilitator is told of a spreadsheet of members. Pure: from a report to a message."""

from collections.abc import Collection, Mapping, Sequence

from bot.features.members import words
from bot.features.members.importing.columns import Columns, Unknown
from bot.features.members.importing.headings import CHOICES, FIRST, LAST
from bot.features.members.importing.importer import ImportReport, ReadSheet
from bot.features.members.importing.sheet import Fault
from bot.ui.capabilities import FLOOR, short
from bot.ui.commands import named
from bot.ui.files import File
from bot.ui.messages import (
    Button,
    Message,
    Note,
    Option,
    Part,
    RichText,
    Select,
    bullets,
    row,
    say,
)
from bot.ui.words import listed

IMPORT = named("facilitate import")

_ACTION = "members.import"
_NAMED = 15
"""Rows that cannot be taken, of which it is told why."""
_WARNED = 10
_CHOSEN = 5  # columns of which is asked what they are
_HEADING = 40  # letters of a heading in a menu
_NAMED_HERE = {"email", "networks", FIRST, LAST}
_IN_THE_PROFILE = {
    **{column: f"profile.{column}" for column in CHOICES if column not in _NAMED_HERE},
    "place": "profile.town",
    "timezone": "profile.zone",
}


def imported(report: ImportReport, given_back: File | None) -> Message:
    """What has become of the rows; some are given back."""
    return say(
        words("import.taken"),
        *_counts(report),
        words("import.given_back") if given_back else None,
        given_back,
        _left_alone(report.columns.unknown),
    )


def looked(sheet: ReadSheet, report: ImportReport, key: str, chosen: Mapping[str, str]) -> Message:
    """What would become of the rows, what each column is taken for, and what may be chosen."""
    asked = _asked(sheet, key)
    menus = [] if asked else _menus(sheet, key, chosen)
    parts: list[Part | None] = (
        [*asked, row(_button("drop", key))] if asked else [words("import.looked"), *_counts(report)]
    )
    return say(
        *parts,
        _columns(sheet.columns),
        words("import.choose_intro") if menus else None,
        *(row(menu) for menu in menus),
        _left_alone(sheet.columns.unknown) if not asked else None,
        None if asked else row(_button("take", key, "primary"), _button("drop", key)),
        Note(words("import.held")),
    )


def dropped() -> Message:
    """The file was let go of."""
    return say(words("import.dropped"))


def gone(said: RichText) -> Message:
    """The file is not held any more; it may be given again."""
    return say(said, row(Button(words.text("button.import"), _ACTION, "", "primary", IMPORT())))


def column_name(column: str) -> str:
    """What a column is called, as in the profile."""
    return words.text(_IN_THE_PROFILE.get(column, f"column.{column}"))


def _counts(report: ImportReport) -> list[Part | None]:
    return [
        words("import.added", count=report.added),
        words("import.updated", count=report.updated),
        words("import.unchanged", count=report.unchanged),
        words("import.rejected", count=report.rejected) if report.rejected else None,
        *_lines(report.faults, report.rejected, _NAMED),
        words("import.warned", count=report.warned) if report.warned else None,
        *_lines(report.warnings, report.warned, _WARNED),
    ]


def _lines(faults: Sequence[Fault], count: int, most: int) -> list[Part | None]:
    named = faults[:most]
    more = count - len(named)
    return [
        bullets(_line(fault) for fault in named),
        words("import.more", count=more) if more > 0 else None,
    ]


def _line(fault: Fault) -> RichText:
    if not fault.column:
        return words("import.line", line=fault.line, reason=fault.reason)
    return words("import.cell", line=fault.line, column=fault.column, reason=fault.reason)


def _columns(columns: Columns) -> Part | None:
    if not columns.understood:
        return None
    pairs = [
        words.text("import.column", heading=short(heading, _HEADING), column=column_name(column))
        for heading, column in columns.understood
    ]
    return words("import.columns", columns="; ".join(pairs))


def _left_alone(unknown: Collection[Unknown]) -> Part | None:
    names = listed(f"“{short(each.heading, _HEADING)}”" for each in unknown)
    return words("import.unknown", names=names) if names else None


# Choosing -------------------------------------------------------------------------------------


def _asked(sheet: ReadSheet, key: str) -> list[Part | None]:
    """A question that has to be answered before anybody can be taken in, if there is one."""
    if sheet.names_nobody:
        options = [
            Option.of(heading, f"{key}:{at}:name")
            for at, heading in enumerate(sheet.header)
            if heading.strip()
        ][: FLOOR.select_options]
        return [words("import.needs_name"), row(_menu(column_name("name"), options))]
    if heading := sheet.asks_about:
        at = sheet.header.index(heading)
        options = [
            Option.of(column_name("email"), f"{key}:{at}:email"),
            Option.of(words.text("import.leave"), f"{key}:{at}:-"),
        ]
        said = words("import.needs_email", heading=short(heading, _HEADING))
        return [said, row(_menu(short(heading, _HEADING), options))]
    return []


def _menus(sheet: ReadSheet, key: str, chosen: Mapping[str, str]) -> list[Select]:
    """A menu for each of the columns that may be something, were chosen, or are not known."""
    again = [_chosen_menu(sheet, key, heading, column) for heading, column in chosen.items()]
    unknown = _may_be_chosen(sheet)
    near = [_unknown_menu(key, each) for each in unknown if each.nearest]
    others = [_unknown_menu(key, each) for each in unknown if not each.nearest]
    return [*near, *again, *others][:_CHOSEN]


def _may_be_chosen(sheet: ReadSheet) -> list[Unknown]:
    """Columns that nothing is read of, but those of whose name there is another one before."""
    return [each for each in sheet.columns.unknown if sheet.header.index(each.heading) == each.at]


def _unknown_menu(key: str, unknown: Unknown) -> Select:
    said = {"heading": short(unknown.heading, _HEADING)}
    label = (
        words.text("import.choose.near", column=column_name(unknown.nearest), **said)
        if unknown.nearest
        else words.text("import.choose", **said)
    )
    return _menu(label, _options(key, unknown.at, unknown.nearest))


def _chosen_menu(sheet: ReadSheet, key: str, heading: str, column: str) -> Select:
    at = sheet.header.index(heading)
    said = {"heading": short(heading, _HEADING)}
    label = (
        words.text("import.choose.as", column=column_name(column), **said)
        if column
        else words.text("import.choose", **said)
    )
    return _menu(label, _options(key, at, column))


def _options(key: str, at: int, first: str) -> list[Option]:
    columns = sorted(CHOICES, key=lambda column: column != first)
    leave = Option.of(words.text("import.leave"), f"{key}:{at}:-")
    return [*(Option.of(column_name(each), f"{key}:{at}:{each}") for each in columns), leave]


def _menu(label: str, options: Sequence[Option]) -> Select:
    return Select(short(label, FLOOR.button_label), f"{_ACTION}_column", tuple(options), IMPORT())


def _button(what: str, key: str, style: str = "plain") -> Button:
    label = words.text(f"button.import_{what}")
    if style == "primary":
        return Button(label, f"{_ACTION}_{what}", key, "primary", IMPORT())
    return Button(label, f"{_ACTION}_{what}", key, command=IMPORT())
