"""What there is to say: each list of help in one message of every chat, in every language."""

from datetime import UTC, datetime

import pytest

from adapters.discord import commands
from adapters.discord import render as discord
from adapters.discord.spans import Ids
from adapters.slack import render as slack
from bot.bootstrap import registry
from bot.community.roles import Grant, Role, Scope, ScopedRole, Standing
from bot.features.help import views
from bot.features.help.domain import parts, said_of
from bot.ui.languages import in_language, languages
from bot.ui.messages import Actions, Button, Message
from tests.chat import text_of

HOST = Grant(1, ScopedRole.HOST, Scope("event", 1), datetime(2026, 11, 23, tzinfo=UTC))
EVERYBODY = [Standing(Role.MEMBER), Standing(Role.MEMBER, (HOST,)), Standing(Role.ADMIN)]


def lists_of(standing: Standing) -> dict[str, Message]:
    """All that help can show to somebody of this standing."""
    theirs = views.without_help(registry().commands_for(standing))
    found = {"": views.overview(theirs, registry().about)}
    more = parts(theirs)
    while more:
        found |= {name: views.part(said_of(theirs, name)) for name in more}
        more = [name for shown in found.values() for name in led_to(shown) if name not in found]
    return found


def led_to(shown: Message) -> list[str]:
    """The parts to which a list's buttons lead."""
    rows = [block for block in shown.blocks if isinstance(block, Actions)]
    return [each.value for row in rows for each in row.controls if isinstance(each, Button)]


@pytest.mark.parametrize("standing", EVERYBODY, ids=("member", "host", "admin"))
@pytest.mark.parametrize("locale", sorted(languages()))
def test_every_list_of_help_is_one_message(locale: str, standing: Standing) -> None:
    known = Ids({}, commands.names(registry(), {root.name: "1" * 19 for root in registry().roots}))
    with in_language(locale):
        for part, message in lists_of(standing).items():
            assert len(discord.pages(message, known, marker=lambda number: number)) == 1, part
            assert len(slack.pages(message, {})) == 1, part


@pytest.mark.parametrize("standing", EVERYBODY, ids=("member", "host", "admin"))
def test_every_command_is_in_some_list_of_help(standing: Standing) -> None:
    shown = " ".join(map(text_of, lists_of(standing).values()))
    for command in views.without_help(registry().commands_for(standing)):
        assert f"{command.usage.line} — " in shown
