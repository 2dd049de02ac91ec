"""Who sees what of a team's latest question: counted as its closing counts it, shown as the summary shows it.

For the demo, where somebody wants to see the promise kept. While a question is open nobody is shown
anything, and no platform is told of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot import teams
from bot.messages import sight as words
from bot.messages import translator
from bot.models import Member, Quiz, QuizResult, Team
from bot.ports import Transaction
from bot.summaries import figures as summaries
from bot.summaries import guard, rosters
from bot.talk import last_posted


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody can see of the answers, a sentence a line. `who` is a name, or the reader."""

    who: str
    sees: tuple[str, ...]


def who_sees(tx: Transaction, reader: Member) -> tuple[Sight, ...]:
    """Of the reader's first team, as the reader may know it: their own answer, and nobody else's.

    Nothing for somebody in no team, and where no question was posted yet.
    """
    mine = tx.teams.of_member(reader.id)
    quiz = last_posted(tx, mine[0][0]) if mine else None
    if quiz is None:
        return ()
    return tuple(_sights(tx, mine[0][0], quiz, reader))


def _sights(tx: Transaction, team: Team, quiz: Quiz, reader: Member) -> Iterator[Sight]:
    t = translator(team.language)
    yield Sight(words.you(t), (_own_answer(tx, team, quiz, reader),))
    result = quiz.result or result_so_far(tx, quiz)
    figures = words.Figures(
        took_part=summaries.took_part([_with(quiz, result)]),
        right=summaries.right_first([_with(quiz, result)]),
        in_channel=guard.shown_accuracy(result, in_channel=True),
        still_needed=_still_needed(result),
        is_open=quiz.result is None,
    )
    for manager in teams.managers(tx, team):
        who = words.you_as_manager(t) if manager.id == reader.id else manager.name
        yield Sight(who, words.manager_sees(t, figures))
    yield Sight(words.everybody(t), words.channel_sees(t, figures))


def _own_answer(tx: Transaction, team: Team, quiz: Quiz, reader: Member) -> str:
    t, answer = translator(team.language), tx.quizzes.answer(quiz.id, reader.id)
    if answer is None:
        return words.no_answer_yet(t) if quiz.result is None else words.no_answer(t)
    letters = [words.LETTERS[place] for place, one in enumerate(quiz.order) if one in answer.choices]
    return words.your_answer(t, letters)


def result_so_far(tx: Transaction, quiz: Quiz) -> QuizResult:
    """What a posted question's result will be if nobody answers, comes or goes any more."""
    ends_at = quiz.closes_at
    if ends_at is None:
        return QuizResult(quiz.week, 0, 0, 0)
    roster = rosters.counted_ids(tx, quiz.team_id, ends_at, since=quiz.posted_at)
    counted = [
        one for one in tx.quizzes.answers(quiz.id) if one.member_id in roster and one.answered_at < ends_at
    ]
    return QuizResult(quiz.week, len(roster), len(counted), sum(one.right for one in counted))


def _with(quiz: Quiz, result: QuizResult) -> Quiz:
    return replace(quiz, result=result)


def _still_needed(result: QuizResult) -> tuple[int, int] | None:
    """How many answers are in, of how many that a manager's figure takes; None where no number would do."""
    if result.roster < guard.ROSTER_FOR_ACCURACY or result.answered >= guard.FEWEST:
        return None
    return result.answered, guard.FEWEST
