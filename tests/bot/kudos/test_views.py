"""What one sees of thanks: one's own, and a team's for its managers."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import HideKudos, MyKudos, OpenKudos, ShowKudos, TeamKudos, UndoKudos
from bot.cards import Card
from tests.bot.kudos.thanking import give
from tests.world import World, press, text_of


def labels(card: object) -> list[str]:
    assert isinstance(card, Card)
    return [button.label for button in card.buttons()]


async def test_ones_own_thanks_before_there_are_any(desk: World) -> None:
    mine = await desk.say("jonas", "mine")
    assert text_of(mine).startswith("My thanks\n\nThanks you received\n\nNone yet.")
    assert press(mine, "Give kudos") == OpenKudos()
    assert labels(mine) == ["Give kudos"]


async def test_ones_own_thanks(desk: World) -> None:
    await give(desk, "marta", "jonas", reason="Stayed with the family", behaviour="owned-it")
    await give(desk, "jonas", "marta", "li", reason="Told it early", where="only")
    mine = await desk.act("jonas", MyKudos())
    assert text_of(mine).split("\n\n") == [
        "My thanks",
        "Thanks you received",
        "Monday 23 November, Marta: “Stayed with the family”",
        "Saw: owned it",
        "[Hide]",
        "Thanks you gave",
        "Monday 23 November, to Marta and Li: “Told it early”",
        "[Undo] [Change the words] [Name what you saw]",
        "[Give kudos]",
        "Only you see this.",
    ]
    assert press(mine, "Hide") == HideKudos(1)
    assert press(mine, "Undo") == UndoKudos(2)
    assert isinstance(mine, Card)
    assert mine.push == "The thanks you received and gave. Only you see this."


async def test_after_the_day_nothing_can_be_undone(desk: World) -> None:
    await give(desk, "marta", "jonas")
    desk.clock.at += timedelta(days=1)
    assert labels(await desk.say("marta", "mine")) == ["Give kudos"]
    shown = await desk.act("marta", ShowKudos(1))
    assert text_of(shown) == "Sent to #front-desk, for Jonas."


async def test_private_thanks_have_nothing_to_hide(desk: World) -> None:
    await give(desk, "marta", "jonas", where="only")
    assert "Hide" not in labels(await desk.say("jonas", "mine"))


async def test_the_giver_is_not_told_that_somebody_hid_theirs(desk: World) -> None:
    await give(desk, "marta", "jonas", "li")
    before = await desk.say("marta", "mine"), await desk.act("marta", ShowKudos(1))
    await desk.act("jonas", HideKudos(1, sure=True))
    assert (await desk.say("marta", "mine"), await desk.act("marta", ShowKudos(1))) == before


async def test_the_latest_ten_received_and_five_given(desk: World) -> None:
    for number in range(12):
        giver = ("marta", "ana")[number % 2]
        await give(desk, giver, "jonas", reason=f"moment {number:02}", where="only")
    received = text_of(await desk.say("jonas", "mine"))
    assert [f"moment {number:02}" in received for number in range(12)] == [False] * 2 + [True] * 10
    assert received.index("moment 11") < received.index("moment 02")
    given = text_of(await desk.say("marta", "mine"))
    assert [f"moment {number:02}" in given for number in range(0, 12, 2)] == [False] + [True] * 5


async def test_a_manager_sees_the_teams_public_thanks(desk: World) -> None:
    await give(desk, "marta", "jonas", reason="long ago")
    desk.clock.at += timedelta(weeks=5)
    await give(desk, "marta", "jonas", "li", reason="Stayed with the family")
    await give(desk, "ana", "tunde", reason="for your eyes only", where="only")
    mine = await desk.say("priya", "mine")
    listed = await desk.act("priya", press(mine, "The team's thanks"))
    assert text_of(listed) == (
        "Thanks in Front desk\n\nMarta to Jonas and Li: “Stayed with the family”\n\n[Remove]"
    )


async def test_a_team_without_thanks(desk: World) -> None:
    assert "None in the last four weeks." in text_of(await desk.act("priya", TeamKudos(1)))


async def test_only_managers_are_led_to_the_teams_thanks(desk: World) -> None:
    assert "The team's thanks" not in labels(await desk.say("marta", "mine"))
