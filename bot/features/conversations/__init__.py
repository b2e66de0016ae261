"""Conversations: what people say in one chat, shown in all others in which their group is."""

from bot.features.conversations.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("conversations", words)
