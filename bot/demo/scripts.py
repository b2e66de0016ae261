"""What is told of things that happen day by day in the demo community, each kind in its file."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any, ClassVar

from bot.community.places import Purpose
from bot.community.zones import zone
from bot.demo.buttons import buttons_of
from bot.demo.cast import Cast
from bot.routing.interaction import Dialog, Pressed, Request, Shown, Submitted, Typed
from bot.routing.posting import ALL, NONE
from bot.ui.fields import Raw

ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Script:
    """Things of one `kind`, and what people do about each; `first` is the day of the loading.

    What somebody does is known by the number of its thing, so that it is done once.
    """

    kind: ClassVar[str]

    cast: Cast
    first: datetime

    @classmethod
    def told(cls) -> list[dict[str, Any]]:
        """What is told of all of a kind, in the order in which they come up."""
        text = resources.files("bot.demo").joinpath(f"{cls.kind}s.toml").read_text("utf-8")
        found: list[dict[str, Any]] = tomllib.loads(text)[cls.kind]
        return found

    def day_of(self, told: dict[str, Any]) -> date:
        """The weekday of the week that is so many weeks after that of the loading."""
        monday = self.today - timedelta(days=self.today.weekday())
        return monday + timedelta(weeks=told["week"], days=told["weekday"])

    @property
    def today(self) -> date:
        """The day of the loading."""
        return self.first.astimezone(zone(ZONE)).date()

    async def where_and_for_whom(self, told: dict[str, Any]) -> dict[str, Raw]:
        """Its network, if it is for one only; what is for all hangs where everybody reads."""
        community = self.cast.community
        async with self.cast.core.open_work(read_only=True) as work:
            networks = await work.events.audience.networks(community)
            channels = await work.places.channels(community, Purpose.ANNOUNCEMENTS)
        if "network" not in told and told.get("hangs", True):
            return {"networks": [ALL], "channels": [str(each.id) for each in channels]}
        ids = [str(each.id) for each in networks if each.name == told.get("network")]
        return {"networks": ids or [ALL], "channels": [NONE]}

    async def does(self, number: int, day: int, name: str, request: Request) -> Shown | None:
        """Let somebody do something about a thing."""
        match request:
            case Typed(text=what) | Pressed(action=what) | Submitted(form=what):
                deed = f"{type(request).__name__}:{what}"
            case _:
                deed = type(request).__name__
        return await self.cast.does(name, request, f"{self.kind}:{number}:{day}:{name}:{deed}")

    async def presses(
        self, number: int, day: int, name: str, shown: Shown | None, action: str
    ) -> Shown | None:
        """Let somebody press the button with this action, if it is there."""
        for button in buttons_of(shown):
            if button.action == action:
                pressed = Pressed(button.action, button.value)
                return await self.does(number, day, name, pressed)
        return None

    async def fills_in(
        self, number: int, day: int, name: str, form: Shown | None, values: dict[str, Raw]
    ) -> Shown | None:
        """Let somebody send off a form with these values in the place of what stands there."""
        if not isinstance(form, Dialog):
            return None
        filled: dict[str, Raw] = {field.name: field.value for field in form.fields}
        done = Submitted(form.form, 0, filled | values, form.subject, turn="done")
        return await self.does(number, day, name, done)
