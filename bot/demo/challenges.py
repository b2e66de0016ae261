"""The challenges of the demo community: gathering people, worked on, ended (challenges.toml)."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from bot.community.places import Purpose
from bot.demo.cast import Cast
from bot.features.challenges.domain import ChallengeState
from bot.routing.interaction import Dialog, Pressed, Request, Shown, Submitted, Typed
from bot.routing.posting import ALL
from bot.ui.forms import Raw


def told() -> dict[str, Any]:
    """What is told of the challenges, and from which day on one gathers people first."""
    text = resources.files("bot.demo").joinpath("challenges.toml").read_text("utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Challenges:
    """What happens to the challenges from one day to the next; 0 is that of the loading."""

    cast: Cast

    async def happen(self, day: int) -> None:
        """Let happen what does on a day."""
        story = told()
        interest = story["interest"]
        if interest["day"] == day:
            said: dict[str, Raw] = {"interest": str(interest["people"])}
            await self._fill(day, interest["who"], "/facilitate challenge settings", said)
        for challenge in story["challenge"]:
            await self._happens_to(challenge, day)

    async def _happens_to(self, challenge: dict[str, Any], day: int) -> None:
        question = challenge["question"]
        if challenge["day"] == day:
            await self._ask(challenge)
        for each in (each for each in challenge.get("joins", []) if each["day"] == day):
            for name in each["who"]:
                await self._does(day, name, Typed(f"/challenge join {question}"))
        for each in (each for each in challenge.get("hosts", []) if each["day"] == day):
            host = f'/challenge host "{each["who"]}" {question}'
            await self._does(day, challenge["who"], Typed(host))
            await self._does(day, each["who"], await self._yes(question))
        for each in (each for each in challenge.get("says", []) if each["day"] == day):
            where: dict[str, Raw] = {"where_we_are": each["text"]}
            await self._fill(day, each["who"], f"/challenge update {question}", where)
        if challenge.get("ends", {}).get("day") == day:
            end = challenge["ends"]
            left: dict[str, Raw] = {
                name: end.get(name, "") for name in ("learned", "changed", "next")
            }
            await self._fill(day, end["who"], f"/challenge close {question}", left)
        if challenge.get("withdrawn", {}).get("day") == day:
            word: dict[str, Raw] = {"word": challenge["withdrawn"]["word"]}
            await self._fill(day, challenge["who"], f"/challenge withdraw {question}", word)

    async def _ask(self, challenge: dict[str, Any]) -> None:
        """Ask a question by the form; what is for all hangs where everybody reads."""
        async with self.cast.core.open_work(read_only=True) as work:
            channels = await work.places.channels(self.cast.community, Purpose.ANNOUNCEMENTS)
        texts = ("question", "why", "different", "welcome")
        values: dict[str, Raw] = {name: challenge.get(name, "") for name in texts}
        where: dict[str, Raw] = {
            "networks": [ALL],
            "channels": [str(each.id) for each in channels],
            "until": "",
        }
        day, name = challenge["day"], challenge["who"]
        form = Submitted("challenges.challenge", 0, values, turn="next")
        shown = await self._does(day, name, form)
        if isinstance(shown, Dialog):
            await self._does(day, name, Submitted(shown.form, 1, where, shown.subject, turn="done"))

    async def _yes(self, question: str) -> Pressed:
        """The button by which somebody hosts the challenge of this question."""
        async with self.cast.core.open_work(read_only=True) as work:
            there = await work.challenges.proposals.in_community(
                self.cast.community, list(ChallengeState), 100
            )
        (id_,) = [str(each.id) for each in there if each.question == question]
        return Pressed("challenges.be_host", id_)

    async def _fill(self, day: int, name: str, line: str, values: dict[str, Raw]) -> None:
        form = await self._does(day, name, Typed(line))
        if isinstance(form, Dialog):
            filled = Submitted(form.form, 0, values, form.subject, turn="done")
            await self._does(day, name, filled)

    async def _does(self, day: int, name: str, request: Request) -> Shown | None:
        match request:
            case Typed(text=what) | Pressed(action=what):
                deed = what
            case Submitted(form=what, page=page, subject=subject):
                deed = f"{what} {page} {subject}"
            case _:
                deed = type(request).__name__
        return await self.cast.does(name, request, f"challenge:{day}:{name}:{deed}")
