"""What people of the demo community are stuck with, and who helps them (assists.toml)."""

from dataclasses import dataclass
from typing import Any

from bot.demo.scripts import Script
from bot.features.peer_assists.domain import Assist
from bot.routing.interaction import Pressed, Submitted, Typed


@dataclass(frozen=True, slots=True)
class Assists(Script):
    """What happens to them from one day to the next."""

    kind = "assist"

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for number, each in enumerate(self.told()):
            if each["asked"] == day:
                values = {name: each.get(name, "") for name in ("case", "more", "times")}
                case = Submitted("peer_assists.case", 0, values, turn="done")
                shown = await self.does(number, day, each["who"], case)
                await self.presses(number, day, each["who"], shown, "peer_assists.ask")
            if each["asked"] + 1 == day:
                await self._say_yes(number, day, each)
            if each.get("begins") == day:
                await self._begin(number, day, each)
            if each.get("told") == day:
                form = await self.does(number, day, each["who"], Typed("/kindred stuck outcome"))
                told = {"outcome": each["outcome"], "share": "yes"}
                await self.fills_in(number, day, each["who"], form, dict(told))

    async def _say_yes(self, number: int, day: int, each: dict[str, Any]) -> None:
        assist = await self._newest(each["who"])
        names = {id_: name for name, id_ in self.cast.ids.items()}
        for member in assist.unanswered[: each["yes"]]:
            pressed = Pressed("peer_assists.yes", str(assist.id))
            await self.does(number, day, names[member], pressed)

    async def _begin(self, number: int, day: int, each: dict[str, Any]) -> None:
        who = each["who"]
        await self.does(number, day, who, Typed("/kindred stuck begin"))
        assist = await self._newest(who)
        for at in range(each["steps"]):
            pressed = Pressed("peer_assists.next", f"{assist.id}:{at}")
            await self.cast.does(who, pressed, f"assist:{number}:{day}:{at}")
        if "note" in each:
            form = await self.does(number, day, who, Typed("/kindred stuck note"))
            noted = {"note": each["note"], "share": "yes"}
            await self.fills_in(number, day, who, form, dict(noted))

    async def _newest(self, who: str) -> Assist:
        async with self.cast.core.open_work(read_only=True) as work:
            found: list[Assist] = await work.peer_assists.of(self.cast.ids[who])
        return found[0]
