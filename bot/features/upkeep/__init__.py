"""What the kernel remembers for a while, or about a person: told, erased, forgotten."""

from bot.routing.feature import Feature
from bot.ui.words import WordBook
from bot.work import Work

words = WordBook(__name__)
feature = Feature[Work]("upkeep", words)
