"""The time polls of the demo community: asked, answered, made an event (polls.toml)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.community.origins import put_behind
from bot.demo.scripts import ZONE, Script
from bot.features.ideas.domain import IdeaState
from bot.routing.interaction import Submitted, Typed
from bot.ui.fields import Raw


@dataclass(frozen=True, slots=True)
class Polls(Script):
    """What happens to the polls from one day to the next."""

    kind = "poll"

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for number, poll in enumerate(self.told()):
            if poll["day"] == day:
                await self._ask(number, poll)
            for each in (each for each in poll["says"] if each["day"] == day):
                for time, said in enumerate(each["answers"], 1):
                    line = f"/kindred poll answer {said} {poll['title']} time {time}"
                    await self.does(number, day, each["who"], Typed(line))
            if poll.get("makes") == day:
                await self._make(number, poll)

    async def _ask(self, number: int, poll: dict[str, Any]) -> None:
        """Ask by the form, for an idea if there is one, and hang it where everybody reads."""
        async with self.cast.core.open_work(read_only=True) as work:
            community = self.cast.community
            ideas = await work.ideas.proposals.in_community(community, [IdeaState.OPEN], 100)
        about = next((each.fact for each in ideas if each.title == poll.get("idea")), None)
        values: dict[str, Raw] = {
            "title": poll["title"],
            "slots": self._slots(poll["slots"]),
            "minutes": poll["minutes"],
            "description": poll.get("description", ""),
            **await self.where_and_for_whom(poll),
        }
        subject = put_behind("from", about) if about else ""
        form = Submitted("polls.poll", 0, values, subject, turn="done")
        shown = await self.does(number, poll["day"], poll["who"], form)
        await self.presses(number, poll["day"], poll["who"], shown, "polls.post")

    def _slots(self, slots: Sequence[dict[str, Any]]) -> str:
        return "\n".join(f"{self.day_of(each)} {each['hours']} {ZONE}" for each in slots)

    async def _make(self, number: int, poll: dict[str, Any]) -> None:
        """Make an event of it, at the time that suits best."""
        day, name = poll["makes"], poll["who"]
        shown = await self.does(number, day, name, Typed(f"/kindred poll close {poll['title']}"))
        form = await self.presses(number, day, name, shown, "events.from")
        shown = await self.fills_in(number, day, name, form, {})
        await self.presses(number, day, name, shown, "events.post")
