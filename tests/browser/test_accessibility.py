"""What people see, looked at by axe: nothing to mend on a phone; everywhere, on a desk and dark."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from adapters.web.login_links import make_login
from bot.community.roles import Role
from bot.features.events.check_in.domain import code_at
from bot.features.events.series.domain import Series, weekly
from bot.ui.messages import Actions, LinkButton
from tests.adapters.guests import Door, open_door, page_of
from tests.browser.serving import serving
from tests.browser.windows import DESK, PHONE, says
from tests.chat import ADDRESS, Answer, Person
from tests.database import engine_at
from tests.extent import few_or_all
from tests.stories.events import TEA, at, planned
from tests.stories.ideas import proposed
from tests.stories.polls import asked

pytestmark = pytest.mark.asyncio(loop_scope="session")

_AXE = Axe()
_IN_A_SHADE = ("color-contrast", "link-in-text-block")
"""What of it may differ between light and dark."""
_RUN = """options => axe.run(options).then(told => [told.passes.length, told.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`))])"""


@dataclass
class Look:
    """Windows in English and in French in which axe looks at pages, and what it found on them."""

    door: Door
    address: str
    english: Page
    french: Page
    found: list[str] = field(default_factory=list)

    @property
    def windows(self) -> tuple[Page, Page]:
        return self.english, self.french

    async def visit(self, name: str, path: str, french: str = "") -> None:
        """Look at a page; the same in French has perhaps an address of its own."""
        for page, to in ((self.english, path), (self.french, french or path)):
            await page.goto(self.address + to.removeprefix(ADDRESS))
        await self.looks_at(name)

    async def looks_at(self, name: str) -> None:
        """All rules on a phone in French, whose words are longer and whose layout is the same.

        Everywhere in English on a phone and a desk as well, with those of colour in the dark, too.
        """
        told = [await page.evaluate("document.documentElement.lang") for page in self.windows]
        assert told == ["en", "fr"], name
        await self._add(name, self.french, PHONE, "light")
        for size in few_or_all((), (DESK, PHONE)):
            await self._add(name, self.english, size, "light")
            await self._add(name, self.english, size, "dark", _IN_A_SHADE)

    async def _add(
        self,
        name: str,
        page: Page,
        size: tuple[int, int],
        shade: Literal["light", "dark"],
        rules: Sequence[str] = (),
    ) -> None:
        width, height = size
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(color_scheme=shade)
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(_AXE.axe_script)
        only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
        passed, faults = await page.evaluate(_RUN, only)
        assert passed or rules, "it has looked at nothing"
        self.found += [f"{name}, {width} wide, {shade}: {fault}" for fault in faults]


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser: Browser, sqlite_url: str) -> AsyncIterator[Look]:
    async with (
        engine_at(sqlite_url) as engine,
        open_door(engine) as door,
        serving(door.app) as address,
    ):
        english, french = [
            await browser.new_context(locale=locale, reduced_motion="reduce")
            for locale in ("en", "fr")
        ]
        yield Look(door, address, await english.new_page(), await french.new_page())
        await english.close()
        await french.close()


async def _comes_in(look: Look, page: Page, person: Person, locale: str) -> None:
    async with look.door.chat.work() as work:
        await work.people.set_locale(person.id, locale)
        member = await work.people.member(person.id)
        assert member
        link = await make_login(work, member, look.door.chat.clock)
    await page.goto(look.address + link)
    await page.locator("main button").click()
    await expect(page.locator("#say-text")).to_be_visible()


async def _shows(page: Page, text: str) -> None:
    told = await page.locator("#log article").count()
    await says(page, text)
    await expect(page.locator("#log article")).not_to_have_count(told)


def _link_in(given: Answer) -> str:
    (link,) = [c for b in given.message.blocks if isinstance(b, Actions) for c in b.controls]
    assert isinstance(link, LinkButton)
    return link.url


@pytest.mark.slow("a browser looks at a dozen pages")
async def test_axe_finds_nothing_to_mend(look: Look) -> None:
    door, chat = look.door, look.door.chat
    ada, chloe = await chat.person("Adaeze"), await chat.person("Chloé", Role.FACILITATOR)
    await proposed(ada)
    await asked(ada, '"Tea again" thu 10am, fri 2pm')
    series = Series(weekly(TEA.start))
    tea = await planned(chat, ada, description="Bring a number.\n\nIt is at https://example.org.")
    weekly_tea = await planned(chat, ada, title="Tea each week", series=series)
    await look.visit("the page of an event", page_of(tea))
    for page in look.windows:
        await page.locator("form[method=post] button").last.click()
        await expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    await look.looks_at("what is missing for a place")
    await look.visit("a series", page_of(weekly_tea))
    await look.visit("the list", f"/events/in/{chat.community}")
    gil = door.visitor()
    await gil.asks(tea, "Gil", "gil@example.org")
    link = door.link("gil@example.org")
    await look.visit("not confirmed yet", link)
    await gil.sends(link, (await gil.opens(link)).fields)
    await look.visit("a guest", link)
    ends = door.mails("gil@example.org")[-1].mail["List-Unsubscribe"].strip("<>")
    await look.visit("the end of all mail", ends)
    for page, person, locale in zip(look.windows, (ada, chloe), ("en", "fr"), strict=True):
        await _comes_in(look, page, person, locale)
        for line in ("/event show Tea", "/idea list", "/idea show tool library", "/kindred poll"):
            await _shows(page, line)
    await look.looks_at("the chat")
    for page in look.windows:
        await says(page, "/idea new")
        await expect(page.locator("dialog")).to_be_visible()
    await look.looks_at("the form of an idea")
    await at(chat, "2026-12-18 18:00")
    screens = [_link_in(await host.says("/event day page Tea")) for host in (ada, chloe)]
    await look.visit("the screen at the door", *screens)
    async with chat.work() as work:
        code = code_at(await work.events.check_ins.open_door(tea.date.id), chat.clock.now())
    await look.visit("the door", f"/here/{code}")
    await look.visit("the door, for who is a member", f"/here/{code}/member")
    await look.visit("an old code", "/here/OLDCODE")
    assert look.found == [], "\n".join(look.found)
