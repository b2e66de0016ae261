"""What facilitators see of a round: the preview, its opening, its results. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.community.people import Member
from bot.delivery.outbox import DeliveryProgress
from bot.features.introductions import words
from bot.features.introductions.domain import Participant, Programme, crossing_pairs
from bot.features.introductions.follow_up.domain import Results, Story
from bot.features.introductions.opened_rounds.views import groups_button
from bot.features.introductions.ports import Round
from bot.features.introductions.programmes.views import change_button
from bot.features.introductions.rounds.domain import Changes, perhaps_one
from bot.features.introductions.rounds.preparation import NextRound
from bot.features.introductions.rounds.reasons import reasons_about
from bot.matching.plan import Group, Plan, Why
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Bullets,
    Button,
    Heading,
    Message,
    Moment,
    Note,
    Part,
    Plain,
    RichText,
    Strong,
    bullets,
    row,
    say,
)
from bot.ui.words import listed

OPEN = named("facilitate round open", "programme")
PROGRESS = named("facilitate round progress", "programme")
MORE = named("facilitate round more", "first", "programme")

A_WHILE = timedelta(minutes=1)
"""A delivery that takes longer is told of."""

_NAME = 40  # characters of a name in a list of many
_UNREACHED = 20  # introductions that are named
_STORIES = 10


def page_size(programme: Programme) -> int:
    """How many groups one page of a preview shows."""
    return 10 if programme.terms.group_size < 4 else 5


def preview(
    round_: NextRound, draft: Round, plan: Plan, start: int = 0, note: RichText | None = None
) -> Message:
    """Who would meet whom and why, who would not, and what can be done about it."""
    programme = round_.programme
    people = round_.participants.by_id
    size = page_size(programme)
    shown = plan.groups[start : start + size]
    first = [note, *_summary(round_, plan)] if not start else []
    last = start + size >= len(plan.groups)
    return say(
        Heading(words.text("preview.title", name=programme.name, number=programme.number)),
        *first,
        _page_note(start, len(shown), len(plan.groups), size),
        bullets(group_line(group, people) for group in shown),
        *(_not_in(round_, plan) if last else ()),
        *(_perhaps_one(round_) if last else ()),
        row(*_buttons(programme, draft, start, size, len(plan.groups))),
        Note(words("preview.how", name=programme.name)) if not start else None,
        Note(words("preview.seed", seed=draft.seed)) if not start else None,
        fallback=words.text("preview.title", name=programme.name, number=programme.number),
    )


def nobody_yet(round_: NextRound) -> Message:
    """What is said in the place of a preview when there are too few people."""
    return say(
        words(
            "preview.too_few",
            name=round_.programme.name,
            count=len(round_.problem.candidates),
        ),
        *_away(round_),
        *_perhaps_one(round_),
    )


def group_line(group: Group, people: dict[int, Participant]) -> RichText:
    """One introduction with its reasons, in the third person."""
    there = [people[member] for member in group.members if member in people]
    names = listed(_name(person) for person in there)
    why = short(reasons_about(group.reasons, group.members, people), 300)
    return (Strong(names), Plain(f": {why}" if why else ""))


def what_changed(changes: Changes, people: dict[int, Participant]) -> RichText:
    """Why a plan could not be opened as it was, without telling anybody's reasons."""
    lines: list[RichText] = []
    if changes.gone:
        lines.append(words("changed.gone", count=len(changes.gone)))
    if changes.new:
        names = listed(_name(people[member]) for member in sorted(changes.new)[:5])
        lines.append(words("changed.new", names=names, count=len(changes.new)))
    if changes.parted and not lines:
        lines.append(words("changed.parted"))
    return tuple(span for line in (*lines, words("changed.again")) for span in (*line, Plain(" ")))


