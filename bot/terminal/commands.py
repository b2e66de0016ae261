"""Everything that an operator can type after `kindred`."""

import asyncio
import json
import sys
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from rich.console import Console

from bot import bootstrap
from bot.community.people import Member, Ref
from bot.errors import Conflict, Misconfigured, NotReady, UserError
from bot.features.members.grants import change_role
from bot.features.members.importing.importer import ImportReport
from bot.features.privacy.domain import serialised
from bot.routing.interaction import Arrival, Dialog, Pressed, Reply, Shown, Submitted, Typed
from bot.routing.kept_answers import as_json
from bot.routing.reacting import react
from bot.terminal.lines import lines
from bot.terminal.people import community_called, member_called
from bot.terminal.spreadsheets import Given, chosen_columns, export_file, import_file

app = typer.Typer(
    help="Kindred: introductions between kindred spirits, in the chats they already use.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
import_app = typer.Typer(help="Load what you have in spreadsheets.", no_args_is_help=True)
export_app = typer.Typer(help="Take data out, as spreadsheets.", no_args_is_help=True)
db_app = typer.Typer(help="Look after the database.", no_args_is_help=True)
app.add_typer(import_app, name="import")
app.add_typer(export_app, name="export")
app.add_typer(db_app, name="db")
slack_app = typer.Typer(help="Set up Slack.", no_args_is_help=True)
app.add_typer(slack_app, name="slack")
discord_app = typer.Typer(help="Set up Discord.", no_args_is_help=True)
app.add_typer(discord_app, name="discord")

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
T = TypeVar("T")
CommunityName = Annotated[
    str, typer.Option("--community", help="Which community, when there are several.")
]


# Running --------------------------------------------------------------------------------------


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the web chat listens.")] = 8000,
    fresh: Annotated[bool, typer.Option(help="Begin the demo anew.")] = False,
) -> None:
    """Run Kindred with an invented community; no set-up, nothing leaves this machine."""
    _run(bootstrap.demo(port, Path("kindred-demo.sqlite3"), fresh=fresh))


@app.command()
def serve() -> None:
    """Run everything in one process: the web chat, the relay and the clock."""
    _run(bootstrap.serve(web=True, work=True))


@app.command()
def web() -> None:
    """Run the web chat alone."""
    _run(bootstrap.serve(web=True, work=False))


@app.command()
def worker() -> None:
    """Run the relay and the clock alone."""
    _run(bootstrap.serve(web=False, work=True))


@app.command()
def check(
    chat: Annotated[str, typer.Argument(help="Ask this too: slack, discord or mail.")] = "",
    to: Annotated[str, typer.Option(help="Send a test mail to this address.")] = "",
) -> None:
    """List everything that is wrong with the set-up."""
    if to and chat != "mail":
        _stop("--to says where a test mail goes: kindred check mail --to ADDRESS")
    found, told = _asked(chat, to)
    if said := _run(bootstrap.rehearsal_told()):
        err.print(said, markup=False)
    told += [] if chat else [bootstrap.zone_rules_told()]
    for each in told:
        out.print(f"✓ {each}", markup=False)
    for fault in found:
        err.print(f"✗ {fault}", markup=False)
    if found:
        raise typer.Exit(1)
    out.print("✓ Everything is in order.")
    if chat == "slack":
        out.print(
            "Events and commands are compared if SLACK_APP_ID and SLACK_CONFIG_TOKEN are set."
        )


@slack_app.command("manifest")
def slack_manifest(
    bridged: Annotated[
        bool, typer.Option(help="Let conversations of several chats show in channels, too.")
    ] = False,
) -> None:
    """Print the manifest to make or update Kindred's app on Slack's pages with, as JSON."""
    manifest = bootstrap.slack_manifest(bridged=bridged)
    print(json.dumps(manifest, indent=2, ensure_ascii=False))


@discord_app.command("invite")
def discord_invite() -> None:
    """Print the address at which to bring Kindred into a Discord server."""
    print(_run(bootstrap.discord_invite()))


