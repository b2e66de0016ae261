"""Members into Kindred from a spreadsheet, and out of it as one, in a chat."""

from functools import partial
from typing import Annotated

from bot.community.roles import Role
from bot.features.members import feature, words
from bot.features.members.importing import views
from bot.features.members.importing.export import csv_of
from bot.features.members.importing.forms import LOOK, SPREADSHEETS, TAKE, ImportForm, ways
from bot.features.members.importing.importer import import_given
from bot.features.members.importing.rejects import HeldRejects
from bot.features.members.importing.sheet import read_sheet
from bot.features.members.ports import Work
from bot.routing.arguments import ChoiceArg, FileArg
from bot.routing.files import FileRequest
from bot.routing.interaction import Answer, Call, FetchFile, Open, Reply
from bot.ui.content import Content, Gathered
from bot.ui.csv_files import CSV
from bot.ui.files import File, GivenFile, file_name
from bot.ui.messages import Note, say
from bot.ui.text import read_id

_held = HeldRejects()


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
    return FetchFile(file, partial(_imported, call, file, way != TAKE))


@feature.submitted(ImportForm, role=Role.FACILITATOR)
async def given(call: Call, form: ImportForm, work: Work, subject: str) -> Answer:
    """Have the spreadsheet fetched."""
    return FetchFile(form.file, partial(_imported, call, form.file, form.way != TAKE))


async def _imported(
    call: Call, file: GivenFile, dry_run: bool, work: Work, content: Gathered
) -> Answer:
    """Take in who is in it, or tell what would become of it."""
    sheet = read_sheet(content.file, content.size)
    report = await import_given(work, call.community.id, sheet, call.now, dry_run=dry_run)
    back = _given_back(call, file, report.given_back) if report.given_back else None
    return Reply(views.imported(report, file, back))


def _given_back(call: Call, file: GivenFile, rows: bytes) -> File:
    """The rows that cannot be taken, as a file like the one that was given."""
    stem = file.name.removesuffix(file.extension)
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
