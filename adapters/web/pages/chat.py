"""The conversation page, and the stream that says when it has changed."""

import uuid

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from adapters.web import refs
from adapters.web.limits import MESSAGE, UNREAD
from adapters.web.pages.chat_view import ChatQuery, ChatView, load_view, timeline
from adapters.web.pages.dependencies import Dependencies
from adapters.web.pages.dialog_tickets import DialogTicket
from adapters.web.pages.session import NotLoggedIn, csrf
from adapters.web.render import Reader, dialog_html, page, words
from bot.community.people import Member
from bot.community.places import PlaceKind
from bot.community.roles import Role, Standing, may
from bot.routing.command_line import read_line
from bot.routing.declared import Command
from bot.routing.interaction import Dialog
from bot.routing.registry import Registry
from bot.ui.languages import in_language
from bot.ui.messages import plain
from bot.ui.text import read_number


class ChatPage:
    """Shows places."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._dependencies = dependencies

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/", self.index),
            Route("/p/{place:row}", self.show),
            Route("/live", self.live),
        ]

    async def index(self, request: Request) -> Response:
        """Go to the channel for all; in a demo, a newcomer is the first of its people."""
        async with self._dependencies.open_work() as work:
            try:
                me = await self._dependencies.sessions.member(request, work)
            except NotLoggedIn:
                if self._dependencies.demo is None:
                    raise
                me = (await self._dependencies.demo.people())[0]
                await self._dependencies.sessions.begin(request, work, me.id)
            await refs.open_own(work.web, me)
            here = await work.web.place_called(refs.for_all(me.community))
        return RedirectResponse(f"/p/{here}", 303)

    async def show(self, request: Request) -> Response:
        """A place. `peek` leaves its messages unread: the page is open, but nobody looks."""
        asked = request.query_params
        query = ChatQuery(
            request.path_params["place"],
            read_number(asked.get("thread", "")),
            read_number(asked.get("since", "")),
            read_number(asked.get("before", "")),
            read_number(asked.get("edit", "")),
        )
        async with self._dependencies.open_work(read_only=True) as work:
            me = await self._dependencies.sessions.member(request, work)
            view = await load_view(work, me, query)
        if "peek" not in asked and view.here and view.here.unread:
            async with self._dependencies.open_work() as work:
                await work.web.read_up_to(view.place.id, me.id, view.here.newest)
        return self._respond(request, view)

    async def show_again(
        self,
        request: Request,
        me: Member,
        query: ChatQuery,
        *,
        dialog: Dialog | None = None,
        ticket: DialogTicket | None = None,
        typed: str = "",
        error: str = "",
    ) -> Response:
        """The place after an act that is not finished: a form to fill in, or what went wrong."""
        async with self._dependencies.open_work(read_only=True) as work:
            view = await load_view(work, me, query)
        return self._respond(request, view, dialog, ticket, typed, error)

    async def live(self, request: Request) -> Response:
        """The stream of changes for one open page."""
        async with self._dependencies.open_work(read_only=True) as work:
            me = await self._dependencies.sessions.member(request, work)
        if self._dependencies.event_streams.is_full_for(me):
            raise HTTPException(429)
        return StreamingResponse(
            self._dependencies.event_streams.stream(me),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    def _respond(
        self,
        request: Request,
        view: ChatView,
        dialog: Dialog | None = None,
        ticket: DialogTicket | None = None,
        typed: str = "",
        error: str = "",
    ) -> Response:
        """The page as HTML."""
        me, proof = view.me, csrf(request)
        with in_language(me.locale):
            now, home = self._dependencies.clock.now(), self._dependencies.settings.address
            reader = Reader.of(me, now, self._is_command, home)
            html = page(
                "chat.html",
                view=view,
                me=me,
                facilitator=me.may(Role.FACILITATOR),
                lines=list(timeline(view.messages, reader, proof, editing=view.editing)),
                thread=list(timeline(view.thread, reader, proof, "t", view.editing)),
                dialog=self._dialog(dialog, ticket, proof),
                csrf=proof,
                new_delivery=lambda: str(uuid.uuid4()),
                commands=_commands(self._dependencies.registry, view.standing),
                tries=self._suggested_commands(view),
                demo=self._dependencies.demo is not None,
                clock=reader.tells(reader.now, "EEEE d MMMM y, HH:mm"),
                short_clock=reader.tells(reader.now, "EEE d MMM, HH:mm"),
                typed=typed,
                error=error,
                room_for=MESSAGE,
                most_unread=UNREAD,
            )
        return HTMLResponse(html, 422 if error else 200)

    def _dialog(self, dialog: Dialog | None, ticket: DialogTicket | None, proof: str) -> str:
        if dialog is None or ticket is None:
            return ""
        signed = ticket.sign(self._dependencies.settings)
        return dialog_html(dialog, ticket=signed, csrf=proof, delivery=str(uuid.uuid4()))

    def _suggested_commands(self, view: ChatView) -> list[tuple[str, str]]:
        """What to try first: commands that are there for this member, with what they do."""
        to_try = self._dependencies.demo and view.for_all
        if view.place.kind is not PlaceKind.DIRECT and not to_try:
            return []
        role = "facilitator" if view.me.may(Role.FACILITATOR) else "member"
        key = f"try.demo.{role}" if self._dependencies.demo else f"try.{role}"
        named = ((line, self._command(line)) for line in words.text(key).split("\n"))
        return [
            (line, plain(c.help())) for line, c in named if c and may(view.standing, c.needs, "any")
        ]

    def _command(self, line: str) -> Command | None:
        return read_line(self._dependencies.registry, line).command

    def _is_command(self, line: str) -> bool:
        return self._command(line) is not None


def _commands(registry: Registry, standing: Standing) -> list[dict[str, str]]:
    """Every command that somebody may use, as the message box offers them."""
    return [
        {"text": f"/{c.key}", "usage": c.usage.line, "help": plain(c.help())}
        for c in registry.commands.values()
        if may(standing, c.needs, "any")
    ]
