"""The feature to which the handlers, schedules and declarations beside it add their part."""

from bot.feature import Feature
from bot.features.introductions.ports import Work
from bot.words import WordBook

words = WordBook("bot.features.introductions")
feature = Feature[Work]("introductions", words)
