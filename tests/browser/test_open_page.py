"""An event on the open web, in a real browser: with our script, and without any."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.adapters.guests import Door, open_door, page_of
from tests.browser.serving import serving
from tests.database import engine_at
from tests.stories.events import planned

pytestmark = pytest.mark.asyncio(loop_scope="session")
PHONE = {"width": 390, "height": 844}


class Served:
    """Open pages at their address, and browsers in some place of the world."""

    def __init__(self, door: Door, address: str, browser: Browser) -> None:
        self.door = door
        self.address = address
        self._browser = browser
        self.faults: list[str] = []
        self.contexts: list[BrowserContext] = []

    async def visit(self, path: str, *, scripts: bool = True) -> Page:
        context = await self._browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            timezone_id="Asia/Seoul",  # which is none of those in the menu
            locale="fr-FR",
            color_scheme="dark",
        )
        self.contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda line: self._hear(line.text))
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        await page.goto(self.address + path)
        return page

    def _hear(self, text: str) -> None:
        if "status of 422" not in text:  # of a form that is to be looked at again
            self.faults.append(text)


@pytest_asyncio.fixture(loop_scope="session")
async def served(browser: Browser, sqlite_url: str) -> AsyncIterator[Served]:
    async with engine_at(sqlite_url) as engine, open_door(engine) as door:
        async with serving(door.app) as address:
            found = Served(door, address, browser)
            yield found
            for context in found.contexts:  # while there is somebody to answer what they still ask
                await context.close()
        assert found.faults == []


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_guest_sees_their_own_time_and_confirms_with_and_without_our_script(
    served: Served, scripts: bool
) -> None:
    door = served.door
    ada = await door.chat.person("Adaeze")
    tea = await planned(door.chat, ada, title="An evening about measuring what matters to us")
    page = await served.visit(page_of(tea), scripts=scripts)
    times, menu = page.locator("time").first, page.get_by_label("Votre fuseau horaire")
    zone = "Asia/Seoul" if scripts else "Asia/Tokyo"
    if not scripts:
        await expect(times).to_have_text("ven. 18 déc. 2026, 18:00 (Europe/London)")
        await menu.select_option(zone)
        await page.get_by_role("button", name="Afficher").click()
    await expect(times).to_have_text(f"sam. 19 déc. 2026, 03:00 ({zone})")
    await expect(menu).to_have_value(zone)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert not scripts or await page.evaluate(wide) == 0
    await page.get_by_label("Votre nom").fill("Gil")
    await page.get_by_label("Votre adresse e-mail").fill("not one")
    await page.get_by_role("button", name="Demander une place").click()
    email = page.get_by_label("Votre adresse e-mail")
    await expect(email).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("Votre nom")).to_have_value("Gil")
    await email.fill("gil@example.org")
    await page.get_by_role("button", name="Demander une place").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Regardez dans vos courriels")
    await door.chat.settle()
    theirs = await served.visit(door.link("gil@example.org"), scripts=scripts)
    await theirs.get_by_role("button", name="Oui, c’est juste").click()
    await expect(theirs.locator("main")).to_contain_text("The Kettle, 3 Mill Lane")
    await expect(theirs.locator("time").first).to_contain_text(f"03:00 ({zone})")
    await theirs.get_by_role("button", name="M’oublier").click()
    await expect(theirs.get_by_role("heading", level=1)).to_have_text("Vous êtes oublié")
