"""What only a demonstration offers: to be someone else, and to move time on."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.web.pages.chat_view import NotFound
from adapters.web.pages.dependencies import Dependencies
from adapters.web.pages.session import csrf, posted
from adapters.web.parse import field
from adapters.web.ports import Demo
from adapters.web.render import page
from bot.community.roles import Role
from bot.ui.languages import in_language
from bot.ui.text import read_number

_DAYS = (1, 7)


class DemoPages:
    """Routed only where there is a demo: elsewhere nobody can switch persons."""

    def __init__(self, dependencies: Dependencies, demo: Demo) -> None:
        self._dependencies = dependencies
        self._demo = demo

    def routes(self) -> list[Route]:
        """The addresses of these pages."""
        return [
            Route("/demo/people", self.people),
            Route("/demo/be", self.switch_member, methods=["POST"]),
            Route("/demo/move", self.move_clock, methods=["POST"]),
        ]

    async def people(self, request: Request) -> Response:
        """Whom one may be; facilitators first."""
        async with self._dependencies.open_work(read_only=True) as work:
            me = await self._dependencies.sessions.member(request, work)
        people = sorted(await self._demo.people(), key=lambda m: (-m.role, m.name.casefold()))
        facilitators = {m.id for m in people if m.may(Role.FACILITATOR)}
        with in_language(me.locale):
            return HTMLResponse(
                page(
                    "people.html",
                    me=me,
                    people=people,
                    facilitators=facilitators,
                    csrf=csrf(request),
                )
            )

    async def switch_member(self, request: Request) -> Response:
        """Be someone else."""
        wanted = read_number(field(await posted(request), "member"))
        if wanted not in {member.id for member in await self._demo.people()} or wanted is None:
            raise NotFound
        async with self._dependencies.open_work() as work:
            await self._dependencies.sessions.begin(request, work, wanted)
        return RedirectResponse("/", 303)

    async def move_clock(self, request: Request) -> Response:
        """Move the clock on by a day or a week."""
        form = await posted(request)
        async with self._dependencies.open_work(read_only=True) as work:
            await self._dependencies.sessions.member(request, work)
        days = read_number(field(form, "days"))
        if days not in _DAYS or days is None:
            raise NotFound
        await self._demo.move(days)
        self._dependencies.event_streams.nudge()
        place = read_number(field(form, "place"))
        return RedirectResponse(f"/p/{place}" if place else "/", 303)
