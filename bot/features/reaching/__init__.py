"""Handing over what could not be written to somebody, and trying whether they can be reached."""

from bot.routing.feature import Feature
from bot.ui.words import WordBook
from bot.work import Work

words = WordBook(__name__)
feature = Feature[Work]("reaching", words)
