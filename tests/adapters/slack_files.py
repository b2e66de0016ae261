"""Files in a local Slack: what the app uploads and shares, and where it is kept."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.adapters.slack_api import Ask, Refused, method
from tests.adapters.slack_things import Message
from tests.adapters.slack_world import World

Json = dict[str, Any]


@dataclass(eq=False)
class StoredFile:
    """A file, of the app's or of a person's; `content` is what was uploaded so far."""

    id: str
    name: str
    size: int
    content: bytes | None = None
    owner: str = ""
    shared: bool = False
    deleted: bool = False


@method("files.getUploadURLExternal")
def upload_url(ask: Ask) -> Json:
    size = int(str(ask.args["length"]))
    if size < 1:
        raise Refused("invalid_arguments", response_metadata={"messages": ["length must be > 0"]})
    file = StoredFile(
        ask.world.new_id("F"), str(ask.args["filename"]), size, owner=ask.team.bot_user
    )
    ask.world.files[file.id] = file
    return {"upload_url": f"{ask.outcomes.payloads.origin}/upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal")
def complete_upload(ask: Ask) -> Json:
    files = [ask.world.files.get(str(each.get("id"))) for each in ask.args["files"]]
    if not files or any(f is None or f.content is None or f.shared for f in files):
        raise Refused("file_not_found")
    found = [file for file in files if file]
    told = [{"id": file.id, "title": file.name} for file in found]
    channel_id = ask.args.get("channel_id")
    if channel_id is None:
        return {"files": told}
    ask.args["channel"] = channel_id
    channel = ask.channel(member=True)
    for file in found:
        file.shared = True
    shared = [{"id": f.id, "name": f.name, "title": f.name, "size": f.size} for f in found]
    message = Message(
        ts=ask.world.now(),
        channel=channel.id,
        team=ask.team.id,
        user=ask.team.bot_user,
        text=str(ask.args.get("initial_comment") or ""),
        thread_ts=ask.args.get("thread_ts"),
        bot_id=ask.team.bot_id,
        app_id=ask.world.app_id,
        files=shared,
    )
    channel.messages[message.ts] = message
    ask.outcomes.tell_echo(ask.team, channel, message.as_json())
    return {"files": told}


async def take_upload(world: World, request: web.Request) -> web.Response:
    """Keep what is uploaded, if it is as long as was said, and comes once."""
    file = world.files.get(request.match_info["file"])
    content = await request.read()
    if file is None or file.content is not None or len(content) != file.size:
        return web.Response(status=400, text="upload refused")
    file.content = content
    return web.Response(text=f"OK - {len(content)}")
