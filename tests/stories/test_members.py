"""Profiles and the directory, as people use them."""

from datetime import UTC, datetime

import pytest

from bot.community.roles import Role
from bot.routing.interaction import Pressed
from bot.ui.messages import Mention, Strong
from storage.introductions import tables as t
from tests.chat import Answer, Chat, Person
from tests.extent import some_rows

SLOT = "tue morning"


async def fill(person: Person, **values: str | list[str]) -> Answer:
    """Go through the profile with these values, each on the page where it stands."""
    shown = await person.says("/kindred profile")
    while True:
        here = {f.name for f in shown.dialog.fields}
        page = shown.fill(**{name: v for name, v in values.items() if name in here})
        if shown.dialog.page + 1 == shown.dialog.pages:
            return await page.done()
        shown = await page.next()
        if any(f.error for f in shown.dialog.fields):
            return shown


async def introduce(chat: Chat, *people: Person) -> None:
    """Make a fact of an introduction, as if a round had been opened."""
    async with chat.work() as work:
        now = datetime.now(UTC)
        community = chat.community
        programme = await work.connection.scalar(
            t.programmes.insert().returning(t.programmes.c.id),
            {
                "community_id": community,
                "name": "Tea",
                "name_key": "tea",
                "weeks": 2,
                "weekday": 0,
                "hour": 10,
                "zone": "UTC",
                "group_size": 2,
                "taking_part": "standing",
                "weeks_apart": 12,
                "across": "some",
            },
        )
        round_ = await work.connection.scalar(
            t.rounds.insert().returning(t.rounds.c.id),
            {"programme_id": programme, "number": 1, "seed": 1},
        )
        introduction = await work.connection.scalar(
            t.introductions.insert().returning(t.introductions.c.id),
            {
                "round_id": round_,
                "community_id": community,
                "position": 1,
                "opened_at": now,
                "across": True,
            },
        )
        await work.connection.execute(
            t.introduction_members.insert(),
            [{"introduction_id": introduction, "member_id": p.id, "share": False} for p in people],
        )


