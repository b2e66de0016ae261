"""How soon Kindred acknowledges what happens in Slack, and shows its answer; and its pace there.

50 interactions a second, arriving by the clock whether or not earlier ones are done with. Slack
and its people are in this process, Kindred is `kindred serve` in another. How often each kind
comes keeps to what Slack allows for the answers: 100 modals and 100 answers to mentions a minute.
"""

import asyncio
import random
import time
from typing import Any

from bench import slack_pace
from bench.answering import Found, Times, heading, show
from bench.people import TOPICS
from bench.places import databases
from bench.slack_town import kindred, settle
from tests.adapters.slack_deliveries import Delivery
from tests.adapters.slack_outcomes import Outcomes
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Channel, Message, User, View, Workspace

PEOPLE = 1_000
PER_SECOND = 50
SECONDS = 20
SHARES = {
    "/kindred help": 25,
    "/kindred find WORD": 25,
    "/kindred profile": 5,
    "a button": 20,
    "a form's page": 5,
    "a mention": 4,
    "a direct message": 16,
}
"""Of 100 interactions."""

HASTE = 20.0
"""How much faster than Slack the round is delivered."""

_WORDS = TOPICS.split()
_PATIENCE = 20.0  # seconds for the last answers
_AT_ONCE = 4  # people who get ready at the same time

Json = dict[str, Any]


class Watched(Outcomes):
    """Notes when something last came into somebody's view, and the last message."""

    def __init__(self, slack: SlackServer) -> None:
        super().__init__(slack.world, slack.deliverer, slack.payloads, slack.notes)
        self.seen: dict[str, float] = {}
        self.latest: dict[str, Message] = {}

    def post(
        self, team: Workspace, channel: Channel, body: Json, *, only_to: str | None = None
    ) -> Message:
        message = super().post(team, channel, body, only_to=only_to)
        self._note(message)
        return message

    def edit(self, team: Workspace, message: Message, body: Json, *, whole: bool = False) -> None:
        super().edit(team, message, body, whole=whole)
        self._note(message)

    def open_view(self, team: Workspace, user: str, body: Json) -> View:
        self.seen[user] = time.perf_counter()
        return super().open_view(team, user, body)

    def update_view(self, team: Workspace, view: View, body: Json) -> View:
        self.seen[view.user] = time.perf_counter()
        return super().update_view(team, view, body)

    def _note(self, message: Message) -> None:
        members = self.world.channels[message.channel].members
        whose = message.ephemeral_to or next(each for each in members if each != message.user)
        self.seen[whose] = time.perf_counter()
        self.latest[whose] = message


class Crowd:
    """A thousand people, of whom each does one thing."""

    def __init__(self, slack: SlackServer, users: list[User], dice: random.Random) -> None:
        self._slack = slack
        self._dice = dice
        self._watched = Watched(slack)
        slack.outcomes = self._watched
        self._hall = slack.world.channel("everybody", users)
        kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
        self._plan = [(user, kinds[n % len(kinds)]) for n, user in enumerate(users)]
        dice.shuffle(self._plan)
        self._plan = self._plan[: PER_SECOND * SECONDS]
        self.slip = 0.0
        self.times: dict[str, Times] = {kind: Times() for kind in SHARES}

    async def get_ready(self) -> None:
        """Let there be a reply with buttons before those who press one, and forms to submit."""
        lines = {"a button": "find housing", "a form's page": "profile"}
        one_of_few = asyncio.Semaphore(_AT_ONCE)

        async def ready(user: User, line: str) -> None:
            async with one_of_few:
                await self._slack.slash(user, "/kindred", line)
                await self._slack.until(lambda: user.id in self._watched.seen, _PATIENCE)

        waiting = [(user, kind) for user, kind in self._plan if kind in lines]
        await asyncio.gather(*(ready(user, lines[kind]) for user, kind in waiting))

    async def act(self) -> None:
        """Do everything at its time, and wait for the answers."""
        self._watched.seen.clear()
        began = time.perf_counter()
        acts = []
        for number, (user, kind) in enumerate(self._plan):
            due = began + number / PER_SECOND
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            self.slip = max(self.slip, time.perf_counter() - due)
            acts.append((user, kind, due, asyncio.create_task(self._does(user, kind))))
        await asyncio.wait([task for *_, task in acts])
        try:
            everybody = {user.id for user, _ in self._plan}
            await self._slack.until(lambda: everybody <= self._watched.seen.keys(), _PATIENCE)
        except TimeoutError:
            pass
        for user, kind, due, task in acts:
            self._note(self.times[kind], due, task.result(), self._watched.seen.get(user.id))

    def _note(self, times: Times, due: float, delivery: Delivery, seen: float | None) -> None:
        if delivery.seconds is not None:
            times.acked.append(delivery.seconds)
        if seen is None:
            times.unanswered += 1
        else:
            times.seen.append(seen - due)

    async def _does(self, user: User, kind: str) -> Delivery:
        slack, bot = self._slack, self._slack.team.bot_user
        word = self._dice.choice(_WORDS)
        match kind:
            case "a button":
                return await slack.press(user, *self._button(user))
            case "a form's page":
                return await slack.submit(user)
            case "a mention":
                said = await slack.say(user, self._hall, f"<@{bot}> find {word}")
                return _told(said)
            case "a direct message":
                return _told(await slack.say(user, None, f"find {word}"))
            case _:
                return await slack.slash(user, "/kindred", kind[9:].replace("WORD", word))

    def _button(self, user: User) -> tuple[Message, str]:
        message = self._watched.latest[user.id]
        rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
        return message, next(each["action_id"] for each in rows[-1] if each["type"] == "button")


def _told(said: Message) -> Delivery:
    delivery: Delivery = said.told[0]
    return delivery


async def measure(url: str, *, by_http: bool) -> Found:
    """Let a thousand people do something each, and look what Kindred did."""
    async with SlackServer() as slack:
        users = await settle(url, slack, PEOPLE, programme=False)
        async with kindred(url, slack, by_http=by_http) as bot:
            crowd = Crowd(slack, users, random.Random(7))
            await crowd.get_ready()
            before, theirs, ours = bot.megabytes, bot.cpu, time.process_time()
            await crowd.act()
            return Found(
                crowd.times,
                crowd.slip,
                (bot.cpu - theirs, time.process_time() - ours),
                (before, bot.megabytes),
                len(slack.late),
                [*slack.violations, *_failures(slack), *bot.complaints],
            )


def _failures(slack: SlackServer) -> list[str]:
    return [f"{each.route}: {each.failure}" for each in slack.deliveries if each.failure]


def main() -> None:
    """Print both measurements on each database."""
    heading(PEOPLE, PER_SECOND, SECONDS)
    for way, by_http in (("Socket Mode", False), ("HTTP", True)):
        with databases() as urls:
            for name, url in urls.items():
                show(f"{name}, {way}", asyncio.run(measure(url, by_http=by_http)))
    print()
    slack_pace.show(HASTE)


if __name__ == "__main__":
    main()
