"""The events of the demo community: planned, answered and cancelled day by day (events.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
_LATEST = datetime.max.replace(tzinfo=UTC)


def told() -> list[dict[str, Any]]:
    """What is told of the events, in the order in which they are planned."""
    text = resources.files("bot.demo").joinpath("events.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["event"]
    return found


@dataclass(frozen=True, slots=True)
class Events:
    """What happens to the events from one day to the next; `first` is the day of the loading."""

    cast: Cast
    first: datetime

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for number, event in enumerate(told()):
            if event["planned"] == day:
                await self._plan(number, event)
            for answer in event["answers"]:
                if answer["day"] == day:
                    await self._answer(number, event, answer)
            for deed in event.get("host_does", []):
                if deed["day"] == day:
                    line = f"/event {deed['what']} {event['title']}"
                    await self._does(number, day, event["host"], Typed(line))
            if event.get("reported", {}).get("day") == day:
                await self._report(number, event)
            if "afterwards" in event and day == self._day_after(event):
                await self._afterwards(number, day, event)
            if event.get("cancelled", {}).get("day") == day:
                await self._cancel(number, event)

    async def _plan(self, number: int, event: dict[str, Any]) -> None:
        """Plan an event, in a line if there is one and else by the form, and post it."""
        host, day = event["host"], event["planned"]
        when = f"{self._date(event)} {event['hours']} {ZONE}"
        if "line" in event:
            line = f'/event new "{event["title"]}" {when}, {event["line"]}'
            shown = await self._does(number, day, host, Typed(line))
        else:
            values: dict[str, Raw] = {**event["form"], "title": event["title"], "when": when}
            values |= await self._where_and_for_whom(event)
            form = Submitted("events.event", 0, values, turn="done")
            shown = await self._does(number, day, host, form)
        for button in buttons_of(shown):
            if button.action == "events.post":
                await self._does(number, day, host, Pressed(button.action, button.value))
        if "with_host" in event:
            also = Typed(f'/event host "{event["with_host"]}" {event["title"]}')
            await self._does(number, day, host, also)

    def _date(self, event: dict[str, Any]) -> date:
        """The weekday of the week that is so many weeks after that of the loading."""
        today = self.first.astimezone(zone(ZONE)).date()
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(weeks=event["week"], days=event["weekday"])

    def _day_after(self, event: dict[str, Any]) -> int:
        """The day after that of an event, counted from that of the loading."""
        today = self.first.astimezone(zone(ZONE)).date()
        return (self._date(event) - today).days + 1

    async def _afterwards(self, number: int, day: int, event: dict[str, Any]) -> None:
        """Tick off who came, tell what came of it, and name whom people would talk to again."""
        host, title, after = event["host"], event["title"], event["afterwards"]
        for name in after["came"]:
            await self._does(number, day, host, Typed(f'/event day tick "{name}" {title}'))
        for name in after.get("guests", ()):
            await self._does(number, day, host, Typed(f'/event day name "{name}" {title}'))
        for by, other in after["again"]:
            await self._does(number, day, by, Typed(f'/event day with "{other}" {title}'))
        async with self.cast.core.open_work(read_only=True) as work:
            over = await work.events.dates.over(self.first - timedelta(days=30), _LATEST)
        for happening in over:
            if happening.event.details.title == title:
                values: dict[str, Raw] = {"text": after["outcome"], "link": after.get("link", "")}
                date = str(happening.date.id)
                form = Submitted("events.outcome", 0, values, date, turn="done")
                await self._does(number, day, host, form)

    async def _where_and_for_whom(self, event: dict[str, Any]) -> dict[str, Raw]:
        """Its network, if it is for one only; what is for all hangs where everybody reads."""
        community = self.cast.community
        async with self.cast.core.open_work(read_only=True) as work:
            networks = await work.events.audience.networks(community)
            channels = await work.places.channels(community, Purpose.ANNOUNCEMENTS)
        if "network" not in event and event.get("hangs", True):
            return {"networks": [ALL], "channels": [str(each.id) for each in channels]}
        ids = [str(each.id) for each in networks if each.name == event.get("network")]
        return {"networks": ids or [ALL], "channels": [NONE]}

    async def _answer(self, number: int, event: dict[str, Any], answer: dict[str, Any]) -> None:
        party = f" party {answer['party']}" if "party" in answer else ""
        line = f"/event {answer['says']} {event['title']}{party}"
        for name in answer["who"]:
            await self._does(number, answer["day"], name, Typed(line))

    async def _cancel(self, number: int, event: dict[str, Any]) -> None:
        host, day = event["host"], event["cancelled"]["day"]
        asked = await self._does(number, day, host, Typed(f"/event cancel {event['title']}"))
        for button in buttons_of(asked):
            if button.action == "events.cancel_date":
                values: dict[str, Raw] = {"message": event["cancelled"]["message"]}
                form = Submitted("events.cancel", 0, values, button.value, turn="done")
                await self._does(number, day, host, form)

    async def _report(self, number: int, event: dict[str, Any]) -> None:
        told = event["reported"]
        who, day = told["who"], told["day"]
        line = Typed(f"/kindred report {event['title']}")
        asked = await self._does(number, day, who, line)
        if isinstance(asked, Dialog):
            values: dict[str, Raw] = {"word": told["word"]}
            form = Submitted(asked.form, 0, values, asked.subject, turn="done")
            await self._does(number, day, who, form)

    async def _does(self, number: int, day: int, name: str, request: Request) -> Shown | None:
        what = request.text if isinstance(request, Typed) else type(request).__name__
        return await self.cast.does(name, request, f"event:{number}:{day}:{name}:{what}")
