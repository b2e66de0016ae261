"""The challenges of the demo community: gathering people, worked on, ended (challenges.toml)."""

from typing import Any

from bot.demo.scripts import Script
from bot.features.challenges.domain import ChallengeState
from bot.routing.interaction import Dialog, Pressed, Submitted, Typed
from bot.ui.fields import Raw


class Challenges(Script):
    """What happens to the challenges from one day to the next."""

    kind = "challenge"

    async def happen(self, day: int) -> None:
        """Let happen what does on a day: 0 is that of the loading, those before are negative."""
        for number, challenge in enumerate(self.told()):
            if challenge["day"] == day:
                await self._ask(number, challenge)
            await self._people(number, day, challenge)
            await self._words(number, day, challenge)
            await self._check_ins(number, day, challenge)
            await self._threads(number, day, challenge)

    async def _ask(self, number: int, challenge: dict[str, Any]) -> None:
        """Ask a question by the form; of the `first` on it takes so many people to open one."""
        day, name = challenge["day"], challenge["who"]
        if "first" in challenge:
            takes: dict[str, Raw] = {"interest": str(challenge["first"]["people"])}
            leads = challenge["first"]["who"]
            form = await self.does(number, day, leads, Typed("/facilitate challenge settings"))
            await self.fills_in(number, day, leads, form, takes)
        texts = ("question", "why", "different", "welcome")
        said: dict[str, Raw] = {each: challenge.get(each, "") for each in texts}
        first = Submitted("challenges.challenge", 0, said, turn="next")
        shown = await self.does(number, day, name, first)
        if isinstance(shown, Dialog):
            where = {**await self.where_and_for_whom(challenge), "until": ""}
            last = Submitted(shown.form, 1, where, shown.subject, turn="done")
            await self.cast.does(name, last, f"{self.kind}:{number}:{day}:{name}:last page")

    async def _people(self, number: int, day: int, challenge: dict[str, Any]) -> None:
        question = challenge["question"]
        for each in (each for each in challenge.get("joins", []) if each["day"] == day):
            for name in each["who"]:
                await self.does(number, day, name, Typed(f"/challenge join {question}"))
        for each in (each for each in challenge.get("hosts", []) if each["day"] == day):
            host = Typed(f'/challenge host "{each["who"]}" {question}')
            await self.does(number, day, challenge["who"], host)
            await self.does(number, day, each["who"], await self._yes(question))

    async def _words(self, number: int, day: int, challenge: dict[str, Any]) -> None:
        question, end = challenge["question"], challenge.get("ends", {"day": None})
        for each in (each for each in challenge.get("says", []) if each["day"] == day):
            name, line = each["who"], Typed(f"/challenge update {question}")
            form = await self.does(number, day, name, line)
            await self.fills_in(number, day, name, form, {"where_we_are": each["text"]})
        for each in (each for each in challenge.get("commits", []) if each["day"] == day):
            step: dict[str, Raw] = {"what": each["what"], "until": each["until"]}
            step["which"] = str(await self._id(question))
            done = Submitted("challenges.commitment", 0, step, turn="done")
            await self.does(number, day, each["who"], done)
        if end["day"] == day:
            form = await self.does(number, day, end["who"], Typed(f"/challenge close {question}"))
            left: dict[str, Raw] = {each: end[each] for each in ("learned", "changed", "next")}
            await self.fills_in(number, day, end["who"], form, left)
        if challenge.get("withdrawn", {}).get("day") == day:
            name = challenge["who"]
            form = await self.does(number, day, name, Typed(f"/challenge withdraw {question}"))
            await self.fills_in(number, day, name, form, {"word": challenge["withdrawn"]["word"]})

    async def _check_ins(self, number: int, day: int, challenge: dict[str, Any]) -> None:
        question = challenge["question"]
        for each in (each for each in challenge.get("check_ins", []) if each["day"] == day):
            line = Typed(f"/challenge check-ins {each['rhythm']} {question}")
            await self.does(number, day, each["who"], line)
        for each in (each for each in challenge.get("glad", []) if each["day"] == day):
            line = Typed(f"/challenge check-in how {question}")
            form = await self.does(number, day, each["who"], line)
            await self.fills_in(number, day, each["who"], form, {"glad": ["glad"]})
        for each in (each for each in challenge.get("answers", []) if each["day"] == day):
            form = await self.does(number, day, each["who"], Typed("/challenge check-in"))
            said: dict[str, Raw] = {part: each.get(part, "") for part in ("tried", "help")}
            await self.fills_in(number, day, each["who"], form, said)

    async def _threads(self, number: int, day: int, challenge: dict[str, Any]) -> None:
        question, joined = challenge["question"], challenge.get("threads", {"day": None})
        if joined["day"] == day:
            line = Typed(f"/facilitate challenge threads join {question}")
            await self.does(number, day, joined["who"], line)
        for each in (each for each in challenge.get("follows", []) if each["day"] == day):
            line = Typed(f"/kindred conversation join {question}")
            await self.does(number, day, each["who"], line)
        for each in (each for each in challenge.get("talks", []) if each["day"] == day):
            line = Typed(f"/kindred conversation reply {question}")
            form = await self.does(number, day, each["who"], line)
            await self.fills_in(number, day, each["who"], form, {"text": each["text"]})

    async def _yes(self, question: str) -> Pressed:
        """The button by which somebody hosts the challenge of this question."""
        return Pressed("challenges.be_host", str(await self._id(question)))

    async def _id(self, question: str) -> int:
        """The row of the challenge of this question."""
        here, states = self.cast.community, list(ChallengeState)
        async with self.cast.core.open_work(read_only=True) as work:
            there = await work.challenges.proposals.in_community(here, states, 100)
        (challenge,) = [int(each.id) for each in there if each.question == question]
        return challenge
