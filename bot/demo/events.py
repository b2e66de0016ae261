"""The events of the demo community: planned, answered and cancelled day by day (events.toml)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.demo.buttons import buttons_of
from bot.demo.scripts import ZONE, Script
from bot.routing.interaction import Submitted, Typed
from bot.ui.fields import Raw

_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Events(Script):
    """What happens to the events from one day to the next."""

    kind = "event"

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for number, event in enumerate(self.told()):
            if event["planned"] == day:
                await self._plan(number, event)
            for answer in event["answers"]:
                if answer["day"] == day:
                    await self._answer(number, event, answer)
            for deed in event.get("host_does", []):
                if deed["day"] == day:
                    line = f"/event {deed['what']} {event['title']}"
                    await self.does(number, day, event["host"], Typed(line))
            if event.get("reported", {}).get("day") == day:
                await self._report(number, event)
            if "afterwards" in event and day == self._day_after(event):
                await self._afterwards(number, day, event)
            if event.get("cancelled", {}).get("day") == day:
                await self._cancel(number, event)

    async def _plan(self, number: int, event: dict[str, Any]) -> None:
        """Plan an event, in a line if there is one and else by the form, and post it."""
        host, day = event["host"], event["planned"]
        when = f"{self.day_of(event)} {event['hours']} {ZONE}"
        if "line" in event:
            line = f'/event new "{event["title"]}" {when}, {event["line"]}'
            shown = await self.does(number, day, host, Typed(line))
        else:
            values: dict[str, Raw] = {**event["form"], "title": event["title"], "when": when}
            values |= await self.where_and_for_whom(event)
            form = Submitted("events.event", 0, values, turn="done")
            shown = await self.does(number, day, host, form)
        await self.presses(number, day, host, shown, "events.post")
        if "with_host" in event:
            also = Typed(f'/event host "{event["with_host"]}" {event["title"]}')
            await self.does(number, day, host, also)

    def _day_after(self, event: dict[str, Any]) -> int:
        """The day after that of an event, counted from that of the loading."""
        return (self.day_of(event) - self.today).days + 1

    async def _afterwards(self, number: int, day: int, event: dict[str, Any]) -> None:
        """Tick off who came, tell what came of it, and name whom people would talk to again."""
        host, title, after = event["host"], event["title"], event["afterwards"]
        for name in after["came"]:
            await self.does(number, day, host, Typed(f'/event day tick "{name}" {title}'))
        for name in after.get("guests", ()):
            await self.does(number, day, host, Typed(f'/event day name "{name}" {title}'))
        for by, other in after["again"]:
            await self.does(number, day, by, Typed(f'/event day with "{other}" {title}'))
        async with self.cast.core.open_work(read_only=True) as work:
            over = await work.events.dates.over(self.first - timedelta(days=30), _LATEST)
        for happening in over:
            if happening.event.details.title == title:
                values: dict[str, Raw] = {"text": after["outcome"], "link": after.get("link", "")}
                date = str(happening.date.id)
                form = Submitted("events.outcome", 0, values, date, turn="done")
                await self.does(number, day, host, form)

    async def _answer(self, number: int, event: dict[str, Any], answer: dict[str, Any]) -> None:
        party = f" party {answer['party']}" if "party" in answer else ""
        line = f"/event {answer['says']} {event['title']}{party}"
        for name in answer["who"]:
            await self.does(number, answer["day"], name, Typed(line))

    async def _cancel(self, number: int, event: dict[str, Any]) -> None:
        host, day = event["host"], event["cancelled"]["day"]
        asked = await self.does(number, day, host, Typed(f"/event cancel {event['title']}"))
        for button in buttons_of(asked):
            if button.action == "events.cancel_date":
                values: dict[str, Raw] = {"message": event["cancelled"]["message"]}
                form = Submitted("events.cancel", 0, values, button.value, turn="done")
                await self.does(number, day, host, form)

    async def _report(self, number: int, event: dict[str, Any]) -> None:
        told = event["reported"]
        who, day = told["who"], told["day"]
        line = Typed(f"/kindred report {event['title']}")
        asked = await self.does(number, day, who, line)
        await self.fills_in(number, day, who, asked, {"word": told["word"]})
