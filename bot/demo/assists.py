"""What people of the demo community are stuck with, and who helps them (assists.toml)."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from bot.demo.buttons import buttons_of
from bot.demo.cast import Cast
from bot.features.peer_assists.domain import Assist
from bot.routing.interaction import Pressed, Request, Shown, Submitted, Typed


def told() -> list[dict[str, Any]]:
    """What is told of them, in the order in which they are asked for."""
    text = resources.files("bot.demo").joinpath("assists.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["assist"]
    return found


@dataclass(frozen=True, slots=True)
class Assists:
    """What happens to them from one day to the next."""

    cast: Cast

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for each in told():
            if each["asked"] == day:
                await self._ask(each)
            if each["asked"] + 1 == day:
                await self._say_yes(each)
            if each.get("begins") == day:
                await self._begin(each)
            if each.get("told") == day:
                assist = await self._newest(each["who"])
                values = {"outcome": each["outcome"], "share": "yes"}
                form = Submitted("peer_assists.outcome", 0, dict(values), str(assist.id), "done")
                await self._does(each["who"], form)

    async def _ask(self, each: dict[str, Any]) -> None:
        values = {name: each.get(name, "") for name in ("case", "more", "times")}
        form = Submitted("peer_assists.case", 0, values, turn="done")
        shown = await self._does(each["who"], form)
        ask = next((b for b in buttons_of(shown) if b.action == "peer_assists.ask"), None)
        if ask:
            await self._does(each["who"], Pressed(ask.action, ask.value))

    async def _say_yes(self, each: dict[str, Any]) -> None:
        assist = await self._newest(each["who"])
        names = {id_: name for name, id_ in self.cast.ids.items()}
        for member in assist.unanswered[: each["yes"]]:
            await self._does(names[member], Pressed("peer_assists.yes", str(assist.id)))

    async def _begin(self, each: dict[str, Any]) -> None:
        await self._does(each["who"], Typed("/kindred stuck begin"))
        assist = await self._newest(each["who"])
        for at in range(each["steps"]):
            await self._does(each["who"], Pressed("peer_assists.next", f"{assist.id}:{at}"))
        if "note" in each:
            values = {"note": each["note"], "share": "yes"}
            form = Submitted("peer_assists.note", 0, dict(values), str(assist.id), "done")
            await self._does(each["who"], form)

    async def _newest(self, who: str) -> Assist:
        async with self.cast.core.open_work(read_only=True) as work:
            found: list[Assist] = await work.peer_assists.of(self.cast.ids[who])
        return found[0]

    async def _does(self, name: str, request: Request) -> Shown | None:
        match request:
            case Pressed(action=action, value=value):
                what = f"{action}:{value}"
            case Submitted(form=form, subject=subject):
                what = f"{form}:{subject}"
            case _:
                what = type(request).__name__
        return await self.cast.does(name, request, f"assist:{name}:{what}")
