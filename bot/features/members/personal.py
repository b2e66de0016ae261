"""What this feature knows about a member, how they get it, and how it is erased."""

from dataclasses import asdict

from bot.community.domain_events import MemberLeft
from bot.community.joining import declined_key
from bot.community.people import name_of
from bot.community.personal_data import PersonalData
from bot.community.profiles import to_data
from bot.features.members import feature
from bot.features.members.ports import Work


async def _who(work: Work, member: int) -> object:
    profile = await work.members.profile(member)
    if profile is None:
        return None
    accounts = await work.members.accounts(member)
    wish = await work.people.reached_in(member)
    closed = await work.people.closed_in(member)
    return {
        "name": profile.name,
        "email": profile.email,
        "time zone": profile.zone,
        "accounts": [asdict(account) for account in accounts],
        "reached in": name_of(wish) if wish else "",
        "refuses messages in": [name_of(space) for space in closed],
    }


async def _erase(work: Work, member: int) -> None:
    who = await work.people.member(member)
    await work.outbox.forget(member)  # while it is known which accounts are theirs
    await work.members.erase(member)
    if who:
        work.domain_events.append(MemberLeft(who.community, member))


async def _profile(work: Work, member: int) -> object:
    profile = await work.members.profile(member)
    if profile is None:
        return None
    elsewhere = {"name", "email", "zone", "networks"}
    return {name: value for name, value in to_data(profile).items() if name not in elsewhere}


async def _erase_profile(work: Work, member: int) -> None:
    await work.members.erase_profile(member)


async def _networks(work: Work, member: int) -> object:
    profile = await work.members.profile(member)
    return list(profile.networks) if profile else []


async def _leave_networks(work: Work, member: int) -> None:
    await work.members.leave_networks(member)


async def _names_given(work: Work, member: int) -> object:
    given = await work.renamings.by(member)
    return [{"kind": r.kind, "former": r.former, "name": r.name, "at": str(r.at)} for r in given]


async def _disown_names(work: Work, member: int) -> None:
    await work.renamings.disown(member)


async def _refusals(work: Work, member: int) -> object:
    keys = await _declined(work, member)
    said = [await work.settings.get(key) for key in keys]
    return [day for day in said if day]


async def _erase_refusals(work: Work, member: int) -> None:
    for key in await _declined(work, member):
        await work.settings.drop(key)


async def _declined(work: Work, member: int) -> list[str]:
    accounts = await work.people.accounts_of(member)
    return [declined_key(account.space_ref, account.ref) for account in accounts]


feature.personal_data += [
    PersonalData("having said no", ("settings",), _refusals, _erase_refusals),
    PersonalData(
        "profile",
        ("profiles", "profile_topics", "directory", "directory_words"),
        _profile,
        _erase_profile,
    ),
    PersonalData("networks", ("member_networks",), _networks, _leave_networks),
    PersonalData("names given", ("renamings",), _names_given, _disown_names),
    PersonalData("membership", ("members", "accounts", "live_views"), _who, _erase),
]
