"""Members out of Kindred as a file, in a chat."""

from bot.community.roles import Role
from bot.features.members import feature, words
from bot.features.members.importing.export import csv_of
from bot.features.members.ports import Work
from bot.routing.files import FileRequest
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.content import Content
from bot.ui.files import File, file_name
from bot.ui.messages import Note, say


@feature.command("export", role=Role.ADMIN)
async def export(call: Call, work: Work) -> Answer:
    """Give all members as a spreadsheet, e-mail addresses too: to those alone who run this."""
    name = file_name(f"{call.community.name}-{call.now:%Y-%m-%d}", "csv")
    file = File(name, "text/csv; charset=utf-8", "members.export", str(call.community.id))
    return Reply(say(words("export.here"), file, Note(words("export.care"))))


@feature.file("export", role=Role.ADMIN)
async def exported(request: FileRequest, work: Work) -> Content:
    """All members of a community, as they are when it is made."""
    return csv_of(work, int(request.subject))
