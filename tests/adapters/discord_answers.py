"""The routes with which the app answers interactions."""

from typing import Any

from tests.adapters.discord_api import Ask, route
from tests.adapters.discord_bodies import changes, new_message
from tests.adapters.discord_interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    Interaction,
    Modal,
)
from tests.adapters.discord_refusals import Refused
from tests.adapters.discord_things import EPHEMERAL, Message
from tests.adapters.discord_world import with_ids

Json = dict[str, Any]
SAY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
MAY = {
    COMMAND: {SAY, DEFER, FORM},
    COMPONENT: {SAY, DEFER, DEFER_UPDATE, UPDATE, FORM},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {SAY, DEFER, DEFER_UPDATE, UPDATE},
}


@route("POST /interactions/{interaction_id}/{interaction_token}/callback", needs_token=False)
def callback(ask: Ask) -> Any:
    """Acknowledge: once, in three seconds, with what may answer such an interaction."""
    made = ask.interactions.tokens.get(ask.ids["interaction_token"])
    if made is None or made.id != ask.id("interaction_id"):
        raise Refused(10062)
    if made.answer is not None:
        raise Refused(40060)
    if ask.interactions.is_late(made):
        raise Refused(10062)
    kind = ask.form.get("type")
    allowed = set(MAY[made.kind])
    if made.message is None:
        allowed -= {DEFER_UPDATE, UPDATE}
    if kind not in allowed:
        choices = ", ".join(str(each) for each in sorted(allowed))
        why = f"Value must be one of {{{choices}}}."
        raise Refused.form("type", why, "BASE_TYPE_CHOICES")
    _perform(ask, made, kind, ask.form.get("data") or {})
    made.answers.append(ask.form)
    ask.interactions.acknowledged(made, kind)
    if ask.query.get("with_response") not in ("1", "true", "True"):
        return None
    return _told(made, kind)


def _told(made: Interaction, kind: int) -> Json:
    told: Json = {"id": str(made.id), "type": made.kind}
    said: Json = {"interaction": told}
    if made.original and kind in (SAY, DEFER, UPDATE, DEFER_UPDATE):
        loading = kind == DEFER
        told |= {
            "response_message_id": str(made.original.id),
            "response_message_loading": loading,
            "response_message_ephemeral": bool(made.original.ephemeral_to),
        }
    if made.original and kind in (SAY, UPDATE):
        said["resource"] = {"type": kind, "message": made.original.as_json()}
    return said


def _perform(ask: Ask, made: Interaction, kind: int, data: Json) -> None:
    if kind == SAY:
        made.original = _speak(ask, made, data)
    elif kind == DEFER:
        made.original = _speak(ask, made, {"flags": data.get("flags", 0), "content": ""}, wait=True)
    elif kind == DEFER_UPDATE:
        made.original = made.message
    elif kind == UPDATE:
        assert made.message
        ask.world.edit(made.message, changes(made.message, data, "data"))
        made.original = made.message
    elif kind == CHOICES:
        made.choices = list(data.get("choices") or [])
    else:
        form = Modal(made.user, with_ids(data), made)
        made.modal = ask.interactions.modals[made.user.id] = form


def _speak(ask: Ask, made: Interaction, data: Json, *, wait: bool = False) -> Message:
    """Post as the app, for one person alone if the flags say so."""
    body = dict(data) if wait else new_message(data, "data")
    flags = int(body.get("flags") or 0)
    alone = made.user.id if flags & EPHEMERAL else None
    body["flags"] = flags & ~EPHEMERAL
    said = ask.world.post(
        made.channel,
        ask.world.bot,
        body,
        ephemeral_to=alone,
        interaction=made.metadata,
        loading=wait,
    )
    if alone:
        ask.interactions.whispers.append(said)
    return said


def _interaction(ask: Ask) -> Interaction:
    made = ask.interactions.tokens.get(ask.ids["webhook_token"])
    if made is None or ask.id("webhook_id") != ask.world.app_id or made.answer is None:
        raise Refused(10015)
    if ask.interactions.has_expired(made):
        raise Refused(50027)
    return made


def _message(ask: Ask) -> Message:
    made = _interaction(ask)
    wanted = ask.ids["message_id"]
    own = [made.original, *made.followups]
    found = made.original if wanted == "@original" else None
    if wanted != "@original":
        found = next((each for each in own if each and str(each.id) == wanted), None)
    if found is None or found.deleted:
        raise Refused(10008)
    return found


@route("POST /webhooks/{webhook_id}/{webhook_token}", needs_token=False)
def follow_up(ask: Ask) -> Json:
    """Say more; the first word after a deferral takes its place."""
    made = _interaction(ask)
    if made.original and made.original.loading and not made.original.deleted:
        body = new_message(ask.form)
        body["flags"] = int(body.get("flags") or 0) & ~EPHEMERAL
        ask.world.edit(made.original, body)
        return made.original.as_json()
    said = _speak(ask, made, ask.form)
    made.followups.append(said)
    return said.as_json()


@route("GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", needs_token=False)
def answer(ask: Ask) -> Json:
    return _message(ask).as_json()


@route("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", needs_token=False)
def edit_answer(ask: Ask) -> Json:
    found = _message(ask)
    ask.world.edit(found, changes(found, ask.form))
    return found.as_json()


@route("DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", needs_token=False)
def delete_answer(ask: Ask) -> None:
    ask.world.erase(_message(ask))
