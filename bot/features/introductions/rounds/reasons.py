"""Why these people, in plain words: to themselves ("you both …") or about them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.features.introductions import words
from bot.features.introductions.domain import Participant
from bot.matching.plan import (
    AcrossNetworks,
    NewFaces,
    OfferAnswersAsk,
    Reason,
    SameEvent,
    SameQuestion,
    SameTown,
    SharedTopics,
    SimilarWork,
)
from bot.ui.capabilities import short
from bot.ui.folding import folded
from bot.ui.words import listed

_PHRASE = 120  # characters of what somebody offers or asks for
_TOPICS = 3


def reasons_to(reasons: Sequence[Reason], people: Mapping[int, Participant]) -> str:
    """The reasons, said to all of `people` at once."""
    return _Speech(people, "you").all_of(reasons)


def reasons_about(
    reasons: Sequence[Reason], group: Sequence[int], people: Mapping[int, Participant]
) -> str:
    """The reasons, said about a group to somebody else."""
    there = {member: people[member] for member in group if member in people}
    return _Speech(there, "they").all_of(reasons)


@dataclass(frozen=True, slots=True)
class _Speech:
    people: Mapping[int, Participant]
    person: str

    def all_of(self, reasons: Sequence[Reason]) -> str:
        """One sentence; a topic and a town that the same people share are said together."""
        there = [reason for reason in reasons if _members(reason) <= self.people.keys()]
        topics = next((r for r in there if isinstance(r, SharedTopics)), None)
        town = next((r for r in there if isinstance(r, SameTown)), None)
        if topics and town and topics.members == town.members:
            merged = words.text(
                "why.topics_here",
                who=self._who(topics.members),
                topics=_topics(topics),
                town=town.town,
            )
            said = [merged, *(self._one(r) for r in there if r not in (topics, town))]
        else:
            said = [self._one(reason) for reason in there]
        if not said:
            return words.text("why.unknown")
        sentence = "; ".join(said)
        return f"{sentence[:1].upper()}{sentence[1:]}."

    def _one(self, reason: Reason) -> str:
        match reason:
            case SharedTopics(members=members):
                return words.text("why.topics", who=self._who(members), topics=_topics(reason))
            case OfferAnswersAsk():
                return self._answer(reason)
            case SimilarWork(members=members, words=shared):
                return words.text("why.work", who=self._who(members), words=listed(shared))
            case SameTown(members=members, town=town):
                return words.text("why.town", who=self._who(members), town=town)
            case SameEvent(members=members, event=event):
                return words.text("why.event", who=self._who(members), event=event)
            case SameQuestion(members=members, question=question):
                return words.text("why.question", who=self._who(members), question=question)
            case AcrossNetworks(members=members, networks=networks):
                named = dict(n for m in members for n in self.people[m].networks)
                names = [named[network] for network in networks if network in named]
                who = self._who(members, each=False)
                if len(names) < 2:
                    return words.text("why.networks", who=who)
                return words.text("why.networks_named", who=who, networks=listed(names))
            case NewFaces(members=members):
                return words.text("why.new", who=self._who(members, each=False))
        assert_never(reason)

    def _answer(self, reason: OfferAnswersAsk) -> str:
        giver, asker = self._name(reason.giver), self._name(reason.asker)
        offer, ask = _phrase(reason.offer), _phrase(reason.ask)
        if folded(offer) == folded(ask):
            return words.text("why.answer_same", giver=giver, asker=asker, offer=offer)
        return words.text("why.answer", giver=giver, asker=asker, offer=offer, ask=ask)

    def _who(self, members: Sequence[int], *, each: bool = True) -> str:
        if len(members) == len(self.people):
            how = ("both" if len(members) == 2 else "all") if each else "plain"
            return words.text(f"who.{self.person}.{how}")
        names = listed(self._name(member) for member in members)
        return words.text("who.names", names=names)

    def _name(self, member: int) -> str:
        """The first name, or the whole where two in the group share it."""
        person = self.people[member]
        firsts = [other.first_name for other in self.people.values()]
        return short(person.name if firsts.count(person.first_name) > 1 else person.first_name, 40)


def _members(reason: Reason) -> set[int]:
    if isinstance(reason, OfferAnswersAsk):
        return {reason.giver, reason.asker}
    return set(reason.members)


def _topics(reason: SharedTopics) -> str:
    return listed(reason.topics[:_TOPICS])


def _phrase(text: str) -> str:
    return short(text.strip().rstrip(".,;!"), _PHRASE)
