"""Ideas: a few words are enough; whoever cares says so, in every chat, on one list."""

from __future__ import annotations

import pytest

from bot.community.roles import Role
from tests.chat import Chat
from tests.extent import some_rows
from tests.stories.ideas import TITLE, ideas, proposed, the_idea


async def test_a_title_is_enough_and_its_card_counts_whoever_is_interested(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    shown = await ada.says(f"/idea new {TITLE}")
    assert shown.only_for_actor
    assert "nothing is posted yet" in shown.text
    assert await ideas(chat) == []
    told = await shown.press("Post it")
    assert f"{TITLE} is out in the open" in told.text
    assert "put away since" in (await shown.press("Post it")).text
    await chat.settle()
    (card,) = chat.for_all
    for part in (TITLE, "Ada", "Nobody has said", "thread or the replies"):
        assert part in card
    for _ in range(2):  # a second tap is the same
        mine = await chat.press_in_for_all("I’m interested", by=bo)
    assert mine.only_for_actor
    assert "Take it back" in mine.buttons
    for person in (cy, cy, ada):
        await chat.press_in_for_all("I could help host", by=person)
    await ada.says("/idea leave")
    await chat.a_moment()
    assert len([each for each in ada.inbox if "could help host your idea" in each]) == 1
    assert "2 interested, 1 of them could help host" in chat.for_all[0]
    await mine.press("Take it back")
    assert "had not said" in (await bo.says("/idea leave")).text
    await chat.a_moment()
    assert "1 interested, who could help host" in chat.for_all[0]


async def test_names_are_read_by_asking_and_only_those_of_who_wants_it(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada Lowe", "Bo Mill", "Cy Farr")]
    dee, shy = await chat.person("Dee Park"), await chat.person("Eve Hall", visibility="introduced")
    await dee.says("/kindred introduce never Ada Lowe")
    await proposed(ada)
    await bo.says("/idea host")
    assert (
        "told to nobody" in (await chat.press_in_for_all("Interested, without my name", by=cy)).text
    )
    for person in (dee, shy):
        await person.says("/idea interested")
    told = (await ada.says("/idea who")).text
    assert "Could help host" in told
    assert "Bo Mill" in told
    assert "3 people, whose names are not told" in told
    for name in ("Cy", "Dee", "Eve"):
        assert name not in told
    async with chat.work(read_only=True) as work:
        assert "Cy" not in " ".join(chat.for_all)
        assert len(await work.ideas.interests.all_of((await the_idea(chat)).id)) == 4
    assert "Dee Park" in (await bo.says("/idea who")).text
    mine = await cy.says("/idea host")
    assert "told to nobody" in mine.text  # it stays hidden
    revealed = await mine.press("With my name")
    assert "can read your name" in revealed.text
    assert "Cy Farr" in (await ada.says("/idea who")).text
    assert "counted" in (await revealed.press("Without my name")).text
    stays = await revealed.press("I can’t help host after all")
    assert "interests you" in stays.text or "are interested" in stays.text
    assert (await the_idea(chat)).hosting == 1
    assert "Say first" in (await ada.says("/idea name hide")).text


async def test_ideas_are_listed_found_and_on_homes(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    assert "Do you have one" in (await bo.says("/idea list")).text
    assert "no idea yet" in (await bo.says("/idea show")).text
    await proposed(ada)
    await proposed(ada, "Seed swap in spring")
    form = await (await ada.says("/idea new Choir")).press("Say more")
    await form.fill(why="Singing on Mondays", topics="music, neighbours").done()
    assert "3 ideas" not in (await bo.says("/idea list")).text
    listed = await bo.says("/idea list")
    for line in ("/idea", "/kindred idea list", "idea list open"):
        assert (await bo.says(line)).text == listed.text
    assert listed.text.index("Choir") < listed.text.index("Seed swap") < listed.text.index(TITLE)
    shown = await listed.press("Choir")
    for part in ("Singing on Mondays", "music, neighbours", "Ada"):
        assert part in shown.text
    await shown.press("I’m interested")
    assert "Choir" in (await bo.says("/idea list interested")).text
    assert "proposed no idea" in (await bo.says("/idea list mine")).text
    assert "Seed swap" in (await ada.says("/idea list my ideas")).text
    about = (await bo.says("/idea list MONDAYS")).text
    assert "Choir" in about
    assert "Seed swap" not in about
    assert "no idea about" in (await bo.says("/idea list cricket")).text
    assert "Seed swap in spring" in (await bo.says("/kindred find swap")).text
    home = (await bo.says("/kindred home")).text
    assert "You’re interested: Choir" in home
    assert "Yours: Choir" in (await ada.says("/kindred home")).text
    assert TITLE in [o.value for o in await bo.offered("idea show", "idea", "tool")]
    assert "interested" in [o.value for o in await bo.offered("idea list", "which")]
    assert "Which idea do you mean" in (await bo.says("/idea show")).text
    assert TITLE in (await bo.says("/idea show tool")).text


async def test_an_idea_for_one_network_is_found_by_its_members_alone(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Bench",))
    bo = await chat.person("Bo", networks=("Lane",))
    cy = await chat.person("Cy", networks=("Bench",))
    rowan = await chat.person("Rowan", Role.FACILITATOR)
    form = await (await ada.says("/idea new Benches for all")).press("Say more")
    network = next(o.value for f in form.dialog.fields for o in f.options if o.label == "Bench")
    told = await form.fill(networks=[network], channels=["none"]).done()
    assert "members of Bench" in told.text
    assert chat.for_all == []
    assert "Benches" not in (await bo.says("/idea list")).text
    assert "Benches" not in (await bo.says("/kindred find benches")).text
    assert "Benches" in (await cy.says("/idea list")).text
    assert "Benches" in (await rowan.says("/idea list")).text
    async with chat.work(read_only=True) as work:
        (open_,) = await work.opportunities(chat.community, chat.clock.now())
        bench = await work.ideas.audience.of(ada.id)
        assert open_.is_open_to(bench)
        assert not open_.is_open_to(await work.ideas.audience.of(bo.id))
        assert open_.behind == bench
    form = await (await ada.says("/idea show")).press("Work on this")
    second = await form.fill(question="Which benches?").next()
    assert second.value("networks") == [network]  # as the idea has it, on every page


async def test_what_is_said_is_said_otherwise_by_its_proposer_or_a_facilitator(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    rowan = await chat.person("Rowan", Role.FACILITATOR)
    await proposed(ada)
    await proposed(bo, "Bees")
    assert "those who host this" in (await bo.says("/idea edit tool")).text
    form = await ada.says("/idea edit")
    assert form.value("title") == TITLE
    await form.fill(title="Tools for two streets", why="Drills sit in sheds").done()
    await chat.a_moment()
    assert "Tools for two streets" in chat.for_all[0]
    assert "Drills sit" in chat.for_all[0]
    await (await rowan.says("/idea edit tools")).fill(topics="repair").done()
    await chat.a_moment()
    assert "repair" in chat.for_all[0]


# Proposing what is there already --------------------------------------------------------------


async def test_who_has_an_idea_that_is_there_is_asked_to_join_in(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    await proposed(ada)
    asked = await bo.says("/idea new Lending library for tools in our street")
    assert "sounds like an idea that is here already" in asked.text
    assert TITLE in asked.text
    joined = await asked.press(next(each for each in asked.buttons if each.startswith("Join in")))
    assert "You are interested" in joined.text
    assert len(await ideas(chat)) == 1
    told = await asked.press("Mine is different: post it")
    assert "out in the open" in told.text
    assert len(await ideas(chat)) == 2


async def test_two_who_have_the_same_idea_at_once_learn_of_each_other(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    hers, his = await ada.says("/idea new Bees"), await bo.says("/idea new bees")
    await hers.press("Post it")
    again = await his.press("Post it")
    assert "sounds like" in again.text
    assert len(await ideas(chat)) == 1
    await again.press("Mine is different: post it")
    form = await cy.says("/idea new")
    assert "sounds like 2 ideas" in (await form.fill(title="BEES").done()).text
    same = await cy.says("/idea show bees")
    assert "There are 2 ideas" in same.text
    assert "Bo" in (await same.press("Show 1")).text


@some_rows(3)
@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("🐝🐝🐝", "🐝🐝🐝"),
        ("*bold* _idea_ <b>x</b> `code` [a](http://b.example)", "*bold* _idea_ <b>x</b>"),
        ("  A   choir \t for   all ", "A choir for all"),
        ("“Quoted choir”", "Quoted choir"),
        ('"Tea" for "two"', '"Tea" for "two"'),
        ("مكتبة أدوات للحي", "مكتبة أدوات للحي"),
        ("Choir \u202egnisrever", "Choir gnisrever"),
        ("<@web:1> and <!channel> @everyone: choir", "@everyone: choir"),
        ("x", "x"),
    ],
)
async def test_whatever_is_typed_is_an_idea_as_it_stands(chat: Chat, line: str, shown: str) -> None:
    ada = await chat.person("Ada")
    assert "out in the open" in (await proposed(ada, line)).text
    assert shown in (await ada.says("/idea list")).text
    assert shown in chat.for_all[0]


async def test_long_and_empty_titles_are_asked_about_and_five_a_day_are_enough(chat: Chat) -> None:
    ada = await chat.person("Ada")
    long = "A choir " + "for everybody who likes to sing " * 5
    form = await ada.says(f"/idea new {long}")
    assert str(form.value("why")).strip() == long.strip()
    assert len(str(form.value("title"))) <= 100
    assert (await ada.says("/idea new")).error("title") == ""
    assert (await (await ada.says("/idea new")).fill(title="   ").done()).error("title")
    assert (await (await ada.says("/idea new")).fill(title="\u202e").done()).error("title")
    for title in ("Bees", "Choir", "Football", "Knitting", "Orchard"):
        await proposed(ada, title)
    kept = await proposed(ada, "Zebra crossing")
    assert "I keep this one" in kept.text
    await chat.pass_time(days=1)
    assert "out in the open" in (await kept.press("Post it")).text
    assert "nothing is posted" in (await (await ada.says("/idea new Tea")).press("Not now")).text
