"""Messages of several pages: whatever breaks in between, each page is there once."""

from __future__ import annotations

import pytest

from bot.community.people import Ref
from bot.delivery.errors import Away, Busy
from bot.delivery.pages import delete_pages, edit_pages, post_pages
from bot.delivery.sender import Posted, Receipt

HERE = Ref("paper", "here")


class Paper:
    """A channel of pages; after `left` of them it asks to wait, or loses its answer."""

    channel = HERE

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.left = 100
        self.fault: Exception = Busy(3.0)

    async def find(self, count: int) -> dict[int, str]:
        return dict(list(enumerate(self.words))[:count])

    async def post(self, body: str) -> str:
        if self.left == 0 and isinstance(self.fault, Busy):
            raise self.fault
        id_ = str(len(self.words) + 1)
        self.words[id_] = body
        if self.left == 0:
            raise self.fault
        self.left -= 1
        return id_

    async def edit(self, id_: str, body: str) -> None:
        self.words[id_] = body

    async def delete(self, id_: str) -> None:
        self.words.pop(id_, None)


def posted(receipt: Receipt) -> Posted:
    assert receipt.message is not None
    return Posted(receipt.channel, receipt.message)


async def test_the_receipt_of_several_pages_is_that_of_one_message() -> None:
    paper = Paper()
    receipt = await post_pages(paper, ["one", "two"], {})
    assert receipt == Receipt(HERE, Ref("paper", "1,2"))
    assert await delete_pages(paper, posted(receipt)) == receipt
    assert not paper.words


async def test_a_wait_before_the_first_page_leaves_a_clean_slate() -> None:
    paper = Paper()
    paper.left = 0
    with pytest.raises(Busy):
        await post_pages(paper, ["one", "two"], {})
    paper.left = 1
    with pytest.raises(Away) as away:
        await post_pages(paper, ["one", "two"], {})
    assert away.value.settled == 3.0


async def test_a_page_that_a_lost_edit_has_added_is_not_added_again() -> None:
    paper = Paper()
    there = posted(await post_pages(paper, ["one"], {}))
    paper.left, paper.fault = 0, Away("the answer was lost")
    with pytest.raises(Away):
        await edit_pages(paper, ["uno", "due"], there)
    paper.left = 100
    assert (await edit_pages(paper, ["uno", "due"], there)).message == Ref("paper", "1,2")
    assert list(paper.words.values()) == ["uno", "due"]


async def test_a_shorter_message_has_no_last_page_any_more() -> None:
    paper = Paper()
    there = posted(await post_pages(paper, ["one", "two"], {}))
    assert (await edit_pages(paper, ["uno"], there)).message == Ref("paper", "1")
    assert paper.words == {"1": "uno"}
