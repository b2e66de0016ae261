"""The page that each mail leads to: who opens it decides, and no program that looks at links."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.community.mailboxes import UNSUBSCRIBE_PATH, Mailbox, MailboxKey
from bot.features.mail import views
from bot.routing.feature import Feature
from bot.routing.loader import load
from bot.work import Work
from tests.adapters.webchat import KEY, NOON, WebChat, web_chat
from tests.database import engine_at

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[WebChat]:
    feature: Feature[Work] = load("bot.features.mail")
    async with engine_at(database_url) as engine, web_chat(engine, feature) as opened:
        yield opened


async def mailbox_of(chat: WebChat, address: str = "gil@example.org") -> Mailbox:
    async with chat.open_work() as work:
        until = NOON + timedelta(days=1)
        opened = await work.mailboxes.open(chat.community.id, address, name="Gil", until=until)
    assert opened
    return opened


def link(mailbox: Mailbox) -> str:
    return UNSUBSCRIBE_PATH.format(secret=MailboxKey(KEY).secret(mailbox))


async def wants_mail(chat: WebChat, mailbox: Mailbox) -> bool:
    async with chat.open_work(read_only=True) as work:
        return await work.mailboxes.wants_mail(mailbox)


def button_on(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    shown = (views.END, "No more e-mail"), (views.GO_ON, "Send me e-mail again")
    (found,) = [said for _, said in shown if f">{said}</button>" in answer.text]
    return found


async def test_looking_at_the_link_changes_nothing(chat: WebChat) -> None:
    mailbox = await mailbox_of(chat)
    for _ in range(2):
        answer = await chat.browser().get(link(mailbox))
        assert button_on(answer) == "No more e-mail"
        assert "gil" not in answer.text.casefold()
    assert await wants_mail(chat, mailbox)


@pytest.mark.parametrize("multipart", [False, True])
async def test_a_mail_program_ends_mail_with_one_click(chat: WebChat, multipart: bool) -> None:
    mailbox, other = await mailbox_of(chat), await mailbox_of(chat, "hana@example.org")
    in_parts = {"List-Unsubscribe": (None, "One-Click")}
    answer = await chat.browser().post(
        link(mailbox), data=None if multipart else ONE_CLICK, files=in_parts if multipart else None
    )
    assert (answer.status_code, answer.history) == (200, [])
    assert not await wants_mail(chat, mailbox)
    assert await wants_mail(chat, other)


async def test_the_button_on_the_page_does_so_too_and_takes_it_back(chat: WebChat) -> None:
    mailbox = await mailbox_of(chat)
    browser, own = chat.browser(), {"Sec-Fetch-Site": "same-origin"}
    page = await browser.get(link(mailbox))
    assert page.headers["referrer-policy"] == "same-origin"
    assert "form-action 'self'" in page.headers["content-security-policy"]
    ended = await browser.post(link(mailbox), data=dict([views.END]), headers=own)
    assert button_on(ended) == "Send me e-mail again"
    assert not await wants_mail(chat, mailbox)
    again = await browser.post(link(mailbox), data=dict([views.GO_ON]), headers=own)
    assert button_on(again) == "No more e-mail"
    assert await wants_mail(chat, mailbox)


async def test_it_holds_once_the_address_is_forgotten_and_given_anew(chat: WebChat) -> None:
    mailbox = await mailbox_of(chat)
    async with chat.open_work() as work:
        await work.mailboxes.close(mailbox.id)
        assert await work.mailboxes.find(mailbox.id) is None
    assert (await chat.browser().post(link(mailbox), data=ONE_CLICK)).status_code == 200
    anew = await mailbox_of(chat, "GIL@EXAMPLE.ORG")
    assert anew.id != mailbox.id
    assert not await wants_mail(chat, anew)


async def test_another_site_ends_nobodys_mail(chat: WebChat) -> None:
    mailbox = await mailbox_of(chat)
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = await chat.browser().post(link(mailbox), data=ONE_CLICK, headers=from_elsewhere)
    assert answer.status_code == 403
    assert await wants_mail(chat, mailbox)


async def test_a_link_that_somebody_made_up_is_no_page(chat: WebChat) -> None:
    mailbox = await mailbox_of(chat)
    good = link(mailbox)
    nowhere = MailboxKey(KEY).secret(Mailbox(1, 999, "gil@example.org"))
    made_up = (
        UNSUBSCRIBE_PATH.format(secret=nowhere),
        UNSUBSCRIBE_PATH.format(secret=MailboxKey(KEY + "!").secret(mailbox)),
        good.replace(f"/{mailbox.community}-", f"/{mailbox.community + 1}-"),
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        "/mail/1",
    )
    for path in made_up:
        assert (await chat.browser().get(path)).status_code == 404
        assert (await chat.browser().post(path, data=ONE_CLICK)).status_code == 404
    assert await wants_mail(chat, mailbox)


async def test_what_is_too_large_is_not_read(chat: WebChat) -> None:
    mailbox = await mailbox_of(chat)
    answer = await chat.browser().post(link(mailbox), data={**ONE_CLICK, "more": "x" * 4000})
    assert answer.status_code == 413
    assert await wants_mail(chat, mailbox)


async def test_the_page_speaks_the_readers_language(chat: WebChat) -> None:
    french = {"Accept-Language": "fr"}
    answer = await chat.browser().get(link(await mailbox_of(chat)), headers=french)
    assert "Plus de courriels" in answer.text
