"""Polls: finding a time together, before there is an event."""

from bot.features.polls.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("polls", words)
