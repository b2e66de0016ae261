"""What Kindred may do in a chat: one table for each, from which everything else comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import discord
import pytest
from pydantic import SecretStr

from adapters.discord import permissions as in_discord
from adapters.discord.connection import intents
from adapters.discord.settings import DiscordSettings
from adapters.slack import permissions as in_slack
from adapters.slack.events import BRIDGED_EVENTS, EVENTS
from adapters.slack.manifest import manifest
from adapters.slack.methods import METHODS
from bot.bootstrap import registry
from bot.community.permissions import Permission
from bot.ui.languages import in_language

DOCS = Path(__file__).parents[2] / "docs"
TABLES: dict[str, Sequence[Permission]] = {
    "slack": (*in_slack.PERMISSIONS, *in_slack.APP_PERMISSIONS),
    "discord": (*in_discord.SCOPES, *in_discord.PERMISSIONS, *in_discord.INTENTS),
}


def rows() -> Iterator[tuple[str, Permission]]:
    for chat, table in TABLES.items():
        yield from ((chat, each) for each in table)


every_row = pytest.mark.parametrize(
    ("chat", "row"), list(rows()), ids=lambda value: getattr(value, "name", value)
)


@every_row
def test_each_says_what_it_is_for_and_what_is_lost_without_it(chat: str, row: Permission) -> None:
    said = []
    for language in ("en", "fr"):
        with in_language(language):
            texts = row.title(), row.purpose(), row.lost()
        assert all(texts)
        assert texts[2].endswith(".")
        said.append(texts[1:])
    assert len(set(said)) == len(said)


@every_row
def test_the_documentation_tells_of_each(chat: str, row: Permission) -> None:
    title = f"`{row.name}`" if row.title() == row.name else row.title()
    lost = f"**Needed.** {row.lost()}" if row.needed else row.lost()
    text = (DOCS / f"{chat}.md").read_text(encoding="utf-8")
    assert f"| {title} | {row.purpose()} | {lost} |\n" in text


@pytest.mark.parametrize("chat", TABLES)
def test_the_documentation_tells_of_no_others(chat: str) -> None:
    text = (DOCS / f"{chat}.md").read_text(encoding="utf-8")
    table = text.partition("## What Kindred may do")[2].partition("\n\n|")[2].partition("\n\n")[0]
    assert len(table.splitlines()) == len(TABLES[chat]) + 2


def test_slacks_table_has_every_scope_that_is_used_and_no_other() -> None:
    used = {scope for method in METHODS for scope in method.scopes} | {"commands"}
    used |= {scope for scopes in [*EVENTS.values(), *BRIDGED_EVENTS.values()] for scope in scopes}
    assert {each.name for each in in_slack.PERMISSIONS} == used


def test_no_workspace_and_no_server_is_asked_for_what_whoever_runs_the_program_gives() -> None:
    wanted = manifest(registry(), "https://kindred.example", by_socket=True)
    asked = wanted["oauth_config"]["scopes"]["bot"]
    assert not {each.name for each in in_slack.APP_PERMISSIONS} & set(asked)
    invited = {name for name, allowed in in_discord.INVITED_WITH if allowed}
    assert not {each.name for each in in_discord.INTENTS} & invited


@pytest.mark.parametrize("off", [{"members", "message_content"}, {"message_content"}, set()])
def test_discord_is_asked_to_tell_what_is_in_the_table_and_no_more(off: set[str]) -> None:
    settings = DiscordSettings(_env_file=None, bot_token=SecretStr("t"))
    settings.members_intent = "members" not in off
    settings.message_content_intent = "message_content" not in off
    told_of = {name for name, on in intents(settings) if on}
    known = {each.name for each in in_discord.INTENTS} - off
    assert known <= told_of
    assert discord.Intents(**dict.fromkeys(known, True)) == intents(settings)


def test_a_name_stands_in_a_table_once() -> None:
    for table in TABLES.values():
        assert len({each.name for each in table}) == len(table)
