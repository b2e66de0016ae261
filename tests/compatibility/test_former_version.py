"""What is out there stays valid: a database, and messages, that a former version made.

They were made at revision 0006 of the database; `making.md` tells how, and what is in them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from bot.community.roles import Scope, ScopedRole
from tests.compatibility.conftest import Reopen
from tests.compatibility.former import (
    NOW,
    STORY,
    Answer,
    FormerChat,
    FormOpened,
    Person,
    Pressed,
    Seen,
    Submitted,
    Typed,
    from_json,
    known_names,
    read,
    rows,
    shape,
    to_json,
    token_seal,
)
from tests.extent import EVERYWHERE, some_rows

NAMES: dict[str, Any] = read("names")
DONE_BY_OTHERS = {("reaching", "forget_held")}
"""Schedules whose work another one does now, and that did no harm when they ran twice."""
PICKED = {("facilitate channel", "where")}
"""Options that were offered as words and are picked now; “here” is read in them as before."""
PRESSES: list[dict[str, str]] = read("presses")


# Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["commands", "actions", "visits"])
def test_every_name_that_was_typed_or_pressed_is_known(kind: str) -> None:
    assert set(NAMES[kind]) <= known_names()[kind]


@pytest.mark.parametrize("kind", ["schedules", "shortcuts", "offers"])
def test_every_pair_of_names_is_known(kind: str) -> None:
    assert {tuple(pair) for pair in NAMES[kind]} - DONE_BY_OTHERS - PICKED <= known_names()[kind]


@pytest.mark.parametrize("form", NAMES["forms"])
def test_every_form_has_the_fields_that_drafts_were_kept_of(form: str) -> None:
    assert set(NAMES["forms"][form]) <= set(known_names()["forms"][form])


def test_every_action_is_pressed_somewhere() -> None:
    assert {press["action"] for press in PRESSES} == set(NAMES["actions"])


# Buttons --------------------------------------------------------------------------------------


def presses_of(action: str) -> list[dict[str, str]]:
    """The former version's buttons with this action; by default one of each that did the same."""
    every = [press for press in PRESSES if press["action"] == action]
    alike = {(press["pressed"], press.get("typed")): press for press in every}
    return every if EVERYWHERE else list(alike.values())


@some_rows(12)
@pytest.mark.parametrize("action", NAMES["actions"])
@pytest.mark.slow("tries all that the former version left")
async def test_an_old_button_does_what_it_did_and_so_does_its_command(
    reopen: Reopen, action: str, caplog: pytest.LogCaptureFixture
) -> None:
    for press in presses_of(action):
        async with reopen() as chat:
            answer = await chat.who(press["by"]).does(Pressed(action, press["value"]))
            assert did(answer, press, "pressed"), press
        if "command" in press:
            async with reopen() as chat:
                answer = await chat.who(press["by"]).says(press["command"])
                assert did(answer, press, "typed"), press
    assert incidents(caplog) == []


MET_MEANWHILE = {"4": "Kit Ash", "8": "Fay Heron"}
"""Suggestions, with whom: a round has introduced the two since, who would have two rooms else."""


def did(answer: Answer, press: dict[str, str], how: str) -> bool:
    """Whether the same came of it as before; a form may ask more, or in another order, by now."""
    answers = press["action"] in ("introductions.accept", "introductions.decline")
    if answers and press["value"] in MET_MEANWHILE:
        return f"introduced you and {MET_MEANWHILE[press['value']]} already" in answer.text
    before = press[how]
    (kind, *asked), (kind_before, *asked_before) = shape(answer).split(), before.split()
    return kind == kind_before and (not asked_before or bool({*asked} & {*asked_before}))


@pytest.mark.slow("tries all that the former version left")
async def test_no_old_button_is_gone_whatever_was_pressed_before(
    chat: FormerChat, caplog: pytest.LogCaptureFixture
) -> None:
    gone = (await chat.who("Rowan Hall").does(Pressed("nobody.knows", "1"))).text
    for press in PRESSES:
        answer = await chat.who(press["by"]).does(Pressed(press["action"], press["value"]))
        if shape(answer) == "refusal":
            assert answer.text != gone, press
    await chat.finish()
    assert incidents(caplog) == []


