"""A message of Kindred's is reported by its menu, in Slack and in Discord."""

from typing import Any

from tests.adapters.discord_table import discord_table
from tests.adapters.slack_table import key_of, slack_table
from tests.database import engine_at
from tests.stories.events import planned
from tests.stories.programmes import facilitator


async def test_the_menu_of_a_card_in_slack_reports_its_event(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, slack_table(engine) as table:
        rowan, ada = await facilitator(table), await table.person("Ada")
        cy: Any = await table.person("Cy")
        await planned(table, ada)
        (card,) = [each for each in table.hall.timeline if key_of(each).startswith("events.card")]
        await table.slack.message_shortcut(cy.user, card, "reports.report_message")
        await table.kindred.platform.finish()
        view: Any = table.slack.world.top(cy.user)
        assert [field.name for field in table.reader().dialog(view).fields] == ["word"]
        await table.slack.submit(cy.user)
        await table.settle()
        (notice,) = rowan.inbox
        assert "Somebody has reported “Tea”" in notice


async def test_the_menu_of_a_card_in_discord_reports_its_event(sqlite_url: str) -> None:
    async with engine_at(sqlite_url) as engine, discord_table(engine) as table:
        rowan, ada = await facilitator(table), await table.person("Ada")
        cy: Any = await table.person("Cy")
        await planned(table, ada)
        (card,) = [each for each in table.hall.talk if "Tea" in str(each.as_json())]
        made: Any = await table.discord.menu(cy.user, "Report to the leads", card)
        await table.kindred.platform.finish()
        assert list(made.modal.fields) == ["word"]
        await table.discord.submit(cy.user)
        await table.kindred.platform.finish()
        await table.settle()
        (notice,) = rowan.inbox
        assert "Somebody has reported “Tea”" in notice
