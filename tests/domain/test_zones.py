"""Time zones as people say them: the same names are read and offered."""

import pytest

from bot.community.zones import UnknownZone, read_zone, zones_like


@pytest.mark.parametrize(
    ("said", "zone"),
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
def test_a_city_or_a_country_is_enough_for_a_time_zone(said: str, zone: str) -> None:
    assert read_zone(said) == zone
    assert zone in zones_like(said, 2)


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
