"""What is found by which words, in whatever script and spelling."""

import csv
import json
from pathlib import Path
from typing import Any

from tests.chat import Chat

CASES = Path(__file__).parent.parent / "cases" / "search"
PEOPLE = list(csv.DictReader((CASES / "people.csv").read_text("utf-8-sig").splitlines()))
QUERIES = [json.loads(file.read_text()) for file in sorted(CASES.glob("*.json"))]


def told(row: dict[str, str]) -> dict[str, Any]:
    """A row as a profile."""
    lists = {
        name: tuple(filter(None, row[name].split("; "))) for name in ("topics", "offers", "asks")
    }
    texts = {"town": row["place"], "headline": row["headline"], "about": row["about"]}
    return {**lists, **texts, "networks": (row["networks"],)}


async def test_words_are_found_in_every_spelling_and_script(chat: Chat) -> None:
    people = {row["name"]: await chat.person(row["name"], **told(row)) for row in PEOPLE}
    more = {
        "AI NOT housing": ["Fay"],
        "AI -housing": ["Fay"],
        "C++ or C#": ["Dee", "Eve"],
        "in Dublin or York": ["Eve", "Fay", "Hal"],
        "AI in Leeds or Dublin": ["Fay", "Hal"],
        "in Dublin NOT housing": ["Fay"],
        "interested in well-being": ["Bo", "Cy"],
        "in Koeln": ["Bo", "Cy"],
        "from Lane NOT example": ["Bo", "Cy"],
        "社建": [],
        '"well-being" -müller': [],
    }
    for queries in (*(case["queries"] for case in QUERIES), more):
        for query, right in queries.items():
            said = (await people["Ada Example"].says(f"/kindred find {query}")).text
            found = {name.split()[0] for name in people if f"{name}" in said}
            assert found == {*right}, (query, said)


async def test_nobody_looks_for_it_and_that_is_said(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await chat.person("Bo", offers=("basket weaving",))
    said = (await ada.says("/kindred find looking for weaving")).text
    assert "Nobody is looking for “weaving”" in said
    assert "Bo" in said
    assert "Nobody is" not in (await ada.says("/kindred find offering weaving")).text


async def test_a_neighbour_is_answered_as_one(chat: Chat) -> None:
    ada = await chat.person("Ada")
    await chat.person("Bo", offers=("basket weaving",))
    assert "Hello, Ada!" in (await ada.says("Hello, Kindred!")).text
    assert "welcome, Ada" in (await ada.says("thanks a lot 🙏")).text
    assert "Bonjour Ada" not in (await ada.says("bonjour")).text  # she is answered in her language
    assert "/kindred find" in (await ada.says("aide")).text
    found = (await ada.says("Hi, who can help me with weaving?")).text
    assert "Bo" in found
    assert "I don’t know" not in found
