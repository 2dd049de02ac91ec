"""From a delivery to its card: built when it is sent, with the rules looked at again."""

from __future__ import annotations

from datetime import datetime

from bot import schedule, secret_ends, undelivered
from bot.cards import Card
from bot.kudos import posts as kudos_posts
from bot.messages import quiz as quiz_messages
from bot.messages import translator
from bot.messages import week as week_messages
from bot.models import Conversation, Delivery, DeliveryKind, Lesson, Platform, Team
from bot.outgoing import Composed, Outgoing
from bot.people import away
from bot.ports import Transaction
from bot.summaries import posts as summary_posts
from bot.summaries.guard import shown_accuracy
from bot.teams import posts as team_posts
from bot.teams import trouble, welcomes
from bot.tips import Library, UnknownTip
from bot.week import lessons, reviews
from bot.week.acts import quiz_day
from bot.week.reviews import Moot
from bot.workspaces import address_of_post


def compose(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    """What a delivery says in its conversation at `now`, or that it says nothing (yet)."""
    workspace = tx.workspaces.get(delivery.workspace_id)
    if workspace is None or workspace.ended_at is not None:
        return Moot("workspace-ended")
    if conversation.ended is not None:
        return Moot("conversation-ended")
    match delivery.kind:
        case DeliveryKind.SUMMARY:
            return summary_posts.compose_summary(tx, library, delivery, conversation, now)
        case DeliveryKind.QUESTION_AGAIN:
            return summary_posts.compose_question_again(tx, library, delivery, conversation, now)
        case DeliveryKind.HELLO:
            return team_posts.compose_hello(tx, library, delivery, conversation, now)
        case DeliveryKind.WELCOME:
            return welcomes.compose(tx, library, delivery, conversation, now)
        case DeliveryKind.TROUBLE:
            return trouble.compose(tx, delivery, conversation, now)
        case DeliveryKind.EXPIRY:
            return secret_ends.compose(tx, delivery, conversation, now)
        case DeliveryKind.UNDELIVERED:
            return undelivered.compose(tx, delivery, conversation, now)
        case DeliveryKind.STILL_USEFUL:
            return team_posts.compose_farewell(tx, delivery, conversation, now)
        case (
            DeliveryKind.KUDOS
            | DeliveryKind.KUDOS_DIRECT
            | DeliveryKind.KUDOS_UPDATE
            | DeliveryKind.KUDOS_DELETE
            | DeliveryKind.ROUND_UP
        ):
            return kudos_posts.compose(tx, library, delivery, conversation, now)
        case _:
            return _of_lesson(tx, library, delivery, conversation, now)


def _of_lesson(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    team = tx.teams.get(delivery.team_id) if delivery.team_id is not None else None
    lesson = tx.lessons.get(team.id, delivery.week) if team is not None and delivery.week else None
    if team is None or lesson is None:
        return Moot("team-gone")
    try:
        return _of_week(tx, library, delivery, conversation, team, lesson, now)
    except UnknownTip:
        return Moot("tip-gone")


def _of_week(
    tx: Transaction,
    library: Library,
    delivery: Delivery,
    conversation: Conversation,
    team: Team,
    lesson: Lesson,
    now: datetime,
) -> Composed:
    t = translator(team.language)
    match delivery.kind:
        case DeliveryKind.TIP:
            if (found := reviews.review_tip(tx, delivery, team, now)) is not None:
                return found
            if delivery.member_id is None:
                lesson = lessons.with_tip_at(team, lesson, now)
            return Outgoing(delivery, conversation, _tip_card(tx, library, delivery, team, lesson))
        case DeliveryKind.QUIZ:
            if (found := reviews.review_quiz(tx, delivery, team, lesson, now)) is not None:
                return found
            return _quiz_post(tx, library, delivery, conversation, team, now)
        case DeliveryKind.QUIZ_CLOSED:
            return _closing(tx, library, delivery, conversation, team)
        case DeliveryKind.PROGRAMME_END:
            if (found := reviews.review_programme_end(tx, delivery, team, now)) is not None:
                return found
            return Outgoing(delivery, conversation, week_messages.programme_end_card(t, team))
        case _:
            return Moot("unknown-kind")


def _tip_card(tx: Transaction, library: Library, delivery: Delivery, team: Team, lesson: Lesson) -> Card:
    t = translator(team.language)
    workspace = tx.workspaces.get(team.workspace_id)
    return week_messages.tip_card(
        t,
        library.tip(lesson.tip_id or ""),
        library,
        lesson,
        team,
        quiz_day=quiz_day(t, team, lesson),
        direct=delivery.member_id is not None,
        threads=workspace is not None and workspace.platform is not Platform.LOCAL,
        above=away.parts_above(t, tx, team, lesson, delivery),
    )


def _quiz_post(
    tx: Transaction,
    library: Library,
    delivery: Delivery,
    conversation: Conversation,
    team: Team,
    now: datetime,
) -> Composed:
    quiz = tx.quizzes.of_lesson(team.id, delivery.week) if delivery.week is not None else None
    if quiz is None:
        return Moot("no-quiz")
    zone = team.timetable.zone
    closes_at = quiz.closes_at or schedule.quiz_closes_at(now, zone)
    tip = library.tip(quiz.tip_id)
    t, address = translator(team.language), _tip_address(tx, delivery)
    card = quiz_messages.quiz_card(t, quiz, tip, closes_at, zone, address)
    return Outgoing(delivery, conversation, card, thread=thread_of(tx, delivery))


def _closing(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, team: Team
) -> Composed:
    """Edits wait until the post's fate is known, and are moot if it was never sent."""
    quiz = tx.quizzes.of_lesson(team.id, delivery.week) if delivery.week is not None else None
    post = tx.deliveries.get(delivery.edits or "")
    if quiz is None or quiz.result is None or post is None:
        return Moot("no-quiz")
    if (found := reviews.behind_its_post(post, delivery)) is not None:
        return found
    share = shown_accuracy(quiz.result, in_channel=True)
    t, tip, address = translator(team.language), library.tip(quiz.tip_id), _tip_address(tx, post)
    card = quiz_messages.closed_card(t, quiz, tip, share, address)
    return Outgoing(delivery, conversation, card, edits=post.message_id)


def thread_of(tx: Transaction, delivery: Delivery) -> str | None:
    """The message that a post belongs under, if any."""
    match delivery.kind:
        case DeliveryKind.QUIZ:
            return _tip_message(tx, delivery)
        case DeliveryKind.KUDOS:
            return kudos_posts.thread_of(tx, delivery)
        case _:
            return None


def _tip_message(tx: Transaction, delivery: Delivery) -> str | None:
    """Teams has one post with replies. In Slack few would see a question in the idea's thread."""
    workspace = tx.workspaces.get(delivery.workspace_id)
    if workspace is None or workspace.platform is Platform.SLACK:
        return None
    post = tx.deliveries.get(reviews.tip_key(delivery))
    return post.message_id if post is not None else None


def _tip_address(tx: Transaction, quiz: Delivery) -> str:
    """Where the question's tip can be opened; empty where that isn't known."""
    workspace = tx.workspaces.get(quiz.workspace_id)
    if workspace is None or not workspace.post_address:
        return ""
    post = tx.deliveries.get(reviews.tip_key(quiz))
    place = tx.conversations.get(post.conversation_id) if post is not None else None
    if post is None or place is None or post.message_id is None:
        return ""
    return address_of_post(workspace, place, post.message_id)


def sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """What a post's arrival changes."""
    match delivery.kind:
        case DeliveryKind.TIP:
            lessons.tip_sent(tx, delivery, now)
        case DeliveryKind.QUIZ:
            lessons.quiz_sent(tx, delivery, now)
        case DeliveryKind.ROUND_UP:
            kudos_posts.sent(tx, delivery, now)
        case DeliveryKind.HELLO:
            team_posts.hello_sent(tx, delivery, now)
        case DeliveryKind.SUMMARY:
            summary_posts.summary_sent(tx, delivery, now)
        case _:
            pass


def lost(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    """What it changes that a post will never arrive."""
    trouble.notice(tx, delivery, now)
    undelivered.notice(tx, delivery, now)
    match delivery.kind:
        case DeliveryKind.TIP:
            lessons.tip_lost(tx, delivery, reason)
        case DeliveryKind.KUDOS | DeliveryKind.ROUND_UP:
            kudos_posts.lost(tx, delivery, reason, now)
        case _:
            pass


def held(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """What it changes that a post may have arrived, and is not sent again by itself."""
    undelivered.notice(tx, delivery, now)
