"""What Kindred is to make of Slack's recorded deliveries and answers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.slack.errors import Declined, Lost
from bot.community.people import AccountInfo, Ref
from bot.delivery.errors import Away, Busy
from bot.delivery.sender import Posted, Refused, Retry, SendResult
from bot.routing.interaction import Arrival, Changed, HomeOpened, Pressed, Seen, Submitted, Typed
from bot.ui.files import GivenFile
from tests.adapters.recordings import Heard, Json

TEAM, BOT = "T0HOME", "U0KINDRED"
ADA, GRID_ADA = "U0ADA", "W0ADA"  # as she is known in a workspace, and in one of an organisation
HALL, DM = "C0HALL", "D0ADA"


def ref(id_: str) -> Ref:
    return Ref("slack", id_)


def came(
    user: str, channel: str, delivery: str, *, home: str = TEAM, thread: str = "", **more: Any
) -> Arrival:
    """An arrival in the workspace that Kindred is in; those who visit it act as who they are."""
    here = ref(f"{TEAM}/{channel}")
    return Arrival(
        actor=ref(user),
        space=ref(home),
        channel=here,
        interaction_id=f"slack:{TEAM}:{delivery}",
        thread=Posted(here, ref(thread)) if thread else None,
        once=more.pop("once", True),
        alone=channel.startswith("D"),
        **more,
    )


def form(values: dict[str, str | list[str]], turn: Any = "next") -> Submitted:
    return Submitted("members.profile", 0, values, turn=turn)


SHOW = Pressed("members.show", "7")
KNOWN = AccountInfo("Ada Example", email="ada@example.org", zone="Europe/Paris")
PICTURE = GivenFile("slack", "F0FILE", "list.png", 12345, kept=True)
SPREADSHEET = GivenFile("slack", "F0FILE", "people.csv", 2345, kept=True)

HEARD: dict[str, list[Heard]] = {
    "command_on_grid": [
        (
            came(GRID_ADA, HALL, "111.111.command"),
            Typed("/kindred introduce me <@slack:U0BO> & <#slack:T0HOME/C0HALL|hall> example.org"),
        )
    ],
    "command_without_words": [(came(ADA, DM, "111.112.command"), Typed("/kindred"))],
    "button_in_a_channel": [(came(ADA, HALL, "111.201.button"), SHOW)],
    "button_for_one_on_grid": [(came(GRID_ADA, HALL, "111.202.button"), SHOW)],
    "button_for_one_in_a_thread": [
        (came(ADA, DM, "111.203.button", thread="1693616242.466609"), SHOW)
    ],
    "button_on_an_attachment": [(came(ADA, HALL, "111.204.button"), SHOW)],
    "button_on_the_home": [(came(ADA, ADA, "111.205.button"), Pressed("members.show", ""))],
    "menu_in_a_channel": [
        (
            came(ADA, HALL, "111.206.menu", thread="1605853600.000100"),
            Pressed("members.look", "seeds"),
        )
    ],
    "view_submission": [
        (
            came(GRID_ADA, GRID_ADA, "111.301.view", once=False),
            form(
                {
                    "headline": "Keeper of keys",
                    "rhythm": "weekly",
                    "until": "2026-12-24",
                    "many": "12345",
                }
            ),
        )
    ],
    "view_submission_of_menus": [
        (
            came(ADA, ADA, "111.302.view", once=False),
            form(
                {
                    "friend": "<@slack:U0BO>",
                    "channel": "slack:T0HOME/C0HALL",
                    "topics": ["seeds", "soil"],
                    "boxes": [],
                    "zone": "Europe/Paris",
                    "rhythm": "weekly",
                }
            ),
        )
    ],
    "view_submission_left_empty": [
        (
            came(ADA, ADA, "111.303.view", once=False),
            form(
                {
                    "headline": "",
                    "rhythm": "",
                    "until": "",
                    "friend": "",
                    "channel": "",
                    "topics": [],
                }
            ),
        )
    ],
    "view_submission_by_slack_connect": [
        (
            came("W0ZED", "W0ZED", "111.304.view", home="T0NEXT", once=False),
            form({"headline": "Next door"}),
        )
    ],
    "view_submission_to_an_organisation": [],
    "view_closed": [
        (
            came(GRID_ADA, GRID_ADA, "closed:V0FORM:1569562184.10297bc3"),
            form({"headline": "Half a word"}, "later"),
        )
    ],
    "view_closed_untouched": [],
    "suggestions_in_a_view": [],
    "shortcut": [(came(GRID_ADA, GRID_ADA, "111.401.shortcut"), Pressed("members.fill", ""))],
    "shortcut_on_a_message": [
        (
            came(GRID_ADA, HALL, "111.402.shortcut"),
            Pressed("introductions.suggest", "slack:W0BO"),
        )
    ],
    "shortcut_on_a_program_s_message": [
        (came(ADA, HALL, "111.403.shortcut"), Pressed("introductions.suggest", ""))
    ],
    "home_opened": [
        (came(ADA, DM, "Ev0HOME"), HomeOpened()),
        (came(ADA, DM, "Ev0HOME:seen"), Seen()),
    ],
    "home_opened_at_messages": [(came(ADA, DM, "Ev0MESSAGES:seen"), Seen())],
    "home_opened_in_an_organisation": [],
    "mention": [(came(ADA, HALL, "Ev0MENTION", public=True), Typed("help"))],
    "mention_with_a_file": [
        (came(ADA, HALL, "Ev0GIVEN", public=True), Typed("facilitate import", (SPREADSHEET,)))
    ],
    "mention_in_a_thread": [
        (
            came(GRID_ADA, HALL, "Ev0THREAD", thread="1595926000.001000", public=True),
            Typed("introduce me <@slack:U0BO>"),
        )
    ],
    "mention_by_slack_connect": [
        (came("W0ZED", "C0SHARED", "Ev0CONNECT", home="E0NEXT", public=True), Typed("hey"))
    ],
    "mention_by_a_program": [],
    "mention_by_a_classic_program": [],
    "direct_message": [(came(ADA, DM, "Ev0DIRECT"), Typed("Hello, can you hear me?"))],
    "direct_message_in_a_thread": [
        (
            came(GRID_ADA, DM, "Ev0ASSISTANT", thread="1726133698.626339"),
            Typed("What is this?"),
        )
    ],
    "direct_message_with_a_file": [(came(ADA, DM, "Ev0FILE"), Typed("Here is a list", (PICTURE,)))],
    "direct_message_changed": [],
    "direct_message_deleted": [],
    "direct_message_by_a_program": [],
    "direct_message_by_a_classic_program": [],
    "words_in_a_channel": [],
    "words_by_slack_connect": [],
    "reaction_added": [],
    "reaction_removed": [],
    "team_join": [(came(ADA, ADA, "Ev0JOIN"), Seen())],
    "team_join_of_a_program": [],
    "user_changed": [
        (
            came(GRID_ADA, GRID_ADA, "Ev0CHANGE"),
            Changed(replace(KNOWN, zone="Asia/Tokyo", locale="fr-FR", runs_the_space=True)),
        )
    ],
    "user_deactivated": [
        (came(ADA, ADA, "Ev0GONE"), Changed(replace(KNOWN, kind="gone", zone="")))
    ],
    "user_became_a_guest": [(came(ADA, ADA, "Ev0GUEST"), Changed(replace(KNOWN, kind="guest")))],
    "channel_joined": [(came(ADA, HALL, "Ev0HALL"), Seen())],
    "channel_joined_by_slack_connect": [],
    "uninstalled": [],
    "uninstalled_from_an_organisation": [],
    "tokens_revoked": [],
    "tokens_revoked_of_people": [],
    "tokens_revoked_in_an_organisation": [],
    "channel_deleted": [],
}
"""What reaches the core of each delivery; nothing of those that Kindred leaves alone."""

LISTENED: dict[str, str] = {
    "direct_message": "Hello, can you hear me?",
    "direct_message_in_a_thread": "What is this?",
    "direct_message_with_a_file": "Here is a list [list.png nowhere]",
    "direct_message_changed": "edited: updated",
    "direct_message_deleted": "deleted: ",
    "direct_message_by_a_program": "",
    "words_in_a_channel": "Hi there!",
    "mention": "",
    "mention_in_a_thread": "",
    "reaction_added": "😍",
    "reaction_removed": "no more 😍",
}
"""What is heard of those where Kindred listens everywhere; nothing of what names a command."""

SAID_AT_ONCE: dict[str, Json] = {
    "view_submission": {"response_action": "clear"},
    "view_submission_of_menus": {"response_action": "clear"},
    "view_submission_left_empty": {"response_action": "clear"},
    "view_submission_by_slack_connect": {"response_action": "clear"},
    "suggestions_in_a_view": {
        "options": [
            {
                "text": {"type": "plain_text", "text": "Europe/Paris", "emoji": False},
                "value": "=Europe/Paris",
            }
        ]
    },
}
"""What stands in the acknowledgement, where Slack takes something there."""

PUT_OUT = {"uninstalled": "app_uninstalled", "tokens_revoked": "token_revoked"}
"""The news that a workspace has put Kindred out, if the token opens nothing any more."""

PEOPLE: dict[str, AccountInfo] = {
    "answer_user": replace(KNOWN, locale="fr-FR", runs_the_space=True),
    "answer_user_of_an_organisation": replace(KNOWN, locale="en-GB"),
    "answer_user_from_elsewhere": replace(KNOWN, kind="visitor", email=""),
    "answer_slackbot": AccountInfo("Slack Bot", kind="bot"),
    "answer_old_user": AccountInfo("ada.example", runs_the_space=True),
}
"""Whom Kindred takes somebody for by what Slack tells of them."""

REFUSALS: dict[str, type[Exception]] = {
    "refusal_of_the_token": Lost,
    "refusal_of_an_old_token": Lost,
    "refusal_for_a_scope": Declined,
    "refusal_for_the_pace": Busy,
    "refusal_for_a_fault": Away,
    "refusal_without_a_reason": Away,
}

OUTCOMES: dict[str, SendResult] = {
    "refusal_for_a_scope": Refused("Slack says missing_scope: needs users:read"),
    "refusal_for_the_pace": Retry(
        timedelta(seconds=1), "asked to wait 1.0 s", untouched=True, here_only=True
    ),
    "refusal_for_a_fault": Retry(timedelta(milliseconds=5), "chat.postMessage: 200 fatal_error"),
}
"""What becomes of a message that is answered so."""

OTHER_ANSWERS = {"answer_conversation", "answer_message", "answer_identity"}
