"""Ideas: what somebody would like to see happen, who is interested, and what becomes of it."""

from bot.features.ideas.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("ideas", words, root="idea")
