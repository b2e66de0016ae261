"""Challenges: questions that several people hold, who gathers around them, what comes of it."""

from bot.features.challenges.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("challenges", words, root="challenge")
