"""The gateway of a local Discord: sessions that outlive their connections."""

import asyncio
import contextlib
import json
import secrets
import time
import zlib
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.adapters.discord_things import Channel, Guild
from tests.adapters.discord_waiting import Waiting
from tests.adapters.discord_world import CONTENT, GUILD_MEMBERS, World

Json = dict[str, Any]
PRESENCES = 1 << 8
PRIVILEGED = GUILD_MEMBERS | PRESENCES | CONTENT
ALL_INTENTS = (1 << 26) - 1
DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID, HELLO, ACK = 7, 8, 9, 10, 11
PER_MINUTE = 120


@dataclass(eq=False)
class Link:
    """One WebSocket connection and what waits to be written to it."""

    socket: web.WebSocketResponse
    request: web.Request
    zlib: Any = None
    lines: "asyncio.Queue[str | None]" = field(default_factory=asyncio.Queue)
    session: "Session | None" = None
    heard: list[float] = field(default_factory=list)

    def say(self, op: int, data: Any = None, **more: Any) -> None:
        """Queue something that is no event."""
        self.lines.put_nowait(json.dumps({"op": op, "d": data, "s": None, "t": None} | more))

    async def write(self) -> None:
        """Write what is queued, until None comes."""
        while (line := await self.lines.get()) is not None:
            with contextlib.suppress(ConnectionError):
                if self.zlib:
                    packed = self.zlib.compress(line.encode())
                    await self.socket.send_bytes(packed + self.zlib.flush(zlib.Z_SYNC_FLUSH))
                else:
                    await self.socket.send_str(line)

    def cut(self) -> None:
        """Cut the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(eq=False)
class Session:
    """What one shard has been told; ``link`` is None while it is away."""

    id: str
    shard: int
    count: int
    intents: int
    link: Link | None
    seq: int = 0
    told: list[str] = field(default_factory=list)
    events: list[tuple[str, Json]] = field(default_factory=list)

    def tell(self, event: str, data: Json) -> None:
        """Tell of an event now, or when the shard resumes."""
        self.seq += 1
        line = json.dumps({"op": DISPATCH, "d": data, "s": self.seq, "t": event})
        self.told.append(line)
        self.events.append((event, data))
        if self.link:
            self.link.lines.put_nowait(line)

    def minds(self, guild: Guild | None) -> bool:
        """Whether a server (None: direct messages) is this shard's."""
        return (guild.id >> 22) % self.count == self.shard if guild else self.shard == 0


