"""Which programme, round or introduction somebody means."""

from collections.abc import Sequence
from typing import Annotated

from bot.community.naming import PeopleReader
from bot.community.people import Member
from bot.errors import UserError
from bot.features.introductions import words
from bot.features.introductions.domain import Programme
from bot.features.introductions.follow_up.domain import Introduction
from bot.features.introductions.ports import Round, Work
from bot.routing.arguments import TextArg
from bot.routing.interaction import Call
from bot.ui.commands import SlashCommand
from bot.ui.messages import bullets, say
from bot.ui.text import name_key, read_number

ProgrammeName = Annotated[str, TextArg("programme", max_length=200)]
"""The name of a programme at the end of a command."""


def pick(programmes: Sequence[Programme], said: str, command: SlashCommand) -> Programme:
    """The programme that `said` names; without a name the only one there is.

    Raises `UserError` that lists them as commands to use, `command` being all but the name.
    """
    if not programmes:
        raise UserError(words("programme.none"))
    key = name_key(said)
    if not key and len(programmes) == 1:
        return programmes[0]
    names: dict[str, Programme] = {}
    for programme in programmes:
        names.setdefault(programme.name.casefold(), programme)
    if key in names:
        return names[key]
    beginning = [programme for name, programme in names.items() if key and name.startswith(key)]
    if len(beginning) == 1:
        return beginning[0]
    question = words("programme.unknown", name=said) if key else words("programme.which")
    raise UserError(say(question, bullets(command.filled(programme=p.name) for p in programmes)))


async def running(call: Call, work: Work, said: str, command: SlashCommand) -> Programme:
    """The running programme that is meant."""
    found = await work.introductions.programmes.running(call.me.community)
    return pick(found, said, command)


async def in_hand(call: Call, work: Work, said: str, command: SlashCommand) -> Programme:
    """The programme whose next round is meant: the one with a draft, if just one has."""
    programmes = await work.introductions.programmes.running(call.me.community)
    if not said and len(programmes) > 1:
        drafts = {d.programme for d in await work.introductions.rounds.drafts(call.me.community)}
        drafted = [programme for programme in programmes if programme.id in drafts]
        programmes = drafted if len(drafted) == 1 else programmes
    return pick(programmes, said, command)


async def by_id(call: Call, work: Work, id_: str) -> Programme:
    """The programme that a button addresses; raises `UserError` when it has stopped."""
    found = await work.introductions.programmes.get(read_number(id_) or 0)
    if found is None or found.community != call.me.community or not found.running:
        raise UserError(words("programme.gone"))
    return found


async def round_by_id(call: Call, work: Work, id_: str) -> tuple[Programme, Round]:
    """The round that a button addresses, and its programme."""
    round_ = await work.introductions.rounds.get(read_number(id_) or 0)
    if round_ is None:
        raise UserError(words("round.gone"))
    return await by_id(call, work, str(round_.programme)), round_


async def mine(call: Call, work: Work, id_: str = "") -> Introduction:
    """The introduction that is meant, of those the actor is in.

    The one a button addresses; else that of the room it was said in; else the newest.
    """
    follow_up = work.introductions.follow_up
    if id_:
        found = await follow_up.get(read_number(id_) or 0)
    else:
        found = await follow_up.in_room(call.arrival.channel, call.me.id)
        found = found or await follow_up.latest_of(call.me.id)
    if found is None or call.me.id not in dict(found.members):
        raise UserError(words("introduction.none"))
    return found


async def somebody(call: Call, work: Work, said: str) -> Member:
    """The member whose mention or name was given; raises `ValueError` with words for it."""
    try:
        return await PeopleReader(work.people, call.me.community, call.arrival.space).read(said)
    except UserError as unknown:
        raise ValueError(str(unknown)) from None


async def addressed(call: Call, work: Work, value: str) -> Member:
    """The member whom a button is about; raises `UserError` for one who is there no more."""
    reader = PeopleReader(work.people, call.me.community, call.arrival.space)
    return await reader.addressed(value)
