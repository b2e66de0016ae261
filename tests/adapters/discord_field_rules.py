"""The rules that judgements of Discord's requests are put together from.

A rule takes a value and the place where it stands, and yields a fault for each thing that is wrong.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Json = dict[str, Any]
Faults = Iterator[str]
Rule = Callable[[object, str], Faults]

INT32 = 2**31 - 1
# SnowflakeType of the OpenAPI description.
SNOWFLAKE = re.compile(r"0|[1-9]\d{0,19}", re.ASCII)


def text(least: int, most: int) -> Rule:
    """A string of so many characters."""

    def judge(value: object, path: str) -> Faults:
        if not isinstance(value, str):
            yield f"{path}: must be a string, not {value!r}"
        elif not least <= len(value) <= most:
            yield f"{path}: {len(value)} characters, {least} to {most} allowed"

    return judge


def whole(least: int, most: int) -> Rule:
    """A whole number in a range."""

    def judge(value: object, path: str) -> Faults:
        if not isinstance(value, int) or isinstance(value, bool):
            yield f"{path}: must be a whole number, not {value!r}"
        elif not least <= value <= most:
            yield f"{path}: {value}, {least} to {most} allowed"

    return judge


def number(value: object, path: str) -> Faults:
    """Any number."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        yield f"{path}: must be a number, not {value!r}"


def yes_no(value: object, path: str) -> Faults:
    """A boolean."""
    if not isinstance(value, bool):
        yield f"{path}: must be true or false, not {value!r}"


def snowflake(value: object, path: str) -> Faults:
    """An id: a string of digits, never a number."""
    if not isinstance(value, str) or not SNOWFLAKE.fullmatch(value):
        yield f"{path}: must be a snowflake, a string of digits, not {value!r}"


def address(*schemes: str) -> Callable[[int], Rule]:
    """An address of one of these schemes, of so many characters at most."""

    def of(most: int) -> Rule:
        def judge(value: object, path: str) -> Faults:
            yield from text(1, most)(value, path)
            wanted = rf"({'|'.join(schemes)})://\S+"
            if isinstance(value, str) and not re.fullmatch(wanted, value):
                yield f"{path}: must be an address of {', '.join(schemes)}, not {value!r}"

        return judge

    return of


def one_of(*values: object) -> Rule:
    """One of these values, of the same type."""

    def judge(value: object, path: str) -> Faults:
        if not any(value == each and type(value) is type(each) for each in values):
            yield f"{path}: must be one of {list(values)}, not {value!r}"

    return judge


def bits(allowed: int) -> Rule:
    """A bit set that holds nothing but these bits."""

    def judge(value: object, path: str) -> Faults:
        yield from whole(0, INT32)(value, path)
        if isinstance(value, int) and value & ~allowed:
            yield f"{path}: bits {value & ~allowed} cannot be set here"

    return judge


def unused(value: object, path: str) -> Faults:
    """A field that Discord has and Kindred leaves alone, so that nothing here judges it."""
    if value not in (None, [], False):
        yield f"{path}: Kindred does not use this, and no rule judges it"


def listed(rule: Rule, least: int, most: int, *, unique: bool = False) -> Rule:
    """A list of so many things that keep a rule."""

    def judge(value: object, path: str) -> Faults:
        if not isinstance(value, list):
            yield f"{path}: must be a list, not {value!r}"
            return
        if not least <= len(value) <= most:
            yield f"{path}: {len(value)} items, {least} to {most} allowed"
        for n, each in enumerate(value):
            yield from rule(each, f"{path}/{n}")
        if unique:
            yield from doubles(value, path, "item")

    return judge


def doubles(values: Sequence[object], path: str, what: str) -> Faults:
    """Name each value that stands there more than once."""
    for n, value in enumerate(values):
        if value is not None and value in values[:n]:
            yield f"{path}: the {what} {value!r} stands there twice"


def thing(
    schema: str,
    must: dict[str, Rule],
    may: dict[str, Rule] | None = None,
    *also: Callable[[Json, str], Faults],
) -> Rule:
    """An object of a schema of the OpenAPI description: what it must have, and may have or null.

    `also` are rules between fields: they see the object only if every field is right by itself.
    """
    optional = may or {}

    def judge(value: object, path: str) -> Faults:
        if not isinstance(value, dict):
            yield f"{path}: must be an object ({schema}), not {value!r}"
            return
        faults = [f"{path}: {schema} needs {key}" for key in must if key not in value]
        for key, each in value.items():
            rule = must.get(key) or optional.get(key)
            if rule is None:
                faults.append(f"{path}: {schema} has no {key}")
            elif each is not None or key in must:
                faults += rule(each, f"{path}/{key}")
        yield from faults
        if not faults:
            for between in also:
                yield from between(value, path)

    return judge


def by_type(where: str, rules: dict[int, Rule]) -> Rule:
    """One of several objects, told apart by their `type`."""

    def judge(value: object, path: str) -> Faults:
        kind = value.get("type") if isinstance(value, dict) else None
        rule = rules.get(kind) if type(kind) is int else None
        if rule is None:
            yield f"{path}: type {kind!r} does not stand in {where}, which takes {sorted(rules)}"
        else:
            yield from rule(value, path)

    return judge


def in_order(low: str, high: str) -> Callable[[Json, str], Faults]:
    """Two fields of which the first is not the greater, where both are given."""

    def judge(part: Json, path: str) -> Faults:
        least, most = part.get(low), part.get(high)
        if least is not None and most is not None and least > most:
            yield f"{path}: {low} {least} is more than {high} {most}"

    return judge
