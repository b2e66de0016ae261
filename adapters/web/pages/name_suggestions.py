"""Names that begin or sound like what somebody types."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.limits import SUGGESTIONS
from adapters.web.pages.dependencies import Dependencies
from adapters.web.render import hue, initials


class NameSuggestions:
    """Offers people of one's own community, and no others."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._dependencies = dependencies

    def routes(self) -> list[Route]:
        """The address that the message box asks."""
        return [Route("/people", self.suggest)]

    async def suggest(self, request: Request) -> Response:
        """The names that come nearest."""
        typed = request.query_params.get("q", "").strip()[:80]
        async with self._dependencies.open_work(read_only=True) as work:
            me = await self._dependencies.sessions.member(request, work)
            found = await work.people.named_like(me.community, typed, SUGGESTIONS) if typed else []
        return JSONResponse(
            [
                {"id": m.id, "name": m.name, "initials": initials(m.name), "hue": hue(m.id)}
                for m in found
            ]
        )
