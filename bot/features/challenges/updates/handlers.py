"""Saying where a group is, and reading what was said before."""

from functools import partial

from bot.community.facts import Fact
from bot.community.roles import Role, require
from bot.delivery.threads import say_below
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.lookup import HOSTS, HostedChallenge, SeenChallenge, by_id, locked
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work
from bot.features.challenges.updates import views
from bot.features.challenges.updates.forms import UpdateForm
from bot.features.challenges.updates.history import say_where_we_are
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.text import clean, read_id

_SHOWN = 10  # changes in a history


@feature.command("update", role=Role.FACILITATOR, opens=UpdateForm)
@feature.command("update", role=HOSTS, opens=UpdateForm, action="update", carries=("challenge",))
async def update(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Ask where the group is."""
    _check(challenge)
    return Open(UpdateForm, str(challenge.id))


@feature.prefill(UpdateForm)
async def update_form(call: Call, work: Work, subject: str) -> Prefill:
    """Where it was last."""
    return Prefill({"where_we_are": (await by_id(call, work, subject)).where_we_are})


@feature.submitted(UpdateForm, role=HOSTS)
async def updated(call: Call, form: UpdateForm, work: Work, subject: str) -> Answer:
    """Say where the group is: on its card, and below it, once for each time."""
    found = await locked(call, work, read_id(subject))
    require(call.standing, HOSTS, found.scope)
    _check(found)
    text = clean(form.where_we_are).strip()
    is_new = text != found.where_we_are
    if is_new:
        change = await say_where_we_are(work, found, text, call.me.id, call.now)
        await heard_from(work, found.id, call.me.id, call.now)
        if text:
            fact = Fact.of(views.UPDATED, found.id, part=str(change))
            told = partial(views.told, found, text)
            card = card_of(found.id)
            await say_below(work, card, told, fact, community=found.community)
    return Reply(views.updated(found, text, is_new=is_new))


@feature.command("history", action="history", carries=("challenge",))
async def history(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Show who said what otherwise, when, and what was said before."""
    changes = await work.challenges.changes.of(challenge.id, _SHOWN)
    return Reply(views.history(challenge, changes))


def _check(challenge: Challenge) -> None:
    if challenge.state not in ALIVE:
        raise UserError(words("edit.too_late", question=challenge.question))
