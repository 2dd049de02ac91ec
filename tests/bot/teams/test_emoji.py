"""The emoji that is small thanks: chosen with the team's settings, in Slack alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot import teams
from bot.actions import OpenChange, OpenSetup, PreviewHello
from bot.cards import Form, Reply, TextField
from bot.codec import fill
from bot.errors import BadTeamValue
from bot.models import Platform, Team, Workspace
from bot.ports import Transaction
from tests.bot.teams.test_setup import make, phones, sent
from tests.world import MONDAY, World, text_of


async def put_in_slack(world: World) -> None:
    workspace = Workspace("local", Platform.SLACK, "Slack", MONDAY)
    await world.decide(lambda tx: tx.workspaces.put(workspace))


def reaction_field(form: Reply) -> TextField | None:
    assert isinstance(form, Form)
    folded = form.fields[form.more :]
    return next((one for one in folded if one.name == "reaction" and isinstance(one, TextField)), None)


async def test_only_in_slack_a_team_chooses_an_emoji_and_it_is_off_until_then(tmp_path: Path) -> None:
    world = await make(tmp_path)
    assert reaction_field(await world.act("sam", OpenSetup("phones"))) is None
    await put_in_slack(world)
    form = await world.act("sam", OpenSetup("phones"))
    field = reaction_field(form)
    assert isinstance(form, Form)
    assert field is not None
    assert (form.values["reaction"], field.suggestions, field.required) == (
        "off",
        ("sunflower", "off"),
        False,
    )
    assert (await phones(world)).kudos_emoji is None
    await world.close()


async def test_the_emoji_is_chosen_changed_and_switched_off(tmp_path: Path) -> None:
    world = await make(tmp_path)
    await put_in_slack(world)
    assert (await phones(world, reaction=":sunflower:")).kudos_emoji == "sunflower"
    hello = text_of(await world.act("sam", PreviewHello(2)))
    assert "Any time: thank a colleague: kudos, or :sunflower: under what they wrote" in hello

    said: list[str] = []

    async def change_to(typed: str) -> str | None:
        form = await world.act("sam", OpenChange(2))
        assert isinstance(form, Form)
        reply = await world.act("sam", fill(form.submit, sent(form.values, reaction=typed)))
        said.append(text_of(reply).partition("\n")[0])
        if isinstance(reply, Form):
            return reply.errors["reaction"]
        team = await world.read(lambda tx: tx.teams.get(2))
        assert team is not None
        return team.kudos_emoji

    assert await change_to("tulip") == "tulip"
    assert await change_to("🌷") == (
        "Write the emoji's name as Slack shows it, for example sunflower; or off."
    )
    form = await world.act("sam", OpenChange(2))
    assert isinstance(form, Form)
    assert form.values["reaction"] == "tulip"
    assert await change_to("") is None
    assert said[0] == (
        "Phones is changed. :tulip: under a colleague's message is a small thank-you now. Tell the team."
    )
    assert said[-1] == "Phones is changed."
    await world.close()


async def test_elsewhere_no_form_and_no_operator_can_choose_one(tmp_path: Path) -> None:
    world = await make(tmp_path)
    assert (await phones(world, reaction="sunflower")).kudos_emoji is None

    def choose(tx: Transaction) -> Team:
        team = tx.teams.get(2)
        assert team is not None
        return teams.change_team(tx, world.coach.library, team, replace(team, kudos_emoji="tulip"), MONDAY)

    with pytest.raises(BadTeamValue, match="only in Slack"):
        await world.decide(choose)
    await world.close()
