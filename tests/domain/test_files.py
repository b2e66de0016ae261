"""Names of files, and content within bounds."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.content import TooLarge, gather
from bot.ui.files import File, file_name


@given(st.text(max_size=200))
def test_any_words_make_a_name_that_every_chat_takes(words: str) -> None:
    File(file_name(words, "csv"), "text/csv", "a.b")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Kettle & Bench", "Kettle-Bench.csv"),
        ("Fêtes d’été", "Fetes-d-ete.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ("…", "kindred.csv"),
        ("日本", "kindred.csv"),
    ],
)
def test_a_name_keeps_what_can_be_kept(words: str, name: str) -> None:
    assert file_name(words, "csv") == name


@pytest.mark.parametrize("name", ["", "a", ".csv", "a b.csv", "a/b.csv", "a.csv\n", "é.csv"])
def test_a_name_that_some_chat_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no name of a file"):
        File(name, "text/csv", "a.b")


async def _pieces(sizes: list[int]) -> AsyncIterator[bytes]:
    for size in sizes:
        yield b"x" * size


@pytest.mark.parametrize("sizes", [[], [1], [300_000, 300_000], [1_000_000]])
async def test_content_is_all_there_whether_it_fits_into_memory_or_not(sizes: list[int]) -> None:
    content = await gather(_pieces(sizes), 1_000_000)
    assert content.size == sum(sizes)
    assert content.read() == content.read() == b"x" * sum(sizes)
    content.close()


async def test_what_is_too_much_is_not_read_to_its_end() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 10
            yield b"x" * 10

    with pytest.raises(TooLarge):
        await gather(endless(), 100)
    assert read == 110
