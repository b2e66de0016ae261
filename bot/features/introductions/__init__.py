"""Introductions: programmes, rounds, rooms, suggestions, and what became of them."""

from bot.features.introductions.ports import Work
from bot.routing.feature import Feature
from bot.ui.words import WordBook

words = WordBook(__name__)
feature = Feature[Work]("introductions", words)
