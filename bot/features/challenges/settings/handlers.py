"""What facilitators choose about challenges: how many people it takes before one opens."""

from bot.community.roles import Role
from bot.features.challenges import feature, words
from bot.features.challenges.domain import ChallengeState
from bot.features.challenges.lookup import MOST_CHALLENGES
from bot.features.challenges.participants.joining import open_now
from bot.features.challenges.ports import Work
from bot.features.challenges.proposals.interest import how_many_it_takes, set_how_many
from bot.features.challenges.settings.forms import SettingsForm
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.messages import say


@feature.command("settings", role=Role.FACILITATOR, opens=SettingsForm, action="settings")
async def settings(call: Call, work: Work) -> Answer:
    """Ask how many people it takes."""
    return Open(SettingsForm)


@feature.prefill(SettingsForm)
async def settings_form(call: Call, work: Work, subject: str) -> Prefill:
    """What holds so far."""
    return Prefill({"interest": str(await how_many_it_takes(work, call.community.id))})


@feature.submitted(SettingsForm, role=Role.FACILITATOR)
async def chosen(call: Call, form: SettingsForm, work: Work, subject: str) -> Answer:
    """Let it take so many from now on, also for those that gather people already."""
    count = form.interest or 0
    await set_how_many(work, call.community.id, count)
    gathering, here = [ChallengeState.PROPOSED], call.community.id
    for each in await work.challenges.proposals.in_community(here, gathering, MOST_CHALLENGES):
        if each.people >= count:
            await open_now(work, each, call.me.id, call.now)
    return Reply(say(words("settings.takes" if count > 1 else "settings.at_once", count=count)))
