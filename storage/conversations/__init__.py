"""Conversations in many places, and what was said (`bot.delivery.conversations`)."""

from bot.routing.hearing import Ears
from storage.conversations.conversations import SqlConversations
from storage.kernel.store import Repository, Store

STORE = Store(
    "conversations",
    (),
    (Repository[Ears]("conversations", SqlConversations),),
)
