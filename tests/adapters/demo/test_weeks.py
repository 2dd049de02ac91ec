"""The weeks before a demo opens: what is planned, before anything is played."""

from __future__ import annotations

from adapters.demo.acts import Answers, GoesAway, Returns, Stops, Thanks, Writes
from adapters.demo.reasons import LATELY, MESSAGES, REASONS
from adapters.demo.weeks import HABITS, History
from adapters.local.people import NINE
from bot.kudos.words import LONGEST
from bot.models import Week
from tests.world import lessons

OPENING = Week(2026, 47)
ZONE = "Europe/Lisbon"


def history(count: int = 6, seed: int = 1) -> History:
    return History(OPENING, count, ZONE, seed)


def test_the_same_seed_is_the_same_story() -> None:
    assert list(history().weeks()) == list(history().weeks())
    assert list(history().weeks()) != list(history(seed=2).weeks())


def test_acts_come_in_order_each_in_its_week_and_none_after_the_demo_opens() -> None:
    told = history(20)
    weeks = list(told.weeks())
    assert len(weeks) == 21
    instants = [act.at for acts in weeks for act in acts]
    assert instants == sorted(instants)
    assert instants[-1] < told.opens_at
    for place, acts in enumerate(weeks):
        assert {Week.of(act.at.date()) for act in acts} == {told.first.plus(place)}


def test_when_it_opens_four_have_answered_and_do_not_agree() -> None:
    last = list(history().weeks())[-1]
    answers = {act.who: act.deed.rightly for act in last if isinstance(act.deed, Answers)}
    assert sorted(answers.values()) == [False, False, True, True]
    assert not {"marta", "priya"} & set(answers)


def test_people_miss_stop_come_back_and_go_away() -> None:
    weeks = list(history().weeks())
    deeds = [act.deed for acts in weeks for act in acts]
    kinds = [type(deed) for deed in deeds]
    assert (kinds.count(Stops), kinds.count(Returns), kinds.count(GoesAway)) == (1, 1, 1)
    answered = [{act.who for act in acts if isinstance(act.deed, Answers)} for acts in weeks[:-1]]
    assert any("tunde" not in who for who in answered)
    assert all("omar" not in who for who in answered[1:3])


def test_thanks_are_many_different_and_name_what_the_lessons_teach() -> None:
    texts = [reason.text for reason in (*REASONS, *LATELY)]
    assert len(texts) == len(set(texts)) > 20
    known = {behaviour.id for behaviour in lessons().behaviours}
    assert {reason.behaviour for reason in REASONS} == known
    assert all(len(text) <= LONGEST and text.endswith(".") for text in (*texts, *MESSAGES))
    given = [act for acts in history().weeks() for act in acts if isinstance(act.deed, Thanks)]
    assert all(act.who not in act.deed.receivers for act in given if isinstance(act.deed, Thanks))
    assert any(act.deed.only_them for act in given if isinstance(act.deed, Thanks))


def test_everybody_has_a_habit_and_writes_sometimes() -> None:
    assert set(HABITS) == {person.id for person in NINE}
    assert any(isinstance(act.deed, Writes) for acts in history().weeks() for act in acts)


def test_no_weeks_are_no_acts() -> None:
    assert list(history(0).weeks()) == []
