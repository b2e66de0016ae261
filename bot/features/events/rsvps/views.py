"""What somebody is told of their own answer. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.features.events import words
from bot.features.events.cards.views import COMING, MAYBE, NO
from bot.features.events.check_in.views import while_open
from bot.features.events.dates.domain import DateState
from bot.features.events.dates.views import called, title_and_time, when_and_where
from bot.features.events.domain import Event
from bot.features.events.ports import Happening
from bot.features.events.reminders.domain import Before, due_at
from bot.features.events.rsvps.domain import MOST_PARTY, Answer, Pending, Rsvp
from bot.features.events.rsvps.outcomes import Outcome
from bot.features.events.waiting_list.domain import Place, Why
from bot.ui.commands import named
from bot.ui.messages import Actions, Button, Message, Moment, Note, Part, RichText, rich, row, say
from bot.ui.words import listed

COMING_WITH = named("event coming", "event", "party party")
ALL = named("event all", "answer", "event")
HIDE_NAME = named("event name hide", "event")
SHOW_NAME = named("event name reveal", "event")
PASS = named("event pass", "event")
REMINDERS = named("event reminders", "event")
PEOPLE = named("event people", "event")
CALENDAR = named("event calendar", "event")


@dataclass(frozen=True, slots=True)
class Mine:
    """A date with what somebody has answered to it, and when they are reminded of it.

    `place` is where they stand in the waiting list, if they wait; `zone` theirs, if it is known.
    """

    happening: Happening
    rsvp: Rsvp | None
    place: Place | None
    reminders: Sequence[Before]
    zone: str = ""

    @property
    def seated(self) -> bool:
        """Whether they have a seat."""
        return bool(self.rsvp and self.rsvp.seats)

    @property
    def name(self) -> str:
        """What names the date in a command."""
        return called(self.happening.event, self.happening.date)


def answered(mine: Mine, now: datetime) -> Message:
    """The answer to an answer, to whoever gave it and nobody else."""
    return say(*my_answer(mine, now))


def my_answer(mine: Mine, now: datetime) -> list[Part | None]:
    """What I said, which seats are mine, where it is, and what else I can do."""
    event, date = mine.happening.event, mine.happening.date
    place = when_and_where(event, date, comes=mine.seated, zone=mine.zone)
    return [*standing(mine), place, *what_to_do(mine, now)]


def what_to_do(mine: Mine, now: datetime) -> list[Part | None]:
    """What holds of my answer, and how I change it; nothing once a date is over, or cancelled."""
    date = mine.happening.date
    if date.state is not DateState.PLANNED or now >= date.ends_at:
        return []
    return [while_open(mine.happening, now), _small_print(mine, now), *_controls(mine)]


def standing(mine: Mine) -> list[Part | None]:
    """What I said, and what came of it."""
    rsvp, title = mine.rsvp, mine.happening.event.details.title
    if rsvp is None:
        return [words("mine.nothing")]
    if rsvp.answer is not Answer.COMING:
        return [words(f"mine.{rsvp.answer}", title=title)]
    if rsvp.pending is Pending.APPROVAL:
        return [words("mine.asked", title=title)]
    told: list[Part | None] = []
    if rsvp.seats:
        key = "mine.coming" if not rsvp.need and not rsvp.offered else "mine.some"
        told.append(words(key, title=title, count=rsvp.seats, party=rsvp.party))
    if rsvp.offered and rsvp.offered_until:
        until = Moment(rsvp.offered_until)
        told.append(words("mine.offered", title=title, count=rsvp.offered, until=until))
    if rsvp.need:
        told += waits(mine)
    return told


def waits(mine: Mine) -> list[Part | None]:
    """That somebody waits, where they stand, and why."""
    rsvp, place, title = mine.rsvp, mine.place, mine.happening.event.details.title
    if rsvp is None or place is None:
        return [words("waits", title=title)]
    first = words("waits.first", title=title)
    where = first if place.parties == 0 else _behind(title, place)
    return [where, words(f"waits.{place.why}", count=rsvp.need), _passing(place)]


def _behind(title: str, place: Place) -> RichText:
    return words("waits.behind", title=title, place=place.parties + 1, count=place.people)


def _passing(place: Place) -> Part | None:
    """Smaller parties may pass who waits for several seats; that is worth a word of why."""
    return words("waits.may_pass") if place.why is Why.TOO_FEW else None


def answered_all(event: Event, said: Answer, outcomes: Sequence[Outcome]) -> Message:
    """The answer to whoever has answered a whole series."""
    title, count = event.details.title, len(outcomes)
    waiting = [each for each in outcomes if each.rsvp and each.rsvp.need]
    asked = [each for each in outcomes if each.rsvp and each.rsvp.pending]
    first = title_and_time(event, outcomes[0].date)
    return say(
        words(f"all.{said}", title=title, count=count),
        words("all.waiting", count=len(waiting)) if waiting else None,
        words("all.asked") if asked else None,
        words("all.next", next=first),
        Note(words("all.small_print")),
    )


# What else there is to do ---------------------------------------------------------------------


def _small_print(mine: Mine, now: datetime) -> Part | None:
    rsvp, date = mine.rsvp, mine.happening.date
    if rsvp is None or rsvp.answer is Answer.NO:
        return None
    told = [words.text("mine.name_hidden" if rsvp.hidden else "mine.name_shown")]
    zone = mine.zone or date.zone
    to_come = [each for each in mine.reminders if due_at(each, date.starts_at, zone) > now]
    if mine.seated and (to_come or not mine.reminders):
        told.append(reminders_in_words(to_come))
    return Note(rich(" ".join(told)))


def reminders_in_words(chosen: Sequence[Before]) -> str:
    """When somebody is reminded: "I remind you a day and an hour before."."""
    if not chosen:
        return words.text("reminders.none")
    return words.text("reminders.some", before=listed(words.text(f"before.{b}") for b in chosen))


def _controls(mine: Mine) -> list[Part | None]:
    rsvp = mine.rsvp
    if rsvp is None:
        return [row(_answer(mine, Answer.COMING), _answer(mine, Answer.MAYBE), _calendar(mine))]
    if rsvp.answer is Answer.NO:
        return [row(_answer(mine, Answer.COMING), _answer(mine, Answer.MAYBE))]
    if rsvp.offered:
        return [take_or_pass(mine.happening), row(_calendar(mine), _reminders(mine))]
    party = [_party(mine, rsvp.party + 1), _party(mine, rsvp.party - 1)]
    first = [button for button in party if button]
    if rsvp.answer is Answer.MAYBE:
        first = [_answer(mine, Answer.COMING)]
    first.append(_name(mine))
    second = [_calendar(mine)]
    if rsvp.answer is Answer.COMING:
        second += [_reminders(mine), _answer(mine, Answer.MAYBE)]
    second.append(_answer(mine, Answer.NO))
    return [row(*first), row(*second), _all_dates(mine)]


def _answer(mine: Mine, answer: Answer) -> Button:
    commands = {Answer.COMING: COMING, Answer.MAYBE: MAYBE, Answer.NO: NO}
    label, command = words.text(f"button.{answer}"), commands[answer](event=mine.name)
    id_, action = str(mine.happening.date.id), f"events.{answer}"
    return Button(label, action, id_, "primary" if answer is Answer.COMING else "plain", command)


def take_or_pass(happening: Happening) -> Actions:
    """What somebody can do with an offer."""
    name, id_ = called(happening.event, happening.date), str(happening.date.id)
    take, give_on = COMING(event=name), PASS(event=name)
    return row(
        Button(words.text("button.take"), "events.coming", id_, "primary", take),
        Button(words.text("button.pass"), "events.pass", id_, command=give_on),
    )


def _party(mine: Mine, party: int) -> Button | None:
    """One more, or one fewer, if that can be."""
    rsvp, date = mine.rsvp, mine.happening.date
    most = min(MOST_PARTY, date.capacity or MOST_PARTY)
    if rsvp is None or not 1 <= party <= most:
        return None
    label = words.text("button.one_more" if party > rsvp.party else "button.one_fewer")
    command = COMING_WITH(event=mine.name, party=str(party))
    return Button(label, "events.coming", f"{date.id}:{party}", command=command)


def _name(mine: Mine) -> Button:
    hidden = bool(mine.rsvp and mine.rsvp.hidden)
    key, command = ("show_name", SHOW_NAME) if hidden else ("hide_name", HIDE_NAME)
    id_ = str(mine.happening.date.id)
    return Button(
        words.text(f"button.{key}"), f"events.{key}", id_, command=command(event=mine.name)
    )


def _reminders(mine: Mine) -> Button:
    id_ = str(mine.happening.date.id)
    command = REMINDERS(event=mine.name)
    return Button(words.text("button.reminders"), "events.reminders", id_, command=command)


def _calendar(mine: Mine) -> Button:
    event = mine.happening.event
    command = CALENDAR(event=event.details.title)
    return Button(words.text("button.calendar"), "events.calendar", str(event.id), command=command)


def _all_dates(mine: Mine) -> Actions | None:
    """For a series: the same answer to all dates to come."""
    rsvp, date = mine.rsvp, mine.happening.date
    if rsvp is None or mine.happening.event.details.series is None or rsvp.standing:
        return None
    said = rsvp.answer
    value = f"{date.id}:{said}" + (f":{rsvp.party}" if said is Answer.COMING else "")
    command = ALL(answer=said.value, event=mine.name)
    return row(Button(words.text(f"button.all.{said}"), "events.all", value, command=command))


def people_button(mine: Mine) -> Button:
    """The button that shows hosts everybody who has answered."""
    id_ = str(mine.happening.date.id)
    command = PEOPLE(event=mine.name)
    return Button(words.text("button.people"), "events.people", id_, command=command)
