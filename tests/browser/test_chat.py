"""The web chat in a real browser: what people see, press and type there."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from bot.community.dates.exact import typed
from bot.community.people import Account, Member, Ref, Space
from bot.community.places import Place, PlaceKind
from bot.community.roles import Role
from bot.delivery.sender import Posted, Receipt
from bot.ui.messages import say
from tests.adapters.webchat import WebChat, web_chat
from tests.browser.serving import serving
from tests.browser.windows import Windows, says, usable
from tests.database import engine_at
from tests.places import there, with_one

pytestmark = pytest.mark.asyncio(loop_scope="session")

A_MOMENT = 450  # ms; a second press that comes sooner is taken for the same one


class Chat:
    """The chat under test at its address, and browsers that look at it."""

    def __init__(self, chat: WebChat, address: str, windows: Windows) -> None:
        self.chat = chat
        self.address = address
        self._windows = windows

    async def visit(self, member: Member | None = None, *, phone: bool = False) -> Page:
        """A browser that knows nobody; or somebody's, who has come in by their link."""
        page = await self._windows.open(phone=phone)
        if member is not None:
            await page.goto(self.address + await self.chat.link(member))
            await page.get_by_role("button", name="Come in").click()
        else:
            await page.goto(self.address)
        await expect(page.locator("#say-text")).to_be_visible()
        await usable(page)
        return page


@pytest_asyncio.fixture(params=[False], loop_scope="session")
async def chat(
    request: pytest.FixtureRequest, windows: Windows, sqlite_url: str
) -> AsyncIterator[Chat]:
    """A chat that is served, in a demonstration or (by default) not."""
    async with engine_at(sqlite_url) as engine, web_chat(engine, demo=request.param) as opened:
        async with serving(opened.app) as address:
            yield Chat(opened, address, windows)
        assert await windows.leave() == []


