"""Every event that Slack tells Kindred of: docs.slack.dev/reference/events."""

EVENTS = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "app_uninstalled": (),
    "tokens_revoked": (),
}
"""Every event that Kindred listens to, and the scopes that it needs for it."""

BRIDGED_EVENTS = {
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
}
"""Those to which it listens besides, where a conversation of several chats shows in channels."""