async def test_a_profile_is_filled_in_page_by_page_and_shown_as_others_see_it(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    answer = await fill(
        ada,
        pronouns="she/her",
        headline="Convenor of a bench",
        about="Two lines.\nOf mine.",
        home="Kettle & Bench",
        others="Millstone Lane, Pont Araf",
        place="Coventry",
        zone="Paris",
        languages="English, Welsh",
        topics="measurement, belonging",
        offers="help with measuring, from start to finish\na calm second opinion",
        asks="someone to think aloud with",
        availability=[SLOT, "tue evening", "fri morning"],
    )
    assert answer.only_for_actor
    bo = await chat.person("Bo")
    card = (await bo.says('/kindred profile "Ada Example"')).text
    for expected in (
        "Ada Example",
        "she/her · Convenor of a bench",
        "Two lines.\nOf mine.",
        "Works on: measurement and belonging",
        "Offers: help with measuring, from start to finish; a calm second opinion",
        "Is looking for: someone to think aloud with",
        "Networks: Kettle & Bench, Millstone Lane and Pont Araf",
        "Place: Coventry",
        "Time zone: Europe/Paris",
        "Speaks: English and Welsh",
        "Can usually meet: Tuesday morning and evening; Friday morning",
    ):
        assert expected in answer.text
        assert expected in card
    assert "/kindred find" in answer.text


async def test_only_the_name_must_be_filled_in(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    wrong = await fill(ada, name="  ")
    assert wrong.error("name") == "Please fill this in."
    assert "add a few topics" in (await fill(ada, name="Ada Lovelace")).text
    assert (await chat.member(ada)).name == "Ada Lovelace"


async def test_a_profile_left_half_way_is_picked_up_where_it_was(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    first = await ada.says("/kindred profile")
    second = await first.fill(headline="Half a thought").next()
    await second.fill(place="Coventry").later()
    again = await ada.says("/kindred profile")
    assert again.value("headline") == "Half a thought"
    assert (await again.fill().next()).value("place") == "Coventry"
    assert "Half a thought" not in (await ada.says("/kindred profile Ada Example")).text


async def test_the_form_opens_with_the_profile_and_offers_the_communitys_topics(chat: Chat) -> None:
    ada = await chat.person("Ada", topics=("Belonging",), networks=("Arts, Culture & Co", "Bench"))
    await chat.person("Bo", topics=("measurement",))
    await chat.person("Cy", topics=("secret plans",), visibility="introduced")
    second = await (await ada.says("/kindred profile")).fill().next()
    assert second.value("home") == "Arts, Culture & Co"
    third = await second.fill().next()
    offered = next(f.options for f in third.dialog.fields if f.name == "topics")
    assert [option.value for option in offered] == ["belonging", "measurement"]
    assert third.value("topics") == ["Belonging"]


async def test_a_network_with_a_comma_in_its_name_stays_whole(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Bench", "Arts, Culture & Co", "Pont Araf"))
    answer = await fill(ada, headline="Still here")
    assert "Networks: Bench, Arts, Culture & Co and Pont Araf" in answer.text
    async with chat.work() as work:
        names = [network.name for network in await work.members.networks(chat.community)]
    assert names == ["Arts, Culture & Co", "Bench", "Pont Araf"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Europe/Londn", "Europe/London"), ("Pariss", "Europe/Paris")]
)
async def test_a_time_zone_that_does_not_exist_is_answered_with_the_nearest(
    chat: Chat, typed: str, meant: str
) -> None:
    ada = await chat.person("Ada Example")
    wrong = await fill(ada, zone=typed, place="Coventry")
    assert wrong.error("zone") == f"I know no time zone called “{typed}”. Did you mean {meant}?"
    assert wrong.value("place") == "Coventry"
    assert wrong.value("zone") == typed


async def test_too_much_in_a_list_is_answered_at_the_field(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    wrong = await fill(ada, offers="\n".join(f"thing {n}" for n in range(11)), asks="x" * 201)
    assert "more than 10" in wrong.error("offers")
    assert "200" in wrong.error("asks")
    assert str(wrong.value("offers")).endswith("thing 10")


async def test_what_people_write_is_never_markup(chat: Chat) -> None:
    ada = await chat.person("Ada Example")
    headline = "**bold** <b>{name}</b> `code` مرحبا 🎉"
    await fill(ada, name="<script>alert(1)</script>", headline=headline, topics="**trust**")
    card = await ada.says("/kindred profile <script>alert(1)</script>")
    assert headline in card.text
    found = await ada.says("/kindred find trust")
    assert headline in found.text
    texts = [block for block in found.message.blocks if hasattr(block, "spans")]
    marked = [span.text for block in texts for span in block.spans if isinstance(span, Strong)]
    assert marked == ["One person"]


# Who may see what -----------------------------------------------------------------------------


async def test_a_profile_for_my_networks_is_seen_there_and_nowhere_else(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Bench",), topics=("owls",), visibility="networks")
    bo = await chat.person("Bo", networks=("Lane", "Bench"))
    cy = await chat.person("Cy", networks=("Lane",), role=Role.FACILITATOR)
    assert "owls" in (await bo.says("/kindred profile Ada")).text
    assert "Ada" in (await bo.says("/kindred find owls")).text
    card = (await cy.says("/kindred profile Ada")).text
    assert "owls" not in card
    assert "people in their networks" in card
    assert "I found nobody" in (await cy.says("/kindred find owls")).text
    assert "owls" not in (await cy.says("/kindred find")).text
    assert "owls (1)" in (await ada.says("/kindred find")).text


async def test_a_profile_for_those_introduced_is_seen_by_them_only(chat: Chat) -> None:
    ada = await chat.person("Ada", networks=("Bench",), topics=("owls",), visibility="introduced")
    bo = await chat.person("Bo", networks=("Bench",))
    cy = await chat.person("Cy")
    await introduce(chat, ada, cy)
    assert "only to people they are introduced to" in (await bo.says("/kindred profile Ada")).text
    assert "owls" in (await cy.says("/kindred profile Ada")).text
    assert "owls (1)" in (await cy.says("/kindred find")).text
    assert "I found nobody" in (await bo.says("/kindred find owls")).text
    assert "@Ada" in (await cy.says("/kindred find owls")).text
    assert "2 people" in (await bo.says("/kindred find")).text


async def test_hidden_words_are_not_hinted_at_by_mended_spelling(chat: Chat) -> None:
    await chat.person("Ada", headline="Kleptomania", visibility="introduced")
    bo = await chat.person("Bo", topics=("trust",))
    answer = await bo.says("/kindred find kleptomnia")
    assert "kleptomania" not in answer.text.casefold()


async def test_other_communities_are_another_world(chat: Chat) -> None:
    bo = await chat.person("Bo", topics=("trust",))
    home = chat.community
    async with chat.work() as work:
        chat.community = (await work.people.establish("Elsewhere")).id
    far = await chat.person("Far Away", topics=("trust", "owls"))
    chat.community = home
    assert "One person" in (await bo.says("/kindred find trust")).text
    assert "I found nobody" in (await bo.says("/kindred find owls")).text
    shown = await bo.does(Pressed("members.show", str(far.id)))
    assert shown.text == "This person is no longer here."


# Finding --------------------------------------------------------------------------------------


async def coventry(chat: Chat) -> Person:
    """Five people; returns the one who looks."""
    await chat.person(
        "Ada Example",
        headline="Convenor",
        topics=("measurement", "belonging"),
        networks=("Kettle & Bench",),
        town="Coventry",
        offers=("help with measuring, from start to finish",),
    )
    await chat.person("Bo Tree", topics=("measurement",), town="Leamington Spa")
    await chat.person("Cy Press", about="I mentor people. Measurement bores me.", town="Coventry")
    await chat.person("Zoë Müller", asks=("a mentor",), networks=("Millstone Lane",))
    return await chat.person("Eve Nobody")


def names(answer: Answer) -> list[str]:
    """Who was found, in order."""
    texts = [block for block in answer.message.blocks if hasattr(block, "spans")]
    return [s.name for b in texts for s in b.spans if isinstance(s, Mention)]


@some_rows(6)
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("measurement", ["Bo Tree", "Ada Example", "Cy Press"]),
        ("measurement in Coventry", ["Ada Example", "Cy Press"]),
        ("people who work on measurement in coventry", ["Ada Example", "Cy Press"]),
        ("in Leamington", ["Bo Tree"]),
        ("measuring", ["Ada Example", "Bo Tree", "Cy Press"]),
        ("from Kettle & Bench", ["Ada Example"]),
        ("belonging from kettle", ["Ada Example"]),
        ("offering help", ["Ada Example"]),
        ("looking for a mentor", ["Zoë Müller"]),
        ("zoe muller", ["Zoë Müller"]),
        ("at Millstone Lane", ["Zoë Müller"]),
        ("of start", ["Ada Example"]),
        ("in between measurement", ["Bo Tree", "Ada Example", "Cy Press"]),
        ('"start to finish"', ["Ada Example"]),
        ("mentor bores", ["Cy Press"]),
    ],
)
async def test_people_are_found_by_what_they_wrote(
    chat: Chat, query: str, expected: list[str]
) -> None:
    eve = await coventry(chat)
    found = names(await eve.says(f"/kindred find {query}"))
    assert sorted(found) == sorted(expected)


async def test_a_word_that_is_part_of_a_networks_name_may_just_be_a_word(chat: Chat) -> None:
    ada = await chat.person("Ada", headline="Fear of food", networks=("Bench",))
    await chat.person("Bo", networks=("Food Bank",), topics=("owls",))
    assert names(await ada.says("/kindred find fear of food")) == ["Ada"]
    assert names(await ada.says("/kindred find owls of food")) == ["Bo"]


async def test_a_forged_choice_finds_nobody(chat: Chat) -> None:
    ada = await chat.person("Ada")
    for value in ("9" * 40, "x", "", "-1"):
        assert "no longer here" in (await ada.does(Pressed("members.show", value))).text


async def test_each_result_says_why_it_was_found(chat: Chat) -> None:
    eve = await coventry(chat)
    text = (await eve.says("/kindred find measurement in Coventry")).text
    why = "works on measurement · in Coventry · offers “help with measuring, from start to finish”"
    assert "2 people for “measurement in Coventry”, best first." in text
    assert f"@Ada Example – Convenor\n{why}" in text
    assert "in Coventry · writes “Measurement bores me.”" in text
    assert "bores me" in (await eve.says("/kindred find bores")).text


async def test_topics_come_before_passing_remarks(chat: Chat) -> None:
    eve = await coventry(chat)
    assert names(await eve.says("/kindred find measurement"))[-1] == "Cy Press"


async def test_typing_errors_are_forgiven_and_said(chat: Chat) -> None:
    eve = await coventry(chat)
    answer = await eve.says("/kindred find mesurement in Covntry")
    assert "I looked for coventry and measurement" in answer.text.replace("“", "").replace("”", "")
    assert sorted(names(answer)) == ["Ada Example", "Cy Press"]
    assert names(await eve.says("/kindred find belon")) == ["Ada Example"]


async def test_words_that_nobody_has_are_left_out_and_said(chat: Chat) -> None:
    eve = await coventry(chat)
    answer = await eve.says("/kindred find belonging xylophones")
    assert names(answer) == ["Ada Example"]
    assert "I left out “xylophones”" in answer.text


async def test_when_nobody_has_all_of_it_those_come_who_have_some(chat: Chat) -> None:
    eve = await coventry(chat)
    answer = await eve.says("/kindred find belonging mentor")
    assert sorted(names(answer)) == ["Ada Example", "Cy Press", "Zoë Müller"]
    assert "Nobody mentions all of that" in answer.text


async def test_where_nobody_is_found_there_is_a_kind_hint(chat: Chat) -> None:
    eve = await coventry(chat)
    answer = await eve.says("/kindred find belonging in Leamington")
    assert names(answer) == []
    assert "Without “leamington” there is one: /kindred find belonging" in answer.text
    answer = await eve.says("/kindred find qqqqqqq")
    assert "I found nobody for “qqqqqqq”" in answer.text
    assert "measurement" in answer.text
    assert names(await answer.choose("measurement")) == ["Bo Tree", "Ada Example", "Cy Press"]


async def test_a_find_is_paged_five_at_a_time(chat: Chat) -> None:
    people = [await chat.person(f"Person {n}", topics=("trust",)) for n in range(12)]
    first = await people[0].says("/kindred find trust")
    assert "12 people" in first.text
    second = await first.press("More")
    third = await second.press("More")
    assert [len(names(page)) for page in (first, second, third)] == [5, 5, 2]
    assert len({*names(first), *names(second), *names(third)}) == 12
    assert "Page 3 of 3" in third.text
    assert third.buttons == ["Back"]
    assert names(await third.press("Back")) == names(second)
    assert names(await people[0].says("/kindred find trust page 99")) == names(third)
    assert names(await people[0].says("/kindred find trust page 2")) == names(second)


@pytest.mark.not_in("slack", "in Slack, commands are typed in one line")
async def test_the_page_of_a_find_is_a_field_of_its_own(chat: Chat) -> None:
    people = [await chat.person(f"Person {n}", topics=("trust",)) for n in range(12)]
    second = await people[0].fills_in("kindred find", query="trust", page="2")
    assert "Page 2 of 3" in second.text
    assert "Page 1 of 3" in (await people[0].fills_in("kindred find", query="trust")).text


async def test_a_whole_profile_is_one_choice_away(chat: Chat) -> None:
    eve = await coventry(chat)
    found = await eve.says("/kindred find measurement in Leamington")
    assert "Place: Leamington Spa" in (await found.choose("Bo Tree")).text


async def test_find_alone_shows_what_there_is(chat: Chat) -> None:
    eve = await coventry(chat)
    answer = await eve.says("/kindred find")
    assert "5 people are here" in answer.text
    assert "Topics: measurement (2), belonging (1)" in answer.text
    assert "Networks: Kettle & Bench (1), Millstone Lane (1)" in answer.text
    assert "Places: Coventry (2), Leamington Spa (1)" in answer.text
    assert names(await answer.choose("Leamington Spa (1)")) == ["Bo Tree"]
    assert names(await answer.choose("Kettle & Bench (1)")) == ["Ada Example"]
    assert len(names(await answer.choose("measurement (2)"))) == 3


async def test_a_query_that_is_too_long_is_answered_kindly(chat: Chat) -> None:
    eve = await chat.person("Eve")
    assert "fewer words" in (await eve.says("/kindred find " + "trust " * 30)).text
    assert "fewer words" in (await eve.says("/kindred find " + "🎉" * 40)).text


@some_rows(6)
@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "*",
        "trust*",
        '"trust',
        "trust:",
        "name:trust",
        "-trust",
        "NEAR(trust belonging)",
        "NOT trust",
        "trust AND",
        "OR",
        "(trust",
        "trust & | ! <-> ')",
        "^trust",
        "{topics}: trust",
        "🎉",
        "مرحبا بالعالم",
        "日本",
        "a",
        "in",
        "in in",
        "offering",
        "looking for",
        "from of at",
        "page 3",
        "%s %(x)s :x ?",
        "\\",
        "²½",
        "trust\u0000",
        "ﬁne ǅ İ ß",
    ],
)
async def test_no_query_breaks_the_search_engines(chat: Chat, query: str) -> None:
    eve = await chat.person("Eve", topics=("trust",))
    answer = await eve.says(f"/kindred find {query}")
    assert "went wrong" not in answer.text


async def test_a_changed_profile_is_found_by_its_new_words_at_once(chat: Chat) -> None:
    ada = await chat.person("Ada", topics=("trust",))
    await fill(ada, topics="owls")
    assert names(await ada.says("/kindred find owls")) == ["Ada"]
    assert names(await ada.says("/kindred find trust")) == []


# Personal data --------------------------------------------------------------------------------


async def test_all_that_is_known_can_be_given_and_erased(chat: Chat) -> None:
    ada = await chat.person(
        "Ada", topics=("zebrafish",), networks=("Bench",), email="a@b.example", town="Hull"
    )
    bo = await chat.person("Bo")
    holds = [h for f in chat.core.registry.features if f.name == "members" for h in f.personal_data]
    async with chat.work() as work:
        given = {h.name: await h.export(work, ada.id) for h in holds}
    membership = given["membership"]
    assert isinstance(membership, dict)
    assert membership.pop("accounts")[0] == {
        "platform": "web",
        "space_name": "",
        "account": str(ada.id),
        "name": "",
        "zone": "",
    }
    assert membership == {
        "name": "Ada",
        "email": "a@b.example",
        "time zone": "Europe/London",
        "reached in": "",
        "refuses messages in": [],
    }
    assert given["networks"] == ["Bench"]
    assert isinstance(given["profile"], dict)
    assert given["profile"]["topics"] == ["zebrafish"]
    assert given["profile"]["place"] == "Hull"
    async with chat.work() as work:
        for held in [*holds, *holds]:
            await held.erase(work, ada.id)
    async with chat.work() as work:
        assert await work.people.member(ada.id) is None
        assert await work.members.accounts(ada.id) == []
        assert await work.directory.spelled_like(chat.community, "zebrafish") == []
    assert "I found nobody" in (await bo.says("/kindred find zebrafish")).text
