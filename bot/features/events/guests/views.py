"""What guests read: in the mails to them, and on the page that is theirs. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community.mailboxes import Mailbox
from bot.community.zone_names import spelled
from bot.features.events import words
from bot.features.events.calendars.domain import CALENDAR, without_addresses
from bot.features.events.check_in.domain import is_open
from bot.features.events.dates.domain import DateState, EventDate
from bot.features.events.dates.views import its_own_time, title_and_time, when_and_where
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Answer, Response, Rsvp
from bot.features.events.rsvps.outcomes import Guest
from bot.features.events.rsvps.views import Mine, standing
from bot.routing.page_forms import PageForm
from bot.routing.pages import PageAnswer, PageButton
from bot.ui.files import File, file_name
from bot.ui.messages import (
    Actions,
    Heading,
    Link,
    LinkButton,
    Message,
    Moment,
    Note,
    Part,
    Plain,
    bullets,
    fields,
    row,
    say,
)

CONFIRM = "events.guest.confirm"
"""The fact that somebody is asked whether an address is theirs."""

FORGET = ("forget", "yes")
"""What is sent by the button that forgets a guest."""

HERE = ("here", "yes")
"""What is sent by the button by which a guest says that they are here."""

_FAULTY, _OK = 422, 200
MOST_DATES = 8
"""Other dates that a guest is shown."""


# Mails ----------------------------------------------------------------------------------------


def confirm(happening: Happening, response: Response, link: str) -> Message:
    """Whether the address is theirs: nothing of what somebody typed is in it."""
    date, title = happening.date, without_addresses(happening.event.details.title)
    key = "guest.confirm.maybe" if response.answer is Answer.MAYBE else "guest.confirm.coming"
    return say(
        words("guest.confirm", title=title, when=Moment(date.starts_at)),
        words(key, count=response.party),
        row(LinkButton(words.text("guest.confirm.button"), link)),
        words("guest.confirm.until"),
        Note(words("guest.confirm.not_you")),
        fallback=words.text("guest.confirm.subject", title=title),
    )


def mail(
    compose: Callable[[], Message], link: str, file: File | None = None, *, over: bool = False
) -> Message:
    """What members are told with buttons, as a mail to a guest: it leads to the page of theirs.

    Where all is `over` they can only be forgotten there.
    """
    message = compose()
    said = [block for block in message.blocks if not isinstance(block, Actions)]
    return say(
        *said,
        file,
        row(LinkButton(words.text("guest.page.over" if over else "guest.page"), link)),
        None if over else Note(words("guest.page.what")),
        fallback=message.fallback,
    )


def answered(mine: Mine) -> Message:
    """What a guest has answered and what came of it, with the place for those who come."""
    event, date = mine.happening.event, mine.happening.date
    return say(*standing(mine), when_and_where(event, date, comes=mine.seated))


def calendar_file(happening: Happening, guest: int) -> File:
    """The file by which a date gets into a guest's calendar."""
    name = file_name(happening.event.details.title, "ics")
    subject = f"{happening.date.id}:{guest}"
    return File(name, CALENDAR, "events.guest_calendar", subject)


# The page of one guest ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GuestPage:
    """Where a guest stands with a date; `others` are dates to come, with what they said to each.

    `asked` is what a link asks them to confirm. `open`: guests may come.
    """

    guest: Guest
    mailbox: Mailbox
    mine: Mine
    others: Sequence[tuple[EventDate, Rsvp | None, str]]
    asked: Response | None
    open: bool
    now: datetime

    @property
    def takes_answers(self) -> bool:
        """Whether the date takes place, is not over, and is for them."""
        date = self.mine.happening.date
        planned = date.state is DateState.PLANNED and self.now < date.ends_at
        return planned and (self.open or self.mine.rsvp is not None)


def page(about: GuestPage, form: PageForm | None, *, faulty: bool = False) -> PageAnswer:
    """What a guest sees and can do; what somebody else typed in their name is there to be seen."""
    happening = about.mine.happening
    title = happening.event.details.title
    message = say(
        Heading(title),
        *_where_they_stand(about),
        when_and_where(happening.event, happening.date, comes=about.mine.seated),
        fallback=title,
    )
    return PageAnswer(
        message,
        below=say(*_others(about), *_what_is_known(about)),
        status=_FAULTY if faulty else _OK,
        forms=(form,) if form else (),
        buttons=(*_here(about), PageButton(words.text("guest.forget"), *FORGET)),
        zone=about.mailbox.zone,
    )


def _here(about: GuestPage) -> tuple[PageButton, ...]:
    """By which whoever has a seat says that they are here."""
    there = about.mine.seated and is_open(about.mine.happening.date, about.now)
    return (PageButton(words.text("button.here"), *HERE),) if there else ()


def _where_they_stand(about: GuestPage) -> list[Part | None]:
    date = about.mine.happening.date
    if date.state is not DateState.PLANNED:
        return [words("open_page.cancelled", when=its_own_time(date))]
    if about.now >= date.ends_at:
        return [words("card.over")]
    if not about.takes_answers:
        return [words("guest.closed")]
    if about.guest.confirmed_at is None:
        return [words("guest.unconfirmed")]
    return [*standing(about.mine), _not_yet(about)]


def _not_yet(about: GuestPage) -> Part | None:
    """A link may ask for another answer than they have: it counts once the button is pressed."""
    rsvp, asked = about.mine.rsvp, about.asked
    if asked is None or (rsvp and rsvp.response == asked):
        return None
    return words("guest.asked")


def _others(about: GuestPage) -> list[Part | None]:
    if not about.others:
        return []
    lines = [
        (
            Link(its_own_time(at), link),
            Plain(" · "),
            *words(f"guest.said.{rsvp.answer if rsvp else 'nothing'}"),
        )
        for at, rsvp, link in about.others
    ]
    return [Heading(words.text("open_page.dates")), bullets(lines)]


def _what_is_known(about: GuestPage) -> list[Part | None]:
    """All that is kept about a guest, for them alone."""
    return [
        Heading(words.text("guest.known")),
        fields(
            [
                (words.text("field.guest_name"), about.guest.name),
                (words.text("field.guest_email"), about.mailbox.address),
                (words.text("open_page.zone"), spelled(about.mailbox.zone)),
            ]
        ),
        Note(words("guest.known.how_long")),
    ]


def forgotten() -> PageAnswer:
    """What somebody sees who is not known any more."""
    title = words.text("guest.forgotten.title")
    return PageAnswer(say(Heading(title), words("guest.forgotten"), fallback=title))


# To hosts -------------------------------------------------------------------------------------


def out_of_reach(happening: Happening, name: str) -> Message:
    """What is told of a guest to whom mails do not get through, perhaps without a `name`."""
    event = title_and_time(happening.event, happening.date)
    known = name or words.text("guest.nameless")
    return say(words("guest.out_of_reach", name=known, event=event))
