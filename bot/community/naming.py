"""Whom people mean: by a mention, by a name, by what a button carries. The one reader of people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.people import Member, Ref
from bot.community.ports import PeopleBook
from bot.errors import UserError
from bot.ui.folding import called, folded
from bot.ui.text import read_id
from bot.ui.tokens import alike
from bot.ui.words import WordBook, listed

words = WordBook("bot")

_MENTION = re.compile(r"<@(?P<ref>[^\s>]+)>")
_AROUND = ' "“”'
_NEAR = 10


@dataclass(frozen=True, slots=True)
class PeopleReader:
    """Finds whom somebody means, within their community and from the space they are in."""

    people: PeopleBook
    community: int
    space: Ref

    async def read(self, said: str) -> Member:
        """Return the member who is mentioned or named; raises `UserError` for anybody else."""
        who = await self.look(said)
        if isinstance(who, Ref):
            raise UserError(words("person.stranger"))
        return who

    async def look(self, said: str) -> Member | Ref:
        """Return the member, or the account that is nobody's; raises `UserError` for a name."""
        mention = _MENTION.fullmatch(said.strip())
        if mention:
            return await self.behind(Ref.parse(mention["ref"]))
        found = await self.called(said) or self.alike(said, await self.near(said))
        found = found or await self.first_named(said)
        if found is None:
            raise UserError(await self.unknown(said))
        return found

    async def behind(self, account: Ref) -> Member | Ref:
        """Return the member of the community whose account this is, or else the account."""
        known = await self.people.member_behind(account, self.space)
        return known if known and known.community == self.community else account

    async def called(self, said: str) -> Member | None:
        """Return the member of this name; raises `UserError` where several have it."""
        found = await self.find(said)
        if len(found) > 1:
            raise UserError(words("person.several", name=found[0].name, count=len(found)))
        return found[0] if found else None

    async def find(self, said: str, *, by_email: bool = False) -> list[Member]:
        """Return all whose name, or "name (network)", this is; only operators look `by_email`.

        Where somebody is called just as it is written, it is nobody whose name is only like it.
        """
        name = said.strip(_AROUND).lstrip("@")
        found = await self.people.called(self.community, name, by_email=by_email)
        return called(name, found, lambda member: member.name) or found

    async def near(self, said: str) -> list[Member]:
        """Return those whose names come near."""
        name = said.strip(_AROUND).lstrip("@")
        return await self.people.named_like(self.community, name, _NEAR)

    def alike(self, said: str, near: Sequence[Member]) -> Member | None:
        """Return the one of those near who is called like this but for accents and apostrophes."""
        found = [member for member in near if alike(member.name, said)]
        return found[0] if len(found) == 1 else None

    async def first_named(self, said: str) -> Member | None:
        """Return the only one whose name begins with these words, as a first name."""
        name = said.strip(_AROUND).lstrip("@")
        found = await self.people.first_named(self.community, name) if folded(name) else []
        return found[0] if len(found) == 1 else None

    async def addressed(self, value: str) -> Member | Ref:
        """Return whom a button is about, by the row of a member or by an account as text.

        Raises `UserError` for a member who is there no more.
        """
        if not (row := read_id(value)):
            return await self.behind(Ref.parse(value))
        member = await self.people.member(row)
        if member is None or member.community != self.community:
            raise UserError(words("person.gone"))
        return member

    async def with_names(self, text: str) -> str:
        """Return the text with the names of those who are mentioned, and no id of anybody."""
        named = text
        for mention in _MENTION.finditer(text) if "<@" in text else ():
            who = await self.behind(Ref.parse(mention["ref"]))
            name = who.name if isinstance(who, Member) else words.text("person.somebody")
            named = named.replace(mention[0], f"@{name}")
        return named

    async def unknown(self, said: str) -> str:
        """Words for a name that nobody has, with the names that come near."""
        said = (await self.with_names(said)).strip(_AROUND).lstrip("@")
        near = [member.name for member in (await self.near(said))[:3]]
        if near:
            return words.text("person.near", name=said, near=listed(near, "or"))
        return words.text("person.unknown", name=said)
