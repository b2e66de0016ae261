"""Names that begin or sound like what somebody types."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.limits import SUGGESTIONS
from adapters.web.pages.parts import Parts, visitor
from adapters.web.render import hue, initials


class People:
    """Offers people of the visitor's own community, and no others."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """The address that the message box asks."""
        return [Route("/people", self.like)]

    async def like(self, request: Request) -> Response:
        """The names that come nearest."""
        typed = request.query_params.get("q", "").strip()[:80]
        async with self._parts.open_work(read_only=True) as work:
            me = await visitor(request, work)
            found = await work.people.named_like(me.community, typed, SUGGESTIONS) if typed else []
        return JSONResponse(
            [
                {"id": m.id, "name": m.name, "initials": initials(m.name), "hue": hue(m.id)}
                for m in found
            ]
        )
