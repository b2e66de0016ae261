"""All that the features say and ask in a running community fits Slack, and it fits Discord."""

import pytest

from adapters.discord import modals as discord_modals
from adapters.slack import modals as slack_modals
from bot.bootstrap import registry
from bot.routing.interaction import Dialog, HomeOpened, Reply, Update
from tests.chat import Answer, Chat
from tests.contract import test_discord_limits as discord
from tests.contract import test_slack_limits as slack
from tests.stories.programmes import facilitator, people


@pytest.mark.slow("everything is said and judged")
async def test_all_that_the_features_say_and_ask_fits(community: Chat) -> None:
    everybody = [await facilitator(community), *await people(community, 2)]
    said = sorted(f"/{command}" for command in registry().commands)
    answers: list[Answer] = []
    for person in everybody:
        answers += [await person.says(text) for text in [*said, "/kindred nonsense"]]
        answers.append(await person.does(HomeOpened()))
    posted = [m for place in community.platform.places.values() for m in place.posted.values()]
    answered = [a.shown.message for a in answers if isinstance(a.shown, Reply | Update)]
    for message in [*posted, *answered]:
        slack.check(message)
        slack.judged(slack_modals.message_modal("Kindred", message, slack.KNOWN))
        discord.check(message)
        assert discord.misnamed(message) == []
    dialogs = [answer.shown for answer in answers if isinstance(answer.shown, Dialog)]
    for dialog in dialogs:
        slack.judged(slack_modals.form(dialog))
        discord.judged(discord_modals.modal(dialog))
    assert len(posted) > 5
    assert len(answered) > 10
    assert dialogs
