"""What people see, looked at by axe: nothing to mend, on a phone and a desk, light and dark."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from adapters.web.login_links import make_login
from bot.features.events.check_in.domain import code_at
from bot.features.events.series.domain import Series, weekly
from bot.ui.messages import Actions, LinkButton
from tests.adapters.guests import Door, open_door, page_of
from tests.browser.serving import serving
from tests.browser.windows import DESK, PHONE
from tests.chat import ADDRESS, Person
from tests.database import engine_at
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
    """A window in which axe looks at pages, and what it found on them."""

    door: Door
    address: str
    page: Page
    found: list[str] = field(default_factory=list)

    async def visit(self, name: str, path: str) -> None:
        await self.page.goto(self.address + path.removeprefix(ADDRESS))
        await self.looks_at(name)

    async def looks_at(self, name: str) -> None:
        """All rules on a phone and a desk, those of colour in the dark, too."""
        await self.page.evaluate(_AXE.axe_script)
        for width, height in (DESK, PHONE):
            await self.page.set_viewport_size({"width": width, "height": height})
            for shade, rules in (("light", ()), ("dark", _IN_A_SHADE)):
                await self.page.emulate_media(color_scheme=shade)  # type: ignore[arg-type]
                self.found += [
                    f"{name}, {width} wide, {shade}: {fault}" for fault in await self._faults(rules)
                ]

    async def _faults(self, rules: Sequence[str]) -> list[str]:
        only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
        passed, faults = await self.page.evaluate(_RUN, only)
        assert passed or rules, "it has looked at nothing"
        return list(faults)


@pytest_asyncio.fixture(params=["en", "fr"], loop_scope="session")
async def look(
    request: pytest.FixtureRequest, browser: Browser, sqlite_url: str
) -> AsyncIterator[Look]:
    async with (
        engine_at(sqlite_url) as engine,
        open_door(engine) as door,
        serving(door.app) as address,
    ):
        context = await browser.new_context(locale=request.param, reduced_motion="reduce")
        yield Look(door, address, await context.new_page())
        await context.close()


async def _comes_in(look: Look, person: Person) -> None:
    async with look.door.chat.work() as work:
        member = await work.people.member(person.id)
        assert member
        link = await make_login(work, member, look.door.chat.clock)
    await look.page.goto(look.address + link)
    await look.page.locator("main button").click()
    await expect(look.page.locator("#say-text")).to_be_visible()


async def _says(page: Page, text: str) -> None:
    told = await page.locator("#log article").count()
    await page.locator("#say-text").fill(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await expect(page.locator("#log article")).not_to_have_count(told)


@pytest.mark.slow("a browser looks at a dozen pages, four times each")
async def test_axe_finds_nothing_to_mend(look: Look) -> None:
    door, page = look.door, look.page
    chat, language = door.chat, await page.evaluate("navigator.language")
    ada = await chat.person("Adaeze")
    await proposed(ada)
    await asked(ada, '"Tea again" thu 10am, fri 2pm')
    await ada.speaks(language)
    series = Series(weekly(TEA.start))
    tea = await planned(chat, ada, description="Bring a number.\n\nIt is at https://example.org.")
    weekly_tea = await planned(chat, ada, title="Tea each week", series=series)
    await look.visit("the page of an event", page_of(tea))
    await page.locator("form[method=post] button").last.click()
    await expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    await look.looks_at("what is missing for a place")
    await look.visit("a series", page_of(weekly_tea))
    await look.visit("the list", f"/events/in/{chat.community}")
    gil = door.visitor(lang=language)
    await gil.asks(tea, "Gil", "gil@example.org")
    link = door.link("gil@example.org")
    await look.visit("not confirmed yet", link)
    await gil.sends(link, (await gil.opens(link)).fields)
    await look.visit("a guest", link)
    ends = door.mails("gil@example.org")[-1].mail["List-Unsubscribe"].strip("<>")
    await look.visit("the end of all mail", ends)
    await _comes_in(look, ada)
    for line in ("/event show Tea", "/idea list", "/idea show tool library", "/kindred poll"):
        await _says(page, line)
    await look.looks_at("the chat")
    await page.locator("#say-text").fill("/idea new")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await expect(page.locator("dialog")).to_be_visible()
    await look.looks_at("the form of an idea")
    await at(chat, "2026-12-18 18:00")
    given = await ada.says("/event day page Tea")
    (screen,) = [c for b in given.message.blocks if isinstance(b, Actions) for c in b.controls]
    assert isinstance(screen, LinkButton)
    await look.visit("the screen at the door", screen.url)
    async with chat.work() as work:
        code = code_at(await work.events.check_ins.open_door(tea.date.id), chat.clock.now())
    await look.visit("the door", f"/here/{code}")
    await look.visit("the door, for who is a member", f"/here/{code}/member")
    await look.visit("an old code", "/here/OLDCODE")
    assert look.found == [], "\n".join(look.found)
