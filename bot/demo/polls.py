"""The time polls of the demo community: asked, answered, made an event (polls.toml)."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

from bot.community.origins import put_behind
from bot.community.places import Purpose
from bot.community.zones import zone
from bot.demo.buttons import buttons_of
from bot.demo.cast import Cast
from bot.features.ideas.domain import IdeaState
from bot.routing.interaction import Dialog, Pressed, Request, Shown, Submitted, Typed
from bot.routing.posting import ALL
from bot.ui.forms import Raw

ZONE = "Europe/London"


def told() -> list[dict[str, Any]]:
    """What is told of the polls, in the order in which they are asked."""
    text = resources.files("bot.demo").joinpath("polls.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["poll"]
    return found


@dataclass(frozen=True, slots=True)
class Polls:
    """What happens to the polls from one day to the next; `first` is the day of the loading."""

    cast: Cast
    first: datetime

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for number, poll in enumerate(told()):
            if poll["day"] == day:
                await self._ask(number, poll)
            for each in (each for each in poll["says"] if each["day"] == day):
                for time, said in enumerate(each["answers"], 1):
                    line = f"/kindred poll answer {said} {poll['title']} time {time}"
                    await self._does(number, day, each["who"], Typed(line))
            if poll.get("makes") == day:
                await self._make(number, poll)

    async def _ask(self, number: int, poll: dict[str, Any]) -> None:
        """Ask by the form, for an idea if there is one, and hang it where everybody reads."""
        async with self.cast.core.open_work(read_only=True) as work:
            community = self.cast.community
            channels = await work.places.channels(community, Purpose.ANNOUNCEMENTS)
            ideas = await work.ideas.proposals.in_community(community, [IdeaState.OPEN], 100)
        about = next((each.fact for each in ideas if each.title == poll.get("idea")), None)
        values: dict[str, Raw] = {
            "title": poll["title"],
            "slots": self._slots(poll["slots"]),
            "minutes": poll["minutes"],
            "description": poll.get("description", ""),
            "networks": [ALL],
            "channels": [str(each.id) for each in channels],
        }
        subject = put_behind("from", about) if about else ""
        form = Submitted("polls.poll", 0, values, subject, turn="done")
        shown = await self._does(number, poll["day"], poll["who"], form)
        await self._press(number, poll["day"], poll["who"], shown, "polls.post")

    def _slots(self, slots: Sequence[dict[str, Any]]) -> str:
        today = self.first.astimezone(zone(ZONE)).date()
        monday = today - timedelta(days=today.weekday())
        days = [monday + timedelta(weeks=each["week"], days=each["weekday"]) for each in slots]
        return "\n".join(
            f"{day} {each['hours']} {ZONE}" for day, each in zip(days, slots, strict=True)
        )

    async def _make(self, number: int, poll: dict[str, Any]) -> None:
        """Make an event of it, at the time that suits best."""
        day, name = poll["makes"], poll["who"]
        shown = await self._does(number, day, name, Typed(f"/kindred poll close {poll['title']}"))
        form = await self._press(number, day, name, shown, "events.from")
        if isinstance(form, Dialog):
            values = {field.name: field.value for field in form.fields}
            done = Submitted(form.form, 0, values, form.subject, turn="done")
            await self._press(
                number, day, name, await self._does(number, day, name, done), "events.post"
            )

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
                pass
            case _:
                what = type(request).__name__
        return await self.cast.does(name, request, f"poll:{number}:{day}:{name}:{what}")
