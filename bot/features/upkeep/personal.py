"""What the kernel holds about a person: drafts, messages and rooms, codes, secrets, roles."""

from collections.abc import Mapping

from bot.community.personal_data import PersonalData
from bot.community.roles import Grant, Scope
from bot.features.upkeep import feature
from bot.work import Work


async def _drafts(work: Work, member: int) -> object:
    return await work.drafts.all_of(member)


async def _drop_drafts(work: Work, member: int) -> None:
    await work.drafts.drop_all(member)


async def _messages(work: Work, member: int) -> object:
    return await work.outbox.concerning(member)


async def _drop_messages(work: Work, member: int) -> None:
    await work.outbox.forget(member)


async def _codes(work: Work, member: int) -> object:
    made = await work.codes.made_by(member)
    return [{"for": purpose, "good until": until.isoformat()} for purpose, until in made]


async def _drop_codes(work: Work, member: int) -> None:
    await work.codes.drop_all(member)


async def _secrets(work: Work, member: int) -> object:
    since = await work.secrets.since(member)
    return {"good since": since.isoformat()} if since else None


async def _drop_secrets(work: Work, member: int) -> None:
    await work.secrets.drop(member)


async def _roles(work: Work, member: int) -> object:
    held, given = await work.roles.of(member), await work.roles.given_by(member)
    names = await work.roles.names([grant.scope for grant in (*held, *given)])
    return {
        "held": [_as_told(grant, names) for grant in held],
        "given to others": [_as_told(grant, names) for grant in given if grant.member != member],
    }


def _as_told(grant: Grant, names: Mapping[Scope, str]) -> dict[str, object]:
    """A role without whom else it concerns."""
    what = names.get(grant.scope, str(grant.scope.id))
    since = grant.at.isoformat()
    return {"role": grant.role, "in": f"{grant.scope.kind} {what}", "since": since}


async def _drop_roles(work: Work, member: int) -> None:
    await work.roles.drop_all(member)


async def _cards(work: Work, member: int) -> object:
    posted = await work.cards.posted_by(member)
    return [{"kind": kind, "asked for": at.isoformat()} for kind, at in posted]


async def _drop_cards(work: Work, member: int) -> None:
    await work.cards.drop_all(member)


async def _questions(work: Work, member: int) -> object:
    asked = await work.questions.to(member)
    return [{"kind": kind, "asked": at.isoformat()} for kind, at in asked]


async def _drop_questions(work: Work, member: int) -> None:
    await work.questions.drop_all(member)


feature.personal_data += [
    PersonalData("half-filled forms", ("drafts",), _drafts, _drop_drafts),
    PersonalData("messages and rooms", ("outbox", "place_members"), _messages, _drop_messages),
    PersonalData("codes", ("codes",), _codes, _drop_codes),
    PersonalData("secret addresses", ("member_secrets",), _secrets, _drop_secrets),
    PersonalData("cards posted lately", ("posted_cards",), _cards, _drop_cards),
    PersonalData("asked lately for others", ("questions",), _questions, _drop_questions),
    PersonalData("roles in one thing only", ("scoped_roles",), _roles, _drop_roles),
]