def opened(
    round_: NextRound,
    draft: Round,
    after: datetime | None,
    way: RichText | None = None,
    *,
    by_itself: bool = False,
) -> Message:
    """What facilitators are told when a round has opened; `way` if it takes a while to deliver."""
    plan = draft.plan
    groups = plan.groups if plan else ()
    people = round_.participants.by_id
    crossing, pairs = _crossing(groups, people)
    name, number = round_.programme.name, round_.programme.number
    waiting = len(plan.left_out if plan else ()) + len(draft.adjustments.held)
    return say(
        words("opened.by_itself" if by_itself else "opened.done", name=name, number=number),
        words("opened.count", count=len(groups), people=sum(len(g.members) for g in groups)),
        way,
        words("preview.crossing", crossing=crossing, pairs=pairs),
        words("opened.left_out", count=waiting) if waiting else None,
        words("opened.met", count=len(new)) if (new := _who_met_everybody(plan, people)) else None,
        words("opened.next", when=Moment(after)) if after else words("opened.last"),
        row(
            *((_how_far(round_.programme, draft),) if way else ()),
            groups_button(round_.programme, draft),
        ),
    )


def under_way(draft: Round, left: timedelta | None = None) -> RichText:
    """How many introductions are on their way, and for how long if that is known."""
    count = len(draft.plan.groups if draft.plan else ())
    if left is None:
        return words("opened.under_way", count=count)
    return words("opened.takes", count=count, time=_time(left))


def progress(
    programme: Programme,
    round_: Round,
    delivered: DeliveryProgress,
    unreached: Sequence[Sequence[str]],
) -> Message:
    """How far a round is delivered; the names of the introductions that could not be."""
    name, number, done = programme.name, round_.number, delivered.done
    total = delivered.done + delivered.dead + delivered.waiting
    if delivered.waiting:
        left = _time(delivered.left)
        line = words("progress.some", name=name, number=number, done=done, total=total, left=left)
    elif delivered.dead:
        line = words("progress.no_more", name=name, number=number, done=done, total=total)
    else:
        line = words("progress.all", name=name, number=number)
    return say(
        line,
        words("progress.unreached", count=delivered.dead) if delivered.dead else None,
        bullets(listed(names) for names in unreached[:_UNREACHED]),
        row(_how_far(programme, round_)) if delivered.waiting else None,
    )


def already_open(round_: Round, by: Member | None) -> Message:
    """What a facilitator is told who opens a round that is open."""
    return say(_who_opened(round_, by))


def still_running(programme: Programme, round_: Round, by: Member | None) -> Message:
    """What a facilitator is told who opens another round while one has just begun."""
    after = programme.opens_at
    return say(
        _who_opened(round_, by),
        words("already_open.next", when=Moment(after)) if after else None,
        words("already_open.another", name=programme.name) if after else None,
    )


def skipped(programme: Programme, count: int, after: datetime | None) -> Message:
    """What facilitators are told of a round for which there were too few people."""
    return say(
        words("skipped.done", name=programme.name, count=count),
        words("opened.next", when=Moment(after)) if after else None,
    )


def summary(programme: Programme, round_: Round, found: Results, *, over: bool) -> Message:
    """What became of a round: numbers, and the stories that people let others read."""
    return say(
        Heading(words.text("summary.title", name=programme.name, number=round_.number)),
        words("summary.over" if over else "summary.running"),
        Bullets(
            (
                words("summary.introductions", count=found.introductions),
                words("summary.met", count=found.met),
                words("summary.planned", count=found.planned),
                words("summary.declined", count=found.declined),
                words("summary.unanswered", count=found.unanswered),
            )
        ),
        words("summary.across", across=found.met_across, count=found.met),
        *_stories(found.stories),
        row(groups_button(programme, round_)),
        Note(words("summary.small_print")),
        fallback=words.text("summary.title", name=programme.name, number=round_.number),
    )


def unreachable(names: Sequence[str], *, room: bool) -> Message:
    """What facilitators are told when a room or a person could not be reached."""
    return say(words("unreachable.room" if room else "unreachable.member", names=listed(names)))


def unreachable_channel() -> Message:
    """What facilitators are told when an invitation could not be delivered."""
    return say(words("unreachable.channel"))


# Parts ----------------------------------------------------------------------------------------


def _perhaps_one(round_: NextRound) -> list[Part | None]:
    """Who may be one person with two accounts, and is not introduced to themselves."""
    people = round_.participants.by_id
    two = perhaps_one(people.values())
    names = list(dict.fromkeys(people[one].name for one, _ in sorted(two)))
    return [words("preview.perhaps_one", names=listed(names))] if names else []


def _time(left: timedelta) -> RichText:
    if left < A_WHILE:
        return words("progress.soon")
    return words("progress.minutes", count=round(left / timedelta(minutes=1)))


