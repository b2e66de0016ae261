"""The version before places, which stopped in the middle of a round: `data/half`, see making.md."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.community.people import Ref
from bot.delivery.sender import Receipt
from tests.chat import Place
from tests.compatibility.former import FormerChat, Person, Remembering, as_text, from_json, read

ROWS: dict[str, Any] = read("half/rows")
STORY: dict[str, Any] = read("half/story")
SCREENS: dict[str, Any] = read("half/screens")
PAIRS: list[list[str]] = STORY["pairs"]


def rows(table: str) -> list[dict[str, Any]]:
    """The rows that the former version left in a table."""
    kept = ROWS["tables"][table]
    return [dict(zip(kept["columns"], map(as_text, row), strict=True)) for row in kept["rows"]]


def waiting() -> set[str]:
    """The keys of what the former version had not said, as far as it knew."""
    says = ("post", "open_room")
    return {r["key"] for r in rows("outbox") if r["state"] == "waiting" and r["act"] in says}


def _the_chat(platform: str) -> Remembering:
    """A chat, which got more than the former version lived to know."""
    places: dict[str, Place] = {}
    got: dict[str, Receipt] = {}
    for name, place in SCREENS[platform].items():
        posted = {key: from_json(json.dumps(body)) for key, body in place["posted"].items()}
        places[name] = Place(place["title"], place["members"], posted)
        got |= {key: Receipt(Ref(platform, name), Ref(platform, key)) for key in posted}
        if name.startswith("room:"):
            got[name] = Receipt(Ref(platform, name))
    return Remembering(platform, places, got)


class HalfARound(FormerChat):
    """The community at the instant when the version before places stopped."""

    @classmethod
    def reopen(cls, engine: AsyncEngine) -> HalfARound:
        """Put today's code over a restored database."""
        web, town = _the_chat("web"), _the_chat("town")
        town.closed, town.roomless = set(STORY["closed"]), set(STORY["roomless"])
        at = datetime.fromisoformat(STORY["instant"])
        return cls.over(engine, web, town, at, STORY["community"])

    def who(self, name: str) -> Person:
        known = STORY["people"][name]
        account, space = Ref.parse(known["account"]), Ref.parse(known["space"])
        if account.platform == "web":
            return Person(self, known["member"], name)
        return Person(self, known["member"], name, account, space)

    @property
    def began(self) -> datetime:
        """When the former version stopped."""
        return datetime.fromisoformat(STORY["instant"])

    def rooms_of(self, person: Person) -> list[str]:
        """The keys of the rooms that somebody is in, in either chat."""
        return [
            key
            for platform in self.chats
            for key, place in platform.places.items()
            if key.startswith("room:") and person.id in place.members
        ]

    def heard_by(self, name: str) -> list[str]:
        """All that somebody was told, alone or in a room of theirs, wherever that is."""
        person = self.who(name)
        return [
            words
            for platform in self.chats
            for key, place in platform.places.items()
            if person.id in place.members or key == f"direct:{_id(person)}"
            for words in place.messages
        ]


def _id(person: Person) -> str:
    return person.account.id if person.account else str(person.id)
