"""Saying how one is reached elsewhere, so that Kindred is not needed any more."""

from bot.delivery.conversations import Conversation
from bot.errors import UserError
from bot.features.conversations import feature, words
from bot.features.conversations.apart import views
from bot.features.conversations.apart.closing import people_in, tell
from bot.features.conversations.apart.forms import ShareForm
from bot.features.conversations.lookup import MeantConversation, by_id
from bot.features.conversations.ports import Work
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.messages import say
from bot.ui.text import clean


@feature.command("conversation share", opens=ShareForm, action="share", carries=("conversation",))
async def share(call: Call, work: Work, conversation: MeantConversation) -> Answer:
    """Tell those I was introduced to how to reach me without Kindred."""
    _check(conversation)
    return Open(ShareForm, str(conversation.id))


@feature.prefill(ShareForm)
async def known_already(call: Call, work: Work, subject: str) -> Prefill:
    """The e-mail address of the profile, if there is one; it is said only if it is sent."""
    profile = await work.members.profile(call.me.id)
    return Prefill({"contact": profile.email if profile else ""})


@feature.submitted(ShareForm)
async def shared(call: Call, form: ShareForm, work: Work, subject: str) -> Answer:
    """Say it to the others; once all have, tell them that they need Kindred no more."""
    conversation = await by_id(call, work, subject)
    _check(conversation)
    contact = clean(form.contact).strip()
    if not contact:
        return Reply(say(words("share.nothing")))
    await work.conversations.say(conversation.id, call.me.id, views.shared(contact))
    if await work.said.share(conversation.id, call.me.id, call.now):
        people = await people_in(work, conversation)
        exchanged = views.exchanged
        await tell(work, conversation, people, lambda: exchanged(conversation), "exchanged")
    return Reply(say(words("share.done")))


def _check(conversation: Conversation) -> None:
    if conversation.closed_at is not None or not conversation.apart:
        raise UserError(words("share.not_here"))
