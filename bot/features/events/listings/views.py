"""What a listing says, and what is said of lists of events. Pure."""

from bot.features.events import words
from bot.features.events.calendars.domain import without_addresses
from bot.features.events.cards.views import SHOW
from bot.features.events.covers.views import picture_file
from bot.features.events.dates.domain import EventDate
from bot.features.events.dates.views import called
from bot.features.events.domain import Event
from bot.features.events.open_pages.views import where
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.listings import Listing
from bot.ui.messages import Button, Heading, Message, row, say

TAB = named("facilitate event tab")
TURN = named("facilitate event tab", "state")

_DESCRIPTION = 280  # characters: about two lines


def listing(event: Event, date: EventDate, address: str, *, begun: bool) -> Message:
    """A date as anybody may know it, and how to say that one comes."""
    about = short(without_addresses(" ".join(event.details.description.split())), _DESCRIPTION)
    command = SHOW(event=called(event, date)).line
    how = "listing.answer.page" if address else "listing.answer"
    answer = words.text(how, command=command, address=address)
    listed = Listing(
        title=without_addresses(event.details.title),
        description="\n\n".join(filter(None, (about, answer))),
        location=where(event, date) or words.text("listing.somewhere"),
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        begun=begun,
        picture=picture_file(event),
    )
    return say(Heading(listed.title), listing=listed)


def tab(server: str, *, on: bool) -> Message:
    """Whether events are in the tab of a server, with the button for the other."""
    other = "off" if on else "on"
    label = words.text(f"button.tab_{other}")
    button = Button(label, "events.tab", other, command=TURN(state=other))
    return say(words("tab.is_on" if on else "tab.is_off", server=server), row(button))


def tab_button() -> Button:
    """The button that tells whether events are in the tab of this server."""
    return Button(words.text("button.tab"), "events.tab", command=TAB())
