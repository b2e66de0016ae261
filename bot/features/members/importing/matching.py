"""Telling whom a row of an import is about: by e-mail address, else by name and home network."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.community.profiles import Profile
from bot.features.members.importing.cells import Change
from bot.features.members.ports import ExistingMember
from bot.ui.folding import address_key, folded, unaccented

_NO_LETTERS = re.compile(r"[\W_]+")


class SeveralPeople(Exception):
    """A row could be about more than one member; `count` is how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count)


class AnothersAddress(Exception):
    """The address of a row is that of somebody of another name, which is `theirs`."""

    def __init__(self, theirs: str) -> None:
        self.theirs = theirs
        super().__init__(theirs)


@dataclass(slots=True, eq=False)
class ImportedPerson:
    """Somebody as they were in the database, if they were, and as they are now.

    `long_known` are those who were members before this import began. Whoever has `joined` says
    themselves what they are called.
    """

    id: int | None
    before: Profile | None
    now: Profile
    long_known: bool
    joined: bool = False


class ImportedPeople:
    """The people that some rows may be about; those rows change them and add to them."""

    def __init__(self, known: Iterable[ExistingMember], began: datetime) -> None:
        self._people: list[ImportedPerson] = []
        self._by_email: dict[str, ImportedPerson] = {}
        self._by_name: dict[str, list[ImportedPerson]] = {}
        for member in known:
            before = member.joined_at < began
            self._enter(
                ImportedPerson(member.id, member.profile, member.profile, before, member.joined)
            )

    def apply(self, change: Change) -> Literal["added", "updated", "unchanged"]:
        """Change whom a row is about, or add them; `own_name` tells what they go on to be called.

        Raises `SeveralPeople` and `AnothersAddress`.
        """
        person = self._whom(change)
        if person is None:
            self._enter(ImportedPerson(None, None, Profile(**change), long_known=False))
            return "added"
        now = _changed(person.now, change)
        if person.joined:
            now = replace(now, name=person.now.name)
        if now == person.now:
            return "unchanged"
        person.now = now
        if now.email:
            self._by_email[address_key(now.email)] = person
        namesakes = self._by_name.setdefault(folded(now.name), [])
        if person not in namesakes:
            namesakes.append(person)
        return "updated"

    def own_name(self, change: Change) -> str:
        """What somebody who has joined is called, where a row calls them something else."""
        person = self._by_email.get(address_key(change.get("email", "")))
        if person is None or not person.joined or folded(person.now.name) == folded(change["name"]):
            return ""
        return person.now.name

    def new(self) -> list[Profile]:
        """Those who are to be added."""
        return [person.now for person in self._people if person.id is None]

    def changed(self) -> dict[int, Profile]:
        """Those who are to be saved, by member."""
        return {p.id: p.now for p in self._people if p.id is not None and p.now != p.before}

    def _whom(self, change: Change) -> ImportedPerson | None:
        email, networks = address_key(change.get("email", "")), change.get("networks", ())
        if email and email in self._by_email:
            person = self._by_email[email]
            if not maybe_one_person(person.now.name, change["name"]):
                raise AnothersAddress(person.now.name)
            return person
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


def maybe_one_person(one: str, other: str) -> bool:
    """Whether two names at one address may be of one person.

    They are if the given names are the same, or all words in another order: surnames change, while
    couples share them, and their address.
    """
    these, those = _words_of(one), _words_of(other)
    if not these or not those:
        return folded(one) == folded(other)
    return these[0] == those[0] or sorted(these) == sorted(those)


def _words_of(name: str) -> list[str]:
    return _NO_LETTERS.sub(" ", unaccented(name)).split()


def _changed(profile: Profile, change: Change) -> Profile:
    """The profile with what a row says; networks that differ in letters' case are the same."""
    changed = replace(profile, **change)
    if [folded(n) for n in changed.networks] == [folded(n) for n in profile.networks]:
        return replace(changed, networks=profile.networks)
    return changed
