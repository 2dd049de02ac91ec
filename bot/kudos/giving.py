"""Giving kudos: the form, what was typed, and the gift."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actions import GiveKudos, OpenKudos
from bot.cards import Form, Mention, Reply, Value
from bot.context import Context
from bot.errors import ActionBroken, TooManyToday
from bot.kudos.owed import owe_posts
from bot.kudos.places import Asked, day_ends_at, find_route
from bot.kudos.views import gift_card
from bot.kudos.words import LONGEST, SHORTEST, clean_text, count_characters, read_thanks
from bot.messages import Translator
from bot.messages import kudos as words
from bot.messages import kudos_refusals as refusals
from bot.models import Gift, Member, Origin
from bot.tips import UnknownBehaviour

MOST_PEOPLE = 10
MOST_A_DAY = 10
"""Of a giver's, in a day of theirs, taken-back ones too: a guard against abuse, never shown as a balance."""

ONLY, TEAM = "only", "team"
_YOU = {"you"}


def heard(context: Context, text: str, mentions: tuple[tuple[str, str], ...]) -> OpenKudos | GiveKudos:
    """What typed thanks mean: at once with a reason, else the form with what is known filled in."""
    thanks = read_thanks(text, mentions)
    found = [(name, _named(context, name)) for name in thanks.names if name.casefold() not in _YOU]
    people = (*thanks.people, *(one for _, one in found if one is not None))
    unknown = tuple(name for name, one in found if one is None)
    reason = _with_names(context, thanks.reason, mentions)
    if unknown or (reason and people):
        return GiveKudos(people=people, unknown=unknown, reason=reason, where=TEAM)
    return OpenKudos(people, reason)


def _named(context: Context, name: str) -> str | None:
    """The platform id of the one whose name it is, else of the one whose first name or platform id it is."""
    members = context.tx.members
    found = members.named(context.workspace.id, name) or members.called(context.workspace.id, name)
    return found[0].platform_id if len(found) == 1 else None


def _with_names(context: Context, reason: str, mentions: tuple[tuple[str, str], ...]) -> str:
    """The reason with people's names in place of mentions, as it will be shown everywhere."""
    for shown, platform_id in mentions:
        member = context.tx.members.find(context.workspace.id, platform_id)
        if member is not None and shown:
            reason = reason.replace(shown, member.name)
    return reason


def open_form(context: Context, action: OpenKudos) -> Form:
    nonce = context.nonce("kudos")
    if action.conversation and action.message:
        origin = Origin(action.conversation, action.message, action.link)
        context.tx.gifts.keep_origin(context.member.id, nonce, origin, context.now)
    people, offered = _known(context, action.people), _known(context, action.offered)
    errors = {}
    if len(people) > MOST_PEOPLE:
        errors["people"] = refusals.too_many_people(context.t(), len(people))
    values: dict[str, Value] = {
        "people": tuple(one.platform_id for one in people),
        "reason": action.reason,
        "where": TEAM,
    }
    mentions = tuple(Mention(one.platform_id, one.name) for one in offered if one.id != context.member.id)
    giver = context.member.platform_id
    return words.kudos_form(context.t(), nonce, context.library.behaviours, values, errors, giver, mentions)


def _known(context: Context, people: tuple[str, ...]) -> list[Member]:
    found = (context.tx.members.find(context.workspace.id, one) for one in dict.fromkeys(people))
    return [member for member in found if member is not None]


def give(context: Context, action: GiveKudos) -> Reply:
    """Gives once for each nonce. What is wrong stands at its field. Raises TooManyToday, ActionBroken."""
    nonce = action.nonce or context.nonce("kudos")
    given = context.tx.gifts.of_nonce(context.member.id, nonce)
    if given is not None:
        return gift_card(context, given)
    reason, people = clean_text(action.reason), tuple(dict.fromkeys(action.people))
    t = context.t()
    wrong_reason = reason_error(t, reason) if reason or not action.unknown else None
    wrong_people = _people_error(context, people, action.unknown)
    if wrong_people or wrong_reason:
        errors = {"people": wrong_people, "reason": wrong_reason}
        return _form_again(context, action, nonce, {name: text for name, text in errors.items() if text})
    return gift_card(context, _given(context, action, Draft(nonce, reason, tuple(_known(context, people)))))


@dataclass(frozen=True, slots=True)
class Draft:
    """A gift that may be given: what was checked."""

    nonce: str
    reason: str
    receivers: tuple[Member, ...]


def _given(context: Context, action: GiveKudos, draft: Draft) -> Gift:
    tx, today = context.tx, context.today
    if tx.gifts.count_on(context.member.id, today) >= MOST_A_DAY:
        raise TooManyToday
    origin = tx.gifts.origin(context.member.id, draft.nonce)
    asked = Asked(context.member, draft.receivers, _is_only(action.where), origin, context.conversation)
    route = find_route(tx, asked, context.now)
    gift = Gift(
        0,
        context.workspace.id,
        context.member.id,
        route.receipts,
        draft.reason,
        route.place,
        context.now,
        today,
        day_ends_at(today, context.zone),
        draft.nonce,
        checked_behaviour(context, action.behaviour),
        route.team.id if route.team is not None else None,
        origin,
    )
    added = tx.gifts.add(gift)
    tx.small_gifts.say_in_words(added)
    owe_posts(tx, added, context.now)
    return added


def _is_only(where: str) -> bool:
    if where not in {"", ONLY, TEAM}:
        raise ActionBroken
    return where == ONLY


def checked_behaviour(context: Context, behaviour: str) -> str | None:
    """Raises ActionBroken for one that behaviours.toml has not."""
    if not behaviour:
        return None
    try:
        return context.library.behaviour(behaviour).id
    except UnknownBehaviour:
        raise ActionBroken from None


def reason_error(t: Translator, reason: str) -> str | None:
    """What is wrong with a clean reason, counted as its reader would."""
    count = count_characters(reason)
    if count < SHORTEST:
        return refusals.too_short(t)
    return refusals.too_long(t, count - LONGEST) if count > LONGEST else None


def _people_error(context: Context, people: tuple[str, ...], unknown: tuple[str, ...]) -> str | None:
    t = context.t()
    if unknown:
        return refusals.unknown_name(t, unknown[0][:40])
    if not people:
        return refusals.nobody(t)
    if len(people) > MOST_PEOPLE:
        return refusals.too_many_people(t, len(people))
    wrong = (_person_error(context, platform_id) for platform_id in people)
    return next((error for error in wrong if error), None)


def _person_error(context: Context, platform_id: str) -> str | None:
    t = context.t()
    member = context.tx.members.find(context.workspace.id, platform_id)
    if member is None:
        return refusals.somebody_unknown(t)
    if member.id == context.member.id:
        return refusals.oneself(t)
    if member.is_app:
        return refusals.an_app(t)
    if member.is_stranger:
        return refusals.not_a_member(t, member.name)
    return refusals.deactivated(t, member.name) if member.deactivated_at is not None else None


def _form_again(context: Context, action: GiveKudos, nonce: str, errors: dict[str, str]) -> Form:
    values: dict[str, Value] = {
        "people": tuple(one.platform_id for one in _known(context, action.people)),
        "reason": action.reason,
        "behaviour": action.behaviour,
        "where": action.where or TEAM,
    }
    giver = context.member.platform_id
    return words.kudos_form(context.t(), nonce, context.library.behaviours, values, errors, giver)