def incidents(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


# Forms ----------------------------------------------------------------------------------------


@pytest.mark.slow("tries all that the former version left")
async def test_a_form_that_was_left_half_way_is_shown_as_it_was_left_and_can_be_sent(
    chat: FormerChat,
) -> None:
    drafts = [draft for draft in rows("drafts") if draft["typed"] != "{}"]
    assert {draft["form"] for draft in drafts} == set(NAMES["forms"])
    for draft in drafts:
        person, typed = chat.named(draft["member_id"]), json.loads(draft["typed"])
        shown = await every_page(person, draft["form"], draft["subject"])
        assert {name: shown[name] for name in typed} == typed
        answer = await send(person, draft["form"], draft["subject"])
        assert shape(answer) == "answer", draft
    assert await chat.count("drafts") == len(rows("drafts")) - len(drafts)


async def every_page(person: Person, form: str, subject: str) -> dict[str, Any]:
    """What stands in a form, over all its pages."""
    values: dict[str, Any] = {}
    page, pages = 0, 1
    while page < pages:
        dialog = (await person.does(FormOpened(form, subject, page))).dialog
        values |= {field.name: field.value for field in dialog.fields}
        page, pages = page + 1, dialog.pages
    return values


async def send(person: Person, form: str, subject: str) -> Answer:
    """Send a form as it stands, page by page, under the key that it had."""
    answer = await person.does(FormOpened(form, subject))
    pages = answer.dialog.pages
    for page in range(pages):
        values = {field.name: field.value for field in answer.dialog.fields}
        turn: Any = "done" if page + 1 == pages else "next"
        answer = await person.does(Submitted(form, page, values, subject, turn))
    return answer


async def test_what_was_sent_before_is_no_draft(chat: FormerChat) -> None:
    hal = chat.who("Hal Moss")
    sent = next(draft for draft in rows("drafts") if draft["typed"] == "{}")
    late = Submitted(
        "members.profile", 0, {"name": "Hal", "headline": "Tie"}, "", "later", sent["typed_at"] - 1
    )
    await hal.does(late)
    assert (await every_page(hal, "members.profile", ""))["headline"] == "Ties knots"


# Periods --------------------------------------------------------------------------------------


async def test_no_period_that_was_run_is_run_again(chat: FormerChat) -> None:
    ran, said = await periods(chat), await chat.count("outbox")
    await chat.core.ticks.run_due()
    assert (await periods(chat), await chat.count("outbox")) == (ran, said)


async def test_not_even_one_that_is_due_once_more(chat: FormerChat) -> None:
    """Fay joined after all were asked, so she would be asked if it was run again."""
    ran, said = await periods(chat), await chat.count("outbox")
    await chat.sql("UPDATE programmes SET asked_for = 0")
    await chat.core.ticks.run_due()
    assert (await periods(chat), await chat.count("outbox")) == (ran, said)


async def periods(chat: FormerChat) -> int:
    """How many periods were run of the schedules that there were then."""
    run = await chat.sql("SELECT feature, schedule FROM ticks")
    return sum([feature, schedule] in NAMES["schedules"] for feature, schedule in run)


@pytest.mark.slow("tries all that the former version left")
async def test_what_falls_due_next_is_run(chat: FormerChat) -> None:
    """The round that was half delivered goes on to its end, and the supper club has its first."""
    await chat.finish()
    while NOW + timedelta(days=8) > chat.clock.at:
        await chat.skip_time(days=1)
    for key in STORY["rooms"]:
        for said in words_in(chat, key):
            assert len([words for words in said if "have you met" in words]) == 1, key
    ended = [said for said in chat.who("Rowan Hall").inbox if "what became of it" in said]
    assert [said.split(":")[0] for said in ended].count("Kindred spirits, round 2") == 1
    assert any("Round 1 of Supper club has just opened" in s for s in chat.who("Rowan Hall").inbox)


def words_in(chat: FormerChat, key: str) -> list[list[str]]:
    """What was said in a room, or to each of its people where there is none."""
    if STORY["rooms"][key] == "t2":
        return [chat.who(name).inbox for name in ("Lou Sedge", "Max Teal")]
    return [chat.room(key).messages]


# Half a round ---------------------------------------------------------------------------------


def waiting() -> set[str]:
    """The keys of what the former version had not said, as far as it knew."""
    return {
        row["key"]
        for row in rows("outbox")
        if row["state"] == "waiting" and row["act"] in ("post", "open_room")
    }


async def test_what_was_half_delivered_is_delivered_once(chat: FormerChat) -> None:
    there = {key for platform in chat.chats for key in platform.got}
    assert len(waiting() & there) >= 2, "some of it arrived, and the process died at once"
    assert len(waiting() - there) >= 5
    await chat.finish()
    arrived: Counter[str] = sum((platform.arrived for platform in chat.chats), Counter())
    assert arrived.keys() >= waiting() - there
    assert not arrived.keys() & there
    assert set(arrived.values()) == {1}
    async with chat.work(read_only=True) as work:
        assert await work.queue.waiting() == 0
        assert [key for key, _ in await work.queue.dead()] == ["introductions.suggested:6:19"]


async def test_every_room_has_its_first_words_once(chat: FormerChat) -> None:
    await chat.finish()
    for key in STORY["rooms"]:
        for said in words_in(chat, key):
            assert len([words for words in said if "A question to start with" in words]) == 1, key


async def test_a_facilitator_sees_that_all_is_delivered(chat: FormerChat) -> None:
    rowan = chat.who("Rowan Hall")
    assert "2 of 6" in (await rowan.does(Pressed("introductions.progress", "4"))).text
    await chat.finish()
    assert "all delivered" in (await rowan.does(Pressed("introductions.progress", "4"))).text


async def test_changes_that_waited_are_made_where_the_message_stands(chat: FormerChat) -> None:
    fay, jo = chat.who("Fay Heron"), chat.who("Jo Wren")
    general = chat.town.place("general")
    told = len(general.posted)
    assert not any("You said" in words for words in fay.inbox)
    await chat.finish()
    assert any("You said “not this time”" in words for words in fay.inbox)
    assert len(general.posted) == told - 1, "Jo has read it, so the word of it is taken back"
    assert "Cy Alder" in (await jo.says("/kindred waiting")).text
    await chat.settle()
    assert not any("Jo Wren" in words for words in general.messages)


# Old cards ------------------------------------------------------------------------------------


async def test_who_leaves_is_taken_out_of_the_cards_that_stand_in_every_chat(
    chat: FormerChat,
) -> None:
    await chat.finish()
    for name in ("Gus Reed", "Dee Rush"):
        await erase(chat, name)
    await chat.finish()
    for platform in chat.chats:
        for key, place in platform.places.items():
            if key.startswith("room:"):
                said = " ".join(place.messages)
                assert "@Gus" not in said, key
                assert "@Dee" not in said, key
    assert any("what became of it" in words for words in chat.who("Rowan Hall").inbox)


@pytest.mark.slow("tries all that the former version left")
async def test_questions_that_stand_in_every_chat_are_taken_back(chat: FormerChat) -> None:
    def asked(name: str, about: str) -> bool:
        return any(f"you and {about} would like" in words for words in chat.who(name).inbox)

    await chat.finish()
    assert asked("Cy Alder", "Eve Lark")
    assert asked("Max Teal", "Nat Quill")
    await erase(chat, "Eve Lark")
    await erase(chat, "Nat Quill")
    await chat.finish()
    assert not asked("Cy Alder", "Eve Lark")
    assert not asked("Max Teal", "Nat Quill")


async def erase(chat: FormerChat, name: str) -> None:
    """Erase everything about somebody, but their right to be there."""
    member = chat.who(name).id
    for held in chat.core.registry.personal_data:
        if held.name in ("introductions", "suggestions"):
            async with chat.work() as work:
                await held.erase(work, member)


async def test_an_invitation_ends_in_every_channel_when_its_programme_stops(
    chat: FormerChat,
) -> None:
    await chat.who("Rowan Hall").says("/facilitate programme stop Supper club")
    await chat.a_moment()
    await chat.finish()
    for said in (chat.for_all, chat.town.place("general").messages):
        (card,) = [words for words in said if words.startswith("Supper club")]
        assert "ended" in card


# One person in two chats ----------------------------------------------------------------------


@pytest.mark.slow("tries all that the former version left")
async def test_who_became_one_with_the_former_version_can_be_two_again(chat: FormerChat) -> None:
    ada, abe = chat.who("Ada Fern"), chat.who("Abe Fernsby")
    assert (await every_page(abe, "members.profile", ""))["headline"] == "B", "a draft of Abe's"
    assert "each of your accounts" in (await ada.does(Pressed("members.unlink", "2"))).text
    await chat.finish()
    two = [await chat.behind(abe), await chat.member(ada)]
    assert [member.name for member in two if member] == ["Abe Fernsby", "Ada Fern"]
    assert "Looks after bees" in (await ada.says("/kindred profile Abe Fernsby")).text
    assert "Keeps bees" in (await abe.says("/kindred profile Ada Fern")).text
    assert (await every_page(abe, "members.profile", ""))["headline"] == "B"
    assert (await every_page(ada, "members.profile", ""))["headline"] == "Keeps bees"
    web, _ = chat.chats
    assert web.arrived["room:introductions.room:5"] == 1, "they were about to be introduced"
    assert web.arrived["introductions.opened:5"] == 1
    assert two[0]
    assert chat.room("introductions.room:5").members == sorted([ada.id, two[0].id])


async def test_what_somebody_was_given_since_stays_theirs_when_they_are_two_again(
    chat: FormerChat,
) -> None:
    ada, lead = chat.who("Ada Fern"), ScopedRole.SAFEGUARDING_LEAD
    async with chat.work() as work:
        here = Scope("community", chat.community)
        await work.roles.grant(ada.id, lead, here, None, chat.clock.now())
    await ada.does(Pressed("members.unlink", "2"))
    async with chat.work(read_only=True) as work:
        assert [member.id for member in await work.roles.holders(lead, here)] == [ada.id]


async def test_what_was_offered_can_be_taken(chat: FormerChat) -> None:
    kit, vic = chat.who("Kit Ash"), chat.who("Vic Plover")
    assert "you are Kit Ashby" in (await kit.does(Pressed("members.link", "yes:3"))).text
    assert "you are Dee Rush" in (await vic.does(Pressed("members.link", "yes:4"))).text
    for person, name in ((kit, "Kit Ashby"), (vic, "Dee Rush")):
        member = await chat.behind(person)
        assert member
        assert member.name == name


# Codes, and what was said once for all --------------------------------------------------------


async def test_codes_that_were_given_out_are_taken(chat: FormerChat) -> None:
    jo, wes = chat.who("Jo Wren"), chat.who("Wes Drake")
    offered = await jo.says(f"/kindred link {STORY['codes']['link']}")
    assert "Bo Thistle" in offered.text
    await wes.says(f"/kindred join {STORY['codes']['join']}")
    member = await chat.behind(wes)
    assert member
    assert member.community == chat.community


async def test_wrong_codes_were_counted(chat: FormerChat) -> None:
    hal = chat.who("Hal Moss")
    fifth = await hal.says("/kindred link aaaa-bbbb-cccc-dddd")
    sixth = await hal.says("/kindred link aaaa-bbbb-cccc-dddd")
    assert "I don’t know this code" in fifth.text
    assert "take none for an hour" in sixth.text


async def test_nobody_is_greeted_again_who_was_greeted_or_said_no(chat: FormerChat) -> None:
    await chat.finish()
    said = {name: len(chat.who(name).inbox) for name in ("Uma Finch", "Vic Plover")}
    for name in said:
        await chat.who(name).does(Seen())
    await chat.finish()
    assert {name: len(chat.who(name).inbox) for name in said} == said


async def test_an_old_link_leads_into_the_web_chat(chat: FormerChat) -> None:
    token = STORY["codes"]["enter"].rpartition("/")[2]
    digest = hashlib.sha256(token.encode()).hexdigest()
    async with chat.work() as work:
        assert await work.web.use_login(digest, NOW) == chat.who("Ingrid Vale").id


async def test_an_installation_is_known_with_its_token(chat: FormerChat) -> None:
    async with chat.work(read_only=True) as work:
        kept = await work.slack.of("T0WILLOW")
        assert kept
        assert token_seal(STORY["secret"]).open(kept.token) == "an invented token"
    async with chat.work() as work:
        assert await work.slack.returned("an invented state", NOW) == "join"


# JSON in columns ------------------------------------------------------------------------------


def test_every_message_is_read_with_all_that_it_says() -> None:
    kinds: set[str] = set()
    for body in every_body():
        told = json.loads(body)
        assert within(told, json.loads(to_json(from_json(body)))), body
        kinds |= {kind for kind in kinds_in(told) if kind}
    assert kinds >= {
        "actions",
        "bullets",
        "button",
        "code",
        "divider",
        "fields",
        "heading",
        "image",
        "link",
        "link_button",
        "mention",
        "moment",
        "note",
        "plain",
        "select",
        "strong",
        "table",
        "text",
    }


def every_body() -> list[str]:
    places = read("screens")["places"].values()
    town = [json.dumps(body) for place in places for body in place["posted"].values()]
    kept = [row["body"] for table in ("web_messages", "outbox") for row in rows(table)]
    return [*town, *filter(None, kept)]


def within(old: Any, new: Any) -> bool:
    """Whether all that was told is told, be there more by now."""
    if isinstance(old, dict):
        return all(key in new and within(value, new[key]) for key, value in old.items())
    if isinstance(old, list):
        return len(old) == len(new) and all(map(within, old, new))
    if isinstance(new, dict) and new.get("kind") == "command":  # a button's, once a mere text
        return bool(old == f"/{new['name']}")
    return bool(old == new or (old == "" and new is None))


def kinds_in(told: Any) -> set[str]:
    if isinstance(told, dict):
        return {str(told.get("kind", ""))}.union(*map(kinds_in, told.values()))
    return set().union(*map(kinds_in, told)) if isinstance(told, list) else set()


async def test_what_is_delivered_again_gets_the_answer_that_was_given(chat: FormerChat) -> None:
    kept = {row["delivery_id"]: json.loads(row["answer"]) for row in rows("answers")}
    assert {answer and answer["kind"] for answer in kept.values()} == {
        *("reply", "update", "dialog"),
        None,
    }
    said = await chat.count("outbox")
    for delivery, answer in kept.items():
        person = chat.named(int(delivery.split(":")[1])) if ":" in delivery else chat.who("Jo Wren")
        again = await person.does(Typed("/kindred test"), delivery)
        kind = answer and answer["kind"]
        assert getattr(again.shown, "kind", None) == kind
        if kind in ("reply", "update"):
            assert within(answer["message"], json.loads(to_json(again.message)))
        elif kind == "dialog":
            told = {field["name"]: field["value"] for field in answer["fields"]}
            assert {field.name: field.value for field in again.dialog.fields} == told
    assert await chat.count("outbox") == said


async def test_a_draft_round_is_read_with_its_plan_and_what_was_changed_about_it(
    chat: FormerChat,
) -> None:
    rowan = chat.who("Rowan Hall")
    preview = await rowan.does(Pressed("introductions.preview", "3"))
    for reason in (
        "work on soup in Lancaster",
        "Ingrid offers “a cellar”",
        "weather and maps",
        "come from different networks",
        "have not been introduced before",
    ):
        assert reason in preview.text
    assert "You let sit out: Ada Fern" in preview.text
    assert "Something has changed" not in preview.text
    released = await rowan.says('/facilitate round release "Gus Reed" Supper club')
    assert "You let sit out: Ada Fern" in released.text
    await rowan.says("/facilitate round open Supper club")
    again = await rowan.does(Pressed("introductions.open", "2:1"))
    assert "Round 1 is open already: Rowan Hall opened it" in again.text


async def test_the_web_chat_shows_what_was_said_in_it(chat: FormerChat) -> None:
    web, _ = chat.chats
    member = await chat.member(chat.who("Ada Fern"))
    async with chat.work(read_only=True) as work:
        places = await work.web.places(member, 10)
        found = {
            place.key: [
                message.body
                for message in await work.web.page(
                    place.id, member.id, limit=500, before=None, since=None
                )
            ]
            for place in places
        }
    assert {"square:1", "direct:3", "room:room:introductions.room:1"} <= found.keys()
    for key, said in found.items():
        assert said == list(web.places[key].posted.values()), key


# What people see ------------------------------------------------------------------------------


async def test_people_are_found_by_what_the_former_version_knew_of_them(chat: FormerChat) -> None:
    cy = chat.who("Cy Alder")
    for words, name in (("bees", "Ada Fern"), ("beees", "Ada Fern"), ("owls", "Jo Wren")):
        assert name in (await cy.says(f"/kindred find {words}")).text
    assert "Cy Alder" in (await chat.who("Ada Fern").says("/kindred introduce never list")).text


async def test_homes_that_people_have_looked_at_are_kept_current(chat: FormerChat) -> None:
    chat.clock.at += timedelta(minutes=10)
    shown = await chat.core.live.refresh()
    assert shown == len(chat.town.homes) > 0
    assert "Mo Harbour in The Willow Table" in repr(chat.town.homes["u1"])
