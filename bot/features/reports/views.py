"""What those read who report, who decide, and whose it was. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.community.people import Community, Member
from bot.features.reports import words
from bot.features.reports.domain import Case, Decision, Report
from bot.ui.commands import named
from bot.ui.messages import (
    Button,
    Heading,
    Mention,
    Message,
    Moment,
    Note,
    Part,
    Plain,
    RichText,
    Strong,
    bullets,
    fields,
    row,
    say,
)
from bot.ui.text import label

LIST = named("facilitate reports")

_SHOWN = 5  # cases with a button
_LABEL = 60

# For whoever reports ------------------------------------------------------------------------------


def thanks(title: str) -> Message:
    """What somebody is told who has reported something."""
    return say(words("thanks", title=title), Note(words("thanks.next")))


def known_already(title: str) -> Message:
    """What they are told who do so again."""
    return say(words("known_already", title=title))


def to_reporter(community: Community, case: Case, decision: Decision, why: str) -> Message:
    """What they are told once it is decided."""
    told = words(f"reporter.{decision.value}", community=community.name, title=case.title)
    word = decision is Decision.LEFT and why
    return say(told, _quoted("reporter.word", why) if word else None, words("reporter.thanks"))


def to_author(community: Community, case: Case, why: str) -> Message:
    """What those are told whose it was: never who reported it."""
    return say(
        words("author.down", community=community.name, title=case.title),
        _quoted("author.word", why),
        Note(words("author.note")),
    )


# For facilitators -----------------------------------------------------------------------------


def notice(case: Case, count: int) -> Message:
    """What facilitators are told, some of whom it may be about: no name of anybody."""
    return say(
        words("notice", count=count, title=case.title),
        row(_look(case, words.text("button.case")), _all()),
        Note(words("notice.note")),
    )


def decided(case: Case, decision: Decision) -> Message:
    """What stands in its place once it is decided."""
    return say(words(f"notice.{decision.value}", title=case.title), row(_all()))


def already(case: Case) -> Message:
    """The answer to whoever decides what is decided."""
    assert case.decision  # noqa: S101  # it is
    return say(words(f"notice.{case.decision.value}", title=case.title))


def listed(open_: Sequence[Case], decided: Sequence[Case], names: Mapping[int, str]) -> Message:
    """What is to be decided, and what was, by whom and why."""
    record = [_record(each, names) for each in decided]
    return say(
        Heading(words.text("list.title")),
        words("list.open", count=len(open_)) if open_ else words("list.none"),
        bullets(_since(each) for each in open_[:_SHOWN]),
        row(*(_look(each, each.title) for each in open_[:_SHOWN])) if open_ else None,
        Heading(words.text("list.record")) if record else None,
        bullets(record),
        Note(words("list.note")) if record else None,
    )


def _since(case: Case) -> RichText:
    return words("list.line", title=case.title, when=Moment(case.opened_at, "date"))


def _record(case: Case, names: Mapping[int, str]) -> RichText:
    assert case.decision  # noqa: S101  # it has been decided
    assert case.decided_at  # noqa: S101
    by = names.get(case.decided_by or 0, words.text("somebody"))
    when = Moment(case.decided_at, "date")
    said = words(f"record.{case.decision.value}", title=case.title, name=by, when=when)
    return (*said, Plain(f" {words.text('record.why', why=case.why)}")) if case.why else said


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as one facilitator sees it: nothing of who reported what is `mine`."""

    case: Case
    reports: Sequence[tuple[Member, Report]]
    author: Member | None
    look: Button | None
    mine: bool
    may_decide: bool


def case(seen: Seen) -> Message:
    """One case, with what the reader may do about it."""
    case = seen.case
    author = Mention(seen.author.id, seen.author.name) if seen.author else ""
    return say(
        Heading(case.title),
        fields(
            [
                (words.text("case.author"), author),
                (words.text("case.since"), Moment(case.opened_at)),
            ]
        ),
        _reports(seen),
        words("case.gone_since") if seen.look is None and case.decision is None else None,
        words(f"notice.{case.decision.value}", title=case.title) if case.decision else None,
        *_to_decide(seen),
    )


def _reports(seen: Seen) -> Part | None:
    if seen.mine:
        return words("case.your_own_reports")
    if not seen.reports:
        return words("case.nobody_left")
    return bullets(_report(member, report) for member, report in seen.reports)


def _report(member: Member, report: Report) -> RichText:
    person = Mention(member.id, member.name)
    said = words("case.report", person=person, when=Moment(report.at))
    return (*said, Plain(f" “{report.word}”")) if report.word else said


def _to_decide(seen: Seen) -> list[Part | None]:
    look = [seen.look] if seen.look else []
    if not seen.may_decide:
        own = words("case.your_own") if seen.mine and seen.case.decision is None else None
        return [own, row(*look) if look else None]
    id_ = str(seen.case.id)
    down = Button(words.text("button.down"), "reports.down", id_, "danger")
    leave = Button(words.text("button.leave"), "reports.leave", id_)
    return [row(*look, down, leave), Note(words("case.note"))]


def done(case: Case, decision: Decision) -> Message:
    """What the facilitator is told who has decided."""
    return say(words(f"done.{decision.value}", title=case.title), row(_all()))


def waiting(count: int) -> list[Part | None]:
    """What stands among that which facilitators have to look at."""
    return [words("list.open", count=count), row(_all())] if count else []


# Parts ----------------------------------------------------------------------------------------


def _look(case: Case, text: str) -> Button:
    return Button(label(text, _LABEL), "reports.case", str(case.id))


def _all() -> Button:
    return Button(words.text("button.list"), "reports.list", command=LIST())


def _quoted(key: str, why: str) -> RichText:
    return (Strong(words.text(key)), Plain(f" {why}"))
