"""What there is to say and to see: `/kindred help` and `/kindred home`."""

from bot.routing.feature import Feature
from bot.ui.words import WordBook
from bot.work import Work

words = WordBook(__name__)
feature = Feature[Work]("help", words)
