"""The page that each mail leads to, where whoever got it ends all further ones.

Looking at it changes nothing, since programs look at links, too. A mail program that ends mail by
itself sends what the button does (RFC 8058, `List-Unsubscribe-Post`).
"""

from bot.community.mailboxes import UNSUBSCRIBE_PATH
from bot.features.mail import feature, views
from bot.routing.pages import PageAnswer, PageNotFound, PageRequest
from bot.work import Work


@feature.page(UNSUBSCRIBE_PATH, role=None)
async def choose(request: PageRequest, work: Work) -> PageAnswer:
    """Say how it is, and offer the other way."""
    return await _as_it_is(request, work)


@feature.page(UNSUBSCRIBE_PATH, role=None, sent=True)
async def change(request: PageRequest, work: Work) -> PageAnswer:
    """End mail, or let it go on."""
    secret = request.arguments["secret"]
    if request.sent.get(views.END.name) == views.END.value:
        await work.mailboxes.unsubscribe(secret, request.now)
    elif request.sent.get(views.GO_ON.name) == views.GO_ON.value:
        await work.mailboxes.subscribe_again(secret)
    return await _as_it_is(request, work)


async def _as_it_is(request: PageRequest, work: Work) -> PageAnswer:
    link = await work.mailboxes.linked(request.arguments["secret"])
    if link is None:
        raise PageNotFound
    return views.choice(link)
