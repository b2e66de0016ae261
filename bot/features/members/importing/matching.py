"""Telling whom a row of an import is about: by e-mail address, else by name and home network."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.community.profiles import Profile
from bot.features.members.importing.sheet import Change
from bot.features.members.ports import ExistingMember
from bot.ui.folding import address_key, folded


class SeveralPeople(Exception):
    """A row could be about more than one member; `count` is how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count)


@dataclass(slots=True, eq=False)
class ImportedPerson:
    """Somebody as they were in the database, if they were, and as they are now.

    `long_known` are those who were members before this import began.
    """

    id: int | None
    before: Profile | None
    now: Profile
    long_known: bool


class ImportedPeople:
    """The people that some rows may be about; those rows change them and add to them."""

    def __init__(self, known: Iterable[ExistingMember], began: datetime) -> None:
        self._people: list[ImportedPerson] = []
        self._by_email: dict[str, ImportedPerson] = {}
        self._by_name: dict[str, list[ImportedPerson]] = {}
        for member in known:
            before = member.joined_at < began
            self._enter(ImportedPerson(member.id, member.profile, member.profile, before))

    def apply(self, change: Change) -> Literal["added", "updated", "unchanged"]:
        """Change whom a row is about, or add them. Raises `SeveralPeople`."""
        person = self._whom(change)
        if person is None:
            self._enter(ImportedPerson(None, None, Profile(**change), long_known=False))
            return "added"
        now = _changed(person.now, change)
        if now == person.now:
            return "unchanged"
        person.now = now
        if now.email:
            self._by_email[address_key(now.email)] = person
        namesakes = self._by_name.setdefault(folded(now.name), [])
        if person not in namesakes:
            namesakes.append(person)
        return "updated"

    def new(self) -> list[Profile]:
        """Those who are to be added."""
        return [person.now for person in self._people if person.id is None]

    def changed(self) -> dict[int, Profile]:
        """Those who are to be saved, by member."""
        return {p.id: p.now for p in self._people if p.id is not None and p.now != p.before}

    def _whom(self, change: Change) -> ImportedPerson | None:
        email, networks = address_key(change.get("email", "")), change.get("networks", ())
        if email and email in self._by_email:
            return self._by_email[email]
        name = folded(change["name"])
        namesakes = [
            person
            for person in self._by_name.get(name, ())
            if folded(person.now.name) == name and not (email and person.now.email)
        ]
        home = folded(networks[0]) if networks else ""
        at_home = [person for person in namesakes if folded(person.now.home_network) == home]
        if not at_home and not networks:  # the row does not say where: the name has to be enough
            at_home = [person for person in namesakes if person.long_known]
        if len(at_home) > 1:
            raise SeveralPeople(len(at_home))
        return at_home[0] if at_home else None

    def _enter(self, person: ImportedPerson) -> None:
        self._people.append(person)
        self._by_name.setdefault(folded(person.now.name), []).append(person)
        if person.now.email:
            self._by_email[address_key(person.now.email)] = person


def _changed(profile: Profile, change: Change) -> Profile:
    """The profile with what a row says; networks that differ in letters' case are the same."""
    changed = replace(profile, **change)
    if [folded(n) for n in changed.networks] == [folded(n) for n in profile.networks]:
        return replace(changed, networks=profile.networks)
    return changed