@discord_app.command("sync")
def discord_sync() -> None:
    """Give Discord the commands of this version, even if it was given them before."""
    _run(bootstrap.discord_sync())
    out.print("✓ Discord has the commands of this version.")


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the tables up to date; what is up to date is left alone."""
    _run(bootstrap.upgrade_tables())
    out.print("The tables are up to date.")


# Acting ---------------------------------------------------------------------------------------


@app.command()
def say(
    text: Annotated[str, typer.Argument(help='Such as "/kindred find measurement".')] = "",
    as_: Annotated[str, typer.Option("--as", help="Who says it: a name or an e-mail.")] = "",
    community: CommunityName = "",
    submit: Annotated[str, typer.Option(help="Fill in this form.")] = "",
    subject: Annotated[str, typer.Option(help="What the form is about, if anything.")] = "",
    values: Annotated[str, typer.Option(help="The form's values, as a JSON object.")] = "{}",
    press: Annotated[str, typer.Option(help="Press the button ACTION:VALUE.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say a command as a member, fill in a form or press a button, and print the answer."""

    request = _request(submit, subject, values, press)
    if not text and request is None:
        _stop("Say something, or use --submit or --press. `kindred say --help` shows how.")

    async def act(core: bootstrap.Core) -> None:
        async with core.open_work(read_only=True) as work:
            me = await member_called(work, await community_called(work, community), as_)
        shown: Shown | None = None
        if text:
            shown = await core.dispatcher(_arrival(me), Typed(text))
        if request is not None:
            if isinstance(shown, Dialog) and isinstance(request, Submitted):
                shown = await core.dispatcher(
                    _arrival(me), replace(request, subject=subject or shown.subject)
                )
            else:
                shown = await core.dispatcher(_arrival(me), request)
        out.print(as_json(shown) if json_ else lines(shown, me.zone), markup=False)
        if isinstance(shown, Reply) and shown.refused:
            raise typer.Exit(1)

    _with_core(act)


@app.command()
def grant(
    who: Annotated[str, typer.Argument(help="A name or an e-mail address.")],
    role: Annotated[str, typer.Argument(help="Such as facilitator, or convenor of --network.")],
    community: CommunityName = "",
    network: Annotated[str, typer.Option(help="Of which network, for a convenor.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it from them.")] = False,
) -> None:
    """Give a member a role; this is how the first facilitator is made."""

    async def act(core: bootstrap.Core) -> None:
        async with core.open_work() as work:
            me = await member_called(work, await community_called(work, community), who)
            said = await change_role(work, me, role, network, core.clock.now(), withdraw=withdraw)
        out.print(said, markup=False)

    _with_core(act)


@app.command()
def link(
    who: Annotated[str, typer.Argument(help="A name or an e-mail address.")],
    community: CommunityName = "",
) -> None:
    """Make a link by which a member enters the web chat, once, within a day."""

    async def act(core: bootstrap.Core) -> None:
        async with core.open_work() as work:
            me = await member_called(work, await community_called(work, community), who)
            address = await bootstrap.login_link(work, me)
        out.print(address, markup=False)

    _with_core(act)


@app.command()
def revoke(
    who: Annotated[str, typer.Argument(help="A name or an e-mail address.")],
    community: CommunityName = "",
) -> None:
    """End somebody's sessions in the web chat everywhere, and links that were not used yet."""

    async def act(core: bootstrap.Core) -> None:
        async with core.open_work() as work:
            me = await member_called(work, await community_called(work, community), who)
            ended = await bootstrap.end_sessions(work, me)
        browsers = "1 browser" if ended == 1 else f"{ended} browsers"
        out.print(f"{me.name} is out of the web chat, in {browsers}.", markup=False)

    _with_core(act)


@app.command()
def data(
    who: Annotated[str, typer.Argument(help="A name or an e-mail address.")],
    community: CommunityName = "",
) -> None:
    """Print everything that is known about a member, as JSON."""

    async def act(core: bootstrap.Core) -> None:
        async with core.open_work(read_only=True) as work:
            me = await member_called(work, await community_called(work, community), who)
            held = await work.held_about(me.id)
        sys.stdout.write(serialised(held))

    _with_core(act)


