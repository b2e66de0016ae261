"""The demo community is believable only as long as its two files agree with each other."""

import csv
import tomllib
from collections import Counter
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo.assists import Assists
from bot.demo.challenges import Challenges
from bot.demo.events import Events
from bot.demo.ideas import Ideas
from bot.demo.polls import Polls
from bot.features.introductions.domain import Across, TakingPart
from bot.features.peer_assists.domain import MOST_CASE

DEMO = Path(__file__).parents[2] / "bot" / "demo"
COLUMNS = [
    "name",
    "email",
    "pronouns",
    "headline",
    "about",
    "topics",
    "offers",
    "asks",
    "networks",
    "place",
    "timezone",
    "languages",
    "availability",
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")

Person = dict[str, str]


@pytest.fixture(scope="module")
def people() -> list[Person]:
    with (DEMO / "community.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def story() -> dict[str, Any]:
    return tomllib.loads((DEMO / "story.toml").read_text(encoding="utf-8"))


def listed(person: Person, column: str) -> list[str]:
    return person[column].split(";") if person[column] else []


def repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def programme(story: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in story["programme"] if each["name"] == name)


def test_the_header_is_the_one_the_import_promises(people: list[Person]) -> None:
    assert list(people[0]) == COLUMNS
    assert all(None not in person and None not in person.values() for person in people)


def test_there_are_at_least_eighty_people_in_six_networks(people: list[Person]) -> None:
    assert len(people) >= 80
    assert len({network for person in people for network in listed(person, "networks")}) == 6
    assert len({listed(person, "networks")[0] for person in people}) == 6


def test_nobody_shares_a_name_or_an_address(people: list[Person]) -> None:
    assert repeated([person["name"].casefold() for person in people]) == []
    assert repeated([person["email"].casefold() for person in people]) == []


def test_every_address_leads_nowhere(people: list[Person]) -> None:
    for person in people:
        domain = person["email"].partition("@")[2]
        assert f".{domain}".endswith((".example.org", ".example.net")), person["email"]


def test_no_two_people_describe_themselves_in_the_same_words(people: list[Person]) -> None:
    assert repeated([person["headline"] for person in people if person["headline"]]) == []
    assert repeated([person["about"] for person in people if person["about"]]) == []


def test_every_headline_fits_on_a_line(people: list[Person]) -> None:
    assert [person["name"] for person in people if len(person["headline"]) > 120] == []
    assert [person["name"] for person in people if "\n" in person["headline"]] == []


def test_every_time_zone_is_known(people: list[Person]) -> None:
    for person in people:
        assert ZoneInfo(person["timezone"]).key == person["timezone"]


def test_every_free_slot_is_a_day_and_a_part_of_it(people: list[Person]) -> None:
    known = {f"{day} {part}" for day in DAYS for part in PARTS}
    for person in people:
        slots = listed(person, "availability")
        assert set(slots) <= known, person["name"]
        assert repeated(slots) == [], person["name"]


def test_lists_have_no_empty_padded_or_repeated_items(people: list[Person]) -> None:
    for person in people:
        for column in ("topics", "offers", "asks", "networks", "languages"):
            items = listed(person, column)
            assert items == [item.strip() for item in items if item.strip()], (
                person["name"],
                column,
            )
            assert repeated(items) == [], (person["name"], column)


def test_topics_are_a_shared_vocabulary(people: list[Person]) -> None:
    uses = Counter(topic for person in people for topic in listed(person, "topics"))
    assert all(topic == topic.lower() for topic in uses)
    assert 40 <= len(uses) <= 50
    assert [topic for topic, times in uses.items() if times == 1] == []


def test_some_text_tries_the_reader_with_newlines_and_quotes(people: list[Person]) -> None:
    assert any("\n" in person["about"] for person in people)
    assert any('"' in person["about"] and "," in person["about"] for person in people)


def test_everyone_in_the_story_is_in_the_community(
    people: list[Person], story: dict[str, Any]
) -> None:
    names = {person["name"] for person in people}
    told = [*story["facilitators"]["names"]]
    told += [name for each in story["programme"] for name in members_of(story, each)]
    told += [name for each in story["never"] for name in each["names"]]
    told += [each["name"] for each in story["answer"]]
    told += [each["who"] for each in story["talk"]]
    assert sorted(set(told) - names) == []


def test_the_convenor_of_the_first_network_facilitates(
    people: list[Person], story: dict[str, Any]
) -> None:
    assert story["facilitators"]["names"][0] == people[0]["name"]
    assert len(story["facilitators"]["names"]) == 2


def test_each_programme_can_be_opened_as_it_stands(story: dict[str, Any]) -> None:
    names = [each["name"] for each in story["programme"]]
    assert names == ["First hello", "Kindred spirits", "Measurement trio"]
    for each in story["programme"]:
        assert len(members_of(story, each)) >= 3 * each["group_size"]
        assert repeated(members_of(story, each)) == []
        assert 2 <= each["group_size"] <= 8
        assert each["weeks"] in (0, 1, 2, 4)
        assert each.get("weekday", 0) in range(7)
        assert each["hour"] in range(6, 23)
        assert ZoneInfo(each["zone"])
        assert TakingPart(each["taking_part"])
        assert Across(each["across"])


def members_of(story: dict[str, Any], each: dict[str, Any]) -> list[str]:
    like = each.get("members_like")
    return list((programme(story, like) if like else each)["members"])


def paused(story: dict[str, Any]) -> set[str]:
    return {each["name"] for each in story["paused"]}


def test_the_paused_and_the_kept_apart_take_part(story: dict[str, Any]) -> None:
    members = set(programme(story, "Kindred spirits")["members"])
    assert len(paused(story)) == 2
    assert paused(story) <= members
    assert all(
        len(set(each["names"])) == 2 and set(each["names"]) <= members for each in story["never"]
    )


def test_an_odd_number_is_left_so_that_the_demo_shows_a_trio(story: dict[str, Any]) -> None:
    spirits = programme(story, "Kindred spirits")
    assert (len(spirits["members"]) - len(paused(story))) % 2 == 1


def test_most_of_those_who_could_be_matched_answered(story: dict[str, Any]) -> None:
    spirits = programme(story, "Kindred spirits")
    matched = set(spirits["members"]) - paused(story)
    answered = [each["name"] for each in story["answer"]]
    assert repeated(answered) == []
    assert set(answered) <= matched
    assert 0.6 <= len(answered) / len(matched) <= 0.8
    assert {each["answer"] for each in story["answer"]} == {"met", "planned", "not this time"}


def test_a_story_says_whether_it_may_be_shared_and_names_nobody(
    people: list[Person], story: dict[str, Any]
) -> None:
    for each in story["answer"]:
        assert ("story" in each) == ("share" in each), each["name"]
        text = each.get("story", "")
        assert [person["name"] for person in people if person["name"] in text] == []


def test_people_talk_only_in_the_three_channels(story: dict[str, Any]) -> None:
    assert {each["channel"] for each in story["talk"]} == {"welcome", "ideas", "kindred-spirits"}
    assert 12 <= len(story["talk"]) <= 18
    for each in story["talk"]:
        assert each["text"].strip() == each["text"] != ""
        assert each["days_ago"] > 0
        assert time.fromisoformat(each["time"])


# Events ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    return Events.told()


def names_in(event: dict[str, Any]) -> list[str]:
    hosts = [event["host"], *([event["with_host"]] if "with_host" in event else [])]
    after = event.get("afterwards", {"came": [], "again": []})
    named = [*after["came"], *(name for two in after["again"] for name in two)]
    return [*hosts, *(name for answer in event["answers"] for name in answer["who"]), *named]


def test_everyone_who_hosts_or_answers_is_in_the_community(
    people: list[Person], events: list[dict[str, Any]]
) -> None:
    names = {person["name"] for person in people}
    assert sorted({name for each in events for name in names_in(each)} - names) == []


def test_no_two_events_have_the_same_name(events: list[dict[str, Any]]) -> None:
    assert repeated([each["title"] for each in events]) == []


def test_an_event_of_one_network_is_hosted_and_answered_by_its_members(
    people: list[Person], events: list[dict[str, Any]]
) -> None:
    networks = {person["name"]: listed(person, "networks") for person in people}
    [own] = [each for each in events if "network" in each]
    assert [name for name in names_in(own) if own["network"] not in networks[name]] == []


def test_nothing_happens_to_an_event_before_it_is_planned(events: list[dict[str, Any]]) -> None:
    for each in events:
        assert each["planned"] < min(answer["day"] for answer in each["answers"])
        assert each["planned"] < each.get("cancelled", {"day": 0})["day"]


def test_people_answer_as_the_clock_moves(events: list[dict[str, Any]]) -> None:
    later = {answer["day"] for each in events for answer in each["answers"] if answer["day"] > 0}
    assert later >= {1, 2, 3, 4, 5}


def test_every_link_leads_nowhere(events: list[dict[str, Any]]) -> None:
    links = [each["form"]["link"] for each in events if "link" in each.get("form", {})]
    assert links
    assert [link for link in links if not link.startswith("https://meet.example.org/")] == []


# Ideas ----------------------------------------------------------------------------------------


def test_everyone_with_an_idea_or_an_interest_is_there_and_nothing_happens_too_early(
    people: list[Person],
) -> None:
    networks = {person["name"]: listed(person, "networks") for person in people}
    assert repeated([each["title"] for each in Ideas.told()]) == []
    for idea in Ideas.told():
        names = [idea["who"], *(name for said in idea.get("says", []) for name in said["who"])]
        names += [idea[each]["who"] for each in ("becomes", "outcome") if each in idea]
        assert [name for name in names if name not in networks] == []
        days = [*(said["day"] for said in idea.get("says", [])), idea.get("rests", 99)]
        assert idea["day"] < min(*days, idea.get("withdrawn", {"day": 99})["day"])
        if "network" in idea:
            assert [name for name in names if idea["network"] not in networks[name]] == []


# Challenges -----------------------------------------------------------------------------------


def test_everyone_with_a_challenge_is_there_and_nobody_joins_before_it_is(
    people: list[Person],
) -> None:
    names = {person["name"] for person in people}
    for challenge in Challenges.told():
        said = [*challenge.get("says", []), *challenge.get("hosts", [])]
        joined = [name for each in challenge.get("joins", []) for name in each["who"]]
        assert {challenge["who"], *joined, *(each["who"] for each in said)} <= names
        days = [each["day"] for each in [*challenge.get("joins", []), *said]]
        assert challenge["day"] < min(days)
        assert challenge.get("first", {"who": challenge["who"]})["who"] in names


# Peer assists ---------------------------------------------------------------------------------


def test_everyone_who_is_stuck_is_there_and_nobody_begins_before_others_have_said_yes(
    people: list[Person],
) -> None:
    names = {person["name"] for person in people}
    for each in Assists.told():
        assert each["who"] in names
        assert each["asked"] + 1 < each.get("begins", 99)
        assert len(each["case"]) <= MOST_CASE
        assert ("steps" in each) == ("begins" in each)


# Polls ----------------------------------------------------------------------------------------


def test_everyone_who_asks_or_answers_a_poll_is_there_and_each_answer_has_its_slot(
    people: list[Person],
) -> None:
    names = {person["name"] for person in people}
    ideas = {idea["title"]: idea for idea in Ideas.told()}
    for poll in Polls.told():
        assert {poll["who"], *(each["who"] for each in poll["says"])} <= names
        assert {len(each["answers"]) for each in poll["says"]} == {len(poll["slots"])}
        assert min(each["day"] for each in poll["says"]) >= poll["day"]
        assert min(slot["week"] for slot in poll["slots"]) > 1
        if "idea" in poll:
            assert ideas[poll["idea"]]["day"] < poll["day"]
