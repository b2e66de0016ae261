"""What the Slack adapter remembers: where it is installed, and who is about to install it."""

from storage.kernel.store import Repository, Store
from storage.slack.installations import SqlSlack
from storage.slack.tables import slack_installations, slack_states

STORE = Store(
    "slack",
    (slack_installations, slack_states),
    (Repository("slack", lambda work: SqlSlack(work.connection)),),
)