def _how_far(programme: Programme, round_: Round) -> Button:
    label, command = words.text("button.progress"), PROGRESS(programme=programme.name)
    return Button(label, "introductions.progress", str(round_.id), command=command)


def _who_opened(round_: Round, by: Member | None) -> RichText:
    when = (Moment(round_.opened_at),) if round_.opened_at else ()
    if by:
        return words("already_open.by", number=round_.number, who=by.name, when=when)
    return words("already_open.by_itself", number=round_.number, when=when)


def _summary(round_: NextRound, plan: Plan) -> list[Part | None]:
    people = round_.participants.by_id
    crossing, pairs = _crossing(plan.groups, people)
    inside = sum(len(group.members) for group in plan.groups)
    if not plan.groups:
        return [words("preview.nobody")]
    return [
        words("preview.count", count=len(plan.groups), people=inside),
        words("preview.crossing", crossing=crossing, pairs=pairs),
        words("preview.private"),
    ]


def _who_met_everybody(plan: Plan | None, people: dict[int, Participant]) -> list[int]:
    """Those who are left out since they have met everybody, and were not the last time."""
    out = [left.member for left in (plan.left_out if plan else ()) if left.why is Why.MET]
    return [member for member in out if member in people and not people[member].left_out]


def _page_note(start: int, shown: int, total: int, size: int) -> RichText | None:
    if total <= size:
        return None
    return words("preview.page", first=start + 1, last=start + shown, count=total)


def _not_in(round_: NextRound, plan: Plan) -> list[Part | None]:
    people = round_.participants.by_id
    left_out = [(people[left.member], left.why) for left in plan.left_out if left.member in people]
    held = [people[m] for m in sorted(round_.adjustments.held) if m in people]
    return [
        words("preview.left_out", count=len(left_out)) if left_out else None,
        bullets((Strong(_name(p)), Plain(": "), *why_left_out(why)) for p, why in left_out[:20]),
        words("preview.held", names=listed(_name(p) for p in held[:20])) if held else None,
        *_away(round_),
    ]


def why_left_out(why: Why) -> RichText:
    """Why somebody is not in a round, for a facilitator. Confidential lists are never named."""
    key = {Why.LANGUAGE: "language", Why.HOURS: "hours", Why.MET: "met", Why.ALONE: "alone"}
    return words(f"left_out.{key.get(why, 'odd')}")


def _away(round_: NextRound) -> list[Part | None]:
    there = round_.participants
    lines = [
        words("preview.pausing", count=there.pausing) if there.pausing else None,
        words("preview.declined", count=there.declined) if there.declined else None,
        words("preview.silent", count=there.silent) if there.silent else None,
    ]
    return [bullets(line for line in lines if line)]


def _buttons(programme: Programme, draft: Round, start: int, size: int, total: int) -> list[Button]:
    name = programme.name
    if not total:
        return [change_button(programme)]
    buttons = [
        Button(
            words.text("button.open"),
            "introductions.open",
            f"{draft.id}:{draft.version}",
            "primary",
            OPEN(programme=name),
        )
    ]
    if start:
        earlier = max(start - size, 0)
        buttons.append(_page(words.text("button.earlier"), draft, earlier, name))
    if start + size < total:
        buttons.append(_page(words.text("button.more"), draft, start + size, name))
    return buttons


def _page(label: str, draft: Round, start: int, name: str) -> Button:
    command = MORE(first=str(start + 1), programme=name)
    return Button(label, "introductions.more", f"{draft.id}:{start}", command=command)


def _crossing(groups: Sequence[Group], people: dict[int, Participant]) -> tuple[int, int]:
    return crossing_pairs(
        [people[member] for member in group.members if member in people] for group in groups
    )


def _stories(stories: Sequence[Story]) -> list[Part | None]:
    if not stories:
        return []
    told = [words("summary.story", who=s.first_name, story=short(s.text, 250)) for s in stories]
    more = len(stories) - _STORIES
    return [
        words("summary.stories"),
        bullets(told[:_STORIES]),
        Note(words("summary.more_stories", count=more)) if more > 0 else None,
    ]


def _name(person: Participant) -> str:
    return short(person.name, _NAME)
