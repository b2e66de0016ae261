"""The conversation page, and the stream that says when it has changed."""

import uuid

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from adapters.web import places
from adapters.web.limits import MESSAGE, UNREAD
from adapters.web.pages.parts import NoEntry, Parts, Ticket, csrf, enter, visitor
from adapters.web.pages.scene import Glance, Scene, lines, look
from adapters.web.parse import number
from adapters.web.render import Reader, dialog_html, page, words
from bot.community.people import Member
from bot.community.roles import Role, Standing, may
from bot.routing.feature import Command
from bot.routing.interaction import Dialog
from bot.routing.registry import Registry
from bot.ui.languages import speaking


class Conversation:
    """Shows places."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/", self.arrive),
            Route("/p/{place:int}", self.show),
            Route("/live", self.live),
        ]

    async def arrive(self, request: Request) -> Response:
        """Go to the channel for all; in a demo, a newcomer is the first of its people."""
        async with self._parts.open_work() as work:
            try:
                me = await visitor(request, work)
            except NoEntry:
                if self._parts.demo is None:
                    raise
                me = (await self._parts.demo.people())[0]
                enter(request, me.id)
            await places.open_own(work.web, me)
            here = await work.web.place_called(places.square(me.community))
        return RedirectResponse(f"/p/{here}", 303)

    async def show(self, request: Request) -> Response:
        """A place. `peek` leaves its messages unread: the page is open, but nobody looks."""
        asked = request.query_params
        glance = Glance(
            request.path_params["place"],
            number(asked.get("thread", "")),
            number(asked.get("since", "")),
            number(asked.get("before", "")),
        )
        async with self._parts.open_work(read_only=True) as work:
            me = await visitor(request, work)
            scene = await look(work, me, glance)
        if "peek" not in asked and scene.here and scene.here.unread:
            async with self._parts.open_work() as work:
                await work.web.read_up_to(scene.place.id, me.id, scene.here.newest)
        return self.draw(request, scene)

    async def again(
        self,
        request: Request,
        me: Member,
        glance: Glance,
        *,
        dialog: Dialog | None = None,
        ticket: Ticket | None = None,
        typed: str = "",
        error: str = "",
    ) -> Response:
        """The place after an act that is not finished: a form to fill in, or what went wrong."""
        async with self._parts.open_work(read_only=True) as work:
            scene = await look(work, me, glance)
        return self.draw(request, scene, dialog, ticket, typed, error)

    async def live(self, request: Request) -> Response:
        """The stream of changes for one open page."""
        async with self._parts.open_work(read_only=True) as work:
            me = await visitor(request, work)
        return StreamingResponse(
            self._parts.live.stream(me),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    def draw(
        self,
        request: Request,
        scene: Scene,
        dialog: Dialog | None = None,
        ticket: Ticket | None = None,
        typed: str = "",
        error: str = "",
    ) -> Response:
        """The page of a scene."""
        me, proof = scene.me, csrf(request)
        with speaking(me.locale):
            reader = Reader.of(me, self._parts.clock.now())
            html = page(
                "chat.html",
                scene=scene,
                me=me,
                facilitator=me.may(Role.FACILITATOR),
                lines=list(lines(scene.messages, reader, proof)),
                thread=list(lines(scene.thread, reader, proof, "t")),
                dialog=self._dialog(dialog, ticket, proof),
                csrf=proof,
                new_delivery=lambda: str(uuid.uuid4()),
                commands=_commands(self._parts.registry, scene.standing),
                tries=self._tries(scene),
                demo=self._parts.demo is not None,
                clock=reader.tells(reader.now, "EEEE d MMMM y, HH:mm"),
                short_clock=reader.tells(reader.now, "EEE d MMM, HH:mm"),
                typed=typed,
                error=error,
                room_for=MESSAGE,
                most_unread=UNREAD,
            )
        return HTMLResponse(html, 422 if error else 200)

    def _dialog(self, dialog: Dialog | None, ticket: Ticket | None, proof: str) -> str:
        if dialog is None or ticket is None:
            return ""
        sealed = ticket.seal(self._parts.settings)
        return dialog_html(dialog, ticket=sealed, csrf=proof, delivery=str(uuid.uuid4()))

    def _tries(self, scene: Scene) -> list[tuple[str, str]]:
        """What to try first: commands that are there for this member, with what they do."""
        if scene.place.kind != "direct" and not (self._parts.demo and scene.place.kind == "square"):
            return []
        role = "facilitator" if scene.me.may(Role.FACILITATOR) else "member"
        key = f"try.demo.{role}" if self._parts.demo else f"try.{role}"
        named = (
            (line, _command(self._parts.registry, line)) for line in words.text(key).split("\n")
        )
        return [(line, c.help()) for line, c in named if c and may(scene.standing, c.needs, "any")]


def _command(registry: Registry, line: str) -> Command | None:
    said = line.removeprefix("/").split()
    names = (" ".join(said[:length]) for length in range(len(said), 1, -1))
    return next((registry.commands[name] for name in names if name in registry.commands), None)


def _commands(registry: Registry, standing: Standing) -> list[dict[str, str]]:
    """Every command that somebody may use, as the message box offers them."""
    return [
        {"text": f"/{c.root} {c.words}", "usage": c.usage, "help": c.help()}
        for c in registry.commands.values()
        if may(standing, c.needs, "any")
    ]
