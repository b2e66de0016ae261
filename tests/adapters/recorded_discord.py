"""What Kindred is to make of Discord's recorded events and answers."""

from datetime import timedelta
from typing import Any

from adapters.discord.errors import Declined, TokenRefused
from bot.community.people import AccountInfo, Ref
from bot.delivery.errors import Busy
from bot.delivery.sender import Posted, Refused, Retry, SendResult
from bot.routing.interaction import Arrival, Changed, Filled, FormOpened, Pressed, Submitted, Typed
from tests.adapters.recordings import Heard

GUILD, HALL, THREAD, DM = (f"7000000000000000{n}" for n in ("01", "10", "20", "30"))
ADA, BO, CY = (f"700000000000000{n}" for n in ("100", "200", "300"))


def ref(id_: str) -> Ref:
    return Ref("discord", id_)


def came(delivery: int | str, channel: str = HALL, **more: Any) -> Arrival:
    """An arrival of Ada's in the server that Kindred is in."""
    # Interactions tell a locale, and what Kindred may do there: in these, not even to speak.
    locale = more.pop("locale", "en-US")
    below = Posted(ref(f"{GUILD}/{HALL}"), ref(THREAD)) if channel == THREAD else None
    return Arrival(
        actor=ref(ADA),
        space=ref(GUILD),
        channel=ref(f"{GUILD}/{channel}"),
        thread=below,
        interaction_id=f"discord:70000000000000{delivery}",
        locale=locale,
        alone=channel == DM,
        not_for_all=frozenset({ref(f"{GUILD}/{channel}")} if locale and channel else ()),
        agenda=ref(f"{GUILD}/events"),
        **more,
    )


def said(delivery: int, text: str, channel: str = HALL) -> Heard:
    public = channel != DM
    return came(delivery, channel, locale="", once=True, public=public), Typed(text)


def form(page: int, values: dict[str, str | list[str]], subject: str = "") -> Submitted:
    return Submitted("members.profile", page, values, subject)


def changed(who: AccountInfo) -> Heard:
    """Told of no channel and under no id of Discord's."""
    space = ref(GUILD)
    return Arrival(ref(ADA), space, space, "", once=True), Changed(who)


SHOW = Pressed("members.show", "7")
HELP = Filled("kindred help")

HEARD: dict[str, list[Heard]] = {
    "command": [
        (came(1001), Filled("kindred find", {"words": f"soil <@discord:{BO}>"})),
    ],
    "command_with_options_of_all_kinds": [],  # whom somebody picked there is a program
    "command_in_a_group": [(came(1003, locale="de"), Filled("facilitate round open"))],
    "command_in_a_direct_message": [(came(1004, DM, locale="fr"), HELP)],
    "command_in_a_thread": [(came(1005, THREAD), HELP)],
    "menu_on_a_person": [(came(1006), Pressed("introductions.meet", f"discord:{BO}"))],
    "menu_on_a_message": [(came(1007), Pressed("introductions.suggest", f"discord:{CY}"))],
    "completion": [],
    "button": [(came(1009), SHOW)],
    "button_for_one": [(came(1010), SHOW)],
    "button_between_pages": [(came(1011), FormOpened("members.profile", "", 1))],
    "button_in_a_direct_message": [(came(1012, DM), SHOW)],
    "button_without_a_channel": [(came(1013, ""), SHOW)],  # the library keeps no id then
    "menu_of_words": [(came(1014), Pressed("members.look", "seeds"))],
    "menu_of_people": [(came(1015), Pressed("members.look", BO))],
    "modal": [
        (
            came(1016),
            form(
                0,
                {
                    "headline": f"Keeper of keys, with <@discord:{BO}>",
                    "rhythm": "weekly",
                    "days": ["march-5", "march-10"],
                    "bug": "butterfly",
                    "channel": f"discord:{GUILD}/{HALL}",
                },
            ),
        )
    ],
    "modal_left_empty": [
        (
            came(1017),
            form(1, {"headline": "", "rhythm": "", "days": [], "channel": ""}, "a subject"),
        )
    ],
    "ping": [],
    "ready": [],
    "server_joined": [],
    "server_there_again": [],
    "server_joined_unavailable": [],
    "server_left": [],
    "server_unavailable": [],
    "server_renamed": [],
    "member_came": [changed(AccountInfo("Ada Example"))],
    "member_left": [changed(AccountInfo("", kind="gone"))],
    "member_changed": [],
    "words_to_kindred": [said(1019, f"introduce me <@discord:{BO}>")],
    "words_to_others": [],
    "reply_to_kindred": [],
    "words_of_a_program": [],
    "words_of_a_webhook": [],
    "direct_message": [said(1024, "help", DM)],
}
"""What reaches the core of each event; nothing of those that Kindred leaves alone."""

ALONE = {"command_in_a_direct_message", "button_in_a_direct_message", "direct_message"}
"""Said to Kindred alone, so that Discord is asked in which server the person is."""

LOOKED_AT = {"ready", "server_joined", "server_left", "server_renamed"}
"""After these Discord is asked whether Kindred is in the server that it knows."""

PEOPLE: dict[str, AccountInfo] = {
    "answer_member": AccountInfo("Countess", runs_the_space=True, space_name="Northern Commons"),
    "answer_old_member": AccountInfo("abcd", space_name="Northern Commons"),
}
"""Whom Kindred takes somebody for by what Discord tells of them."""

REFUSALS: dict[str, Exception] = {
    "refusal_to_write_to_somebody": Declined(50007),
    "refusal_for_a_channel_that_is_gone": Declined(10003),
    "refusal_for_a_form": Declined(50035),
    "refusal_of_the_token": TokenRefused(),
    "refusal_for_the_pace": Busy(64.57, here_only=True),
    "refusal_for_the_pace_of_all": Busy(1336.57, here_only=True),
    "refusal_for_the_pace_everywhere": Busy(64.57),
}

OUTCOMES: dict[str, SendResult] = {
    "refusal_to_write_to_somebody": Refused("Discord says 50007"),
    "refusal_for_a_form": Refused("Discord says 50035"),
    "refusal_of_the_token": Retry(timedelta(seconds=60), "Discord does not take the token"),
    "refusal_for_the_pace": Retry(
        timedelta(seconds=64.57), "asked to wait 64.6 s", untouched=True, here_only=True
    ),
}
"""What becomes of a message to one person that is answered so."""

OTHER_ANSWERS = {
    "answer_me",
    "answer_application",
    "answer_server",
    "answer_direct_channel",
    "answer_message",
}
