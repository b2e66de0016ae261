"""Files that Kindred gives: whoever runs a community takes its members out as a spreadsheet."""

import csv
import io
from functools import partial

from bot.community.facts import Fact
from bot.community.people import Member
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.ui.files import File
from bot.ui.messages import Message, say
from tests.chat import Chat

NAME = "The-Test-Table-2026-11-23.csv"


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_an_admin_takes_all_members_out(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.ADMIN, email="ada@example.org", topics=("bees", "honey"))
    await chat.person("Zoë", headline="=2+5", visibility="networks")
    answer = await ada.says("/facilitate export")
    assert "Here are all members" in answer.text
    assert NAME in answer.text
    assert answer.only_for_actor
    content = (await chat.received(answer))[NAME]
    assert content.startswith(b"\xef\xbb\xbf")  # by which spreadsheets know how to read it
    first, second = rows(content)
    assert (first["name"], first["email"], first["topics"]) == (
        "Ada",
        "ada@example.org",
        "bees;honey",
    )
    assert (second["name"], second["headline"], second["visibility"]) == (
        "Zoë",
        "'=2+5",
        "networks",
    )


async def test_nobody_else_does(chat: Chat) -> None:
    for role in (Role.MEMBER, Role.FACILITATOR):
        answer = await (await chat.person(f"Ada {role}", role)).says("/facilitate export")
        assert NAME not in answer.text
        assert "is for admins" in answer.text
        assert await chat.received(answer) == {}


async def test_a_file_is_made_when_it_is_sent_and_no_message_keeps_it(chat: Chat) -> None:
    ada = await chat.person("Ada", Role.ADMIN)
    me = await chat.member(ada)
    async with chat.work() as work:
        fact = Fact.of("report", 1, member=ada.id)
        await work.outbox.post(ToMember(ada.id), partial(report, me), fact, community=me.community)
        assert "Here is the report" in (await work.outbox.concerning(ada.id))["waiting"][0]
    await chat.person("Bo")
    await chat.settle()
    (said,) = ada.inbox
    assert "Here is the report" in said
    assert "members.csv" in said


def report(me: Member) -> Message:
    file = File("members.csv", "text/csv", "members.export", str(me.community))
    return say("Here is the report", file)