class Gateway:
    """Serves shards. What tests set: ``heartbeat`` (seconds), ``mute`` (no acks), ``down``.

    ``identifies`` and ``resumes`` count; ``closes`` has the code of each closed connection.
    ``identify_seconds`` is how far apart identifies of one bucket must be (Discord: 5; 0 is off).
    """

    def __init__(self, world: World, waiting: Waiting, violations: list[str]) -> None:
        self.world = world
        self.waiting = waiting
        self.violations = violations
        self.url = ""
        self.shards = 1
        self.heartbeat = 41.25
        self.mute = False
        self.down = False
        self.identify_seconds = 0.0
        self.max_concurrency = 1
        self.identifies = 0
        self.resumes = 0
        self.heartbeats = 0
        self.closes: list[int | None] = []
        self.links: list[Link] = []
        self.sessions: dict[str, Session] = {}
        self._last_identify: dict[int, float] = {}

    @property
    def live(self) -> list[Session]:
        """The sessions that are connected."""
        return [session for session in self.sessions.values() if session.link]

    def tell(
        self, event: str, data: Json, guild: Guild | None, intent: int, lean: Json | None = None
    ) -> None:
        """Tell the sessions that mind the server and asked for this kind of event.

        ``lean`` is what sessions without the message content intent are told instead.
        """
        gone = guild is not None and (not guild.has_bot or guild.unavailable)
        if gone and event != "GUILD_DELETE":
            return
        for session in self.sessions.values():
            if session.minds(guild) and (not intent or session.intents & intent):
                full = lean is None or session.intents & CONTENT
                session.tell(event, data if full or lean is None else lean)
        self.waiting.stir()

    def reaches(self, channel: Channel) -> bool:
        """Whether some session would hear of this channel."""
        return any(session.minds(channel.guild) for session in self.sessions.values())

    # Serving -----------------------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection."""
        if self.down:
            raise web.HTTPServiceUnavailable
        query = request.query
        if query.get("v") != "10" or query.get("encoding") != "json":
            self.violations.append(f"gateway asked for as {dict(query)}")
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        packer = zlib.compressobj() if query.get("compress") == "zlib-stream" else None
        link = Link(socket, request, packer)
        self.links.append(link)
        writer = asyncio.create_task(link.write())
        link.say(HELLO, {"heartbeat_interval": int(self.heartbeat * 1000), "_trace": []})
        try:
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT:
                    await self._hear(link, json.loads(message.data))
        finally:
            self._gone(link)
            link.lines.put_nowait(None)
            await writer
        return socket

    def _gone(self, link: Link) -> None:
        self.links.remove(link)
        code = link.socket.close_code
        self.closes.append(code)
        if link.session and link.session.link is link:
            link.session.link = None
            if code in (1000, 1001):
                self.sessions.pop(link.session.id, None)
        self.waiting.stir()

    async def _hear(self, link: Link, said: Json) -> None:
        now = time.monotonic()
        link.heard = [at for at in link.heard if now - at < 60] + [now]
        if len(link.heard) > PER_MINUTE:
            self.violations.append("more than 120 gateway events a minute")
            await link.socket.close(code=4008)
            return
        op, data = said.get("op"), said.get("d")
        if op == HEARTBEAT:
            self.heartbeats += 1
            if not self.mute:
                link.say(ACK)
        elif op in (IDENTIFY, RESUME) and isinstance(data, dict):
            if link.session:
                await link.socket.close(code=4005)
            elif data.get("token") != self.world.token:
                await link.socket.close(code=4004)
            else:
                await (self._identify if op == IDENTIFY else self._resume)(link, data)
        elif link.session is None:
            await link.socket.close(code=4003)
        elif op == MEMBERS and isinstance(data, dict):
            self._members(link.session, data)
        elif op not in (PRESENCE, VOICE):
            await link.socket.close(code=4001)
        self.waiting.stir()

    async def _identify(self, link: Link, data: Json) -> None:
        shard, count = data.get("shard") or (0, 1)
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~ALL_INTENTS:
            await link.socket.close(code=4013)
            return
        code = 0
        if intents & PRIVILEGED & ~self.world.privileged:
            code = 4014
        elif not 0 <= shard < count:
            code = 4010
        if code:
            await link.socket.close(code=code)
            return
        if self._too_soon(shard % self.max_concurrency):
            link.say(INVALID, False)
            return
        self.identifies += 1
        session = Session(secrets.token_hex(16), shard, count, intents, link)
        for other in [s for s in self.live if (s.shard, s.count) == (shard, count)]:
            self.sessions.pop(other.id, None)
            self.violations.append(f"shard {shard} identified while it was connected")
        self.sessions[session.id] = link.session = session
        self._ready(session)

    def _too_soon(self, bucket: int) -> bool:
        now = time.monotonic()
        last = self._last_identify.get(bucket)
        self._last_identify[bucket] = now
        return last is not None and now - last < self.identify_seconds

    def _ready(self, session: Session) -> None:
        guilds = [g for g in self.world.guilds.values() if g.has_bot and session.minds(g)]
        ready = {
            "v": 10,
            "user": self.world.bot.as_json() | {"verified": True, "email": None},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": [session.shard, session.count],
            "application": {"id": str(self.world.app_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
            "_trace": [],
        }
        session.tell("READY", ready)
        for guild in guilds:
            if not guild.unavailable and session.intents & 1:
                session.tell("GUILD_CREATE", self.world.guild_create(guild))

    async def _resume(self, link: Link, data: Json) -> None:
        session = self.sessions.get(str(data.get("session_id")))
        if session is None:
            link.say(INVALID, False)
            return
        seq = data.get("seq")
        if not isinstance(seq, int) or seq > session.seq:
            await link.socket.close(code=4007)
            return
        self.resumes += 1
        if session.link:
            session.link.cut()
        session.link, link.session = link, session
        for line in session.told[seq:]:
            link.lines.put_nowait(line)
        session.tell("RESUMED", {"_trace": []})

    def _members(self, session: Session, data: Json) -> None:
        """Answer op 8: all members need the members intent, a search by name or id does not."""
        guild = self.world.guilds.get(int(data.get("guild_id") or 0))
        if guild is None:
            return
        wanted = data.get("user_ids") or []
        ids = {int(user) for user in (wanted if isinstance(wanted, list) else [wanted])}
        query, limit = data.get("query"), int(data.get("limit") or 0)
        members = list(guild.members.values())
        if ids:
            members = [member for member in members if member.user.id in ids]
        elif query:
            names = str(query).lower()
            members = [m for m in members if (m.nick or m.user.name).lower().startswith(names)]
            members = members[: limit or 100]
        elif not session.intents & GUILD_MEMBERS:
            self.violations.append("all members were asked for without the members intent")
            return
        missing = [str(user) for user in ids - set(guild.members)]
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": [member.as_json() for member in members],
        }
        chunk |= {"chunk_index": 0, "chunk_count": 1, "not_found": missing}
        chunk |= {"nonce": data["nonce"]} if data.get("nonce") else {}
        session.tell("GUILD_MEMBERS_CHUNK", chunk)

    # What tests do to it -----------------------------------------------------------------------

    async def drop(self) -> None:
        """Cut every connection without a word; sessions can be resumed."""
        old = list(self.links)
        for link in old:
            self._let_go(link)
            link.cut()
        await self.waiting.until(lambda: not set(old) & set(self.links))

    async def reconnect(self) -> None:
        """Ask every shard to reconnect (op 7), and wait until it has left."""
        await self._told_off(RECONNECT, None)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every shard that its session is invalid (op 9), and wait until it has left."""
        if not resumable:
            self.sessions.clear()
        await self._told_off(INVALID, resumable)

    async def _told_off(self, op: int, data: Any) -> None:
        old = list(self.links)
        for link in old:
            link.say(op, data)
        await self.waiting.until(lambda: not set(old) & set(self.links))

    async def close(self, code: int) -> None:
        """Close every connection with a code (4000 …)."""
        for link in list(self.links):
            self._let_go(link)
            await link.socket.close(code=code)

    def forget(self) -> None:
        """Forget all sessions: they cannot be resumed."""
        self.sessions.clear()

    def _let_go(self, link: Link) -> None:
        """From now on, events wait for the resume."""
        if link.session and link.session.link is link:
            link.session.link = None
