"""A feature for tests: boards that count, as live views; what they count is kept as a setting."""

from bot.routing.feature import Feature
from bot.ui.words import WordBook
from bot.work import Work

words = WordBook(__name__)
feature = Feature[Work]("board", words)
