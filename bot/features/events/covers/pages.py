"""The address at which chats fetch a picture: nobody can guess it, and it never shows another."""

from bot.features.events import feature
from bot.features.events.ports import Work
from bot.routing.pages import PageAnswer, PageNotFound, PageRequest

COVER_PATH = "/covers/{key}"


def address_of(work: Work, key: str) -> str:
    """Where a picture is seen."""
    return work.address(COVER_PATH.format(key=key))


@feature.page(COVER_PATH, role=None)
async def cover(request: PageRequest, work: Work) -> PageAnswer:
    """A picture, for whoever has its address."""
    picture = await work.events.covers.get(request.arguments["key"])
    if picture is None:
        raise PageNotFound
    return PageAnswer(picture.content, picture.media_type, unchanging=True)
