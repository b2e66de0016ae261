"""Each rule for what Kindred asks of Discord takes what is right and refuses what is wrong."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.discord_command_examples import (
    COMMAND_EXAMPLES,
    ROUTE_EXAMPLES,
    put,
    slash,
    sub,
)
from tests.adapters.discord_message_examples import MESSAGE_EXAMPLES
from tests.adapters.discord_modal_examples import ANSWER_EXAMPLES, MODAL_EXAMPLES
from tests.adapters.discord_rule_examples import Example, Json, Request
from tests.adapters.discord_rules import ENDPOINTS, faults_of
from tests.extent import everywhere_only

pytestmark = everywhere_only

EXAMPLES: list[Example] = [
    *MESSAGE_EXAMPLES,
    *ROUTE_EXAMPLES,
    *ANSWER_EXAMPLES,
    *MODAL_EXAMPLES,
    *COMMAND_EXAMPLES,
]
ODD: list[Any] = [None, True, 0, -1, 2**70, 1.5, "", "a" * 5000, [], [[]], [None], {}, {"type": []}]


def judged(request: Request) -> list[str]:
    return faults_of(request.method, request.path, request.body)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
def test_what_is_right_passes(example: Example) -> None:
    assert judged(example.right) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
def test_what_is_wrong_is_named_and_nothing_else(example: Example) -> None:
    (fault,) = judged(example.wrong)
    assert example.says in fault


def test_every_endpoint_with_a_body_has_an_example() -> None:
    shown = [example.right for example in EXAMPLES]
    for endpoint in ENDPOINTS:
        if endpoint.body and "messages/{message_id}" not in endpoint.path:
            assert any(
                request.method == endpoint.method and endpoint.ids(request.path) is not None
                for request in shown
            ), endpoint.path


def long_command(last: int) -> Json:
    """A command whose length hangs on the longest translation of one description."""
    texts = [sub(f"s{n:02}", description="a" * 97) for n in range(25)]
    groups = [sub(f"g{n:02}", *texts, description="b" * 22, kind=2) for n in range(3)]
    more = [sub(name, description="c" * 100) for name in ("els", "oth", "new")]
    words = sub("end", description="d", description_localizations={"fr": "e" * last, "de": "e"})
    return slash(*groups, *more, words)


def test_a_command_has_8000_characters_in_all() -> None:
    most = 8000 - (7 + 11 + 3 * (25 * 100 + 25) + 3 + 3 * 103)
    assert judged(put(long_command(most))) == []
    (fault,) = judged(put(long_command(most + 1)))
    assert "8001 characters in all" in fault


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a body."""
    yield way
    inner = enumerate(value) if isinstance(value, list) else ()
    for key, each in value.items() if isinstance(value, dict) else inner:
        yield from places(each, (*way, key))


@given(st.data(), st.sampled_from(ODD))
def test_nothing_that_is_sent_is_too_odd_to_judge(data: st.DataObject, junk: Any) -> None:
    request = data.draw(st.sampled_from([example.right for example in EXAMPLES]))
    if not isinstance(request.body, (dict, list)):
        return
    body: Any = copy.deepcopy(request.body)
    way = data.draw(st.sampled_from(list(places(body))))
    if not way:
        body = junk
    else:
        place = body
        for key in way[:-1]:
            place = place[key]
        place[way[-1]] = junk
    assert isinstance(judged(Request(request.method, request.path, body)), list)
