"""Time zones as people say them: the same names are read and offered."""

import json
from csv import DictReader
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.community.zone_names import spelled
from bot.community.zones import UnknownZone, read_zone, zone, zones_like
from bot.features.members.importing.cells import read_cell

_CASES = Path(__file__).parent.parent / "cases" / "import"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("London", "Europe/London"),
        ("new york", "America/New_York"),
        ("america/new_york", "America/New_York"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("Kyiv", "Europe/Kyiv"),
        ("Londres", "Europe/London"),
        ("UK", "Europe/London"),
        ("scotland", "Europe/London"),
        ("India", "Asia/Kolkata"),
        ("Japon", "Asia/Tokyo"),
        ("Israel", "Asia/Jerusalem"),
        ("Louisville", "America/Louisville"),
        ("utc", "UTC"),
    ],
)
def test_a_city_or_a_country_is_enough_for_a_time_zone(said: str, meant: str) -> None:
    assert read_zone(said) == meant
    assert meant in zones_like(said, 2)


def test_zones_of_before_there_were_areas_are_read_and_not_offered() -> None:
    assert read_zone("US/Eastern") == "US/Eastern"
    assert "US/Eastern" not in zones_like("eastern", 99)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("germany", "Europe/Berlin"), ("lodnon", "Europe/London"), ("Europe/Brlin", "Europe/Berlin")],
)
def test_what_fits_best_is_offered_first(typed: str, first: str) -> None:
    assert zones_like(typed, 5)[0] == first


@pytest.mark.parametrize(
    ("said", "nearest"),
    [
        ("Europe/Brlin", ["Europe/Berlin"]),
        ("spain", ["Africa/Ceuta", "Atlantic/Canary", "Europe/Madrid"]),
        ("Portugal", ["Atlantic/Azores", "Atlantic/Madeira", "Europe/Lisbon"]),
        ("qqqqqqqqqqqqqqqq", []),
    ],
)
def test_what_names_no_one_zone_is_answered_with_those_that_may_be_meant(
    said: str, nearest: list[str]
) -> None:
    with pytest.raises(UnknownZone) as unknown:
        read_zone(said)
    assert unknown.value.nearest == nearest
    assert all(name in str(unknown.value) for name in nearest)


def test_the_words_of_spreadsheets_say_a_zone_or_are_asked_about() -> None:
    """Cities without a zone of their own, a few letters, hours from Greenwich; never a guess."""
    said = {
        **dict.fromkeys(
            ("Edinburgh", "BST", "Manchester", "GMT", "gb", "UK time"), "Europe/London"
        ),
        **dict.fromkeys(("Mumbai", "bombay", "Bengaluru", "+05:30"), "Asia/Kolkata"),
        **dict.fromkeys(("GMT+1", "UTC+01:00", "+0100"), "Etc/GMT-1"),
        **dict.fromkeys(("EST", "ET", "Eastern Time", "Boston"), "America/New_York"),
        **dict.fromkeys(("PT", "Portland, USA", "San Francisco"), "America/Los_Angeles"),
        **dict.fromkeys(("CET", "Paris time", "Central European Time", "Lyon"), "Europe/Paris"),
        "UTC-5": "Etc/GMT+5",
        "UTC+5:45": "Asia/Kathmandu",
        "Cambridge, UK": "Europe/London",
    }
    assert {each: read_zone(each) for each in said} == said
    doubtful = {
        "IST": ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
        "Cambridge": ["Europe/London", "America/Toronto", "America/New_York"],
        **{key: [] for key in ("BSD", "Tuesday", "somewhere", "GMT+99", "n/a", "")},
    }
    for each, nearest in doubtful.items():
        with pytest.raises(UnknownZone) as unknown:
            read_zone(each)
        assert unknown.value.nearest == nearest, each


def test_hours_from_greenwich_are_shown_as_people_mean_them() -> None:
    assert list(map(spelled, ("Etc/GMT-1", "Etc/GMT+5", "America/New_York"))) == [
        *("GMT+1", "GMT-5", "America/New York"),
    ]


@pytest.mark.parametrize("case", ["I20-gmt-plus-one", "I22-uk-cities"])
def test_zones_in_spreadsheets_of_public_reports_are_read(case: str) -> None:
    right = json.loads((_CASES / f"{case}.json").read_text())["right"]
    with (_CASES / f"{case}.csv").open(newline="") as file:
        zones = {r["name"]: read_cell("timezone", r["timezone"])["zone"] for r in DictReader(file)}
    for month, said in ((12, "offset_in_december"), (6, "offset_in_june")):
        for name, hours in right.get(said, {}).items():
            ahead = datetime(2026, month, 1, tzinfo=zone(zones[name])).utcoffset()
            assert ahead == timedelta(hours=hours)
