"""For each rule about commands and routes: what Discord takes, and what it does not."""

from typing import Any

from tests.adapters.discord_rule_examples import (
    CHANNEL,
    HOOK,
    MESSAGES,
    ORIGINAL,
    V2,
    Example,
    Json,
    Request,
    choice,
    get,
    post,
    said,
    thread,
)

COMMANDS = "/applications/1/commands"


def value(name: str = "who", kind: int = 3, **fields: Any) -> Json:
    """An option of a command."""
    return {"type": kind, "name": name, "description": "Who it is for", **fields}


def sub(name: str, *options: Json, kind: int = 1, **fields: Any) -> Json:
    """A subcommand, or a group of them."""
    return value(name, kind, options=list(options), **fields)


def slash(*options: Json, **fields: Any) -> Json:
    """A slash command."""
    said_of_it = {"type": 1, "name": "kindred", "description": "Meet people"}
    return {**said_of_it, "options": list(options), **fields}


def menu(**fields: Any) -> Json:
    """A line in the menu of a person."""
    return {"type": 2, "name": "Introduce me", **fields}


def put(*commands: Json) -> Request:
    """All commands."""
    return Request("PUT", COMMANDS, list(commands))


def slashes(number: int) -> list[Json]:
    """So many slash commands."""
    return [slash(name=f"kindred{n}") for n in range(number)]


def menus(number: int, kind: int = 2) -> list[Json]:
    """So many lines of menus."""
    return [menu(type=kind, name=f"Introduce {n}") for n in range(number)]


def with_french(french: str) -> Json:
    """A command that is named in French too."""
    return slash(name_localizations={"fr": french})


COMMAND_EXAMPLES = [
    Example(
        "translations stand by locale",
        put(with_french("rencontrer")),
        put(slash(name_localizations=["fr"])),
        "translations",
    ),
    Example(
        "choices of any number",
        put(slash(value(kind=10, choices=[choice(value=1.5)]))),
        put(slash(value(kind=10, choices=[choice(value="1.5")]))),
        "must be a number",
    ),
    Example("commands are a list", put(slash()), Request("PUT", COMMANDS, slash()), "a list"),
    Example("a hundred commands", put(*slashes(100)), put(*slashes(101)), "101 commands"),
    Example("fifteen menus of people", put(*menus(15)), put(*menus(16)), "16 commands"),
    Example("fifteen menus of messages", put(*menus(15, 3)), put(*menus(16, 3)), "16 commands"),
    Example(
        "commands have different names",
        put(slash(), menu(name="kindred")),
        put(slash(), slash()),
        "name 'kindred'",
    ),
    Example(
        "a name's length", put(slash(name="a" * 32)), put(slash(name="a" * 33)), "33 characters"
    ),
    Example(
        "a name's letters",
        put(slash(name="café-1_'")),
        put(slash(name="two words")),
        "cannot stand",
    ),
    Example(
        "names in any script", put(slash(name="हिन्दी")), put(slash(name="a.b")), "cannot stand"
    ),
    Example("names in lower case", put(slash(name="é")), put(slash(name="É")), "lower case"),
    Example(
        "a description",
        put(slash(description="a" * 100)),
        put(slash(description="")),
        "0 characters",
    ),
    Example(
        "a menu's name",
        put(menu(name="Introduce me to …")),
        put(menu(name="a" * 33)),
        "33 characters",
    ),
    Example(
        "a menu has no description",
        put(menu(description="")),
        put(menu(description="Hi")),
        "2 characters",
    ),
    Example("a menu has no options", put(menu()), put(menu(options=[])), "has no options"),
    Example(
        "permissions are a number",
        put(slash(default_member_permissions=32)),
        put(slash(default_member_permissions="32")),
        "whole number",
    ),
    Example("contexts", put(slash(contexts=[0, 1])), put(slash(contexts=[3])), "one of"),
    Example("contexts are some", put(slash(contexts=[0])), put(slash(contexts=[])), "0 items"),
    Example(
        "contexts stand there once", put(slash(contexts=[0])), put(slash(contexts=[0, 0])), "twice"
    ),
    Example(
        "installed where",
        put(slash(integration_types=[0])),
        put(slash(integration_types=[2])),
        "one of",
    ),
    Example(
        "locales",
        put(slash(description_localizations={"fr": "Rencontrer"})),
        put(slash(description_localizations={"cy": "Cwrdd"})),
        "no locale",
    ),
    Example(
        "translated names are names",
        put(with_french("amitié")),
        put(with_french("Amitié")),
        "lower case",
    ),
    Example(
        "a translation's length",
        put(slash(description_localizations={"fr": "a" * 100})),
        put(slash(description_localizations={"fr": "a" * 101})),
        "101 characters",
    ),
    Example(
        "25 options",
        put(slash(*[value(f"v{n}") for n in range(25)])),
        put(slash(*[value(f"v{n}") for n in range(26)])),
        "26 items",
    ),
    Example("types of options", put(slash(value(kind=6))), put(slash(value(kind=12))), "a command"),
    Example(
        "an option has a description",
        put(slash(value())),
        put(slash(value(description=""))),
        "0 characters",
    ),
    Example(
        "options have different names",
        put(slash(value("a"), value("b"))),
        put(slash(value("a"), value("a"))),
        "name 'a'",
    ),
    Example(
        "options have different translations",
        put(slash(value("a", name_localizations={"fr": "c"}), value("b"))),
        put(slash(value("a", name_localizations={"fr": "b"}), value("b"))),
        "another option's own name",
    ),
    Example(
        "the needed come first",
        put(slash(value("a", required=True), value("b"))),
        put(slash(value("a"), value("b", required=True))),
        "before optional",
    ),
    Example(
        "a group of subcommands",
        put(slash(sub("round", sub("show"), kind=2))),
        put(slash(sub("round", value(), kind=2))),
        "a group",
    ),
    Example(
        "no group in a group",
        put(slash(sub("a", sub("b"), kind=2))),
        put(slash(sub("a", sub("b", kind=2), kind=2))),
        "a group",
    ),
    Example(
        "no subcommand in a subcommand",
        put(slash(sub("a", value()))),
        put(slash(sub("a", sub("b")))),
        "a subcommand",
    ),
    Example(
        "subcommands or values",
        put(slash(sub("a"), sub("b", kind=2))),
        put(slash(sub("a"), value())),
        "not both",
    ),
    Example(
        "a subcommand is not required",
        put(slash(sub("a"))),
        put(slash(sub("a", required=True))),
        "has no required",
    ),
    Example(
        "25 choices",
        put(slash(value(choices=[choice(value=f"v{n}") for n in range(25)]))),
        put(slash(value(choices=[choice(value=f"v{n}") for n in range(26)]))),
        "26 items",
    ),
    Example(
        "choices of the option's kind",
        put(slash(value(kind=4, choices=[choice(value=1)]))),
        put(slash(value(kind=4, choices=[choice(value="1")]))),
        "whole number",
    ),
    Example(
        "choices only where they may be",
        put(slash(value(kind=3, choices=[choice()]))),
        put(slash(value(kind=6, choices=[choice()]))),
        "has no choices",
    ),
    Example(
        "choices or autocomplete",
        put(slash(value(autocomplete=True))),
        put(slash(value(autocomplete=True, choices=[choice()]))),
        "not both",
    ),
    Example(
        "a text's length",
        put(slash(value(min_length=1, max_length=6000))),
        put(slash(value(max_length=6001))),
        "6001",
    ),
    Example(
        "a number's range",
        put(slash(value(kind=4, min_value=1, max_value=9))),
        put(slash(value(kind=4, min_value=9, max_value=1))),
        "is more than",
    ),
    Example(
        "types of channels",
        put(slash(value(kind=7, channel_types=[0]))),
        put(slash(value(kind=7, channel_types=[99]))),
        "one of",
    ),
]

