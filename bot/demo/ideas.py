"""The ideas of the demo community: proposed, cared for, resting and taken back (ideas.toml)."""

from dataclasses import dataclass
from typing import Any

from bot.demo.scripts import ZONE, Script
from bot.routing.interaction import Submitted, Typed
from bot.ui.fields import Raw


@dataclass(frozen=True, slots=True)
class Ideas(Script):
    """What happens to the ideas from one day to the next."""

    kind = "idea"

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for number, idea in enumerate(self.told()):
            title = idea["title"]
            if idea["day"] == day:
                await self._propose(number, idea)
            for each in (each for each in idea.get("says", []) if each["day"] == day):
                for name in each["who"]:
                    await self._say(number, day, name, each["what"], title)
            if idea.get("rests") == day:
                await self.does(number, day, idea["who"], Typed(f"/idea rest {title}"))
            if idea.get("withdrawn", {}).get("day") == day:
                await self._withdraw(number, idea)
            if idea.get("becomes", {}).get("day") == day:
                await self._make_event(number, idea)
            if idea.get("outcome", {}).get("day") == day:
                await self._tell_outcome(number, idea)

    async def _propose(self, number: int, idea: dict[str, Any]) -> None:
        """Propose an idea by the form; or join in, where there is one like it."""
        values: dict[str, Raw] = {
            "title": idea["title"],
            "why": idea.get("why", ""),
            "topics": idea.get("topics", ""),
            **await self.where_and_for_whom(idea),
        }
        form = Submitted("ideas.idea", 0, values, turn="done")
        shown = await self.does(number, idea["day"], idea["who"], form)
        if "like" in idea:
            await self.presses(number, idea["day"], idea["who"], shown, "ideas.interested")

    async def _say(self, number: int, day: int, name: str, what: str, title: str) -> None:
        if what != "unnamed":
            root = "event" if what == "coming" else "idea"
            await self.does(number, day, name, Typed(f"/{root} {what} {title}"))
            return
        shown = await self.does(number, day, name, Typed(f"/idea show {title}"))
        await self.presses(number, day, name, shown, "ideas.unnamed")

    async def _withdraw(self, number: int, idea: dict[str, Any]) -> None:
        name, day = idea["who"], idea["withdrawn"]["day"]
        shown = await self.does(number, day, name, Typed(f"/idea show {idea['title']}"))
        form = await self.presses(number, day, name, shown, "ideas.withdraw")
        await self.fills_in(number, day, name, form, {"message": idea["withdrawn"]["message"]})

    async def _make_event(self, number: int, idea: dict[str, Any]) -> None:
        """Make an event of an idea, at a time that is known."""
        event = idea["becomes"]
        day, name = event["day"], event["who"]
        ways = await self.does(number, day, name, Typed(f"/idea event {idea['title']}"))
        form = await self.presses(number, day, name, ways, "events.from")
        when = f"{self.day_of(event)} {event['hours']} {ZONE}"
        values: dict[str, Raw] = {"when": when, "venue": event["venue"]}
        shown = await self.fills_in(number, day, name, form, values)
        await self.presses(number, day, name, shown, "events.post")

    async def _tell_outcome(self, number: int, idea: dict[str, Any]) -> None:
        day, name = idea["outcome"]["day"], idea["outcome"]["who"]
        form = await self.does(number, day, name, Typed(f"/idea outcome {idea['title']}"))
        await self.fills_in(number, day, name, form, {"outcome": idea["outcome"]["text"]})
