"""Installing Kindred in a workspace by OAuth: `/slack/install` and `/slack/oauth_redirect`.

Whoever installs says first which community the workspace joins, by a facilitator's code, or what a
new one is called. That is remembered under a state that works once, in the browser it was given to.
"""

import hmac
import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from slack_sdk.oauth import AuthorizeUrlGenerator
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.slack import methods, refs
from adapters.slack.api import Api
from adapters.slack.authorization import Authorization, Authorizations
from adapters.slack.errors import Declined, Lost
from adapters.slack.manifest import REDIRECT_PATH, scopes
from adapters.slack.ports import SlackWork
from adapters.slack.settings import SlackSettings
from bot.community.clock import Clock
from bot.delivery.errors import Away, Busy
from bot.routing.dispatch import Dispatcher
from bot.routing.interaction import Arrival, Reply, Typed
from bot.ui.messages import words_of
from bot.ui.words import WordBook
from bot.work import OpenWork

log = logging.getLogger(__name__)
words = WordBook("adapters.slack")

_PATH = "/slack/install"
_COOKIE = "kindred-slack-state"
_LASTS = timedelta(minutes=10)
_LONGEST = 80

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
)
_pages.globals["t"] = words.text


class InstallPages:
    """The pages by which people bring Kindred into their workspaces."""

    def __init__(
        self,
        settings: SlackSettings,
        base_url: str,
        api: Api,
        authorizations: Authorizations,
        open_work: OpenWork[SlackWork],
        dispatcher: Dispatcher,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._base_url = base_url.rstrip("/")
        self._api = api
        self._authorizations = authorizations
        self._open_work = open_work
        self._dispatch = dispatcher
        self._clock = clock

    def routes(self) -> list[Route]:
        """The two pages, and the form on the first one."""
        return [
            Route(_PATH, self.ask, methods=["GET"]),
            Route(_PATH, self.leave, methods=["POST"]),
            Route(REDIRECT_PATH, self.back, methods=["GET"]),
        ]

    async def ask(self, request: Request) -> Response:
        """Ask which community the workspace joins."""
        return self._page(code=request.query_params.get("code", "")[:_LONGEST])

    async def leave(self, request: Request) -> Response:
        """Send the installer to Slack."""
        form = await request.form(max_fields=4)
        code, name = (" ".join(str(form.get(each, "")).split()) for each in ("code", "name"))
        if code and name:
            return self._page(fault=words.text("install.both"), code=code, name=name, status=400)
        if max(len(code), len(name)) > _LONGEST:
            return self._page(fault=words.text("install.too_long", limit=_LONGEST), status=400)
        wish = f"/kindred join {code}" if code else f"/kindred start {name}" if name else ""
        state = secrets.token_urlsafe(32)
        async with self._open_work() as work:
            now = self._clock.now()
            await work.slack.expect(state, wish, now, now + _LASTS)
        to_slack = AuthorizeUrlGenerator(
            client_id=self._settings.client_id,
            scopes=scopes(bridged=self._settings.bridged),
            redirect_uri=self._redirect_uri,
            authorization_url=self._authorize_url,
        )
        answer = RedirectResponse(to_slack.generate(state), 303)
        answer.headers["Content-Security-Policy"] = self._policy()
        answer.set_cookie(
            _COOKIE,
            state,
            max_age=int(_LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._base_url.startswith("https://"),
            path="/slack",
        )
        return answer

    async def back(self, request: Request) -> Response:
        """Take the installer back from Slack, and let the workspace join."""
        given = request.query_params
        state, cookie = given.get("state", ""), request.cookies.get(_COOKIE, "")
        wish = None
        if state and hmac.compare_digest(state.encode(), cookie.encode()):
            async with self._open_work() as work:
                wish = await work.slack.returned(state, self._clock.now())
        if wish is None:
            return self._page("stale", status=400)
        if "error" in given or "code" not in given:
            return self._page("declined", status=400)
        try:
            answer = await self._api.call_with(
                Authorization("", "", ""),
                methods.OAUTH_ACCESS,
                client_id=self._settings.client_id,
                client_secret=self._settings.client_secret.get_secret_value(),
                code=given["code"],
                redirect_uri=self._redirect_uri,
            )
        except (Away, Busy, Declined, Lost) as fault:
            log.warning("an installation failed: %s", fault)
            return self._page("failed", status=502)
        return await self._joined(answer, wish, state)

    async def _joined(self, answer: Mapping[str, object], wish: str, state: str) -> Response:
        team, installer = _mapping(answer["team"]), _mapping(answer["authed_user"])
        authorization = Authorization(
            team=str(team["id"]),
            token=str(answer["access_token"]),
            bot=str(answer["bot_user_id"]),
            name=str(team.get("name", "")),
        )
        await self._authorizations.save(authorization)
        user = str(installer["id"])
        arrival = Arrival(
            actor=refs.account(user),
            space=refs.workspace(authorization.team),
            channel=refs.channel(authorization.team, user),
            interaction_id=f"slack:install:{state}",
        )
        shown = await self._dispatch(arrival, Typed(wish)) if wish else None
        said = ""
        if isinstance(shown, Reply):
            said = " ".join(filter(None, map(words_of, shown.message.blocks)))
        return self._page("done", about={"name": authorization.name}, answer=said)

    @property
    def _redirect_uri(self) -> str:
        return f"{self._base_url}{REDIRECT_PATH}"

    @property
    def _authorize_url(self) -> str:
        """Slack's page for consent, on the host of its Web API."""
        return self._settings.api_url.removesuffix("api/") + "oauth/v2/authorize"

    def _policy(self) -> str:
        """The page's form leads to Slack, which browsers take for a target of the form."""
        slack = urlsplit(self._settings.api_url)
        return (
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
            f"form-action 'self' {slack.scheme}://{slack.netloc}; frame-ancestors 'none'"
        )

    def _page(
        self,
        said: str = "",
        *,
        about: Mapping[str, str] | None = None,
        answer: str = "",
        fault: str = "",
        code: str = "",
        name: str = "",
        status: int = 200,
    ) -> Response:
        page = _pages.get_template("install.html").render(
            said=said, about=about or {}, answer=answer, fault=fault, code=code, name=name
        )
        return HTMLResponse(page, status, {"Content-Security-Policy": self._policy()})


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
