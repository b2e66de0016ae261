"""Events: what is planned, its dates, who comes, who waits, and what calendars are told."""

from bot.features.events.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("events", words, root="event")
