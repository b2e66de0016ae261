"""The ideas of the demo community: proposed, cared for, resting and taken back (ideas.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

from bot.community.places import Purpose
from bot.community.zones import zone
from bot.demo.buttons import buttons_of
from bot.demo.cast import Cast
from bot.routing.interaction import Dialog, Pressed, Request, Shown, Submitted, Typed
from bot.routing.posting import ALL, NONE
from bot.ui.forms import Raw

ZONE = "Europe/London"


def told() -> list[dict[str, Any]]:
    """What is told of the ideas, in the order in which they are proposed."""
    text = resources.files("bot.demo").joinpath("ideas.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["idea"]
    return found


@dataclass(frozen=True, slots=True)
class Ideas:
    """What happens to the ideas from one day to the next; `first` is the day of the loading."""

    cast: Cast
    first: datetime

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
            **await self._where_and_for_whom(idea),
        }
        form = Submitted("ideas.idea", 0, values, turn="done")
        shown = await self._does(number, idea["day"], idea["who"], form)
        if "like" in idea:
            await self._press(number, idea["day"], idea["who"], shown, "ideas.interested")

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
            root = "event" if what == "coming" else "idea"
            await self._does(number, day, name, Typed(f"/{root} {what} {title}"))
            return
        shown = await self._does(number, day, name, Typed(f"/idea show {title}"))
        await self._press(number, day, name, shown, "ideas.unnamed")

    async def _withdraw(self, number: int, idea: dict[str, Any]) -> None:
        name, day = idea["who"], idea["withdrawn"]["day"]
        shown = await self._does(number, day, name, Typed(f"/idea show {idea['title']}"))
        form = await self._press(number, day, name, shown, "ideas.withdraw")
        if isinstance(form, Dialog):
            said: dict[str, Raw] = {"message": idea["withdrawn"]["message"]}
            filled = Submitted(form.form, 0, said, form.subject, turn="done")
            await self._does(number, day, name, filled)

    async def _make_event(self, number: int, idea: dict[str, Any]) -> None:
        """Make an event of an idea, at a time that is known."""
        event = idea["becomes"]
        day, name = event["day"], event["who"]
        ways = await self._does(number, day, name, Typed(f"/idea event {idea['title']}"))
        form = await self._press(number, day, name, ways, "events.from")
        if isinstance(form, Dialog):
            today = self.first.astimezone(zone(ZONE)).date()
            monday = today - timedelta(days=today.weekday())
            date = monday + timedelta(weeks=event["week"], days=event["weekday"])
            values: dict[str, Raw] = {field.name: field.value for field in form.fields}
            values |= {"when": f"{date} {event['hours']} {ZONE}", "venue": event["venue"]}
            filled = Submitted(form.form, 0, values, form.subject, turn="done")
            shown = await self._does(number, day, name, filled)
            await self._press(number, day, name, shown, "events.post")

    async def _tell_outcome(self, number: int, idea: dict[str, Any]) -> None:
        day, name = idea["outcome"]["day"], idea["outcome"]["who"]
        form = await self._does(number, day, name, Typed(f"/idea outcome {idea['title']}"))
        if isinstance(form, Dialog):
            said: dict[str, Raw] = {"outcome": idea["outcome"]["text"]}
            filled = Submitted(form.form, 0, said, form.subject, turn="done")
            await self._does(number, day, name, filled)

    async def _press(
        self, number: int, day: int, name: str, shown: Shown | None, action: str
    ) -> Shown | None:
        for button in buttons_of(shown):
            if button.action == action:
                pressed = Pressed(button.action, button.value)
                return await self._does(number, day, name, pressed)
        return None

    async def _does(self, number: int, day: int, name: str, request: Request) -> Shown | None:
        match request:
            case Typed(text=what) | Pressed(action=what) | Submitted(form=what):
                deed = f"{type(request).__name__}:{what}"
            case _:
                deed = type(request).__name__
        return await self.cast.does(name, request, f"idea:{number}:{day}:{name}:{deed}")
