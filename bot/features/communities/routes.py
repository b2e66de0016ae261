"""The feature to which the handlers and declarations beside it add their part."""

from bot.feature import Feature
from bot.features.communities.ports import Work
from bot.words import WordBook

words = WordBook("bot.features.communities")
feature = Feature[Work]("communities", words)