ROUTE_EXAMPLES = [
    Example(
        "a pause between messages",
        thread(rate_limit_per_user=21600),
        thread(rate_limit_per_user=21601),
        "21601",
    ),
    Example(
        "a route that is used", get("/users/@me"), get("/users/@me/connections"), "no endpoint"
    ),
    Example("a method that is used", get(MESSAGES), Request("PUT", MESSAGES, {}), "no endpoint"),
    Example("an id in the path", get(CHANNEL), get("/channels/general"), "channel_id"),
    Example(
        "a route without a body",
        Request("PUT", f"{CHANNEL}/thread-members/5"),
        Request("PUT", f"{CHANNEL}/thread-members/5", {"user": "5"}),
        "takes no body",
    ),
    Example("a route with a body", post(said()), Request("POST", MESSAGES), "must be an object"),
    Example(
        "parameters that there are",
        get(f"{MESSAGES}?limit=100&before=5"),
        get(f"{MESSAGES}?most=100"),
        "no such parameter",
    ),
    Example("limits", get(f"{MESSAGES}?limit=100"), get(f"{MESSAGES}?limit=101"), "101, 1 to 100"),
    Example(
        "flags in a query",
        get("/applications/1/commands?with_localizations=true"),
        get("/applications/1/commands?with_localizations=True"),
        "one of",
    ),
    Example(
        "a direct message has a recipient",
        Request("POST", "/users/@me/channels", {"recipient_id": "5"}),
        Request("POST", "/users/@me/channels", {}),
        "needs recipient_id",
    ),
    Example("a thread's name", thread(name="a" * 100), thread(name="a" * 101), "101 characters"),
    Example("a thread has a name", thread(), thread(name=""), "0 characters"),
    Example("a thread's type", thread(invitable=False), thread(type=0), "one of"),
    Example(
        "a thread's rest",
        thread(auto_archive_duration=10080),
        thread(auto_archive_duration=60.5),
        "one of",
    ),
    Example(
        "only private threads are invitable",
        thread(type=12, invitable=False),
        thread(type=11, invitable=False),
        "only a private thread",
    ),
    Example(
        "a thread is opened again",
        Request("PATCH", CHANNEL, {"archived": False}),
        Request("PATCH", CHANNEL, {"archived": "no"}),
        "true or false",
    ),
    Example(
        "an answer is edited with its flag",
        Request("PATCH", ORIGINAL, {"flags": V2 | 64, "components": [said()]}),
        Request("PATCH", ORIGINAL, {"flags": 64, "components": [said()]}),
        "does not stand in",
    ),
    Example(
        "a follow-up has no nonce",
        Request("POST", HOOK, {"flags": V2, "components": [said()]}),
        Request("POST", HOOK, {"flags": V2, "components": [said()], "nonce": "a"}),
        "has no nonce",
    ),
]
