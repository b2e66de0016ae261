"""The local Slack itself, driven by the unmodified slack_sdk and slack_bolt."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack_bot import FORM, OFFER, Bot, button, entry, modal, option, plain
from tests.adapters.slack_forms import CannotDo
from tests.adapters.slack_server import SlackServer
from tests.adapters.slack_things import Message, User
from tests.adapters.slack_weather import Fault
from tests.extent import everywhere_only

pytestmark = everywhere_only

Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def bot(slack: SlackServer) -> AsyncIterator[Bot]:
    made = Bot(slack)
    await made.connect()
    await slack.connected()
    yield made
    await made.stop()


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token=slack.team.token, base_url=slack.url)


@pytest.fixture
def ada(slack: SlackServer) -> User:
    return slack.world.user("Ada Example")


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def offer(slack: SlackServer, client: AsyncWebClient, user: User) -> Message:
    await client.chat_postMessage(channel=user.id, text="Meet Ben?", blocks=OFFER)
    return slack.world.dm(user)[-1]


# People and the app ------------------------------------------------------------------------------


async def test_a_command_is_answered_for_the_one_who_typed(
    slack: SlackServer, bot: Bot, ada: User
) -> None:
    done = await slack.slash(ada, "/kindred", "hi @ada.example & co")
    assert done.acked
    said = slack.world.whispers(ada)[0].text
    assert said == f"You said hi <@{ada.id}|ada.example> &amp; co"
    assert slack.violations == slack.late == []
    assert len(slack.ack_seconds) == 1


async def test_a_form_is_refused_then_kept(slack: SlackServer, bot: Bot, ada: User) -> None:
    await slack.slash(ada, "/kindred", "form")
    with pytest.raises(CannotDo, match="required"):
        await slack.submit(ada)
    await slack.type_in(ada, "view", {"name": "x", "topics": ["food"]})
    await slack.choose(ada, "view", "value", "ghent", "place")
    await slack.choose(ada, "view", "value", ada, "friend")
    assert bot.pressed == [ada.id]
    assert (await slack.submit(ada)).errors == {"name": "Too short"}
    form = slack.world.top(ada)
    assert form
    assert form.errors == {"name": "Too short"}
    await slack.type_in(ada, "view", {"name": "Ada"})
    sent = await slack.submit(ada)
    values = sent.payload["view"]["state"]["values"]
    assert values["topics"]["value"]["selected_options"] == [option("Food")]
    assert values["place"]["value"]["selected_option"] == option("Ghent")
    assert values["friend"]["value"]["selected_user"] == ada.id
    assert slack.world.top(ada) is None
    await slack.until(lambda: slack.world.dm(ada))
    assert [m.text for m in slack.world.dm(ada)] == ["Welcome, Ada"]
    assert slack.violations == []


async def test_a_pushed_page_is_closed_and_told(slack: SlackServer, bot: Bot, ada: User) -> None:
    await slack.slash(ada, "/kindred", "form")
    await slack.type_in(ada, "view", {"name": "more"})
    await slack.submit(ada)
    top = slack.world.top(ada)
    assert top
    assert (top.title, len(slack.world.modals[ada.id])) == ("Second page", 2)
    await slack.close(ada, everything=True)
    await slack.until(lambda: "closed True" in bot.pressed)
    assert slack.world.top(ada) is None


async def test_a_button_replaces_its_message(
    slack: SlackServer, bot: Bot, client: AsyncWebClient, ada: User
) -> None:
    message = await offer(slack, client, ada)
    with pytest.raises(CannotDo, match="accept"):
        await slack.press(ada, message, "refuse")
    pressed = await slack.press(ada, message, "Gladly")
    await slack.until(lambda: message.text == "Accepted")
    assert (message.words, message.history) == ("Accepted", ["Meet *Ben*?\nGladly"])
    await slack.redeliver(pressed)
    await slack.until(lambda: bot.pressed == ["row:1", "row:1"])
    assert slack.violations == []


async def test_what_people_say_is_heard(slack: SlackServer, bot: Bot, ada: User) -> None:
    general = slack.world.channel("general", [ada])
    await slack.say(ada, None, "hello")
    await slack.say(ada, general, "hello @kindred")
    await slack.say(ada, general, "nothing for the bot")
    await slack.until(lambda: len(bot.heard) == 2)
    assert [event["type"] for event in bot.heard] == ["message", "app_mention"]
    assert bot.heard[0]["channel_type"] == "im"
    assert bot.heard[1]["text"] == f"hello <@{slack.team.bot_user}>"


async def test_coming_and_going_is_told(slack: SlackServer, bot: Bot, ada: User) -> None:
    general = slack.world.channel("general")
    await slack.join_workspace(ada)
    await slack.join_channel(ada, general)
    await slack.change_user(ada, tz="Asia/Tokyo")
    await slack.open_home(ada)
    await slack.uninstall(slack.team)
    await slack.until(lambda: len(bot.heard) >= 4)
    kinds = [d.payload["event"]["type"] for d in slack.deliveries]
    assert kinds[:3] == ["team_join", "member_joined_channel", "user_change"]
    assert kinds[3:] == ["app_home_opened", "tokens_revoked", "app_uninstalled"]
    assert await error_of(bot.app.client.auth_test()) == "account_inactive"


# Deliveries ------------------------------------------------------------------------------------


async def test_a_new_link_follows_an_outage(slack: SlackServer, bot: Bot, ada: User) -> None:
    slack.deliverer.retry_after = (0.0, 0.05, 0.2, 0.5, 2.0)
    await slack.go_down()
    said = await slack.say(ada, None, "hello?")
    lost = await slack.slash(ada, "/kindred", "hi")
    assert (lost.acked, lost.failure) == (False, "dispatch_failed")
    slack.come_back()
    await slack.connected()
    told = await said.told[0].settled()
    assert told.acked
    assert told.attempts > 1
    assert [event["text"] for event in bot.heard] == ["hello?"]


async def test_several_links_share_and_are_renewed(slack: SlackServer, ada: User) -> None:
    bots = [Bot(slack), Bot(slack)]
    for bot in bots:
        await bot.connect()
    await slack.connected(2)
    await asyncio.gather(*(slack.say(ada, None, f"{n}") for n in range(10)))
    await slack.until(lambda: sum(len(bot.heard) for bot in bots) == 10)
    assert all(bot.heard for bot in bots)
    before = list(slack.deliverer.links)
    await slack.refresh()
    await slack.until(lambda: not set(before) & set(slack.deliverer.links))
    await slack.connected(2)
    assert (await slack.slash(ada, "/kindred", "still there")).acked
    for bot in bots:
        await bot.stop()


async def test_the_same_by_http(slack: SlackServer, ada: User) -> None:
    bot = Bot(slack)
    slack.request_url = await bot.serve()
    assert await slack.deliverer.verify_url()
    await slack.slash(ada, "/kindred", "hello there")
    assert slack.world.whispers(ada)[0].text == "You said hello there"
    await slack.slash(ada, "/kindred", "form")
    await slack.type_in(ada, "view", {"name": "x"})
    assert (await slack.submit(ada)).errors == {"name": "Too short"}
    assert [o["value"] for o in await slack.suggest(ada, "view", "value", "De", "place")] == [
        "delft"
    ]
    said = await slack.say(ada, None, "hello")
    assert said.told[0].acked
    slack.secrets.signing_secret = "another"
    assert (await slack.slash(ada, "/kindred")).failure == "http_error 401"
    await bot.stop()


# The Web API -------------------------------------------------------------------------------------


async def test_tokens_and_scopes_are_asked_for(
    slack: SlackServer, client: AsyncWebClient, ada: User
) -> None:
    assert await error_of(AsyncWebClient(base_url=slack.url).auth_test()) == "not_authed"
    stranger = AsyncWebClient(token="xoxb-1", base_url=slack.url)
    assert await error_of(stranger.auth_test()) == "invalid_auth"
    assert await error_of(client.api_call("kindred.magic")) == "unknown_method"
    slack.team.scopes -= {"users:read.email", "mpim:write"}
    found = await client.users_info(user=ada.id, include_locale=True)
    assert "email" not in found["user"]["profile"]
    assert found["user"]["locale"] == "en-GB"
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_open(users=[ada.id, slack.world.user("Ben").id])
    assert refused.value.response["needed"] == "mpim:write"
    assert slack.scopes_used == {"users:read", "mpim:write"}


async def test_group_messages_are_opened_once(slack: SlackServer, client: AsyncWebClient) -> None:
    people = [slack.world.user(f"Person {n}") for n in range(9)]
    ids = [person.id for person in people]
    assert await error_of(client.conversations_open(users=ids)) == "too_many_users"
    opened = await client.conversations_open(users=ids[:3])
    again = await client.conversations_open(users=[ids[2], ids[0], ids[1]], return_im=True)
    assert again["channel"]["id"] == opened["channel"]["id"]
    assert again["already_open"]
    none = client.conversations_open(users=ids[3:5], prevent_creation=1)
    assert await error_of(none) == "channel_not_found"
    people[4].deleted = True
    assert await error_of(client.conversations_open(users=ids[3:5])) == "user_disabled"
    bot_id = slack.world.workspace("Other").bot_user
    assert await error_of(client.conversations_open(users=[bot_id])) == "user_not_found"


async def test_people_of_another_workspace(slack: SlackServer, client: AsyncWebClient) -> None:
    other = slack.world.workspace("Southern Commons", installed=False)
    eva = slack.world.user("Eva", other, guest_of=[slack.team])
    ida = slack.world.user("Ida", other, guest_of=[slack.team])
    together = [eva.id, ida.id, slack.world.user("Ada").id]
    assert await error_of(client.conversations_open(users=together)) == "invalid_user_combination"
    shared = slack.world.channel("shared", [eva, ida], shared_with=[other])
    assert (await client.conversations_open(users=together))["ok"]
    seen = (await client.users_info(user=eva.id))["user"]
    assert (seen["team_id"], "email" in seen["profile"]) == (other.id, False)
    message = await slack.say(eva, shared, "hello @kindred")
    assert slack.last.payload["is_ext_shared_channel"]
    assert slack.last.payload["event"]["user_team"] == message.team == other.id


async def test_channels_are_joined_before_posting(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    general = slack.world.channel("general", bot=False)
    secret = slack.world.channel("secret", kind="private", bot=False)
    post = client.chat_postMessage
    assert await error_of(post(channel=general.id, text="hello")) == "not_in_channel"
    assert await error_of(post(channel=secret.id, text="hello")) == "channel_not_found"
    await client.conversations_join(channel=general.id)
    await post(channel=general.id, text="hello")
    general.is_archived = True
    assert await error_of(post(channel=general.id, text="hello")) == "is_archived"
    assert [m.text for m in general.timeline] == ["hello"]


async def test_history_is_read_by_the_page(slack: SlackServer, client: AsyncWebClient) -> None:
    room = slack.world.channel("general")
    key = {"event_type": "kindred", "event_payload": {"key": "k1"}}
    for n in range(5):
        await client.chat_postMessage(channel=room.id, text=f"{n}", metadata=key)
    top = room.timeline[0]
    await client.chat_postMessage(channel=room.id, text="reply", thread_ts=top.ts)
    texts: list[str] = []
    async for page in await client.conversations_history(channel=room.id, limit=2):
        assert all("metadata" not in message for message in page["messages"])
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    thread = await client.conversations_replies(
        channel=room.id, ts=top.ts, include_all_metadata=True
    )
    assert thread["messages"][0]["metadata"] == key
    assert [m["text"] for m in thread["messages"]] == ["0", "reply"]
    top.deleted = True
    for in_the_thread in (True, False):  # whose first message is gone, while there are others
        told = await client.chat_postMessage(channel=room.id, text="more", thread_ts=top.ts)
        assert ("thread_ts" in told["message"]) == in_the_thread
        for message in room.thread(top.ts):
            message.deleted = True
    room.messages[str(told["ts"])].deleted = True
    since = await client.conversations_history(channel=room.id, oldest=room.timeline[2].ts)
    assert [m["text"] for m in since["messages"]] == ["4"]


async def test_views_are_guarded(slack: SlackServer, client: AsyncWebClient, ada: User) -> None:
    trigger = slack.payloads.trigger(ada, slack.team)
    opened = await client.views_open(trigger_id=trigger, view=FORM)
    view_id, first = opened["view"]["id"], opened["view"]["hash"]
    again = client.views_open(trigger_id=trigger, view=FORM)
    assert await error_of(again) == "exchanged_trigger_id"
    slack.payloads.trigger_life = -1
    late = client.views_open(trigger_id=slack.payloads.trigger(ada, slack.team), view=FORM)
    assert await error_of(late) == "expired_trigger_id"
    await slack.type_in(ada, "view", {"name": "Ada"})
    await client.views_update(view_id=view_id, hash=first, view=FORM)
    assert slack.world.views[view_id].values["name"]["value"]["value"] == "Ada"
    stale = client.views_update(view_id=view_id, hash=first, view=FORM)
    assert await error_of(stale) == "hash_conflict"
    assert await error_of(client.views_update(view_id="V0", view=FORM)) == "not_found"
    home = {"type": "home", "blocks": OFFER}
    await client.views_publish(user_id=ada.id, view=home)
    shown = slack.world.home(ada)
    assert shown
    assert "Meet *Ben*?" in shown.words


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ([{"type": "divider"}] * 51, "no more than 50"),
        ([{"type": "header", "text": plain("x" * 151)}], "less than 151"),
        ([{"type": "actions", "elements": [button("a", "x" * 76)]}], "less than 76"),
        ([{"type": "actions", "elements": [button("a", "x", "y" * 2001)]}], "less than 2001"),
        ([{"type": "actions", "elements": [button("a", "x"), button("a", "y")]}], "action_id"),
        ([{"type": "divider", "block_id": "d"}, {"type": "divider", "block_id": "d"}], "block_id"),
        ([{"type": "image", "image_url": "https://a.b/c.png"}], "alt_text"),
        ([{"type": "section", "text": plain("x"), "colour": "red"}], "colour"),
        ([entry("name", {"type": "plain_text_input"})], "input is not shown in a message"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}], "20 columns"),
        ([{"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}], "rich_text"),
    ],
)
async def test_a_message_beyond_the_limits_is_refused(
    slack: SlackServer, client: AsyncWebClient, ada: User, blocks: list[Json], complaint: str
) -> None:
    call = client.chat_postMessage(channel=ada.id, text="x", blocks=blocks)
    assert await error_of(call) == "invalid_blocks"
    assert complaint in "\n".join(slack.violations)
    assert slack.world.dm(ada) == []


async def test_a_view_beyond_the_limits_is_refused(
    slack: SlackServer, client: AsyncWebClient, ada: User
) -> None:
    one = entry("name", {"type": "plain_text_input"})
    choice = {"type": "static_select", "options": [option("A")], "initial_option": option("B")}
    for view, complaint in (
        (modal(one, title=plain("x" * 25)), "/view/title"),
        (modal(one, submit=None), "submit"),
        (modal(entry("pick", choice)), "must be among the options"),
        (modal(one, private_metadata="x" * 3001), "private_metadata"),
        (modal(entry("name", {"type": "plain_text_input", "max_length": 3001})), "max_length"),
    ):
        slack.violations.clear()
        trigger = slack.payloads.trigger(ada, slack.team)
        refused = client.views_open(trigger_id=trigger, view=view)
        assert await error_of(refused) == "invalid_arguments"
        assert complaint in "\n".join(slack.violations)


# Weather -----------------------------------------------------------------------------------------


async def test_calls_fail_as_planned(slack: SlackServer, client: AsyncWebClient, ada: User) -> None:
    post = client.chat_postMessage
    client.retry_handlers.clear()
    slack.faults.add("chat.postMessage", Fault.refuse("fatal_error"))
    assert await error_of(post(channel=ada.id, text="one")) == "fatal_error"
    slack.faults.add("chat.postMessage", Fault.http(503), when=lambda args: args["text"] == "two")
    await post(channel=ada.id, text="three")
    with pytest.raises(SlackApiError, match="503"):
        await post(channel=ada.id, text="two")
    slack.faults.add("chat.postMessage", Fault.cut())
    with pytest.raises(aiohttp.ClientError):
        await post(channel=ada.id, text="four")
    slack.faults.add("chat.postMessage", Fault.lose_answer())
    with pytest.raises(aiohttp.ClientError):
        await post(channel=ada.id, text="five")
    slack.faults.add("chat.postMessage", Fault.hang())
    hanging = asyncio.create_task(post(channel=ada.id, text="six"))
    await slack.until(lambda: slack.faults.planned[-1].met)
    slack.faults.release()
    await hanging
    assert [m.text for m in slack.world.dm(ada)] == ["three", "five", "six"]


async def test_haste_is_refused_and_impatience_noted(
    slack: SlackServer, client: AsyncWebClient, ada: User
) -> None:
    slack.keep_pace()
    slack.limits.grace = 0
    post = client.chat_postMessage
    for _ in range(4):
        await post(channel=ada.id, text="hello")
    with pytest.raises(SlackApiError) as refused:
        await post(channel=ada.id, text="hello")
    assert refused.value.response.headers["Retry-After"] == "1"
    assert slack.impatience == []
    assert await error_of(post(channel=ada.id, text="hello")) == "ratelimited"
    assert len(slack.impatience) == 1
    ben = slack.world.user("Ben")
    await post(channel=ben.id, text="hello")
