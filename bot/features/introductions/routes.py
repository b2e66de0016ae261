"""The feature to which the handlers, schedules and declarations beside it add their part."""

from bot.features.introductions.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook("bot.features.introductions")
feature = Feature[Work]("introductions", words)
