"""The web chat over HTTP: what people do in it, what it shows them, and what it refuses."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from adapters.web.event_streams import EventStreams
from adapters.web.limits import CAPABILITIES
from adapters.web.parse import command_in, message_of, with_refs
from adapters.web.personal import PERSONAL_DATA
from adapters.web.refs import PLATFORM, direct, for_all
from adapters.web.render import Pressing, Reader, initials, message_html
from adapters.web.settings import WebSettings
from bot.bootstrap import registry
from bot.community.codes import LINK
from bot.community.facts import Fact
from bot.community.own_chat import ChatPlace
from bot.community.people import Account, Member, Ref, Space
from bot.community.places import Place, PlaceKind
from bot.community.roles import Role
from bot.delivery.addresses import ToPlace
from bot.delivery.sender import Gone, Posted, Receipt, Refused
from bot.routing.command_line import read_line
from bot.routing.interaction import FieldView
from bot.routing.loader import load
from bot.ui.capabilities import shortfalls
from bot.ui.commands import SlashCommand
from bot.ui.messages import Button, Code, Mention, Plain, row, say
from bot.ui.speakers import Speaker
from tests.adapters.webchat import NOON, Visit, WebChat, everything, web_chat
from tests.database import engine_at
from tests.places import for_everybody, there, with_one

LATER = NOON + timedelta(minutes=15)


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[WebChat]:
    async with engine_at(database_url) as engine, web_chat(engine) as opened:
        yield opened


@pytest.fixture
async def demo(sqlite_url: str) -> AsyncIterator[WebChat]:
    async with engine_at(sqlite_url) as engine, web_chat(engine, demo=True) as opened:
        yield opened


# Coming in ------------------------------------------------------------------------------------


async def test_without_a_link_nobody_comes_in(chat: WebChat) -> None:
    await chat.join("Ada Example")
    visit = Visit(chat.browser())
    assert "You need a link" in await visit.get("/")
    assert visit.status == 401
    for path in ("/p/1", "/live", "/people?q=a"):
        await visit.get(path)
        assert visit.status == 401


async def test_a_link_lets_one_person_in_once_and_a_preview_does_not_burn_it(chat: WebChat) -> None:
    ada = await chat.join("Ada Example")
    link = await chat.link(ada)
    for _ in range(3):
        assert "Welcome, Ada Example" in await Visit(chat.browser()).get(link)
    first, second = Visit(chat.browser()), Visit(chat.browser())
    await first.get(link)
    await second.get(link)
    assert "welcome" in await first.post(link)
    assert first.path.startswith("/p/")
    assert "no longer works" in await second.post(link)
    assert second.status == 410


async def test_a_link_ends_after_a_day(chat: WebChat) -> None:
    link = await chat.link(await chat.join("Ada Example"))
    chat.clock.at += timedelta(hours=24, seconds=1)
    visit = Visit(chat.browser())
    assert "no longer works" in await visit.get(link)


async def test_the_database_keeps_no_link_that_works(chat: WebChat) -> None:
    link = await chat.link(await chat.join("Ada Example"))
    async with chat.open_work() as work:
        assert await work.web.login(link.rpartition("/")[2], chat.clock.now()) is None


async def test_the_cookie_is_closed_to_scripts_and_other_sites(chat: WebChat) -> None:
    browser = chat.browser()
    answer = await browser.get(await chat.link(await chat.join("Ada Example")))
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


async def test_leaving_ends_the_session(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    assert "You need a link" in await visit.post("/leave")


async def test_a_session_ends_for_whoever_copied_its_cookie(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    copied = Visit(chat.browser())
    copied.client.cookies.update(visit.client.cookies)
    await copied.get("/")
    assert copied.status == 200
    await visit.post("/leave")
    await copied.get("/")
    assert copied.status == 401


async def test_somebody_leaves_in_every_browser_at_once_and_nobody_else_does(
    chat: WebChat,
) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    at_home, away, other = [await chat.enter(each) for each in (ada, ada, bo)]
    unused = await chat.link(ada)
    await away.post("/leave", everywhere="yes")
    for visit, status in ((at_home, 401), (away, 401), (other, 200)):
        await visit.get("/")
        assert visit.status == status
    await at_home.get(unused)
    assert at_home.status == 410


async def test_a_session_ends_after_a_month(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    chat.clock.at += timedelta(days=30, seconds=1)
    await visit.get("/")
    assert visit.status == 401


async def test_outside_a_demo_nobody_can_be_someone_else(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    visit = await chat.enter(ada)
    page = visit.html
    assert "/demo/" not in page
    await visit.post("/demo/be", member=str(bo.id))
    assert visit.status == 404
    assert "Bo Other" not in await visit.get("/")


# What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1"])
async def test_other_host_names_are_refused(chat: WebChat, host: str) -> None:
    answer = await chat.browser().get("/", headers={"Host": host})
    assert answer.status_code == 400


async def test_the_address_it_is_reached_by_is_one_of_its_names() -> None:
    settings = WebSettings(base_url="https://chat.example.org/x", host="0.0.0.0")
    assert "chat.example.org" in settings.hosts
    assert "0.0.0.0" not in settings.hosts
    assert settings.https


async def test_posts_from_elsewhere_are_refused(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    say_path, ours = f"/p/{visit.place}/say", {"text": "hello", "delivery": "d" * 12}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        proof = {"csrf": visit.field("csrf")}
        answer = await visit.client.post(say_path, data=ours | proof, headers=headers)
        assert answer.status_code == 403
    assert (await visit.client.post(say_path, data=ours)).status_code == 403
    assert (await visit.client.post(say_path, data=ours | {"csrf": "x"})).status_code == 403
    assert "hello" not in await visit.get("/")


async def test_a_button_that_the_message_does_not_have_does_nothing(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred pick")
    await visit.post(visit.press_path(), press="tests.more:1")
    assert chat.told.counted == 0
    await visit.post(visit.press_path(), press="tests.colour:", option="purple")
    assert "It is" not in visit.html


async def test_a_dialog_of_somebody_else_cannot_be_sent(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.enter(await chat.join("Bo Other"))
    await ada.say("/kindred plan")
    ticket = ada.field("ticket")
    await bo.post("/form", ticket=ticket, page="2", turn="done", **{"one.title": "Mine"})
    assert bo.status == 403
    await ada.post("/form", ticket=ticket + "x", page="2", turn="done", **{"one.title": "Mine"})
    assert ada.status == 403
    assert chat.told.plans == []


async def test_a_room_is_for_those_in_it_and_another_community_sees_nothing(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    async with chat.open_work() as work:
        other = await work.people.establish("Elsewhere")
    eve = await chat.join("Eve Elsewhere", community=other.id)
    await _room(chat, ada)
    async with chat.open_work() as work:
        room = await work.web.place_called("room:r1")
        said = await work.web.post("k", room or 0, say("secret"), NOON)
    inside, outside, away = await chat.enter(ada), await chat.enter(bo), await chat.enter(eve)
    assert "Ada and Bo" in inside.html
    assert "secret" in await inside.get(f"/p/{room}")
    for visit in (outside, away):
        assert "Ada and Bo" not in visit.html
        assert "secret" not in await visit.get(f"/p/{room}")
        assert visit.status == 404
        await visit.get("/")
        assert (await visit.client.post(f"/p/{room}/say", data=_sent(visit))).status_code == 404
        assert (await visit.client.post(f"/m/{said}/press", data=_sent(visit))).status_code == 404
        assert (await visit.client.post(f"/m/{said}/dismiss", data=_sent(visit))).status_code == 404
    for_all = await chat.for_all()
    await away.get(f"/p/{for_all}")
    assert away.status == 404
    assert (await away.client.get("/people?q=ada")).json() == []


async def test_what_a_delivery_did_for_one_is_not_shown_to_another(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.enter(await chat.join("Bo Other"))
    await ada.say("/kindred echo my secret", delivery="same-delivery")
    await bo.say("/kindred echo other", delivery="same-delivery")
    assert "my secret" not in bo.html
    assert "You said: other" in bo.html


# Talking --------------------------------------------------------------------------------------


async def test_what_is_said_reaches_others_and_is_counted_until_read(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.join("Bo Other")
    await ada.say("Good morning")
    await ada.say("The kettle is on")
    visit = await chat.enter(bo)
    assert "The kettle is on" in visit.html
    other = await chat.enter(bo)
    async with chat.open_work() as work:
        listed = {place.key: place.unread for place in await work.web.places(bo, 10)}
    assert listed[f"square:{chat.community.id}"] == 0
    assert "unread message" not in other.html


async def test_the_head_of_each_place_says_who_is_there(chat: WebChat) -> None:
    member = await chat.join("Ada Example")
    ada = await chat.enter(member)
    async with chat.open_work() as work:
        tea = await work.web.open_place("c", PlaceKind.CHANNEL, "tea", chat.community.id)
        own = await work.web.place_called(f"direct:{member.id}")
    assert "Everybody in" in await ada.get(f"/p/{await chat.for_all()}")
    assert "Open to everybody in" in await ada.get(f"/p/{tea}")
    assert "Nobody else sees this" in await ada.get(f"/p/{own}")


async def test_what_one_says_oneself_is_never_unread(chat: WebChat) -> None:
    ada = await chat.join("Ada Example")
    visit = await chat.enter(ada)
    async with chat.open_work() as work:
        await work.web.post("own", visit.place, say("mine"), NOON, author=ada.id)
        [unread] = [p.unread for p in await work.web.places(ada, 10) if p.id == visit.place]
    assert unread == 0


async def test_unread_messages_are_counted_in_the_list(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    await _room(chat, ada, bo)
    room = Ref("web", "room:r1")
    for n in range(3):
        await chat.sender.post(f"x{n}", there(room), say(f"Number {n}"))
    visit = await chat.enter(bo)
    assert "3 unread messages" in visit.html
    await visit.get(f"/p/{await _id(chat, 'room:r1')}?peek=1")
    assert "3 unread messages" in await visit.get("/")
    await visit.get(f"/p/{await _id(chat, 'room:r1')}")
    assert "unread message" not in await visit.get("/")


async def test_an_answer_to_a_command_is_seen_by_its_asker_alone(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.enter(await chat.join("Bo Other"))
    await ada.say("/kindred echo hello")
    assert "You said: hello" in ada.html
    assert "Only you can see this" in ada.html
    assert "/kindred echo hello" in ada.html
    assert "echo hello" not in await bo.get("/")
    ada.client.headers["Accept-Language"] = "fr-FR,fr;q=0.9,en;q=0.5"
    await ada.say("/kindred echo bonjour")
    assert '<html lang="fr' in await ada.get("/"), "the chat goes by the browser of its reader"


async def test_a_code_that_is_said_aloud_is_void_and_one_that_is_typed_alone_is_not(
    chat: WebChat,
) -> None:
    member = await chat.join("Ada Example")
    ada = await chat.enter(member)
    for said, void in (("my code is {code}", True), ("/kindred echo {code}", False)):
        async with chat.open_work() as work:
            code = await work.codes.make(LINK, member.community, member.id, LATER)
        await ada.say(said.format(code=code))
        async with chat.open_work() as work:
            assert (await work.codes.redeem(LINK, code, NOON) is None) is void, said


async def test_an_answer_for_all_says_who_asked(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.enter(await chat.join("Bo Other"))
    await ada.say("/kindred shout tea is ready")
    assert "TEA IS READY" in await bo.get("/")
    assert "Ada Example asked" in bo.html


async def test_a_private_message_can_be_dismissed_by_its_reader(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    await ada.say("/kindred echo hello")
    path = html.unescape(ada.html.split('action="/m/')[-1].split('"')[0])
    assert "You said: hello" not in await ada.post(f"/m/{path}")


async def test_a_message_for_all_cannot_be_dismissed(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.enter(await chat.join("Bo Other"))
    await bo.say("still here")
    message = (await ada.get("/")).split('id="m')[-1].split('"')[0].removesuffix("-by")
    await ada.post(f"/m/{message}/dismiss")
    assert ada.status == 404
    assert "still here" in await ada.get("/")


async def test_what_one_has_said_can_be_changed_and_taken_back_until_somebody_replies(
    chat: WebChat,
) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.enter(await chat.join("Bo Other"))
    for words in ("never mind", "I am sure"):
        await ada.say(words)
    path, sure = re.findall(r'action="/m/(\d+/take-back)"', ada.html)
    await bo.get("/")
    assert "take-back" not in bo.html
    await bo.post(f"/m/{path}")
    assert bo.status == 404
    assert "textarea" in await ada.get(f"/p/{ada.place}?edit={path.split('/')[0]}")
    assert ada.html.count(">never mind<") == 2
    await bo.get("/")
    await bo.post(f"/m/{path.replace('take-back', 'edit')}", text="I say so")
    assert bo.status == 404
    told = await ada.post(f"/m/{path.replace('take-back', 'edit')}", text="well, perhaps")
    assert "well, perhaps" in told
    assert "never mind" not in told
    assert "well, perhaps" not in await ada.post(f"/m/{path}")
    await bo.get("/")
    await bo.say("so am I", thread=sure.split("/")[0])
    assert "I am sure" in await ada.post(f"/m/{sure}")
    assert "take-back" not in ada.html


async def test_who_has_said_it_elsewhere_stands_above_what_is_carried_here(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    place = there(Ref(PLATFORM, for_all(chat.community.id)))
    for number, who in enumerate(("Zoë <b>", "Zoë <b>", "Bo")):
        said = say(f"number {number}", speaker=Speaker(who, "Tide & Water"))
        await chat.sender.post(f"k{number}", place, said)
    await ada.get("/")
    assert ada.html.count('<strong class="name"><bdi>Zoë &lt;b&gt;</bdi>') == 2
    assert ada.html.count('<span class="network"><bdi>Tide &amp; Water</bdi>') == 3
    assert ada.html.count('class="message again carried"') == 1


async def test_with_kindred_alone_the_slash_may_be_left_out(chat: WebChat) -> None:
    ada = await chat.join("Ada Example")
    visit = await chat.enter(ada)
    await visit.get(f"/p/{await _id(chat, direct(ada.id))}")
    await visit.say("echo hello")
    assert "You said: hello" in visit.html
    assert "Only you can see this" not in visit.html
    assert ">echo hello<" in visit.html


async def test_kindred_answers_a_mention_in_a_thread(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    await ada.say("Who measures belonging?")
    root = ada.html.split("?thread=")[1].split('"')[0]
    await ada.get(f"/p/{ada.place}?thread={root}")
    await ada.say("@Kindred shout belonging", thread=root)
    assert "@Kindred shout belonging" in ada.html
    assert "BELONGING" in ada.html
    page = await ada.get("/")
    assert "2 replies" in page
    assert "BELONGING" not in page


async def test_a_greeting_is_answered_unless_it_is_said_to_others_in_a_conversation(
    chat: WebChat,
) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    await ada.say("@Kindred hello")
    assert ada.html.count("Hello, Ada Example!") == 1
    async with chat.open_work() as work:
        [space] = await work.people.spaces(chat.community.id)
        square = await for_everybody(work, space, Ref(PLATFORM, for_all(chat.community.id)))
        about = Fact("challenges.opened", "1")
        opened = await work.conversations.open(about, "Trust", community=chat.community.id)
        await work.conversations.show_in(opened.id, ToPlace(square.id))
    await ada.say("@Kindred hello")
    assert ada.html.count("Hello, Ada Example!") == 1
    await ada.say("@Kindred echo hello")
    assert "You said: hello" in ada.html


async def test_a_person_picked_from_the_list_is_a_mention(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.join("Bo Other")
    await ada.say("Ask @Bo Other about it", mention=str(bo.id))
    assert f'name="about" value="{bo.id}"' in ada.html
    await ada.say("/kindred profile @Bo Other", mention=str(bo.id))
    assert ">Bo Other</h2>" in ada.html


async def test_people_of_the_community_are_suggested(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    bo = await chat.join("Bo Other")
    found = (await ada.client.get("/people?q=bo")).json()
    assert [(person["id"], person["name"]) for person in found] == [(bo.id, "Bo Other")]
    assert (await ada.client.get("/people?q=")).json() == []


async def test_only_what_a_role_may_do_is_offered(chat: WebChat) -> None:
    ada = await chat.enter(await chat.join("Ada Example"))
    rowan = await chat.enter(await chat.join("Rowan Host", Role.FACILITATOR))
    assert "/facilitate round preview" not in ada.html
    assert "/facilitate round preview" in rowan.html


async def test_a_message_that_is_too_long_is_kept_in_the_box(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    text = "é" * 4001
    await visit.say(text)
    assert visit.status == 422
    assert "That is 4001 characters" in visit.html
    assert f">{text}</textarea>" in visit.html
    await visit.get("/")
    assert text not in visit.html
    await visit.say(text[:4000])
    assert text[:4000] in visit.html


@pytest.mark.slow("hundreds of messages")
async def test_earlier_messages_are_on_further_pages(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    async with chat.open_work() as work:
        ids = [
            await work.web.post(f"n{n}", visit.place, say(f"number {n:03}"), NOON)
            for n in range(120)
        ]
    page = await visit.get("/")
    assert "number 119" in page
    assert "number 069" not in page
    path = html.unescape(page.split('id="earlier" href="')[1].split('"')[0])
    assert "number 069" in await visit.get(path)
    assert "number 070" not in visit.html
    since = await visit.get(f"/p/{visit.place}?since={ids[30]}")
    assert "number 030" in since
    assert "number 119" in since


# Once only ------------------------------------------------------------------------------------


async def test_a_message_sent_twice_is_there_once(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    delivery = visit.field("delivery")
    for _ in range(2):
        await visit.say("only once", delivery=delivery)
    assert visit.html.count(">only once<") == 1
    for _ in range(2):
        await visit.say("/kindred shout loud", delivery="another-delivery")
    assert visit.html.count("LOUD") == 1


async def test_a_button_pressed_twice_at_once_acts_once(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred count")
    path, sent = visit.press_path(), _sent(visit) | {"press": "tests.more:1"}
    answers = await asyncio.gather(*(visit.client.post(path, data=sent) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert chat.told.counted == 1
    assert "Counted to 1" in await visit.get("/")
    await visit.post(visit.press_path(), press="tests.more:1", delivery="a-new-press")
    assert "Counted to 2" in visit.html


async def test_a_select_changes_its_message(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred pick")
    await visit.post(visit.press_path(), press="tests.colour:", option="blue")
    assert "It is blue." in visit.html
    assert "Which?" not in visit.html


# Forms ----------------------------------------------------------------------------------------


async def test_a_form_is_filled_in_page_by_page(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred plan")
    assert "Page 1 of 3: What" in visit.html
    await _fill(visit, "next", **{"one.title": "A walk", "one.about": "Slowly\n\nand far"})
    assert "Page 2 of 3: More" in visit.html
    more = {"one.day": "next tuesday", "one.kind": "walk", "one.topics": "trust; belonging"}
    await _fill(visit, "next", **more, **{"many.needs": ["", "tea", "r"]})
    await _fill(visit, "back")
    assert 'value="next tuesday"' in visit.html
    assert visit.html.count("checked") == 2
    await _fill(visit, "next", **more, **{"many.needs": [""]})
    await _fill(visit, "done", **{"one.host": "Ada Example"})
    assert "Planned: A walk (s1)" in visit.html
    [plan] = chat.told.plans
    assert (plan.about, plan.kind, plan.needs) == ("Slowly\n\nand far", "walk", ())
    assert plan.topics == ("trust", "belonging")
    assert plan.day == (NOON + timedelta(days=7)).date()


async def test_a_faulty_page_comes_back_with_everything_typed(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred plan")
    await _fill(visit, "next", **{"one.title": "A walk"})
    await _fill(visit, "next", **{"one.day": "soonish, maybe", "one.size": "<b>7</b>"})
    assert "Please look at 2 fields again" in visit.html
    assert visit.html.count('aria-invalid="true"') == 2
    assert 'aria-describedby="field-day-wrong field-day-hint"' in visit.html
    assert 'value="soonish, maybe"' in visit.html
    assert 'value="&lt;b&gt;7&lt;/b&gt;"' in visit.html


async def test_a_text_that_is_too_long_for_its_field_is_not_cut(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred plan")
    assert "maxlength" not in visit.html
    await _fill(visit, "next", **{"one.title": "x" * 41})
    assert "That is 41 characters" in visit.html
    assert f'value="{"x" * 41}"' in visit.html


async def test_a_form_left_half_way_is_still_there(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    await visit.say("/kindred plan")
    await _fill(visit, "later", **{"one.title": "Unfinished"})
    assert "kept what you filled in" in visit.html
    await visit.say("/kindred plan")
    assert 'value="Unfinished"' in visit.html


# What people wrote is never HTML --------------------------------------------------------------


async def test_markup_in_any_text_is_text(chat: WebChat) -> None:
    nasty = "<script>alert(1)</script> <img src=x onerror=alert(1)> & \" '"
    ada = await chat.enter(await chat.join(nasty, Role.FACILITATOR))
    async with chat.open_work() as work:
        await work.web.open_place("channel:1:x", PlaceKind.CHANNEL, nasty, chat.community.id)
    await ada.say(nasty)
    await ada.say(f"/kindred echo {nasty}")
    await ada.say("/kindred plan")
    await _fill(ada, "next", **{"one.title": nasty, "one.about": "</textarea>" + nasty})
    await _fill(ada, "back")
    for page in (ada.html, await ada.get("/"), await ada.get(await _link_for(chat, nasty))):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "</textarea></textarea>" not in page
        assert "&lt;script&gt;" in page


def test_every_node_is_shown_and_only_web_addresses_lead_anywhere() -> None:
    me = Member(7, 1, "Ada Example", Role.MEMBER, "Asia/Kolkata", "en")
    reader = Reader.of(me, NOON, lambda text: True)
    shown = str(message_html(everything(me), reader, Pressing("/m/1/press", "c", "d")))
    assert "javascript:" not in shown
    assert ">never<" in shown
    assert '<time datetime="2026-11-24T10:00:00+00:00">Tue 24 Nov 2026, 15:30</time>' in shown
    for part in ("<h2", "<ul>", "<dl>", "<table>", "<hr>", "<select", 'value="tests.more:1"'):
        assert part in shown
    assert "Only a test." in shown
    without = str(message_html(everything(me), reader))
    assert "<form" not in without


def test_a_command_of_a_former_version_is_filled_in_and_what_only_looks_like_one_is_not() -> None:
    me = Member(7, 1, "Ada Example", Role.MEMBER, "Asia/Kolkata", "en")
    reader = Reader.of(me, NOON, lambda text: read_line(registry(), text).command is not None)
    shown = str(message_html(say((Code("/kindred profile"), Code("/etc/hosts"))), reader))
    assert 'data-fill="/kindred profile"' in shown
    assert 'data-fill="/etc/hosts"' not in shown
    assert "<code><bdi>/etc/hosts</bdi></code>" in shown


def test_where_nothing_can_be_pressed_the_command_stands_that_does_the_same() -> None:
    press = row(Button("Look", "tests.look", command=SlashCommand("kindred profile")))
    elsewhere = Reader(0, "UTC", "en", NOON, acts=False)
    assert "<code><bdi>/kindred profile</bdi></code>" in str(message_html(say(press), elsewhere))


def test_addresses_and_names_in_a_message_are_found() -> None:
    bo = Member(3, 1, "Bo Other", Role.MEMBER, "Europe/London", "en")
    message = message_of("See https://example.org/a?b=(c), @Bo Other!", [bo])
    spans = message.blocks[0].spans  # type: ignore[union-attr]
    assert [span.kind for span in spans] == ["plain", "link", "plain", "mention", "plain"]
    assert spans[3] == Mention(3, "Bo Other")
    assert spans[4] == Plain("!")
    assert with_refs("/kindred profile @Bo Other", [bo]) == "/kindred profile <@web:3>"
    channels = [
        ChatPlace(1, "square:1", PlaceKind.CHANNEL, "web"),
        ChatPlace(2, "channel:1:web-cats", PlaceKind.CHANNEL, "web cats"),
    ]
    said = "/kindred x #Web cats, #web and #webs"
    known = "/kindred x <#web:channel:1:web-cats|web cats>, <#web:square:1|web> and #webs"
    assert with_refs(said, [], channels) == known


@pytest.mark.parametrize(
    ("text", "kind", "command"),
    [
        ("/kindred find tea", PlaceKind.CHANNEL, "/kindred find tea"),
        ("/find tea", PlaceKind.CHANNEL, "find tea"),
        ("@Kindred: find tea", PlaceKind.ROOM, "find tea"),
        ("@kindred", PlaceKind.ROOM, ""),
        ("find tea", PlaceKind.DIRECT, "find tea"),
        ("find tea", PlaceKind.CHANNEL, None),
        ("@kindredspirit hello", PlaceKind.CHANNEL, None),
        ("either/or", PlaceKind.CHANNEL, None),
    ],
)
def test_what_is_a_command(text: str, kind: PlaceKind, command: str | None) -> None:
    assert command_in(text, kind, ("kindred", "facilitate")) == command


def test_initials_stand_for_any_name() -> None:
    assert [initials(n) for n in ("Ada", "Ada B. Example", "ليلى فرح", "🙂", "")] == [
        *("A", "AE", "لف", "🙂", "?")
    ]


# The outbox -----------------------------------------------------------------------------------


async def test_the_sender_says_each_thing_once(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    opened = [await _room(chat, ada, bo) for _ in range(2)]
    assert opened == [Receipt(Ref("web", "room:r1"))] * 2
    account = Account(ada.id, 1, Ref("web", str(ada.id)), Ref("web", "1"))
    for _ in range(2):
        await chat.sender.post("p", there(Ref("web", "room:r1")), say("in the room"))
        await chat.sender.post("d", with_one(account), say("to you alone"))
        await chat.sender.post("s", there(Ref("web", f"square:{chat.community.id}")), say("to all"))
    visit = await chat.enter(ada)
    assert visit.html.count(">to all<") == 1
    assert (await visit.get(f"/p/{await _id(chat, 'room:r1')}")).count(">in the room<") == 1
    assert (await visit.get(f"/p/{await _id(chat, direct(ada.id))}")).count(">to you alone<") == 1


async def test_the_sender_edits_and_takes_back(chat: WebChat) -> None:
    visit = await chat.enter(await chat.join("Ada Example"))
    channel = Ref("web", f"square:{chat.community.id}")
    receipt = await chat.sender.post("s", there(channel), say("first"))
    assert isinstance(receipt, Receipt)
    assert receipt.message is not None
    posted = Posted(receipt.channel, receipt.message)
    assert await chat.sender.edit("s", posted, say("second")) == receipt
    assert ">second<" in await visit.get("/")
    assert await chat.sender.retract("s", posted) == receipt
    assert ">second<" not in await visit.get("/")
    assert isinstance(await chat.sender.edit("s", posted, say("third")), Gone)
    await chat.sender.post("s", there(channel), say("again"))
    assert ">again<" not in await visit.get("/")


async def test_the_sender_refuses_a_place_that_is_not_there(chat: WebChat) -> None:
    outcome = await chat.sender.post("x", there(Ref("web", "channel:1:nowhere")), say("hello"))
    assert isinstance(outcome, Refused)
    gone = Account(999, 1, Ref("web", "999"), Ref("web", "1"))
    assert isinstance(await chat.sender.post("y", with_one(gone), say("hello")), Refused)


def test_the_web_chat_shows_all_that_is_asked_of_a_chat() -> None:
    assert shortfalls("web", CAPABILITIES) == []
    assert CAPABILITIES.commands_in_threads
    assert {field.name for field in fields(FieldView)} >= {"kind", "error", "value"}


# Event streams ---------------------------------------------------------------------------------


async def test_a_stream_tells_those_whom_a_change_concerns(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    await _room(chat, ada)
    live = EventStreams(chat.open_work, pause=0.01)
    running = asyncio.create_task(live.run())
    streams = {m.name: live.stream(m) for m in (ada, bo)}
    for stream in streams.values():
        assert "hello" in await anext(stream)
    first = asyncio.create_task(_next(streams["Bo Other"]))
    await chat.sender.post("r", there(Ref("web", "room:r1")), say("for Ada"))
    assert "change" in await asyncio.wait_for(anext(streams["Ada Example"]), 5)
    await asyncio.sleep(0.1)
    assert not first.done()
    await chat.sender.post("s", there(Ref("web", f"square:{chat.community.id}")), say("for all"))
    assert "change" in await asyncio.wait_for(first, 5)
    ends = [asyncio.create_task(_rest(stream)) for stream in streams.values()]
    live.stop()
    await asyncio.wait_for(asyncio.gather(*ends, running), 5)


# Watching over it -----------------------------------------------------------------------------


async def test_health_is_told_to_any_host(chat: WebChat) -> None:
    probe = {"Host": "10.0.0.7"}
    assert (await chat.browser().get("/healthz", headers=probe)).status_code == 200
    assert (await chat.browser().get("/readyz", headers=probe)).status_code == 200


# Demonstration --------------------------------------------------------------------------------


async def test_who_opens_the_demo_is_its_first_facilitator_and_may_change(demo: WebChat) -> None:
    bo = await demo.join("Bo Other")
    await demo.join("Rowan Host", Role.FACILITATOR)
    visit = Visit(demo.browser())
    assert "Rowan Host" in await visit.get("/")
    assert 'value="/facilitate round preview Kindred spirits"' in visit.html
    people = await visit.get("/demo/people")
    assert people.index("Rowan Host") < people.index("Bo Other")
    await visit.post("/demo/be", member=str(bo.id))
    assert "<strong><bdi>Bo Other</bdi></strong>" in visit.html
    await visit.post("/demo/be", member="999")
    assert visit.status == 404


async def test_the_clock_of_the_demo_moves_on(demo: WebChat) -> None:
    await demo.join("Rowan Host", Role.FACILITATOR)
    visit = Visit(demo.browser())
    assert "It is Tuesday 24 November 2026, 10:00" in await visit.get("/")
    await visit.post("/demo/move", days="7")
    assert "It is Tuesday 1 December 2026, 10:00" in visit.html
    await visit.post("/demo/move", days="365")
    assert visit.status == 404
    assert demo.clock.at == NOON + timedelta(days=7)


# Personal data --------------------------------------------------------------------------------


async def test_a_members_words_are_given_and_erased(chat: WebChat) -> None:
    ada, bo = await chat.join("Ada Example"), await chat.join("Bo Other")
    visit, other = await chat.enter(ada), await chat.enter(bo)
    await visit.say("mine")
    await visit.say("/kindred echo asked")
    await visit.say("/kindred shout loudly")
    await other.say("yours")
    [held] = PERSONAL_DATA
    async with chat.open_work() as work:
        given = str(await held.export(work, ada.id))
        assert "mine" in given
        assert "You said: asked" in given
        assert "yours" not in given
        await held.erase(work, ada.id)
        assert await held.export(work, ada.id) == []
    page = await other.get("/")
    assert ">mine<" not in page
    assert "Ada Example" not in page
    assert ">yours<" in page


async def test_a_room_lets_people_in_and_out_and_stays_when_it_is_put_away(chat: WebChat) -> None:
    ada, bo, cy = [await chat.join(name) for name in ("Ada", "Bo", "Cy")]
    opened = await _room(chat, ada, bo)
    assert isinstance(opened, Receipt)
    room = await _id(chat, opened.channel.id)
    others = replace(_place_of(chat, ada, cy), ref=opened.channel)
    assert await chat.sender.gather("r1", others) == Receipt(opened.channel)
    async with chat.open_work(read_only=True) as work:
        assert [bool(await work.web.place(room, each)) for each in (ada, bo, cy)] == [
            *(True, False, True)
        ]
    assert await chat.sender.close_room("r1", others) == Receipt(opened.channel)
    nowhere = replace(others, ref=Ref("web", "no such room"))
    assert isinstance(await chat.sender.gather("r1", nowhere), Refused)


async def _room(chat: WebChat, *inside: Member) -> object:
    return await chat.sender.open_room("r1", _place_of(chat, *inside))


def _place_of(chat: WebChat, *inside: Member) -> Place:
    here = Space(1, chat.community.id, Ref("web", str(chat.community.id)))
    accounts = [Account(m.id, 1, Ref("web", str(m.id)), Ref("web", "1")) for m in inside]
    return Place(here, PlaceKind.ROOM, title="Ada and Bo", people=tuple(accounts))


async def _id(chat: WebChat, key: str) -> int:
    async with chat.open_work() as work:
        place: int | None = await work.web.place_called(key)
    assert place is not None
    return place


async def _link_for(chat: WebChat, name: str) -> str:
    return await chat.link(chat.members[name])


async def _fill(visit: Visit, turn: str, **values: str | list[str]) -> None:
    page, ticket = visit.field("page"), visit.field("ticket")
    await visit.post("/form", ticket=ticket, page=page, turn=turn, **values)


async def _next(stream: AsyncIterator[str]) -> str:
    return await anext(stream)


async def _rest(stream: AsyncIterator[str]) -> None:
    async for _ in stream:
        pass


def _sent(visit: Visit) -> dict[str, str]:
    return {"csrf": visit.field("csrf"), "delivery": visit.field("delivery"), "text": "hello"}


async def test_whoever_is_forgotten_is_out_and_nothing_breaks(database_url: str) -> None:
    real = [load(f"bot.features.{name}") for name in ("members", "linking", "privacy")]
    async with engine_at(database_url) as engine, web_chat(engine, *real, walk=False) as chat:
        ada = await chat.join("Ada Example")
        visit, bo = await chat.enter(ada), await chat.enter(await chat.join("Bo Other"))
        assert "cannot be undone" in await visit.say("/kindred forget me")
        said = await visit.say("/kindred forget confirm")
        assert (visit.status, "Ada Example" in said) == (401, False)
        assert "You need a link" in await visit.get("/")
        await bo.say("Good morning")
        assert bo.status == 200
        assert "Ada Example" not in await bo.get("/")
