"""Messages that are too long for one post: their pages, each posted once, changed as one message.

What a platform does with a single page is its `Pages`. To the core the pages are one message, whose
`Ref` holds the ids of all.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from bot.community.people import Ref
from bot.delivery.errors import Away, Busy
from bot.delivery.sender import Posted, Receipt

Body = TypeVar("Body", contravariant=True)


class Pages(Protocol[Body]):
    """The pages of one message in one channel, numbered from 0; a body is a page as it is sent."""

    channel: Ref

    async def find(self, count: int) -> dict[int, str]:
        """Which of the first `count` pages are there: number to id."""
        ...

    async def post(self, body: Body) -> str:
        """Post a page, and return its id."""
        ...

    async def edit(self, id_: str, body: Body) -> None: ...

    async def delete(self, id_: str) -> None:
        """Take a page back; nothing is done when it has gone already."""
        ...


async def post_pages(pages: Pages[Body], bodies: Sequence[Body], there: dict[int, str]) -> Receipt:
    """Post what is not `there` yet, by number and id, and note it there.

    Raises `Away` when the platform asks to wait and something is there already: that is no clean
    slate, and it has to be looked for before it is tried again.
    """
    for number, body in enumerate(bodies):
        if number not in there:
            try:
                there[number] = await pages.post(body)
            except Busy as busy:
                if there:
                    raise Away(str(busy), busy.after) from busy
                raise
    ids = (there[number] for number in range(len(bodies)))
    return Receipt(pages.channel, Ref(pages.channel.platform, ",".join(ids)))


async def edit_pages(pages: Pages[Body], bodies: Sequence[Body], posted: Posted) -> Receipt:
    """Change the pages that are there; too many are deleted, missing ones posted.

    A page that an earlier try has posted is found, not posted again.
    """
    former = _ids(posted)
    for body, id_ in zip(bodies, former, strict=False):
        await pages.edit(id_, body)
    for id_ in former[len(bodies) :]:
        await pages.delete(id_)
    there = dict(enumerate(former[: len(bodies)]))
    if len(bodies) > len(former):
        there = await pages.find(len(bodies)) | there
    return await post_pages(pages, bodies, there)


async def delete_pages(pages: Pages[Body], posted: Posted) -> Receipt:
    """Take all pages of a message back."""
    for id_ in _ids(posted):
        await pages.delete(id_)
    return Receipt(posted.channel, posted.message)


def _ids(posted: Posted) -> list[str]:
    return posted.message.id.split(",")
