"""The features: each one can be deleted without the others noticing."""

FEATURES = (
    "bot.features.members",
    "bot.features.reaching",
    "bot.features.introductions",
    "bot.features.events",
    "bot.features.ideas",
    "bot.features.challenges",
    "bot.features.polls",
    "bot.features.peer_assists",
    "bot.features.digests",
    "bot.features.reports",
    "bot.features.communities",
    "bot.features.linking",
    "bot.features.mail",
    "bot.features.upkeep",
    "bot.features.conversations",
    "bot.features.privacy",
    "bot.features.help",
)
"""Every feature by its package, in the order in which they show on people's homes and in help."""
