"""For whoever watches over the process."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.web.pages.dependencies import Dependencies


class HealthChecks:
    """`/healthz`: the process answers. `/readyz`: it can work, or not; why not is in the log."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._dependencies = dependencies

    def routes(self) -> list[Route]:
        """The addresses that are watched."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready)]

    async def alive(self, request: Request) -> Response:
        """Answer."""
        return PlainTextResponse("ok\n")

    async def ready(self, request: Request) -> Response:
        """Answer whether there is any fault; anybody may ask."""
        if await self._dependencies.ready():
            return PlainTextResponse("not ready\n", 503)
        return PlainTextResponse("ready\n")
