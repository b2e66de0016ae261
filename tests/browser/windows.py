"""Windows of a browser that are used again: to make one takes longer than most of what is shown."""

from playwright.async_api import Browser, BrowserContext, Page

DESK, PHONE = (1280, 800), (390, 844)


async def usable(page: Page) -> None:
    """What is shown can be used by mouse and keyboard: the page's scripts have run."""
    await page.wait_for_load_state()


async def says(page: Page, text: str) -> None:
    """Type a line into the message box of the chat, and send it."""
    await usable(page)
    await page.locator("#say-text").fill(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")


class Windows:
    """Each window is a browser of its own to whom it visits, with no cookies but what it is given.

    What goes wrong in one, on whichever page, is a fault.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[bool, list[BrowserContext]] = {False: [], True: []}
        self._taken: list[tuple[bool, BrowserContext]] = []
        self._faults: list[str] = []

    async def open(self, *, phone: bool) -> Page:
        """A window with an empty page, on a desk or a phone."""
        free = self._free[phone]
        window = free.pop() if free else await self._another(phone)
        self._taken.append((phone, window))
        return window.pages[0]

    async def leave(self) -> list[str]:
        """Leave all that are open with an empty page; returns the faults that there were."""
        while self._taken:
            phone, window = self._taken.pop()
            page, *others = window.pages or [await window.new_page()]
            for other in others:
                await other.close()
            await page.unroute_all()
            await page.goto("about:blank")
            await window.clear_cookies()
            await window.set_offline(False)
            self._free[phone].append(window)
        faults, self._faults = self._faults, []
        return faults

    async def _another(self, phone: bool) -> BrowserContext:
        width, height = PHONE if phone else DESK
        window = await self._browser.new_context(
            viewport={"width": width, "height": height}, has_touch=phone, reduced_motion="reduce"
        )
        window.on("weberror", lambda fault: self._faults.append(str(fault.error)))
        window.on("console", lambda line: self._hear(line.type, line.text))
        await window.new_page()
        return window

    def _hear(self, kind: str, text: str) -> None:
        refused = "Content Security Policy" in text
        if refused or (kind == "error" and "Failed to load resource" not in text):
            self._faults.append(text)