async def test_a_command_is_answered_privately(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    other = await chat.visit(await chat.chat.join("Bo Other"))
    await says(page, "/kindred echo hello")
    answer = page.locator("article.private")
    await expect(answer).to_contain_text("You said: hello")
    await expect(answer).to_contain_text("Only you can see this")
    await expect(page.locator("#say-text")).to_have_value("")
    await expect(page.locator("#say-text")).to_be_focused()
    await answer.get_by_role("button", name="Dismiss").click()
    await expect(answer).to_have_count(0)
    await expect(other.get_by_text("hello")).to_have_count(0)


async def test_others_see_a_message_without_loading_again(chat: Chat) -> None:
    ada = await chat.visit(await chat.chat.join("Ada Example"))
    bo = await chat.visit(await chat.chat.join("Bo Other"))
    await bo.locator("#say-text").fill("half a thought")
    await says(ada, "The kettle is on")
    message = bo.locator("#log article").filter(has_text="The kettle is on")
    await expect(message).to_be_visible()
    await expect(message).to_contain_text("Ada Example")
    await expect(bo.locator("#say-text")).to_have_value("half a thought")


@pytest.mark.slow("several pages are open")
async def test_many_tabs_of_one_browser_stay_up_to_date(chat: Chat) -> None:
    first = await chat.visit(await chat.chat.join("Ada Example"))
    tabs = [first, *[await first.context.new_page() for _ in range(7)]]
    for tab in tabs[1:]:
        await tab.goto(first.url)
    for_all = Ref("web", f"square:{chat.chat.community.id}")
    await chat.chat.sender.post("a", there(for_all), say("for every tab"))
    for tab in tabs:
        await expect(tab.get_by_text("for every tab")).to_be_visible()
    await first.close()
    await chat.chat.sender.post("b", there(for_all), say("for those that are left"))
    for tab in tabs[1:]:
        await expect(tab.get_by_text("for those that are left")).to_be_visible()


async def test_what_waits_elsewhere_is_counted_live(chat: Chat) -> None:
    ada = await chat.chat.join("Ada Example")
    page = await chat.visit(ada)
    sender, account = chat.chat.sender, Account(ada.id, 1, Ref("web", str(ada.id)), Ref("web", "1"))
    here = Space(1, 1, Ref("web", "1"))
    await sender.post("d1", with_one(account), say("Hello Ada"))
    await sender.post("d2", with_one(account), say("One more thing"))
    entry = page.locator("#places a.direct")
    await expect(entry).to_contain_text("2 unread messages")
    room = Place(here, PlaceKind.ROOM, title="Ada and Bo", people=(account,))
    await sender.open_room("r", room)
    await sender.post("p", there(Ref("web", "room:r")), say("Meet each other"))
    await page.get_by_role("link", name="Ada and Bo").click()
    await expect(page.get_by_text("Meet each other")).to_be_visible()
    await expect(page.locator("#places a.direct")).to_contain_text("2 unread messages")


async def test_what_is_edited_and_taken_back_changes_in_a_page_that_is_open(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    sender, square = chat.chat.sender, Ref("web", f"square:{chat.chat.community.id}")
    posted = await sender.post("a", there(square), say("3 people take part"))
    assert isinstance(posted, Receipt)
    assert posted.message
    card = page.locator("#log article")
    await expect(card).to_contain_text("3 people take part")
    await sender.edit("a", Posted(posted.channel, posted.message), say("4 people take part"))
    await expect(card).to_contain_text("4 people take part")
    await sender.retract("a", Posted(posted.channel, posted.message))
    await expect(page.get_by_text("4 people take part")).to_have_count(0)


async def test_a_double_click_acts_once(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    await says(page, "/kindred count")
    button = page.get_by_role("button", name="One more")
    await button.dblclick()
    await expect(page.get_by_text("Counted to 1")).to_be_visible()
    await page.wait_for_timeout(A_MOMENT)
    assert chat.chat.told.counted == 1
    await button.click()
    await expect(page.get_by_text("Counted to 2")).to_be_visible()
    await expect(button).to_be_focused()


@pytest.mark.slow("several pages are open")
async def test_a_form_with_a_fault_keeps_what_was_typed_and_goes_to_the_fault(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    await says(page, "/kindred plan")
    dialog = page.get_by_role("dialog", name="Plan a gathering")
    await expect(dialog.get_by_label("Name")).to_be_focused()
    await dialog.get_by_label("What it is about").fill("Walking\nslowly")
    await dialog.get_by_role("button", name="Next").click()
    name = dialog.get_by_label("Name")
    await expect(dialog.get_by_text("Please fill this in.")).to_be_visible()
    await expect(name).to_be_focused()
    await expect(name).to_have_attribute("aria-invalid", "true")
    await expect(dialog.get_by_label("What it is about")).to_have_value("Walking\nslowly")
    await name.fill("x" * 60)
    await expect(name).to_have_value("x" * 60)  # what is pasted is not cut: the server says so
    await expect(dialog.get_by_text("60 / 40")).to_be_visible()
    await name.fill("A walk")
    await page.wait_for_timeout(A_MOMENT)
    await dialog.get_by_role("button", name="Next").click()
    await expect(dialog.get_by_text("Page 2 of 3")).to_be_visible()
    await dialog.get_by_role("button", name="belonging").click()
    await expect(dialog.get_by_label("Topics")).to_have_value("belonging")
    await dialog.get_by_label("Day").fill("soonish, maybe")
    await page.wait_for_timeout(A_MOMENT)
    await dialog.get_by_role("button", name="Next").click()
    await expect(dialog.get_by_text("is not a date I can read")).to_be_visible()
    await expect(dialog.get_by_label("Day")).to_be_focused()
    await expect(dialog.get_by_label("Topics")).to_have_value("belonging")
    await dialog.get_by_label("Day").fill("next tuesday")
    await page.wait_for_timeout(A_MOMENT)
    await dialog.get_by_role("button", name="Next").click()
    await dialog.get_by_role("button", name="Save", exact=True).dblclick()
    await expect(page.get_by_text("Planned: A walk (s1)")).to_be_visible()
    await expect(dialog).to_have_count(0)
    assert [plan.about for plan in chat.chat.told.plans] == ["Walking\nslowly"]


@pytest.mark.parametrize("phone", [False, True])
async def test_a_time_is_picked_in_parts_and_what_is_wrong_is_said_there(
    chat: Chat, phone: bool
) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"), phone=phone)
    await says(page, "/kindred plan")
    dialog = page.locator("#dialog")
    await dialog.get_by_label("Name").fill("A walk")
    for number in (2, 3):
        await page.wait_for_timeout(A_MOMENT)
        await dialog.get_by_role("button", name="Next").click()
        await expect(dialog.get_by_text(f"Page {number} of 3")).to_be_visible()
    begins = dialog.get_by_role("group", name="When it begins")
    await expect(begins.get_by_label("Time zone")).to_have_value("Europe/London")
    await begins.get_by_label("Day").fill("2026-11-23")
    await begins.get_by_label("Time", exact=True).fill("18:30")
    await begins.get_by_label("How long, or until when").fill("90 minutes")
    await page.wait_for_timeout(A_MOMENT)
    await dialog.get_by_role("button", name="Save", exact=True).click()
    await expect(begins.get_by_text("that has passed")).to_be_visible()
    await expect(begins.get_by_label("Day")).to_be_focused()
    await begins.get_by_label("Day").fill("2026-12-03")
    await page.wait_for_timeout(A_MOMENT)
    await dialog.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Planned: A walk (s1)")).to_be_visible()
    (plan,) = chat.chat.told.plans
    assert plan.at is not None
    assert typed(plan.at) == "2026-12-03 18:30 - 20:00 Europe/London"


async def test_a_form_that_is_closed_keeps_its_draft(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    await says(page, "/kindred plan")
    await page.get_by_label("Name").fill("Unfinished")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("I have kept what you filled in")).to_be_visible()
    await expect(page.locator("#dialog")).to_have_count(0)
    await says(page, "/kindred plan")
    await expect(page.get_by_label("Name")).to_have_value("Unfinished")
    await page.keyboard.press("Escape")
    await expect(page.locator("#dialog")).to_have_count(0)
    await expect(page.get_by_text("I have kept what you filled in")).to_have_count(1)


async def test_markup_in_a_message_is_text(chat: Chat) -> None:
    nasty = "<img src=x onerror=\"document.title='taken'\"><b>bold</b>"
    ada = await chat.visit(await chat.chat.join("Ada Example"))
    bo = await chat.visit(await chat.chat.join("<i>Bo</i>"))
    await says(ada, nasty)
    for page in (ada, bo):
        await expect(page.locator("#log article").last).to_contain_text(nasty)
        assert await page.locator("#log b, #log img[src=x]").count() == 0
        assert "taken" not in await page.title()


async def test_everything_goes_by_keyboard(chat: Chat) -> None:
    ada = await chat.chat.join("Ada Example")
    await chat.chat.join("Bo Other")
    page = await chat.visit(ada)
    box = page.locator("#say-text")
    await expect(box).to_be_focused()
    await page.keyboard.type("/ec")
    await expect(box).to_have_attribute("role", "combobox")
    chosen = page.get_by_role("option", selected=True)
    await expect(chosen).to_contain_text("say it back to you")
    await expect(box).to_have_attribute("aria-activedescendant", "say-list-0")
    await page.keyboard.press("Enter")
    await expect(box).to_have_value("/kindred echo ")
    await page.keyboard.type("hi @Bo")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await expect(chosen).to_have_text("BOBo Other")
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("/kindred echo hi @Bo Other ")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.private")).to_contain_text("You said: hi @Bo Other")
    await page.keyboard.type("/kindred count")
    await page.keyboard.press("Enter")
    button = page.get_by_role("button", name="One more")
    await expect(button).to_be_visible()
    for _ in range(40):
        if await button.evaluate("node => node === document.activeElement"):
            break
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Counted to 1")).to_be_visible()
    await expect(button).to_be_focused()


async def test_the_first_stop_of_the_keyboard_leads_to_the_message_box(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"), phone=True)
    await page.locator("body").press("Tab")
    await expect(page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#say-text")).to_be_focused()


@pytest.mark.slow("several pages are open")
async def test_a_thread_is_beside_the_conversation(chat: Chat) -> None:
    ada = await chat.visit(await chat.chat.join("Ada Example"))
    bo = await chat.visit(await chat.chat.join("Bo Other"))
    await says(ada, "Who measures belonging?")
    message = bo.locator("#log article").filter(has_text="Who measures belonging?")
    await message.hover()
    await message.get_by_role("link", name="Reply in a thread").click()
    await expect(bo.get_by_label("Reply in this thread")).to_be_visible()
    await usable(bo)
    await bo.get_by_label("Reply in this thread").fill("We do")
    await bo.keyboard.press("Enter")
    await expect(bo.locator("#thread-log")).to_contain_text("We do")
    await expect(ada.get_by_role("link", name="1 reply")).to_be_visible()
    await bo.get_by_label("Reply in this thread").fill("@Kindred echo in a thread")
    await bo.keyboard.press("Enter")
    await expect(bo.locator("#thread-log")).to_contain_text("You said: in a thread")


async def test_earlier_messages_stay_when_new_ones_come(chat: Chat) -> None:
    ada = await chat.chat.join("Ada Example")
    for_all = Ref("web", f"square:{chat.chat.community.id}")
    for n in range(70):
        await chat.chat.sender.post(f"n{n}", there(for_all), say(f"number {n:03}"))
    page = await chat.visit(ada)
    await expect(page.get_by_text("number 069")).to_be_in_viewport()
    await page.get_by_role("link", name="Earlier messages").click()
    await expect(page.get_by_text("number 000")).to_be_visible()
    await chat.chat.sender.post("new", there(for_all), say("quite new"))
    await expect(page.get_by_text("quite new")).to_be_visible()
    assert await page.locator("#log article").count() == 71
    assert await page.locator("#log .day").count() == 1


async def test_a_phone_shows_everything_without_scrolling_sideways(chat: Chat) -> None:
    ada = await chat.chat.join("Ada Example", Role.FACILITATOR)
    page = await chat.visit(ada, phone=True)
    await says(page, "/kindred show")
    await expect(page.get_by_text("A walk by the canal")).to_be_visible()
    await says(page, "w" * 300)
    await expect(page.get_by_text("w" * 300)).to_be_visible()
    wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert not await page.evaluate(wide)
    await page.get_by_role("button", name="Places").click()
    await page.get_by_role("link", name="Kindred").click()
    await expect(page.get_by_label("Message to Kindred")).to_be_visible()
    await expect(page.locator("#places")).to_be_hidden()
    await says(page, "plan")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert not await page.evaluate(wide)


@pytest.mark.parametrize("chat", [True], indirect=True)
async def test_who_opens_the_demo_becomes_someone_else_and_moves_time(chat: Chat) -> None:
    await chat.chat.join("Rowan Host", Role.FACILITATOR)
    await chat.chat.join("Siân Guest")
    page = await chat.visit()
    await expect(page.locator(".being")).to_contain_text("Rowan Host")
    await page.get_by_role("button", name="Next week").click()
    await expect(page.get_by_text("It is Tuesday 1 December 2026, 10:00")).to_be_visible()
    await page.get_by_role("link", name="Be someone else").click()
    await expect(page.get_by_label("Find a name")).to_be_visible()
    await usable(page)
    await page.get_by_label("Find a name").fill("sian")
    await expect(page.locator("#people li:visible")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator(".being")).to_contain_text("Siân Guest")


async def test_the_connection_comes_back_by_itself(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    await page.context.set_offline(True)
    await page.wait_for_function("fetch('/people?q=a').then(() => false, () => true)")
    await page.locator("#say-text").fill("not lost")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("did not get through")).to_be_visible()
    await expect(page.locator("#say-text")).to_have_value("not lost")
    await page.context.set_offline(False)
    await page.locator("#say-text").press("Enter")
    await expect(page.locator("#log article").filter(has_text="not lost")).to_have_count(1)


async def test_a_line_is_sent_before_the_scripts_of_the_page_have_come(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    await page.route("**/chat.js", lambda route: route.abort())
    await page.reload()
    await says(page, "early bird")
    await expect(page.locator("#log article")).to_contain_text("early bird")
    await expect(page.locator("#say-text")).to_have_value("")


async def test_lines_that_are_typed_while_one_is_on_its_way_go_after_it_or_stay(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    box, said = page.locator("#say-text"), page.locator("#log article .body")
    typed = asyncio.Event()
    arrives = True

    async def slowly(route: Route) -> None:
        await typed.wait()
        await (route.continue_() if arrives else route.abort())

    async def types() -> None:
        await says(page, "one")
        await page.keyboard.type("two")
        await page.keyboard.press("Enter")
        await page.keyboard.type("half a")
        typed.set()

    await page.route("**/say", slowly)
    await types()
    await expect(said).to_have_text(["one", "two"])
    await expect(box).to_have_value("half a")
    typed.clear()
    arrives = False
    await types()
    await expect(box).to_have_value("one\ntwo\nhalf a")
    await expect(said).to_have_count(2)


async def test_words_of_a_lost_connection_cover_no_others(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    ended = {"content_type": "text/event-stream", "body": "retry: 20\n\n"}
    await page.route("**/live", lambda route: route.fulfill(**ended))
    await page.route("**/say", lambda route: route.abort())
    await page.reload()
    await expect(page.get_by_text("connection is lost")).to_be_visible()
    await page.locator("#say-text").fill("hello")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("did not get through")).to_be_visible()
    for _ in range(3):
        await page.wait_for_event("response", lambda response: response.url.endswith("/live"))
    await expect(page.get_by_text("did not get through")).to_be_visible()


@pytest.mark.slow("two files go through a browser")
async def test_a_file_is_given_with_a_form_and_another_is_kept(chat: Chat) -> None:
    page = await chat.visit(await chat.chat.join("Ada Example"))
    await says(page, "/kindred give")
    people = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"name\nBo\n"}
    await page.get_by_label("File").set_input_files(people)  # type: ignore[arg-type]
    await page.get_by_label("Note").fill("hello")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator("article.private")).to_contain_text("You gave people.csv, 8 bytes")
    assert chat.chat.told.files == [("people.csv", b"name\nBo\n")]
    await says(page, "/kindred show")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Keep walk.ics").click()
    kept = await coming.value
    assert kept.suggested_filename == "walk.ics"
    path = await kept.path()
    assert path.read_bytes() == b"A walk by the canal for Ada Example"
