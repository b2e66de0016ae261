"""The ideas of the demo community: proposed, cared for, resting and taken back (ideas.toml)."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from bot.community.places import Purpose
from bot.demo.buttons import buttons_of
from bot.demo.cast import Cast
from bot.features.ideas.proposals.forms import ALL, NONE
from bot.routing.interaction import Pressed, Request, Shown, Submitted, Typed
from bot.ui.forms import Raw


def told() -> list[dict[str, Any]]:
    """What is told of the ideas, in the order in which they are proposed."""
    text = resources.files("bot.demo").joinpath("ideas.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["idea"]
    return found


@dataclass(frozen=True, slots=True)
class Ideas:
    """What happens to the ideas from one day to the next."""

    cast: Cast

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for number, idea in enumerate(told()):
            title = idea["title"]
            if idea["day"] == day:
                await self._propose(number, idea)
            for each in (each for each in idea.get("says", []) if each["day"] == day):
                for name in each["who"]:
                    await self._say(number, day, name, each["what"], title)
            if idea.get("rests") == day:
                await self._does(number, day, idea["who"], Typed(f"/idea rest {title}"))
            if idea.get("withdrawn", {}).get("day") == day:
                await self._withdraw(number, idea)

    async def _propose(self, number: int, idea: dict[str, Any]) -> None:
        """Propose an idea by the form; or join in, where there is one like it."""
        values: dict[str, Raw] = {
            "title": idea["title"],
            "why": idea.get("why", ""),
            "topics": idea.get("topics", ""),
            **await self._where_and_for_whom(idea),
        }
        form = Submitted("ideas.idea", 0, values, turn="done")
        shown = await self._does(number, idea["day"], idea["who"], form)
        for button in buttons_of(shown):
            if "like" in idea and button.action == "ideas.interested":
                pressed = Pressed(button.action, button.value)
                await self._does(number, idea["day"], idea["who"], pressed)

    async def _where_and_for_whom(self, idea: dict[str, Any]) -> dict[str, Raw]:
        """Its network, if it is for one only; what is for all hangs where everybody reads."""
        community = self.cast.community
        async with self.cast.core.open_work(read_only=True) as work:
            networks = await work.ideas.audience.networks(community)
            channels = await work.places.channels(community, Purpose.ANNOUNCEMENTS)
        if "network" not in idea:
            return {"networks": [ALL], "channels": [str(each.id) for each in channels]}
        ids = [str(each.id) for each in networks if each.name == idea["network"]]
        return {"networks": ids, "channels": [NONE]}

    async def _say(self, number: int, day: int, name: str, what: str, title: str) -> None:
        if what != "unnamed":
            await self._does(number, day, name, Typed(f"/idea {what} {title}"))
            return
        shown = await self._does(number, day, name, Typed(f"/idea show {title}"))
        for button in buttons_of(shown):
            if button.action == "ideas.unnamed":
                await self._does(number, day, name, Pressed(button.action, button.value))

    async def _withdraw(self, number: int, idea: dict[str, Any]) -> None:
        name, day = idea["who"], idea["withdrawn"]["day"]
        shown = await self._does(number, day, name, Typed(f"/idea show {idea['title']}"))
        for button in buttons_of(shown):
            if button.action == "ideas.withdraw":
                said: dict[str, Raw] = {"message": idea["withdrawn"]["message"]}
                form = Submitted("ideas.withdraw", 0, said, button.value, turn="done")
                await self._does(number, day, name, form)

    async def _does(self, number: int, day: int, name: str, request: Request) -> Shown | None:
        what = request.text if isinstance(request, Typed) else type(request).__name__
        return await self.cast.does(name, request, f"idea:{number}:{day}:{name}:{what}")
