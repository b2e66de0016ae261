"""Reports to the facilitators, and what they take down: with a word to everybody concerned."""

from bot.features.reports.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("reports", words)
