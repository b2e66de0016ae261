"""Lists of challenges, and one challenge as somebody sees it who may. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.community.reportables import report_button
from bot.features.challenges import words
from bot.features.challenges.cards.views import EDIT, Known, buttons, cards_button, line, outline
from bot.features.challenges.check_ins.answers.views import read_button
from bot.features.challenges.check_ins.rhythms.views import check_ins_button
from bot.features.challenges.check_ins.rounds.views import how_button
from bot.features.challenges.commitments.views import commit_button, list_button
from bot.features.challenges.domain import ALIVE, Challenge, ChallengeState
from bot.features.challenges.hosts.views import adopt_button, hosts_button
from bot.features.challenges.lookup import named_button
from bot.features.challenges.origins.views import steps
from bot.features.challenges.outcomes.views import close_button, reopen_button, withdraw_button
from bot.features.challenges.participants.domain import Participant
from bot.features.challenges.participants.views import controls
from bot.features.challenges.quiet.views import quiet_button
from bot.features.challenges.threads.views import join_button, part_button
from bot.features.challenges.updates.views import history_button, update_button
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import Button, Heading, Message, Note, Part, Plain, RichText, bullets, row, say
from bot.ui.text import label

NEW = named("challenge new")
LIST = named("challenge list", "which")
SETTINGS = named("facilitate challenge settings")
ALL_COMMITMENTS = named("facilitate challenge commitments")

_SHOWN = 5  # challenges in a list, each with a button
_TITLE_IN_NOTE = 80
_OUTCOME = 200  # characters where a challenge is found
_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """A challenge as one member sees it, with their own part in it.

    They look after it (`hosts`), if it is their `own` or they are facilitators, who `leads` says.
    The group may be one that `checks_in`, and the threads below its cards may be `joined_up`.
    """

    known: Known
    mine: Participant | None
    hosts: bool
    own: bool = False
    leads: bool = False
    checks_in: bool = False
    joined_up: bool = False

    @property
    def challenge(self) -> Challenge:
        """What they see."""
        return self.known.challenge


def listed(
    key: str,
    there: Sequence[Challenge],
    query: str = "",
    *,
    leads: bool = False,
    nobodys: Collection[int] = (),
) -> Message:
    """Challenges; a button for each of the first. Those that are `nobodys` say so, by id.

    For facilitators there is one for the settings, too, and one for all that people commit to.
    """
    below = row(new_button(), *_others(key), *(_for_all() if leads else []))
    if not there:
        return say(words(f"list.none.{key}", query=query), below)
    shown_, rest = there[:_SHOWN], len(there) - _SHOWN
    return say(
        Heading(words.text(f"list.{key}", query=label(query or "–", _TITLE_IN_NOTE))),
        bullets(_line(each, nobodys) for each in shown_),
        row(*(named_button("button.show_title", each, "challenges.show") for each in shown_)),
        Note(words("list.more", count=rest)) if rest > 0 else None,
        below,
        fallback=words.text("list.fallback", count=len(there)),
    )


def _line(challenge: Challenge, nobodys: Collection[int]) -> RichText:
    """A challenge in a list, and that nobody looks after it."""
    if challenge.id not in nobodys:
        return line(challenge)
    return (*line(challenge), Plain(f" · {words.text('line.nobodys')}"))


def shown(seen: Seen) -> Message:
    """All that somebody may know of a challenge, and what they can do about it."""
    challenge = seen.challenge
    if challenge.state is ChallengeState.WITHDRAWN:
        return say(Heading(challenge.question), words("card.withdrawn"))
    return say(
        Heading(challenge.question),
        *outline(seen.known, _TEXT),
        words("card.people", count=challenge.people) if challenge.people else None,
        *_nobodys(seen),
        *_controls(seen),
        *_for_hosts(seen),
        fallback=words.text("card.fallback", question=challenge.question),
    )


def found(challenge: Challenge) -> RichText:
    """A challenge in a line where it was looked for: with what came of it."""
    told = " ".join(challenge.outcome.text.split())
    return (*line(challenge), Plain(f" · {short(told, _OUTCOME)}")) if told else line(challenge)


def new_button() -> Button:
    """The button by which somebody begins one."""
    return Button(words.text("button.new"), "challenges.new", command=NEW())


def list_buttons() -> list[Button]:
    """The lists that there are, as buttons."""
    return [_list_button(each) for each in ("open", "mine", "closed")]


def _for_all() -> list[Button]:
    """What only facilitators can do: see what all groups are going to do, and the settings."""
    all_, settings = words.text("button.all_commitments"), words.text("button.settings")
    return [
        Button(all_, "challenges.all_commitments", command=ALL_COMMITMENTS()),
        Button(settings, "challenges.settings", command=SETTINGS()),
    ]


def _others(key: str) -> list[Button]:
    return [_list_button(each) for each in ("open", "mine", "closed") if each != key]


def _list_button(which: str) -> Button:
    label_, command = words.text(f"button.list_{which}"), LIST(which=which)
    return Button(label_, "challenges.list", which, command=command)


def _controls(seen: Seen) -> list[Part]:
    challenge = seen.challenge
    if seen.mine is None or challenge.state not in ALIVE:
        return list(buttons(challenge, seen.known.gathering, whole=True))
    gathering = seen.known.gathering
    return [
        words("mine.here"),
        controls(challenge, seen.mine, whole=True),
        steps(challenge),
        row(commit_button(challenge), list_button(challenge)),
        *([row(*_check_in(challenge))] if seen.checks_in else []),
        *([row(gathering.look)] if gathering else []),
    ]


def _nobodys(seen: Seen) -> list[Part]:
    """That nobody looks after it, and somebody could."""
    if seen.known.hosts or seen.challenge.state not in ALIVE:
        return []
    return [words("adopt.nobodys"), row(adopt_button(seen.challenge))]


def _for_hosts(seen: Seen) -> list[Part]:
    """What its hosts can do, and facilitators; its history is for all who see it."""
    challenge = seen.challenge
    history = history_button(challenge)
    if not seen.hosts:
        return [row(history, *([] if seen.own else [_report(seen)]))]
    if challenge.state is ChallengeState.CLOSED:
        otherwise = replace(close_button(challenge), label=words.text("button.otherwise"))
        return [row(reopen_button(challenge), otherwise, history)]
    id_, command = str(challenge.id), EDIT(challenge=challenge.question)
    edit = Button(words.text("button.edit"), "challenges.edit", id_, command=command)
    last = [close_button(challenge), withdraw_button(challenge), history]
    if not seen.own:
        last.append(_report(seen))
    if challenge.state is ChallengeState.PROPOSED and seen.leads:
        last.append(Button(words.text("button.open"), "challenges.open", id_))
    first = [update_button(challenge), edit, hosts_button(challenge), cards_button(challenge)]
    rhythm = [check_ins_button(challenge), quiet_button(challenge)]
    if seen.leads:
        rhythm.append((part_button if seen.joined_up else join_button)(challenge))
    return [row(*first), row(*rhythm), row(*last)]


def _check_in(challenge: Challenge) -> list[Button]:
    """What somebody can do in a group that checks in."""
    now = Button(words.text("button.check_in_now"), "challenges.check_in", f"{challenge.id}:")
    return [now, read_button(challenge), how_button(challenge)]


def _report(seen: Seen) -> Button:
    return report_button(seen.challenge.fact, seen.challenge.question)
