"""Names of files, content within bounds, and where a file that was given is fetched from."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.community.people import Ref
from bot.errors import UserError
from bot.routing.interaction import Answer, Arrival, FetchFile
from bot.routing.questions import Questions
from bot.ui.content import Gathered, TooLarge, gather
from bot.ui.files import File, GivenFile, file_name


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


class Everything:
    """A chat that has whatever is asked for."""

    def __init__(self) -> None:
        self.fetched: list[Gathered] = []

    async def fetch(self, space: Ref, file: GivenFile, most: int) -> Gathered:
        self.fetched.append(await gather(b"content", most))
        return self.fetched[-1]


async def _then(work: Any, content: Gathered) -> Answer:
    return None


def asked(platform: str) -> tuple[Arrival, FetchFile]:
    """Somebody in the web chat who gives a file of this chat."""
    here = Ref("web", "1")
    file = GivenFile(platform, "f1", "people.csv", 7)
    return Arrival(here, here, here, "delivery"), FetchFile(file, _then)


async def test_a_file_is_fetched_from_the_chat_it_was_given_in_and_no_other() -> None:
    web, slack = Everything(), Everything()
    questions = Questions(cast("Any", None), {}, {"web": web, "slack": slack})
    with ExitStack() as held:
        await questions.answer(*asked("web"), held)
        with pytest.raises(UserError, match="cannot find “people"):
            await questions.answer(*asked("slack"), held)
        assert (len(web.fetched), slack.fetched) == (1, [])
        assert web.fetched[0].read() == b"content"
    with pytest.raises(ValueError, match="closed"):
        web.fetched[0].read()


@given(st.text(max_size=80), st.text(min_size=1).filter(lambda id_: "\n" not in id_))
def test_a_given_file_survives_being_the_value_of_a_field(name: str, id_: str) -> None:
    file = GivenFile("slack", id_, " ".join(name.split()), 12)
    assert GivenFile.read(file.as_typed()) == file


async def test_content_can_be_read_again_after_whoever_read_it_closed_it() -> None:
    for rows in (b"a,b\n", b"a,b\n" * 100_000):
        content = await gather(rows, len(rows))
        for _ in range(2):
            with content.opened() as opened:
                assert opened.read(4) == b"a,b\n"
        assert content.read() == rows
        content.close()


@given(st.text(max_size=250), st.booleans())
def test_a_file_is_read_back_from_what_stands_for_it(name: str, kept: bool) -> None:
    file = GivenFile("slack", "F0FILE", name, 12, kept=kept)
    read = GivenFile.read(file.as_typed())
    assert read
    assert (read.id, read.size, read.kept) == ("F0FILE", 12, kept)
    assert read.name == " ".join(name.split())[:200]


@given(st.text(max_size=190))
def test_a_button_carries_a_file_in_the_room_that_it_has(name: str) -> None:
    file = GivenFile("slack", "F0FILE", f"a{name}.csv", 12, kept=True)
    carried = file.as_carried(80)
    assert len(carried.encode()) <= 80
    read = GivenFile.read(carried)
    assert read
    assert (read.id, read.extension) == ("F0FILE", ".csv")


def test_a_button_carries_no_file_that_the_chat_does_not_keep_or_that_has_no_room() -> None:
    assert GivenFile("discord", "https://cdn.example.org/1", "people.csv", 12).as_carried(80) == ""
    assert GivenFile("slack", "F0FILE", "people.csv", 12, kept=True).as_carried(20) == ""