@app.command()
def forget(
    who: Annotated[str, typer.Argument(help="A name or an e-mail address.")],
    community: CommunityName = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a member, and everything that is known about them. It cannot be undone."""

    async def act(core: bootstrap.Core) -> None:
        async with core.open_work(read_only=True) as work:
            there = await community_called(work, community)
            me = await member_called(work, there, who)
        if not yes and not typer.confirm(f"Erase everything about {me.name} in {there.name}?"):
            out.print("Nothing was erased.")
            return
        async with core.open_work() as work:
            await work.erase(me.id)
            await react(core.registry, work, core.clock.now())
        await core.scrubber.look()
        out.print("Erased. Kindred takes back what it has said of them as soon as it runs.")

    _with_core(act)


# Data in and out ------------------------------------------------------------------------------


@import_app.command("members")
def import_members_(
    file: Annotated[Path, typer.Argument(help="A spreadsheet: .xlsx, or CSV of any kind.")],
    community: CommunityName = "",
    dry_run: Annotated[bool, typer.Option(help="Look, and write nothing.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="Where bad rows go, with why.")] = None,
    strict: Annotated[bool, typer.Option(help="All rows or none.")] = False,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help='What a column is: "What do you do?=headline"; "Shoes=" is none.'
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; for scripts.")] = False,
) -> None:
    """Add the people in a spreadsheet, or update those who are there; nobody is doubled.

    In a terminal it shows first what would happen, and asks.
    """
    if not file.is_file():
        _stop(f"There is no file {file}.")
    if rejects and rejects.exists() and rejects.samefile(file):
        _stop("--rejects names the file that is read; please choose another one.")
    asking = sys.stdin.isatty() and sys.stdout.isatty() and not yes and not dry_run

    async def act(core: bootstrap.Core) -> ImportReport | None:
        columns = chosen_columns(map_ or [])
        given = Given(file, community, dry_run, strict, rejects, columns, asking)
        return await import_file(core, given, out, err)

    report = _with_core(act)
    if report and report.rejected:
        raise typer.Exit(1)


@export_app.command("members")
def export_members_(
    file: Annotated[Path | None, typer.Argument(help="Where to; the terminal without it.")] = None,
    community: CommunityName = "",
) -> None:
    """Write all members in the format that `kindred import members` reads."""
    _with_core(lambda core: export_file(core, community, file, err))


# Behind the commands --------------------------------------------------------------------------


def _asked(chat: str, to: str) -> tuple[list[str], list[str]]:
    """What is wrong with the set-up, or with a chat; and what was told of what is right."""
    if chat == "mail":
        looked = _run(bootstrap.check_mail(to))
        return looked.faults, looked.told
    if chat == "slack":
        return _run(bootstrap.check_slack())
    if chat == "discord":
        return _run(bootstrap.check_discord()), []
    if chat:
        _stop(f"I know no chat called “{chat}”; there are slack, discord and mail.")
    return _run(bootstrap.check()), []


def _request(submit: str, subject: str, values: str, press: str) -> Submitted | Pressed | None:
    if submit:
        try:
            typed = json.loads(values)
        except ValueError as wrong:
            _stop(f"--values is not JSON: {wrong}")
        if not isinstance(typed, dict):
            _stop('--values is a JSON object, such as {"name": "Ada"}')
        texts = {name: _as_typed(value) for name, value in typed.items()}
        return Submitted(submit, 0, texts, subject, turn="done")
    if press:
        action, _, value = press.partition(":")
        return Pressed(action, value)
    return None


def _as_typed(value: object) -> str | list[str]:
    if isinstance(value, dict):
        _stop("--values holds texts, numbers, or lists of them.")
    match value:
        case list():
            return [str(_as_typed(each)) for each in value]
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _arrival(me: Member) -> Arrival:
    space, here = Ref("web", str(me.community)), Ref("web", f"direct:{me.id}")
    return Arrival(Ref("web", str(me.id)), space, here, f"terminal:{uuid.uuid4()}")


def _with_core(act: "Callable[[bootstrap.Core], Coroutine[object, object, T]]") -> T:
    return _run(bootstrap.in_terminal(act))


def _run(work: Coroutine[object, object, T]) -> T:
    try:
        return asyncio.run(work)
    except Misconfigured as wrong:
        for fault in wrong.faults:
            err.print(f"✗ {fault}", markup=False)
        raise typer.Exit(1) from None
    except OSError as wrong:
        _stop(f"{wrong.filename or 'The file'}: {wrong.strerror}")
    except Conflict:
        _stop("Something else changed the same data at that moment. Please try again.")
    except (NotReady, UserError) as wrong:
        _stop(str(wrong))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _stop(why: str) -> NoReturn:
    err.print(why, markup=False)
    raise typer.Exit(2)
