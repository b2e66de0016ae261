"""Names as people type them after a command, and as they are written."""

import csv
import json
from importlib import import_module
from pathlib import Path

from sqlalchemy import select, text, update

from bot.community.roles import Scope, ScopedRole
from storage.kernel.tables import member_networks, members, networks
from storage.members.tables import profile_topics
from tests.chat import Chat

NAMES = Path(__file__).parent.parent / "cases" / "names"
PEOPLE = list(csv.DictReader((NAMES / "people.csv").read_text("utf-8-sig").splitlines()))
CASES = [json.loads(file.read_text()) for file in sorted(NAMES.glob("*.json"))]


async def test_somebody_is_found_however_their_name_is_typed(chat: Chat) -> None:
    people = {
        each["name"]: await chat.person(each["name"], networks=(each["networks"],))
        for each in PEOPLE
    }
    for case in CASES:
        for said in case["typed"]:
            for command in case["commands"]:
                answer = await people[case["viewer"]].says(command.replace("{}", said))
                assert "Did you mean" not in answer.text, answer.text
                assert any(name in answer.text for name in people), answer.text


async def test_a_first_name_is_enough_where_one_person_has_it(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    for name in ("Bo Lane", "Cy Lane", "Cyrus Lane", "Dee Lane", "Dee Hill"):
        await chat.person(name)
    for said in ("@bo", "Bo", '"bo"', "Cy"):
        assert " Lane" in (await ada.says(f"/kindred profile {said}")).text
    assert "never" in (await ada.says("/kindred introduce never Cy")).text
    for said in ("Dee", "Bo Hill", "Lane"):
        assert f"I know nobody called “{said}”" in (await ada.says(f"/kindred profile {said}")).text


async def test_networks_that_are_spelled_in_two_ways_become_one_network(chat: Chat) -> None:
    migration = import_module("storage.kernel.migrations.versions.0032_one_folding")
    ada = await chat.person("Siobhán O’Brien", networks=("Pont Araf", "O'Neill Trust"))
    bo = await chat.person("Bo", networks=("Lane", "O'Neill Trust"), topics=("C’est tout",))
    async with chat.work() as work:
        (trust,) = await work.members.networks_called(chat.community, ["O'Neill Trust"])
        of_both = {
            "community_id": chat.community,
            "name": "O’Neill Trust",
            "name_key": "o’neill trust",
        }
        twin = await work.connection.scalar(
            networks.insert().values(**of_both).returning(networks.c.id)
        )
        belongs = {"network_id": twin, "position": -1}  # her home
        await work.connection.execute(member_networks.insert().values(member_id=ada.id, **belongs))
        for network in (twin, trust.id):
            scope = Scope("network", network)
            await work.roles.grant(bo.id, ScopedRole.CONVENOR, scope, None, chat.clock.now())
        for values in ({"name_key": "siobhán o’brien"}, {"email_key": "who@ever"}):
            its = update(members).where(members.c.id == ada.id)
            await work.connection.execute(its.values(**values))
        stale = update(profile_topics).where(profile_topics.c.member_id == bo.id)
        await work.connection.execute(stale.values(topic="c’est tout"))
        await work.connection.execute(text("DELETE FROM directory"))
        await work.connection.execute(text("DELETE FROM directory_words"))
        await work.connection.run_sync(migration._make_keys_anew)
    async with chat.work(read_only=True) as work:
        (one,) = await work.members.networks_called(chat.community, ["O‘Neill trust"])
        assert one.id == trust.id
        profiles = await work.members.profiles([ada.id, bo.id])
        assert profiles[ada.id].home_network == profiles[bo.id].networks[1] == "O'Neill Trust"
        assert {*profiles[ada.id].networks} == {"O'Neill Trust", "Pont Araf"}
        (grant,) = await work.roles.of(bo.id)
        assert grant.scope == Scope("network", trust.id)
        topics = await work.connection.scalars(select(profile_topics.c.topic))
        assert topics.all() == ["c'est tout"]
        (found,) = await work.people.called(chat.community, "siobhán o'brien", by_email=True)
        assert found.id == ada.id
    assert "Bo" in (await ada.says('/kindred find "c est tout" from O‘Neill')).text
    assert "I looked for “siobhan”" in (await ada.says("/kindred find siobahn")).text


async def test_a_mention_among_words_is_shown_as_a_name(chat: Chat) -> None:
    ada, bo = await chat.person("Ada Example"), await chat.person("Bo Lane")
    mention, nobody = f"<@{chat.arrival(bo.id).actor}>", "<@web:999999>"
    for said in (
        f"/kindred find {mention} {nobody}",
        f"/kindred profile {mention} {nobody}",
        f"/kindred profile someone like {mention}",
        f"wibble {mention} {nobody}",
    ):
        shown = (await ada.says(said)).text
        assert "<@" not in shown
        assert "Bo Lane" in shown or "somebody" in shown
        assert "999999" not in shown
    form = await ada.says("/kindred profile")
    assert (await form.fill(name="\u200bㅤ").next()).error("name")
    later = await form.fill(headline=f"I work with {mention} and {nobody}").next()
    back = await later.fill().back()
    assert back.value("headline") == "I work with @Bo Lane and @somebody"
