"""The routes with which the app registers its commands."""

import json
import re
from functools import lru_cache
from typing import Any

from tests.adapters.discord_api import Ask, route
from tests.adapters.discord_refusals import Refused

Json = dict[str, Any]
CHAT, USER, MESSAGE = 1, 2, 3
MOST = {CHAT: 100, USER: 15, MESSAGE: 15}
NAME = re.compile(r"[-_'\w]{1,32}")
EVERYWHERE, IN_GUILD = "/applications/{app_id}", "/applications/{app_id}/guilds/{guild_id}"


def _place(ask: Ask) -> int | None:
    if ask.id("app_id") != ask.world.app_id:
        raise Refused(20012, status=403, message="You are not authorized to perform this action")
    return ask.guild().id if "guild_id" in ask.ids else None


@route(f"GET {EVERYWHERE}/commands")
def commands(ask: Ask) -> list[Json]:
    whole = ask.query.get("with_localizations") in ("1", "true", "True")
    found = ask.world.commands.get(_place(ask), [])
    return found if whole else [_plain(each) for each in found]


@route(f"PUT {EVERYWHERE}/commands")
def replace_commands(ask: Ask) -> list[Json]:
    """Replace all commands; those of the same kind and name keep their id."""
    place = _place(ask)
    if not isinstance(ask.body, list):
        raise Refused.form("", "Only iterables may be used in a ListType", "LIST_TYPE_CONVERT")
    before = {_key(each): each for each in ask.world.commands.get(place, [])}
    made = [_registered(ask, each, before.get(_key(each)), n) for n, each in enumerate(ask.body)]
    keys = [_key(each) for each in made]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
            raise Refused.form(f"{number}", "Application command names must be unique", code)
    for kind, most in MOST.items():
        if sum(each["type"] == kind for each in made) > most:
            raise Refused(30032, message=f"Maximum number of commands reached ({most})")
    ask.world.commands[place] = made
    return made


@route(f"POST {EVERYWHERE}/commands")
def upsert_command(ask: Ask) -> Json:
    place = _place(ask)
    known = ask.world.commands.setdefault(place, [])
    before = next((each for each in known if _key(each) == _key(ask.form)), None)
    made = _registered(ask, ask.form, before, 0)
    known[:] = [each for each in known if each is not before] + [made]
    return made


@route(f"DELETE {EVERYWHERE}/commands/{{command_id}}")
def delete_command(ask: Ask) -> None:
    known = ask.world.commands.get(_place(ask), [])
    left = [each for each in known if each["id"] != ask.ids["command_id"]]
    if len(left) == len(known):
        raise Refused(10063)
    known[:] = left


for _handler, _name in [
    (commands, "GET {}/commands"),
    (replace_commands, "PUT {}/commands"),
    (upsert_command, "POST {}/commands"),
    (delete_command, "DELETE {}/commands/{{command_id}}"),
]:
    route(_name.format(IN_GUILD))(_handler)


@route(f"GET {IN_GUILD}/commands/permissions")
def command_permissions(ask: Ask) -> list[Json]:
    _place(ask)
    return []


def _key(command: Json) -> tuple[int, str]:
    return int(command.get("type") or CHAT), str(command.get("name"))


def _plain(command: Json) -> Json:
    """Leave out the translations, as Discord does unless they are asked for."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {k: v for k, v in value.items() if not str(k).endswith("_localizations")}
            return {key: without(inner) for key, inner in kept.items()}
        return [without(inner) for inner in value] if isinstance(value, list) else value

    plain: Json = without(command)
    return plain


def _registered(ask: Ask, body: Json, before: Json | None, number: int) -> Json:
    kind = int(body.get("type") or CHAT)
    _judge(json.dumps(body), kind, f"{number}")
    same = before is not None and {**before, **body} == before
    usual: Json = {
        "default_member_permissions": None,
        "description": "",
        "contexts": None,
        "integration_types": [0],
        "nsfw": False,
        "options": [],
    }
    return {
        **usual,
        **body,
        "id": before["id"] if before else str(ask.world.new_id()),
        "application_id": str(ask.world.app_id),
        "type": kind,
        "version": before["version"] if before and same else str(ask.world.new_id()),
    }


@lru_cache(maxsize=100)
def _judge(text: str, kind: int, where: str) -> None:
    body = json.loads(text)
    name = str(body.get("name", ""))
    if kind == CHAT and (not NAME.fullmatch(name) or name != name.lower()):
        code = "APPLICATION_COMMAND_INVALID_NAME"
        raise Refused.form(f"{where}.name", "Command name is invalid", code)
    if kind != CHAT and (body.get("description") or body.get("options")):
        code = "APPLICATION_COMMAND_INVALID_FIELD"
        raise Refused.form(f"{where}.description", "Context menus have no description", code)
    if _size(body) > 8000:
        code = "APPLICATION_COMMAND_TOO_LARGE"
        raise Refused.form(where, "Command exceeds maximum size (8000)", code)
    _judge_options(body.get("options") or [], where)


def _judge_options(options: list[Json], where: str) -> None:
    optional = False
    for number, option in enumerate(options):
        here = f"{where}.options.{number}"
        name = str(option.get("name", ""))
        if not NAME.fullmatch(name) or name != name.lower():
            code = "APPLICATION_COMMAND_INVALID_NAME"
            raise Refused.form(f"{here}.name", "Command name is invalid", code)
        if name in [each.get("name") for each in options[:number]]:
            code = "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"
            raise Refused.form(here, "Option names must be unique", code)
        if option.get("required") and optional:
            code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
            raise Refused.form(here, "Required options must be placed before others", code)
        optional = optional or (not option.get("required") and option["type"] > 2)
        if option.get("autocomplete") and option.get("choices"):
            raise Refused.form(here, "Either choices or autocomplete", "BASE_TYPE_BAD")
        _judge_options(option.get("options") or [], here)


def _size(part: Json) -> int:
    """Count the characters of names, descriptions and values; the longest translation counts."""
    total = 0
    for key in ("name", "description"):
        longest = [str(part.get(key) or "")]
        longest += [str(word) for word in (part.get(f"{key}_localizations") or {}).values()]
        total += max(len(word) for word in longest)
    total += sum(_size(option) for option in part.get("options") or [])
    for choice in part.get("choices") or []:
        total += _size(choice) + len(str(choice.get("value", "")))
    return total
