"""What is known about linked accounts, how their member gets it, and how it is erased."""

import json

from bot.community.personal_data import PersonalData
from bot.community.profiles import to_data
from bot.features.linking import feature
from bot.features.linking.codes import wrong_key
from bot.features.linking.domain import OFFERED_FOR, UNDONE_WITHIN
from bot.features.linking.ports import Work


async def _wrong_codes(work: Work, member: int) -> object:
    kept = [await work.settings.get(key) for key in await _tries(work, member)]
    return [stamp for text in kept if text for stamp in json.loads(text)]


async def _erase_wrong_codes(work: Work, member: int) -> None:
    for key in await _tries(work, member):
        await work.settings.drop(key)


async def _tries(work: Work, member: int) -> list[str]:
    accounts = await work.people.accounts_of(member)
    return [wrong_key(account.space_ref, account.ref) for account in accounts]


async def _links(work: Work, member: int) -> object:
    given = []
    for link in await work.links.concerning(member):
        former = await work.links.former(link.id)
        given.append(
            {
                "account": str(link.account.ref),
                "on": link.at.isoformat(),
                "done": link.done,
                "kept until": (link.at + (UNDONE_WITHIN if link.done else OFFERED_FOR)).isoformat(),
                "former profile": to_data(former) if former else None,
            }
        )
    return given


async def _erase_links(work: Work, member: int) -> None:
    await work.links.drop_all(member)


feature.personal_data += [
    PersonalData("linked accounts", ("links",), _links, _erase_links),
    PersonalData("wrong codes", ("settings",), _wrong_codes, _erase_wrong_codes),
]
