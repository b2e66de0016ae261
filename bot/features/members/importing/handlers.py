"""Members into Kindred from a spreadsheet, and out of it as one, in a chat."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

from bot.community.roles import Role
from bot.features.members import feature, words
from bot.features.members.importing import views
from bot.features.members.importing.export import csv_of
from bot.features.members.importing.forms import LOOK, SPREADSHEETS, TAKE, ImportForm, ways
from bot.features.members.importing.headings import CHOICES
from bot.features.members.importing.importer import (
    ReadSheet,
    header_of_given,
    import_given,
    read_given,
)
from bot.features.members.importing.rejects import HeldRejects
from bot.features.members.importing.sheet import Choices
from bot.features.members.importing.waiting import WaitingFile, WaitingFiles
from bot.features.members.ports import Work
from bot.routing.arguments import ChoiceArg, FileArg, NumberArg, TextArg
from bot.routing.files import FileRequest
from bot.routing.interaction import Answer, Call, Compute, FetchFile, Open, Reply, Update
from bot.ui.content import Content, Gathered
from bot.ui.csv_files import CSV
from bot.ui.files import File, GivenFile, file_name
from bot.ui.languages import current_locale
from bot.ui.messages import Note, say
from bot.ui.text import read_id

_held = HeldRejects()
_waiting = WaitingFiles()


@feature.command(
    "import",
    role=Role.FACILITATOR,
    opens=ImportForm,
    action="import",
    carries=("way", "file"),
)
async def import_(
    call: Call,
    work: Work,
    file: Annotated[GivenFile | None, FileArg("file", SPREADSHEETS)] = None,
    way: Annotated[str, ChoiceArg("way", ways)] = LOOK,
) -> Answer:
    """Have a spreadsheet of members fetched, or ask for one."""
    if file is None:
        return Open(ImportForm, values={"way": way})
    return FetchFile(file, partial(_fetched, call, file.name, way != TAKE))


@feature.submitted(ImportForm, role=Role.FACILITATOR)
async def given(call: Call, form: ImportForm, work: Work, subject: str) -> Answer:
    """Have the spreadsheet fetched."""
    return FetchFile(form.file, partial(_fetched, call, form.file.name, form.way != TAKE))


@feature.action("import_column", role=Role.FACILITATOR)
async def choose(
    call: Call,
    work: Work,
    key: Annotated[str, TextArg("key")],
    at: Annotated[int, NumberArg("at")],
    column: Annotated[str, TextArg("column")],
) -> Answer:
    """Note what a column of a file is, and show what would become of it now."""
    file = _waiting.get(key, call.me.id, call.now)

    async def chosen(work: Work, header: tuple[str, ...]) -> Answer:
        heading = header[at] if at < len(header) else ""
        known = "" if column not in CHOICES else column
        noted = _waiting.choose(key, file, heading, known)
        return await _read(call, work, noted, partial(_looked, call, key, noted, update=True))

    return Compute(header_of_given, (file.content, file.columns), chosen)


@feature.action("import_take", role=Role.FACILITATOR)
async def take(call: Call, work: Work, key: Annotated[str, TextArg("key")]) -> Answer:
    """Take in who is in a file that was looked at."""
    file = _waiting.get(key, call.me.id, call.now)
    return await _read(call, work, file, partial(_taken, call, key, file))


@feature.action("import_drop", role=Role.FACILITATOR)
async def drop(call: Call, work: Work, key: Annotated[str, TextArg("key")]) -> Answer:
    """Let go of a file that was looked at."""
    _waiting.drop(key, call.me.id)
    return Update(views.dropped())


async def _fetched(call: Call, name: str, looking: bool, work: Work, content: Gathered) -> Answer:
    """Hold a file for a while, and look at it, or take in who is in it."""
    file = WaitingFile(call.me.id, name, content.read())
    key = _waiting.hold(file, call.now)
    then = partial(_looked, call, key, file) if looking else partial(_taken, call, key, file)
    return await _read(call, work, file, then)


async def _read(
    call: Call, work: Work, file: WaitingFile, then: Callable[[Work, ReadSheet], Awaitable[Answer]]
) -> Answer:
    """Have a file read where that holds up nobody."""
    networks = tuple(each.name for each in await work.members.networks(call.community.id))
    choices = Choices(file.columns, networks)
    return Compute(read_given, (file.content, choices, current_locale()), then)


async def _looked(
    call: Call, key: str, file: WaitingFile, work: Work, sheet: ReadSheet, *, update: bool = False
) -> Answer:
    """Tell what would become of who is in it, and take nobody in."""
    report = await import_given(work, call.community.id, sheet, call.now, dry_run=True)
    message = views.looked(sheet, report, key, file.columns)
    return Update(message) if update else Reply(message)


async def _taken(call: Call, key: str, file: WaitingFile, work: Work, sheet: ReadSheet) -> Answer:
    """Take in who is in it, unless something has to be known first."""
    if sheet.names_nobody or sheet.asks_about:
        return await _looked(call, key, file, work, sheet)
    report = await import_given(work, call.community.id, sheet, call.now, dry_run=False)
    back = _given_back(call, file.name, report.given_back) if report.given_back else None
    return Reply(views.imported(report, back))


def _given_back(call: Call, name: str, rows: bytes) -> File:
    """The rows that cannot be taken, as a file called like the one that was given."""
    stem = name.rpartition(".")[0] or name
    key = _held.hold(call.me.id, rows, call.now)
    return File(file_name(f"{stem}-rejected", "csv"), CSV, "members.rejected", key)


@feature.file("rejected", role=Role.FACILITATOR)
async def rejected(request: FileRequest, work: Work) -> Content:
    """Rows that cannot be taken, as they were given, with the reason."""
    member = request.member.id if request.member else None
    return _held.get(request.subject, member, request.now)


@feature.command("export", role=Role.ADMIN)
async def export(call: Call, work: Work) -> Answer:
    """Give all members as a spreadsheet, e-mail addresses too: to those alone who run this."""
    name = file_name(f"{call.community.name}-{call.now:%Y-%m-%d}", "csv")
    file = File(name, CSV, "members.export", str(call.community.id))
    return Reply(say(words("export.here"), file, Note(words("export.care"))))


@feature.file("export", role=Role.ADMIN)
async def exported(request: FileRequest, work: Work) -> Content:
    """All members of a community, as they are when it is made."""
    return csv_of(work, read_id(request.subject))
