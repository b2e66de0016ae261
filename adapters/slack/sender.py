"""Carries the outbox's messages into Slack (`bot.delivery.sender.Sender`), each once.

When a message may have been sent before, the channel is looked through for its pages first. Opening
a group for the same people gives the same group again.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from adapters.slack import methods, modals, refs, render
from adapters.slack.api import Api, Json
from adapters.slack.errors import Declined, Lost
from adapters.slack.files import SlackFiles
from adapters.slack.limits import CAPABILITIES, GROUP, PLATFORM
from adapters.slack.pages import NO_THREAD, SlackPages, metadata
from adapters.slack.ports import SlackWork
from adapters.slack.speakers import Speakers, Spoken
from bot.community.people import Account, Ref
from bot.community.places import Place
from bot.delivery.errors import Away, Busy, retry
from bot.delivery.pages import delete_pages, edit_pages, post_pages
from bot.delivery.sender import Gone, Posted, RateLimit, Receipt, Refused, Retry, SendResult
from bot.errors import NotReady
from bot.routing.files import Attached, FileMaker
from bot.ui.mentions import mentioned_in
from bot.ui.messages import Message
from bot.work import OpenWork

log = logging.getLogger(__name__)

_BETWEEN_MESSAGES = 0.2  # seconds; Slack allows several hundred a minute in a workspace
_AWAY = 5.0  # seconds before what may not have arrived is tried again
_ONCE_MORE = timedelta(seconds=0)
_REMEMBERED = 1000  # messages whose files are known to be shared, so that they are not again
_GONE = ("channel_not_found", "is_archived")
_ABSENT = ("user_disabled", "user_not_found")
_NOWHERE = ("not_in_channel", *_GONE)


class SlackSender:
    """Sends for Kindred in every workspace it is in."""

    platform = PLATFORM
    capabilities = CAPABILITIES

    def __init__(
        self,
        api: Api,
        open_work: OpenWork[SlackWork],
        file_maker: FileMaker,
        *,
        haste: float = 1.0,
    ) -> None:
        self._api = api
        self._open_work = open_work
        self._file_maker = file_maker
        self._files = SlackFiles(api)
        self._speakers = Speakers(api)
        self._shared: dict[str, None] = {}  # keys, the oldest first
        self._away = timedelta(seconds=_AWAY / haste)
        room, message = methods.OPEN.seconds / haste, _BETWEEN_MESSAGES / haste
        self.rate_limit = RateLimit(room, message)

    async def open_room(self, key: str, place: Place, *, again: bool = False) -> SendResult:
        """Open a group for the people of a place and Kindred."""

        async def act() -> SendResult:
            if len(place.people) > GROUP:
                return Refused(f"a group in Slack has {GROUP} people at most")
            users = ",".join(account.ref.id for account in place.people)
            return Receipt(await self._opened(place.space.ref.id, users))

        return await self._do(act, place.people)

    async def gather(self, key: str, place: Place) -> SendResult:
        """Leave a group as it is: in Slack it keeps the people with whom it began."""
        return Receipt(place.ref) if place.ref else Refused("the group was never opened")

    async def close_room(self, key: str, place: Place) -> SendResult:
        """Leave a group as it is: in Slack it has no end, and people put it away themselves."""
        return Receipt(place.ref) if place.ref else Refused("the group was never opened")

    async def post(
        self, key: str, place: Place, message: Message, *, again: bool = False
    ) -> SendResult:
        """Say something in a channel or a group, in a thread of it, or to one person alone."""

        async def act() -> SendResult:
            if place.account is None and place.ref is None:
                return Refused("there is nowhere to say it")
            try:
                if place.account:
                    return await self._say_alone(key, place, place.account, message, again)
                assert place.ref is not None  # noqa: S101  # as was just looked
                return await self._say_in(key, place.ref, message, again, below=place.below)
            except Declined as declined:
                if declined.code != NO_THREAD:
                    raise
                return Gone(f"Slack says {declined}")

        return await self._do(act, place.people if place.account else ())

    async def edit(self, key: str, posted: Posted, message: Message) -> SendResult:
        """Give a message new words."""

        async def act() -> SendResult:
            try:
                return await self._edit(key, posted, message)
            except Declined as declined:
                if declined.code in ("message_not_found", NO_THREAD):  # somebody took it away
                    return Gone(f"Slack says {declined}")
                if declined.code != "invalid_blocks":
                    raise
            return await self._edit(key, posted, message, plain=True)

        return await self._do(act)

    async def retract(self, key: str, posted: Posted) -> SendResult:
        """Take a message back."""

        async def act() -> SendResult:
            return await delete_pages(SlackPages(self._api, posted.channel, key), posted)

        return await self._do(act)

    async def publish_home(self, account: Account, message: Message) -> SendResult:
        """Show somebody's home anew."""

        async def act() -> SendResult:
            user_ids = await self.user_ids(account.space_ref, message)
            view = modals.home_view(message, user_ids)
            await self._api.call(
                account.space_ref.id, methods.VIEWS_PUBLISH, user_id=account.ref.id, view=view
            )
            return Receipt(account.ref)

        return await self._do(act)

    async def user_ids(self, space: Ref, message: Message) -> Mapping[int, str]:
        """The ids in a workspace of those who are mentioned in a message, by member."""
        members = mentioned_in(message)
        if not members:
            return {}
        async with self._open_work(read_only=True) as work:
            found = await work.people.accounts_in(space, members)
        return {member: ref.id for member, ref in found.items()}

    async def give_files(self, team: str, user: str, message: Message) -> None:
        """Put the files of a message that is shown elsewhere where somebody is alone with Kindred.

        Errors are those of `Api.call`, and `NotReady`.
        """
        with await self._file_maker.attach(message) as attached:
            if attached.files:
                _, channel = refs.team_and_channel(await self._opened(team, user))
                await self._files.share(team, channel, attached)

    async def _opened(self, team: str, users: str) -> Ref:
        answer = await self._api.call(team, methods.OPEN, users=users)
        return refs.channel(team, str(answer["channel"]["id"]))

    async def _say_in(
        self, key: str, channel: Ref, message: Message, again: bool, *, below: Ref | None
    ) -> SendResult:
        """Say it in a channel or a group; a public channel is joined if need be."""
        try:
            return await self._say(key, channel, message, again, below=below)
        except Declined as declined:
            if declined.code != "not_in_channel":
                raise
        team, id_ = refs.team_and_channel(channel)
        await self._api.call(team, methods.JOIN, channel=id_)
        return await self._say(key, channel, message, again, below=below)

    async def _say_alone(
        self, key: str, place: Place, account: Account, message: Message, again: bool
    ) -> SendResult:
        """Say it where somebody was spoken to before, or else in a conversation to be opened."""
        if place.ref:
            try:
                return await self._say(key, place.ref, message, again, below=place.below)
            except Declined as declined:
                if declined.code != "channel_not_found":
                    raise
        channel = await self._opened(account.space_ref.id, account.ref.id)
        async with self._open_work() as work:
            await work.places.opened(account, channel)
        return await self._say(key, channel, message, again, below=place.below)

    async def _say(
        self, key: str, channel: Ref, message: Message, again: bool, *, below: Ref | None = None
    ) -> SendResult:
        """Post every page of a message that is not there yet; its files go before.

        Where Slack takes no table, or cannot fetch a picture, their words are said instead.
        """
        pages = SlackPages(self._api, channel, key, below)
        with await self._file_maker.attach(message) as attached:
            return await self._say_with(key, pages, attached, again)

    async def _say_with(
        self, key: str, pages: SlackPages, attached: Attached, again: bool
    ) -> SendResult:
        channel, message = pages.channel, attached.message
        team, id_ = refs.team_and_channel(channel)
        spoken = await self._speakers.new(team, message)
        bodies = await self._bodies(key, team, spoken)
        looks = again or (pages.thread and attached.files)  # of no thread, files are told late
        there = await pages.find(len(bodies)) if looks else {}
        is_new = not there
        if attached.files and not there and key not in self._shared:
            try:
                await self._files.share(team, id_, attached, pages.thread)
                self._remember(key)
            except Declined as declined:
                if declined.code in _NOWHERE:
                    raise
                log.warning("Slack takes no file: %s", declined)
                spoken = replace(spoken, message=render.without_files(spoken.message))
                bodies = await self._bodies(key, team, spoken)
        try:
            receipt = await post_pages(pages, bodies, there)
        except Declined as declined:
            if declined.code == "missing_scope" and spoken.username:
                spoken = Spoken(message)
                bodies = await self._bodies(key, team, spoken)
            elif declined.code == "invalid_blocks" and not there:
                bodies = await self._bodies(key, team, spoken, plain=True)
            else:
                raise
            receipt = await post_pages(pages, bodies, there)
        if is_new:
            receipt, spoken = await self._named(key, pages, receipt, spoken, message)
            self._speakers.posted(channel, there[0], spoken)
        return receipt

    async def _named(
        self, key: str, pages: SlackPages, receipt: Receipt, spoken: Spoken, message: Message
    ) -> tuple[Receipt, Spoken]:
        """Let a name stand in the first line after all, where Slack has just taken that right."""
        team, _ = refs.team_and_channel(pages.channel)
        if not spoken.username or await self._speakers.may_name(team) or not receipt.message:
            return receipt, spoken
        spoken = Spoken(message)
        bodies = await self._bodies(key, team, spoken)
        posted = Posted(pages.channel, receipt.message)
        return await edit_pages(pages, bodies, posted), spoken

    def _remember(self, key: str) -> None:
        """Note that the files of a message are shared, though its words may not have arrived."""
        self._shared[key] = None
        if len(self._shared) > _REMEMBERED:
            del self._shared[next(iter(self._shared))]

    async def _edit(
        self, key: str, posted: Posted, message: Message, *, plain: bool = False
    ) -> SendResult:
        pages = SlackPages(self._api, posted.channel, key, posted.below)
        team, _ = refs.team_and_channel(posted.channel)
        first = posted.message.id.partition(",")[0]
        spoken = await self._speakers.anew(pages, first, message)
        bodies = await self._bodies(key, team, spoken, plain=plain)
        return await edit_pages(pages, bodies, posted)

    async def _bodies(
        self, key: str, team: str, spoken: Spoken, *, plain: bool = False
    ) -> list[Json]:
        """What to send for each page: words, blocks, whose, and the key in the metadata."""
        message = spoken.message
        user_ids = await self.user_ids(refs.workspace(team), message)
        text = render.notice(message)
        said_by = {"username": spoken.username} if spoken.username else {}
        return [
            {"text": text, "blocks": blocks, "metadata": metadata(key, number), **said_by}
            for number, blocks in enumerate(
                render.pages(message, user_ids, plain_tables=plain, plain_images=plain)
            )
        ]

    async def _do(
        self, act: Callable[[], Awaitable[SendResult]], people: tuple[Account, ...] = ()
    ) -> SendResult:
        try:
            return await act()
        except (Busy, Away, NotReady) as fault:
            return retry(fault, self._away)
        except Lost as lost:
            return Retry(_ONCE_MORE, f"the workspace is lost: {lost}")  # now there is another way
        except Declined as declined:
            log.info("Slack declined: %s", declined)
            absent = people if declined.code in _ABSENT else ()
            return Refused(f"Slack says {declined}", gone=declined.code in _GONE, absent=absent)
