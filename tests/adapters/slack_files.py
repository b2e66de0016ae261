"""Files in a local Slack: what the app uploads and shares, and where it is kept."""

from typing import Any

from aiohttp import web

from tests.adapters.slack_api import Ask, Refused, method
from tests.adapters.slack_things import Message, StoredFile
from tests.adapters.slack_world import World

Json = dict[str, Any]


@method("files.info")
def file_info(ask: Ask) -> Json:
    file = ask.world.files.get(str(ask.args["file"]))
    if file is None or file.deleted:
        raise Refused("file_deleted" if file else "file_not_found")
    address = f"{ask.outcomes.payloads.origin}/files/{file.id}"
    return {"file": file.as_json() | {"url_private_download": address, "url_private": address}}


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
    shared = [file.as_json() for file in found]
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


async def give_file(world: World, request: web.Request) -> web.StreamResponse:
    """Hand a file over to a bot of a workspace; everybody else is sent to a page to log in."""
    file = world.files.get(request.match_info["file"])
    tokens = {f"Bearer {team.token}" for team in world.workspaces.values() if team.installed}
    if request.headers.get("Authorization") not in tokens:
        return web.Response(status=302, headers={"Location": "https://slack.com/signin"})
    if file is None or file.content is None or file.deleted:
        return web.Response(status=404)
    return web.Response(body=file.content)
