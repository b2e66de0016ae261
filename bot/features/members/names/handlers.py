"""Facilitators make spellings one, rename, take that back; members say what they meant."""

from dataclasses import replace
from typing import cast

from bot.community.profiles import each_once
from bot.community.roles import Role
from bot.errors import UserError
from bot.features.members import feature, words
from bot.features.members.names import views
from bot.features.members.names.domain import (
    KINDS,
    UNDONE_WITHIN,
    NameKind,
    Renaming,
    Spellings,
    spellings,
)
from bot.features.members.names.forms import NameForm
from bot.features.members.ports import Work
from bot.routing.autocomplete import nearest
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.ui.folding import called, folded
from bot.ui.forms import FieldErrors
from bot.ui.messages import Message, Option, RichText
from bot.ui.text import read_id
from bot.ui.words import listed

_LATEST = 3
"""Names that were given of late are shown with a way back."""

_SUGGESTED = 8
"""Names of each kind that most people have are offered for the form."""

_TOPIC_LENGTH = 60
_NEAR = 3


@feature.command("names", role=Role.FACILITATOR, action="names")
async def names(call: Call, work: Work) -> Answer:
    """Show what is spelled in several ways, and which names were given of late."""
    return Reply(await _names(call, work))


@feature.action("unite", role=Role.FACILITATOR)
async def unite(call: Call, work: Work, key: str) -> Answer:
    """Let spellings be one name: the one that most people have."""
    found = next((each for each in await all_spellings(call, work) if each.key == key), None)
    if found is None:
        return Update(await _names(call, work, words("names.one_already")))
    best = found.names[0]
    for other in found.names[1:]:
        await _rename(call, work, found.kind, other.name, best.name)
    return Update(await _names(call, work, words("names.one_now", name=best.name)))


@feature.action("rename", role=Role.FACILITATOR, opens=NameForm)
async def rename(call: Call, work: Work, value: str) -> Answer:
    """Ask which name is to be another one."""
    return Open(NameForm)


@feature.prefill(NameForm)
async def offered(call: Call, work: Work, subject: str) -> Prefill:
    """The names of each kind that most people have."""

    async def former() -> list[Option]:
        there = [(await work.renamings.names(call.community.id, kind)) for kind in KINDS]
        return [Option.of(each.name, each.name) for some in there for each in some[:_SUGGESTED]]

    return Prefill(options={"former": former})


@feature.submitted(NameForm, role=Role.FACILITATOR)
async def given(call: Call, form: NameForm, work: Work, subject: str) -> Answer:
    """Give the name, for everybody at once."""
    kind = cast("NameKind", form.kind)
    there = await work.renamings.names(call.community.id, kind)
    found = called(form.former, there, lambda each: each.name)
    if len(found) != 1:
        near = [there[at].name for at in nearest(form.former, [e.name for e in there])[:_NEAR]]
        key = f"names.unknown.{kind}" if near else f"names.none.{kind}"
        quoted = listed((words.text("find.quoted", word=each) for each in near), "or")
        raise FieldErrors({"former": words.text(key, name=form.former, near=quoted)})
    if not folded(form.name) or (kind == "topic" and len(form.name) > _TOPIC_LENGTH):
        raise FieldErrors({"name": words.text("names.unfit", limit=_TOPIC_LENGTH)})
    key = folded(form.name)
    merged = any(folded(each.name) == key for each in there if each is not found[0])
    done = await _rename(call, work, kind, found[0].name, form.name)
    return Reply(views.renamed(done, found[0].people, merged=merged))


@feature.action("undo_name", role=Role.FACILITATOR)
async def undo(call: Call, work: Work, value: str) -> Answer:
    """Give back a former name."""
    found = await work.renamings.get(read_id(value))
    if found is None or found.community != call.community.id:
        raise UserError(words("names.undone_already"))
    await work.renamings.undo(found, call.now)
    return Update(await _names(call, work, words("names.undone", name=found.former)))


async def all_spellings(call: Call, work: Work) -> list[Spellings]:
    """What of each kind is spelled in several ways."""
    return [
        each
        for kind in KINDS
        for each in spellings(kind, await work.renamings.names(call.community.id, kind))
    ]


async def _names(call: Call, work: Work, done: RichText | None = None) -> Message:
    since = call.now - UNDONE_WITHIN
    latest = await work.renamings.latest(call.community.id, since, _LATEST)
    by = await work.people.members([each.by for each in latest if each.by])
    given_by = {id_: member.name for id_, member in by.items()}
    return views.names(await all_spellings(call, work), latest, given_by, done)


async def _rename(call: Call, work: Work, kind: NameKind, former: str, name: str) -> Renaming:
    done = await work.renamings.rename(call.community.id, kind, former, name, call.me.id, call.now)
    if done is None:
        raise UserError(words("names.as_it_is", name=name))
    return done


# A new network, or one that is there --------------------------------------------------------------


@feature.action("meant")
async def meant(call: Call, work: Work, value: str) -> Answer:
    """Belong to the network that was meant, and not to the one that was founded by a slip."""
    me, there = call.me.id, await work.members.networks(call.community.id)
    new, other = (
        next((each for each in there if each.id == read_id(id_)), None)
        for id_ in (*value.split(":", 1), "")[:2]
    )
    profile = await work.members.lock(me)
    if new is None or other is None or profile is None or new.name not in profile.networks:
        raise UserError(words("names.meant.gone"))
    instead = [other.name if each == new.name else each for each in profile.networks]
    await work.members.save(me, replace(profile, networks=each_once(instead)), call.now)
    await work.renamings.drop_unused(new.id)
    return Update(views.meant(other.name))
