"""Logging in by a one-time link, and logging out."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.web.login_links import fingerprint
from adapters.web.pages.dependencies import Dependencies
from adapters.web.pages.session import csrf, posted
from adapters.web.parse import field
from adapters.web.render import page
from bot.ui.languages import in_language


class LoginPages:
    """A look at the link burns nothing, so that previews of links do no harm; the button does."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._dependencies = dependencies

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/enter/{token:str}", self.show, methods=["GET"]),
            Route("/enter/{token:str}", self.log_in, methods=["POST"]),
            Route("/leave", self.log_out, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Whom the link is for, and the button that lets them in."""
        token = request.path_params["token"]
        async with self._dependencies.open_work(read_only=True) as work:
            id_ = await work.web.login(fingerprint(token), self._dependencies.machine_clock.now())
            member = await work.people.member(id_) if id_ is not None else None
        if member is None:
            return HTMLResponse(page("plain.html", about="used"), 410)
        with in_language(member.locale):
            return HTMLResponse(
                page("enter.html", name=member.name, path=request.url.path, csrf=csrf(request))
            )

    async def log_in(self, request: Request) -> Response:
        """Let the member in, once."""
        await posted(request)
        token = request.path_params["token"]
        async with self._dependencies.open_work() as work:
            now = self._dependencies.machine_clock.now()
            member = await work.web.use_login(fingerprint(token), now)
            if member is not None:
                await self._dependencies.sessions.begin(request, work, member)
        if member is None:
            return HTMLResponse(page("plain.html", about="used"), 410)
        return RedirectResponse("/", 303)

    async def log_out(self, request: Request) -> Response:
        """End the session in this browser, or the member's in every browser."""
        everywhere = bool(field(await posted(request), "everywhere"))
        sessions = self._dependencies.sessions
        async with self._dependencies.open_work() as work:
            if everywhere:
                me = await sessions.member(request, work)
                await work.web_sessions.end_all(me.id)
            await sessions.end(request, work)
        return RedirectResponse("/", 303)
