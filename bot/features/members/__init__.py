"""Profiles, the directory that finds them, and how people come in."""

from bot.features.members.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("members", words)
