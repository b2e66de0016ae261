"""The files of messages, made anew for whoever may see the message and fetches one."""

import logging

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.web.downloads import download
from adapters.web.pages.chat_view import NotFound
from adapters.web.pages.dependencies import Dependencies
from adapters.web.render import page
from bot.routing.files import FileGone
from bot.ui.content import TooLarge
from bot.ui.files import File
from bot.ui.languages import in_language

log = logging.getLogger(__name__)


class MessageFiles:
    """Hands over what a message says there is."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._dependencies = dependencies

    def routes(self) -> list[Route]:
        """The addresses of these files."""
        return [Route("/m/{message:row}/file/{number:row}", self.fetch, methods=["GET"])]

    async def fetch(self, request: Request) -> Response:
        """A file of a message, by its number among the message's blocks."""
        async with self._dependencies.open_work(read_only=True) as work:
            me = await self._dependencies.sessions.member(request, work)
            said = await work.web.message(request.path_params["message"], me.id)
            place = await work.web.place(said.place, me) if said else None
        number = request.path_params["number"]
        if said is None or place is None or number >= len(said.body.blocks):
            raise NotFound
        file = said.body.blocks[number]
        if not isinstance(file, File):
            raise NotFound
        try:
            with in_language(me.locale):
                content = await self._dependencies.file_maker.make(file, me)
        except FileGone:
            raise NotFound from None
        except TooLarge as fault:
            log.error("the file %s has %s", file.producer, fault)
            return HTMLResponse(page("plain.html", about="failed"), 500)
        head = request.method == "HEAD"
        return download(content, file.media_type, file.name, without_body=head)
