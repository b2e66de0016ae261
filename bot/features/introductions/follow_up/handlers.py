"""What became of an introduction: have you met, and would you tell of it."""

from typing import Annotated

from bot.community.domain_events import IntroductionMet
from bot.errors import UserError
from bot.features.introductions import feature, words
from bot.features.introductions.follow_up.domain import Introduction, Outcome
from bot.features.introductions.follow_up.forms import StoryForm
from bot.features.introductions.lookup import MyIntroduction, mine
from bot.features.introductions.ports import Work
from bot.features.introductions.rooms import views as room_views
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.forms import FieldErrors

Story = Annotated[str, TextArg("story", max_length=2000)]


@feature.command("introduce met")
async def met(call: Call, work: Work, story: Story = "", *, introduction: MyIntroduction) -> Answer:
    """Say that we met, and perhaps how it was."""
    answer = await _answer(call, work, introduction, Outcome.MET)
    if not story:
        return answer
    await work.introductions.follow_up.tell(introduction.id, call.me.id, story, share=False)
    return Reply(room_views.told(introduction, share=False))


@feature.command("introduce planned")
async def planned(call: Call, work: Work, *, introduction: MyIntroduction) -> Answer:
    """Say that we have a date."""
    return await _answer(call, work, introduction, Outcome.PLANNED)


@feature.command("introduce not")
async def not_this_time(call: Call, work: Work, *, introduction: MyIntroduction) -> Answer:
    """Say that it did not come about."""
    return await _answer(call, work, introduction, Outcome.NOT)


@feature.action("answer")
async def say_outcome(call: Call, work: Work, introduction: MyIntroduction, said: str) -> Answer:
    """Answer "have you met?" by a button."""
    if said not in list(Outcome):
        raise UserError(words("introduction.none"))
    return await _answer(call, work, introduction, Outcome(said))


async def _answer(call: Call, work: Work, introduction: Introduction, outcome: Outcome) -> Answer:
    follow_up = work.introductions.follow_up
    await follow_up.answer(introduction.id, call.me.id, outcome, call.now)
    if outcome is Outcome.MET and await follow_up.met(introduction.id, call.now):
        members = tuple(member for member, _ in introduction.members)
        work.domain_events.append(
            IntroductionMet(introduction.id, introduction.community, members, call.now)
        )
    return Reply(room_views.thanks(introduction, call.me.id, outcome))


# Stories --------------------------------------------------------------------------------------


@feature.command("introduce story", opens=StoryForm, action="story", carries=("introduction",))
async def story(call: Call, work: Work, *, introduction: MyIntroduction) -> Answer:
    """Tell how it was, in a form that asks who may read it."""
    return Open(StoryForm, str(introduction.id))


@feature.prefill(StoryForm)
async def story_so_far(call: Call, work: Work, subject: str) -> Prefill:
    """What was told before."""
    introduction = await mine(call, work, subject)
    text, share = await work.introductions.follow_up.story(introduction.id, call.me.id)
    return Prefill({"story": text, "share": "yes" if share else "no"})


@feature.submitted(StoryForm)
async def tell(call: Call, form: StoryForm, work: Work, subject: str) -> Answer:
    """Keep the story, and whether others may read it."""
    introduction = await mine(call, work, subject)
    if form.share not in ("yes", "no"):
        raise FieldErrors({"share": words.text("share.choose")})
    share = form.share == "yes"
    await work.introductions.follow_up.tell(introduction.id, call.me.id, form.story, share=share)
    return Reply(room_views.told(introduction, share=share))
