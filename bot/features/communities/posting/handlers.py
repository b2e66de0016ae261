"""Facilitators say who may have cards posted in a channel, and how many a day."""

from collections.abc import Sequence

from bot.community.places import Place, Purpose
from bot.community.posting_rules import Posters, PostingRule
from bot.community.roles import Role
from bot.errors import UserError
from bot.features.communities import feature, words
from bot.features.communities.ports import Work
from bot.features.communities.posting import views
from bot.features.communities.posting.forms import PostingForm
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.command("posting", role=Role.FACILITATOR, action="posting")
async def posting(call: Call, work: Work) -> Answer:
    """Show the rule of each channel in which cards hang."""
    return Reply(await _shown(call, work))


@feature.action("posting_rule", role=Role.FACILITATOR, opens=PostingForm)
async def change(call: Call, work: Work, place: str) -> Answer:
    """Ask for the rule of a channel."""
    return Open(PostingForm, str((await _channel(call, work, place)).id))


@feature.prefill(PostingForm)
async def rule_so_far(call: Call, work: Work, subject: str) -> Prefill:
    """The rule as it is."""
    place = read_id(subject)
    rule = (await work.cards.rules([place]))[place]
    values = {"a_day": str(rule.a_day), "each": str(rule.each)}
    return Prefill({"posters": rule.posters.value, **values})


@feature.submitted(PostingForm, role=Role.FACILITATOR)
async def changed(call: Call, form: PostingForm, work: Work, subject: str) -> Answer:
    """Let another rule hold from now on."""
    place = await _channel(call, work, subject)
    rule = PostingRule(Posters(form.posters), form.a_day, form.each)
    await work.cards.set_rule(place.id, rule)
    return Reply(await _shown(call, work))


async def _shown(call: Call, work: Work) -> Message:
    there = await _channels(call, work)
    rules = await work.cards.rules([place.id for place in there])
    return views.rules([(place, rules[place.id]) for place in there], call.arrival.space)


async def _channel(call: Call, work: Work, id_: str) -> Place:
    """A channel in which cards hang; raises `UserError`."""
    for place in await _channels(call, work):
        if place.id == read_id(id_):
            return place
    raise UserError(words("posting.gone"))


async def _channels(call: Call, work: Work) -> Sequence[Place]:
    found = await work.places.channels(call.community.id, Purpose.ANNOUNCEMENTS)
    return [place for place in found if not place.space.lost]
