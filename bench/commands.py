"""How long a command takes from arrival to answer with 10,000 members, and what it asks for.

What is asked of the database is counted as SQLAlchemy tells of it (`tests.statements`): how many
statements, in how many transactions. Of a profile, what is counted as saved is the last page's
submit, which saves; the pages before it are turned beforehand.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bench.places import community, databases, found_programme
from bot.bootstrap import Core
from bot.community.people import Account, Ref
from bot.delivery.sender import Receipt
from bot.routing.interaction import (
    Arrival,
    Dialog,
    FormOpened,
    HomeOpened,
    Request,
    Submitted,
    Typed,
)
from bot.ui.fields import Raw
from bot.ui.messages import Message
from jobs.live import LiveRefresher
from tests.statements import counting

PEOPLE = 10_000
ROUNDS = 100
COMMANDS = (
    "/kindred help",
    "/kindred profile",
    "/kindred find housing",
    "/kindred introduce",
    "/kindred home",
)
_LAST = 3  # page of the profile
_LONG_AGO = timedelta(hours=1)


class Measured:
    """What was measured of one act: milliseconds, statements, transactions."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.statements: list[int] = []
        self.transactions: list[int] = []

    async def measure(self, act: Callable[[], Awaitable[object]]) -> None:
        """Do it once."""
        with counting() as asked:
            began = time.perf_counter()
            await act()
            self.times.append(1000 * (time.perf_counter() - began))
        self.statements.append(len(asked.statements))
        self.transactions.append(asked.transactions)


class Shower:
    """Stands for the chat that shows a home."""

    async def publish_home(self, account: Account, message: Message) -> Receipt:
        """Take it."""
        return Receipt(account.ref)


class Acts:
    """What is measured, done by one member in the web chat."""

    def __init__(self, core: Core, community_id: int, run: int) -> None:
        self._core = core
        self._run = run
        self._member = 2 + run * 37 % (PEOPLE - 1)  # the first is a facilitator
        self._space = Ref("web", str(community_id))
        self._live = LiveRefresher(core.open_work, core.registry, {"web": Shower()}, core.clock)
        self._deliveries = 0

    async def does(self, request: Request) -> object:
        """Do something and see the answer."""
        me, here = Ref("web", str(self._member)), Ref("web", "bench")
        self._deliveries += 1
        delivery = f"{self._run}:{self._deliveries}:{request}"[:80]
        return await self._core.dispatcher(Arrival(me, self._space, here, delivery), request)

    async def each(self) -> AsyncIterator[tuple[str, Callable[[], Awaitable[object]]]]:
        """Each act by its name, when all is ready for it."""
        for command in COMMANDS:
            yield command, partial(self.does, Typed(command))
        for name, all_of_it in (("some", False), ("all", True)):
            async for page in self._pages(all_of_it=all_of_it):
                kind = "saved" if page.page == _LAST else f"page {page.page + 1}"
                yield f"profile, {name} of it changed: {kind}", partial(self.does, page)
        yield "a tick with nothing due", self._core.ticks.run_due
        yield "App Home, looked at", partial(self.does, HomeOpened())
        async with self._core.open_work() as work:
            await work.homes.touch([self._member], self._core.clock.now() - _LONG_AGO)
        yield "App Home, kept current", self._live.refresh

    async def _pages(self, *, all_of_it: bool) -> AsyncIterator[Submitted]:
        """The pages of the own profile as they are sent; each is asked for by the one before."""
        for number in range(_LAST + 1):
            page = await self.does(FormOpened("members.profile", page=number))
            assert isinstance(page, Dialog)  # noqa: S101  # it was asked for
            values = {field.name: field.value for field in page.fields}
            changed = self._everything() if all_of_it else self._something()
            values |= {name: raw for name, raw in changed.items() if name in values}
            sent = Submitted("members.profile", number, values)
            yield sent if number < _LAST else replace(sent, turn="done")

    def _something(self) -> dict[str, Raw]:
        """Other words on every page, as somebody may well give them."""
        return {
            "headline": f"weaver of {self._run} baskets",
            "place": f"Wickford {self._run}",
            "topics": ["baskets", "willow", "storytelling"],
            "offers": f"a basket of {self._run} stakes",
            "availability": ["mon morning"],
        }

    def _everything(self) -> dict[str, Raw]:
        """Another value in every field, with networks that nobody has named before."""
        run = self._run
        return {
            "name": f"Nova Quillfeather {run}",
            "pronouns": "they/them",
            "headline": f"keeper of {run} lanterns",
            "about": f"Lanterns, mostly; {run} of them are lit each winter.",
            "home": f"Lanterns {run}",
            "others": [f"Wicks {run}", f"Tallow {run}"],
            "place": f"Lampeter {run}",
            "zone": "Europe/Paris",
            "languages": ["Welsh", "French"],
            "topics": ["lanterns", "wicks"],
            "offers": f"light for {run} evenings",
            "asks": f"glass for {run} panes",
            "availability": ["tue evening", "wed evening"],
            "visibility": "networks",
            "reach": self._space.id,
        }


@asynccontextmanager
async def _place(url: str) -> AsyncIterator[tuple[Core, int]]:
    async with community(url, PEOPLE) as (core, id_):
        await found_programme(core, id_)
        await core.ticks.run_due()
        yield core, id_


async def measure(url: str) -> dict[str, Measured]:
    """What every run of every act cost."""
    found: dict[str, Measured] = {}
    async with _place(url) as (core, id_):
        for run in range(ROUNDS):
            async for name, act in Acts(core, id_, run).each():
                await found.setdefault(name, Measured()).measure(act)
    return found


def main() -> None:
    """Print milliseconds, statements and transactions by database and act."""
    print(f"One command from arrival to answer, {PEOPLE:,} members, {ROUNDS} runs each")
    print(f"{'':<48}{'ms':^16}{'the most that was asked for':>32}")
    print(
        f"{'database':<12}{'command':<36}{'p50':>8}{'p99':>8}{'statements':>16}{'transactions':>16}"
    )
    with databases() as urls:
        for name, url in urls.items():
            for act, of in asyncio.run(measure(url)).items():
                p99 = statistics.quantiles(of.times, n=100)[98]
                print(
                    f"{name:<12}{act:<36}{statistics.median(of.times):>8.1f}{p99:>8.1f}"
                    f"{max(of.statements):>16}{max(of.transactions):>16}"
                )


if __name__ == "__main__":
    main()
