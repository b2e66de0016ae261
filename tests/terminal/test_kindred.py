"""The command line, run as an operator runs it: as a program, on a database of its own."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, insert

from adapters.discord import refs
from adapters.discord.permissions import PERMISSIONS
from bot.community.facts import Fact
from bot.community.mailboxes import MailboxKey
from bot.community.permission_changes import note_missing
from bot.community.permissions import Missing
from bot.delivery.addresses import ToMailbox
from bot.ui.messages import say
from storage.kernel.database import sync_url
from storage.kernel.delivery_tables import outbox
from storage.stores import work_on
from tests.database import engine_at
from tests.extent import some_rows
from tests.terminal.program import PEOPLE, Terminal, free_port, on


@on("sqlite")
@pytest.mark.slow("starts the program")
def test_it_is_a_program_of_which_a_command_loads_what_it_needs(terminal: Terminal) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "bot", "check"]
    environment = {**os.environ, **terminal.environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    zones, order = done.stdout.splitlines()
    assert (done.returncode, order) == (0, "✓ Everything is in order.")
    assert zones.startswith("✓ Time zones go by the rules of 20")
    loaded = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines()]
    to_be_asked = loaded.index("bot.terminal.commands")  # `kindred --help` loads no more than that
    assert not {"sqlalchemy", "numpy", "starlette", "storage", "adapters"} & set(
        loaded[:to_be_asked]
    )
    others = {"aiohttp", "discord", "slack_sdk", "slack_bolt", "scipy.sparse", "snowballstemmer"}
    assert not others & set(loaded)


def test_a_spreadsheet_becomes_a_community_that_can_be_searched(furnished: Terminal) -> None:
    answer = furnished.ok("say", "/kindred find libraries", "--as", "Ada Example")
    assert "Bo Sample" in answer


def test_the_first_facilitator_is_made_in_the_terminal(furnished: Terminal) -> None:
    before = furnished.run("say", "/facilitate programme new", "--as", "ada@example.org")
    assert "for facilitators" in before.stdout
    assert "facilitator" in furnished.ok("grant", "ada@example.org", "facilitator")
    assert "Name" in furnished.ok("say", "/facilitate programme new", "--as", "Ada Example")


def test_a_convenor_of_a_network_is_made_in_the_terminal_and_unmade(furnished: Terminal) -> None:
    words = ["grant", "ada@example.org", "Convenor", "--network", "kettle & BENCH"]
    assert furnished.ok(*words) == "Ada Example is now convenor of “Kettle & Bench”.\n"
    assert "no longer convenor" in furnished.ok(*words, "--withdraw")
    again = furnished.run(*words, "--withdraw")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "Ada Example is not convenor of “Kettle & Bench”.\n"


def test_a_safeguarding_lead_is_made_in_the_terminal(furnished: Terminal) -> None:
    for said in ("safeguarding lead", "safeguarding_lead"):
        assert "is now safeguarding lead" in furnished.ok("grant", "Bo Sample", said)
    assert "no longer" in furnished.ok("grant", "Bo Sample", "safeguarding-lead", "--withdraw")


def test_a_community_without_networks_has_no_convenors(terminal: Terminal) -> None:
    terminal.people("Ada Example,,")
    done = terminal.run("grant", "Ada Example", "convenor", "--network", "Tidewater")
    assert done.returncode == 2
    assert "no networks yet" in done.stderr


@pytest.mark.parametrize(
    ("who", "network"),
    [
        ("Zoë O’Neill", "St John’s"),
        ("zoe o'neill", "st john's"),
        ("Zoe\u0308 O’Neill", "St John's"),
        ("Zoe O Neill", "St. John’s"),
    ],
)
def test_names_need_not_be_typed_as_they_are_written(
    terminal: Terminal, who: str, network: str
) -> None:
    terminal.people("Zoë O’Neill,,St John’s")
    said = terminal.ok("grant", who, "convenor", "--network", network)
    assert said == "Zoë O’Neill is now convenor of “St John’s”.\n"


def test_of_two_names_that_are_nearly_alike_the_one_is_meant_that_is_typed(
    terminal: Terminal,
) -> None:
    terminal.people("Zoë Ash,,Café Nord", "Zoe Ash,,Cafe Nord")
    for who, network in (("Zoë Ash", "Café Nord"), ("Zoe Ash", "Cafe Nord")):
        said = terminal.ok("grant", who, "convenor", "--network", network)
        assert said == f"{who} is now convenor of “{network}”.\n"
    done = terminal.run("grant", "Zóe Ash", "convenor", "--network", "Cafe Nord")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Say which: “Zoe Ash”, “Zoë Ash”" in done.stderr
    done = terminal.run("grant", "Zoe Ash", "convenor", "--network", "Cáfe Nord")
    assert (done.returncode, done.stdout) == (2, "")
    assert "“Cafe Nord”, “Café Nord”. Please name one" in done.stderr


def test_two_of_one_name_are_told_apart_by_network_or_address(terminal: Terminal) -> None:
    terminal.people("Ada Example,ada@example.org,Bench", "Ada Example,,Lane")
    done = terminal.run("grant", "Ada Example", "facilitator")
    assert (done.returncode, done.stdout) == (2, "")
    ways = "“Ada Example (Bench)”, “Ada Example (Lane)”"
    assert f"Say which: {ways}; or use the e-mail address" in done.stderr
    for who in ("Ada Example (Lane)", "ada@example.org"):
        assert terminal.ok("grant", who, "facilitator") == "Ada Example is now facilitator.\n"


def test_two_of_one_name_who_differ_in_nothing_have_their_addresses(terminal: Terminal) -> None:
    terminal.people("Ada Example,ada@example.org,", "Ada Example,a@example.org,")
    done = terminal.run("grant", "Ada Example", "facilitator")
    assert done.returncode == 2
    assert "2 people called Ada Example. Use the e-mail address." in done.stderr


def test_a_form_is_printed_as_json_and_filled_in(furnished: Terminal) -> None:
    form = json.loads(furnished.ok("say", "/kindred profile", "--as", "Bo Sample", "--json"))
    assert form["kind"] == "dialog"
    assert form["fields"][0]["value"] == "Bo Sample"
    values = json.dumps({"headline": "Runs two libraries", "languages": ["English", "Welsh"]})
    furnished.ok("say", "--as", "Bo Sample", "--submit", form["form"], "--values", values)
    again = json.loads(furnished.ok("say", "/kindred profile", "--as", "Bo Sample", "--json"))
    assert "Runs two libraries" in [field["value"] for field in again["fields"]]


def test_a_button_is_pressed(furnished: Terminal) -> None:
    answer = furnished.run("say", "--as", "Bo Sample", "--press", "nothing.here:1")
    assert "no longer here" in answer.stdout
    found = furnished.ok("say", "/kindred introduce", "--as", "Bo Sample")
    assert "programme" in found


@some_rows(6)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["say", "/kindred find x", "--as", "Adda Example"], "There is: Ada Example"),
        (["say", "/kindred find x"], "Who says it?"),
        (["say", "--as", "Ada Example"], "Say something"),
        (["say", "--as", "Ada Example", "--submit", "profile", "--values", "{no"], "not JSON"),
        (["say", "--as", "Ada Example", "--submit", "profile", "--values", "[]"], "JSON object"),
        (["grant", "Ada Example", "emperor"], "no role “emperor”"),
        (["grant", "Ada Example", "host"], "no role “host”"),
        (["grant", "Ada Example", "convenor"], "There is: “Kettle & Bench”, “Tidewater”"),
        (["grant", "Ada Example", "convenor", "--network", "Tidewatr"], "There is: “Tidewater”."),
        (["grant", "Ada Example", "convenor", "--network", "&"], "no network “&”"),
        (["grant", "Ada Example", "admin", "--network", "Tidewater"], "--network is for convenors"),
        (["grant", "Ada Example", "admin", "--withdraw"], "kindred grant WHO member"),
        (["grant", "Ada Example", "safeguarding lead", "--withdraw"], "Ada Example is not"),
        (["grant", "Ada Exampel", "facilitator"], "There is: Ada Example"),
        (["import", "members", "nowhere.csv"], "no file nowhere.csv"),
        (["say", "hi", "--as", "Ada Example", "--community", "Elsewhere"], "“The Test Table”"),
    ],
)
def test_wrong_input_is_answered_with_what_to_do(
    furnished: Terminal, words: list[str], said: str
) -> None:
    done = furnished.run(*words)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_an_empty_database_says_how_to_begin(terminal: Terminal) -> None:
    done = terminal.run("say", "/kindred help", "--as", "Ada Example")
    assert done.returncode == 2
    assert "kindred import members" in " ".join(done.stderr.split())


def test_check_lists_every_fault_at_once(terminal: Terminal) -> None:
    assert "in order" in terminal.ok("check")
    wrong = terminal.run("check", KINDRED_SECRET_KEY="short", KINDRED_BASE_URL="kindred.example")
    assert wrong.returncode == 1
    assert "KINDRED_SECRET_KEY" in wrong.stderr
    assert "KINDRED_BASE_URL" in wrong.stderr


def test_check_lists_what_could_not_be_delivered_in_the_last_thirty_days(
    furnished: Terminal,
) -> None:
    engine = create_engine(sync_url(furnished.environment["KINDRED_DATABASE_URL"]))
    for key, body, days in (("lately", "{}", 29), ("wordless", None, 1), ("long ago", None, 31)):
        row: dict[str, object] = {"key": key, "about": key, "act": "post", "lane": "l"}
        row |= {"state": "dead", "reason": "it is closed", "body": body, "community_id": 1}
        row |= {
            "to_space": 1,
            "to_purpose": "notices",
            "due_at": datetime.now(UTC) - timedelta(days=days),
        }
        with engine.begin() as connection:
            connection.execute(insert(outbox).values(**row))
    engine.dispose()
    done = furnished.run("check")
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "delivered" in line] == [
        "✗ lately could not be delivered: it is closed",
        "✗ wordless could not be delivered: it is closed",
    ]


async def something_is_missing(url: str) -> None:
    """Let a server of Discord be found to lack something in its channel."""
    async with engine_at(url) as engine, work_on(engine)() as work:
        community = (await work.people.communities())[0].id
        server = refs.server("7")
        await work.people.connect(community, server, "Northern Commons")
        send = next(each for each in PERMISSIONS if each.name == "send_messages")
        missing = [Missing(send, channel=refs.channel("7", "8"), channel_name="meet")]
        await note_missing(work, server, [missing[0].channel], missing)


def test_check_remembers_what_a_chat_did_not_let_kindred_do(furnished: Terminal) -> None:
    asyncio.run(something_is_missing(furnished.environment["KINDRED_DATABASE_URL"]))
    done = furnished.run("check")
    assert done.returncode == 1
    (fault,) = done.stderr.splitlines()
    assert "Northern Commons, #meet: Kindred may not do everything" in fault
    assert "“Send Messages” is missing. Nothing is said to everybody" in fault
    assert "kindred check discord looks now" in fault


def test_check_names_settings_that_cannot_be_read(terminal: Terminal) -> None:
    for name, value in (
        ("KINDRED_WEB_PORT", "abc"),
        ("KINDRED_WEB_HOST", "0.0.0.0"),
        ("KINDRED_DATABASE_URL", "postgresql://a:b@127.0.0.1:1x/z"),
        ("KINDRED_DATABASE_URL", "mysql://a"),
        ("KINDRED_DATABASE_URL", "postgresql://a@127.0.0.1:1/z"),
    ):
        for command in ("check", "web"):
            if command == "web" and value.endswith(":1/z"):
                continue  # waits for a database that may yet come
            done = terminal.run(command, **{name: value})
            assert done.returncode == 1, (name, command)
            assert name in done.stderr or "does not answer" in done.stderr


def test_check_says_when_the_tables_are_behind(terminal: Terminal) -> None:
    done = terminal.run("check", KINDRED_DATABASE_URL="sqlite:///empty.sqlite3")
    assert done.returncode == 1
    assert "kindred db upgrade" in done.stderr
    assert not (terminal.folder / "empty.sqlite3").exists()
    for address in ("mysql://here", "postgresql://a:b/c/d"):
        wrong = terminal.run("db", "upgrade", KINDRED_DATABASE_URL=address)
        assert wrong.returncode == 1
        assert wrong.stderr.startswith("✗ KINDRED_DATABASE_URL")


def test_a_file_that_cannot_be_written_is_named(furnished: Terminal) -> None:
    for words in (
        ["export", "members", "nowhere/out.csv"],
        ["import", "members", "people.csv", "--rejects", "nowhere/out.csv"],
    ):
        done = furnished.run(*words)
        assert done.returncode == 2
        assert "nowhere/out.csv" in done.stderr


def test_the_file_that_is_read_is_never_written_over(furnished: Terminal) -> None:
    done = furnished.run("import", "members", "people.csv", "--rejects", "people.csv")
    assert done.returncode == 2
    assert (furnished.folder / "people.csv").read_text() == PEOPLE


def test_a_refusal_is_told_to_scripts(furnished: Terminal) -> None:
    done = furnished.run("say", "/kindred nonsense :100:", "--as", "Ada Example")
    assert done.returncode == 1
    assert "“/kindred nonsense :100:”" in done.stdout


def test_what_is_exported_can_be_imported_again(furnished: Terminal) -> None:
    furnished.ok("export", "members", "out.csv")
    report = furnished.ok("import", "members", "out.csv")
    assert furnished.ok("export", "members") == (furnished.folder / "out.csv").read_text()
    assert "2 unchanged" in report


@pytest.mark.parametrize("role", ["serve", "web"])
@on("postgres")
@pytest.mark.forks
def test_serving_says_one_line_answers_and_ends_cleanly(furnished: Terminal, role: str) -> None:
    port = free_port()
    with furnished.running(role, KINDRED_WEB_PORT=str(port)) as process:
        ready = process.stdout.readline()
        assert f"http://127.0.0.1:{port}" in ready
        for path in ("healthz", "readyz"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10) as page:
                assert page.status == 200
        process.tell(signal.SIGTERM)
        rest, errors = process.rest(20)
    assert (process.returncode, rest) == (0, "")
    assert "Traceback" not in errors


@on("postgres")
@pytest.mark.forks
def test_the_worker_runs_alone_and_ends_cleanly(furnished: Terminal) -> None:
    with furnished.running("worker") as process:
        assert "ready" in process.stdout.readline()
        process.tell(signal.SIGTERM)
        process.rest(20)
    assert process.returncode == 0


def test_a_taken_port_is_named_with_what_to_do(furnished: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = furnished.run("serve", KINDRED_WEB_PORT=port)
    assert done.returncode == 1
    assert port in done.stderr
    assert "PORT=" in done.stderr
    assert "Traceback" not in done.stderr


@on("sqlite")
@pytest.mark.forks
def test_a_link_lets_its_member_in_once(furnished: Terminal) -> None:
    port = str(free_port())
    furnished.environment["KINDRED_WEB_PORT"] = port
    address = furnished.ok("link", "Bo Sample").strip()
    assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/enter/\S+", address)
    with furnished.running("web") as process:
        process.stdout.readline()
        with urllib.request.urlopen(address, timeout=10) as page:
            assert "Bo Sample" in page.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="410"):
            urllib.request.urlopen(address[:-3] + "xyz", timeout=10)
        assert "Bo Sample is out" in furnished.ok("revoke", "Bo Sample")
        with pytest.raises(urllib.error.HTTPError, match="410"):
            urllib.request.urlopen(address, timeout=10)


def test_nobody_gets_in_without_a_secret_key(furnished: Terminal) -> None:
    done = furnished.run("serve", KINDRED_SECRET_KEY="")
    assert done.returncode == 1
    assert "KINDRED_SECRET_KEY" in done.stderr


# Mail ---------------------------------------------------------------------------------------------

MAIL = {
    "KINDRED_MAIL_HOST": "127.0.0.1",
    "KINDRED_MAIL_TLS": "none",
    "KINDRED_MAIL_ADDRESS": "hello@example.org",
}


def test_check_mail_says_that_nothing_is_set(terminal: Terminal) -> None:
    done = terminal.run("check", "mail")
    assert done.returncode == 1
    assert "without KINDRED_MAIL_HOST nothing goes out" in done.stderr
    assert "in order" in terminal.ok("check")


def test_check_mail_names_what_is_set_wrong_and_a_server_that_is_not_there(
    terminal: Terminal,
) -> None:
    terminal.ok("db", "upgrade")
    wrong = terminal.run("check", KINDRED_MAIL_HOST="smtp.example.org", KINDRED_MAIL_TLS="perhaps")
    assert "KINDRED_MAIL_TLS: " in wrong.stderr
    wrong = terminal.run("check", "mail", **MAIL, KINDRED_MAIL_USERNAME="hello")
    assert "KINDRED_MAIL_PASSWORD go together" in wrong.stderr
    away = terminal.run("check", "mail", **MAIL, KINDRED_MAIL_PORT=str(free_port()))
    assert (away.returncode, away.stdout) == (1, "")
    assert "does not answer as a mail server" in away.stderr
    misused = terminal.run("check", "slack", "--to", "ada@example.org")
    assert (misused.returncode, "kindred check mail --to" in misused.stderr) == (2, True)


def test_check_says_that_mail_waits_and_that_the_key_is_another(furnished: Terminal) -> None:
    given = furnished.environment
    key, url = given["KINDRED_SECRET_KEY"], given["KINDRED_DATABASE_URL"]

    async def post() -> None:
        async with engine_at(url) as engine, work_on(engine, secret_key=key)() as work:
            now = datetime.now(UTC)
            gil = await work.mailboxes.open(1, "gil@example.org", until=now + timedelta(days=1))
            assert gil
            await work.mailboxes.unsubscribe(MailboxKey(key).secret(gil), now)
            await work.outbox.post(ToMailbox(gil.id), say("Hello"), Fact("a"), community=1)

    asyncio.run(post())
    (waits,) = furnished.run("check").stderr.splitlines()
    assert waits.startswith("✗ 1 mail waits to go out, and no mail server is set")
    (other,) = furnished.run("check", **MAIL, KINDRED_SECRET_KEY="x" * 32).stderr.splitlines()
    assert other.startswith("✗ KINDRED_SECRET_KEY is another one than when 1 address asked")
