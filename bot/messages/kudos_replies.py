"""Kudos: what only the one who acts is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions import (
    HideKudos,
    MyKudos,
    OpenBehaviour,
    OpenKudos,
    OpenSettings,
    OpenWords,
    RemoveKudos,
    TeamKudos,
    UndoKudos,
)
from bot.cards import (
    Button,
    Buttons,
    Card,
    Heading,
    Line,
    Note,
    Part,
    Place,
    Say,
    Text,
    Title,
    Typed,
    plain_line,
)
from bot.kudos.shown import ShownGift
from bot.messages import Translator, fill, say
from bot.messages.kudos import not_posted, quote
from bot.messages.names import names_line
from bot.messages.times import day_name, weekday_name
from bot.models import GiftPlace, Member, Team, ThanksWay


@dataclass(frozen=True, slots=True)
class Standing:
    """A gift as its giver sees it. `can_undo`: it is still the day of giving.

    `outside` are receivers who are not in the channel that it went to; `away` are those who are away, with
    the day they are back.
    """

    shown: ShownGift
    everybody: tuple[Member, ...]
    can_undo: bool
    today: date
    outside: tuple[Member, ...] = ()
    away: tuple[tuple[Member, date], ...] = ()


def confirmation_card(t: Translator, standing: Standing) -> Card:
    """Where it went and why, and what can still be done about it."""
    sentence = _sent(t, standing)
    notes = [*_why(t, standing), *_waiting(t, standing)]
    parts: list[Part] = [Text(sentence), *(Note(line) for line in notes)]
    if standing.can_undo:
        parts += [Buttons(_undo_buttons(t, standing.shown)), Note(_until_tonight(t))]
    return Card(plain_line(sentence), tuple(parts))


def _until_tonight(t: Translator) -> Line:
    return fill(t.gettext("Until tonight, also from my home, or say {undo}."), undo=Say("undo"))


def _undo_buttons(t: Translator, shown: ShownGift) -> tuple[Button, ...]:
    gift = shown.gift
    buttons = [
        Button(t.gettext("Undo"), UndoKudos(gift.id)),
        Button(t.gettext("Change the words"), OpenWords(gift.id)),
    ]
    if gift.behaviour is None:
        buttons.append(Button(t.gettext("Name what you saw"), OpenBehaviour(gift.id)))
    return tuple(buttons)


def _names(t: Translator, members: Sequence[Member]) -> Line:
    return names_line(t, [Typed(one.name) for one in members])


def _sent(t: Translator, standing: Standing) -> Line:
    templates = {
        GiftPlace.CHANNEL: t.gettext("Sent to {place}, for {names}."),
        GiftPlace.THREAD: t.gettext("Sent to {place}, under that message, for {names}."),
        GiftPlace.ROUND_UP: t.gettext("It will be in next week's round-up in {place}, for {names}."),
        GiftPlace.ONLY: t.gettext("Sent to {names} only."),
        GiftPlace.DIRECTLY: t.gettext("Sent to {names} directly."),
        GiftPlace.NO_TEAM: t.gettext("Sent to {names} directly."),
    }
    names = _names(t, standing.everybody)
    if standing.shown.gift.place is GiftPlace.UNREACHABLE:
        return not_posted(t, standing.shown, names)
    place = standing.shown.channel or Place("", "")
    return fill(templates[standing.shown.gift.place], place=place, names=names)


def _why(t: Translator, standing: Standing) -> list[Line]:
    shown = standing.shown
    match shown.gift.place:
        case GiftPlace.ROUND_UP if shown.team is not None and shown.team.thanks is ThanksWay.WEEKLY:
            return [fill(t.gettext("{team} hears its thanks once a week."), team=Typed(shown.team.name))]
        case GiftPlace.ROUND_UP:
            return [(t.gettext("Three thanks went there today already, so this one keeps until then."),)]
        case GiftPlace.NO_TEAM:
            template = t.ngettext(
                "{names} is in no team here.", "{names} are in no team here.", _count(standing)
            )
            return [fill(template, names=_names(t, standing.everybody))]
        case GiftPlace.CHANNEL | GiftPlace.THREAD if standing.outside and shown.channel is not None:
            template = t.ngettext(
                "{names} is not in {place} and hears it directly.",
                "{names} are not in {place} and hear it directly.",
                len(standing.outside),
            )
            return [fill(template, names=_names(t, standing.outside), place=shown.channel)]
        case _:
            return []


def _count(standing: Standing) -> int:
    return len(standing.everybody)


def _waiting(t: Translator, standing: Standing) -> list[Line]:
    template = t.gettext("{name} is away until {day}; it will be there when {name} is back.")
    return [
        fill(template, name=Typed(member.name), day=_until(t, back_on, standing.today))
        for member, back_on in standing.away
    ]


_NEAR_DAYS = 7


def _until(t: Translator, back_on: date, today: date) -> str:
    if (back_on - today).days < _NEAR_DAYS:
        return weekday_name(t, back_on.weekday())
    return day_name(t, back_on)


def taken_back_card(t: Translator) -> Card:
    sentence = t.gettext("Taken back, everywhere.")
    return Card(sentence, (Text((sentence,)), _again(t)))


def removed_card(t: Translator) -> Card:
    """To a giver whose gift a manager has removed."""
    sentence = t.gettext("A manager has removed these thanks.")
    return Card(sentence, (Text((sentence,)), _again(t)))


def _again(t: Translator) -> Buttons:
    give = Button(t.gettext("Give kudos"), OpenKudos())
    return Buttons((give, Button(t.gettext("My thanks"), MyKudos())))


def seconded_card(t: Translator) -> Card:
    sentence = t.gettext("Seconded. Your name stands under it; nobody gets a message.")
    return Card(sentence, (Text((sentence,)), _again(t)))


def kept_private_card(t: Translator) -> Card:
    sentence = t.gettext("From now on thanks come to you directly, and stand in no channel.")
    change = Note(fill(t.gettext("Change it any time: {settings}"), settings=Say("settings")))
    settings = Buttons((Button(t.gettext("My settings"), OpenSettings()),))
    return Card(sentence, (Text((sentence,)), settings, change))


def ask_hide_card(t: Translator, shown: ShownGift) -> Card:
    ask = t.gettext("Hide these thanks from others, for good?")
    what = t.gettext(
        "Your name leaves the channel and the team's figures. {giver} is not told, and you keep it here."
    )
    hide = Button(t.gettext("Hide it"), HideKudos(shown.gift.id, sure=True))
    keep = Button(t.gettext("Keep it"), MyKudos())
    line = fill(what, giver=Typed(shown.giver.name))
    return Card(ask, (Text((ask,)), Text(quote(t, shown.gift.reason)), Text(line), Buttons((hide, keep))))


def hidden_card(t: Translator) -> Card:
    sentence = t.gettext("Hidden. Others no longer see it, and nobody is told.")
    return Card(sentence, (Text((sentence,)), Buttons((Button(t.gettext("My thanks"), MyKudos()),))))


def ask_remove_card(t: Translator, shown: ShownGift, team: Team) -> Card:
    ask = t.gettext("Remove these thanks for everybody, for good?")
    note = Note(
        (
            t.gettext(
                "They leave the channel, everybody's lists and the figures. The audit log keeps your name."
            ),
        )
    )
    remove = Button(t.gettext("Remove it"), RemoveKudos(shown.gift.id, sure=True))
    keep = Button(t.gettext("Keep it"), TeamKudos(team.id))
    return Card(ask, (Text((ask,)), Text(_gift_line(t, shown)), Buttons((remove, keep)), note))


def gone_card(t: Translator, team: Team) -> Card:
    """To the manager who removed it."""
    sentence = t.gettext("Removed, everywhere.")
    back = Button(t.gettext("The team's thanks"), TeamKudos(team.id))
    return Card(sentence, (Text((sentence,)), Buttons((back,))))


def _gift_line(t: Translator, shown: ShownGift) -> Line:
    return fill(
        t.gettext("{giver} to {receivers}: “{reason}”"),
        giver=Typed(shown.giver.name),
        receivers=_names(t, shown.receivers),
        reason=Typed(shown.gift.reason),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A gift in a list, with everybody it thanked. `can`: it can still be undone, or hidden by its reader.

    `hidden`: its reader hid it from others.
    """

    shown: ShownGift
    everybody: tuple[Member, ...]
    on: date
    can: bool
    hidden: bool = False


def my_kudos_card(t: Translator, received: Sequence[Row], given: Sequence[Row], led: Sequence[Team]) -> Card:
    """`led` are the teams that the reader manages."""
    parts: list[Part] = [Title((t.gettext("My thanks"),)), Heading(t.gettext("Thanks you received"))]
    parts += [part for row in received for part in _received(t, row)]
    if not received:
        parts.append(Text((t.gettext("None yet. They come when somebody sees what you do."),)))
    parts.append(Heading(t.gettext("Thanks you gave")))
    parts += [part for row in given for part in _given(t, row)]
    if not given:
        parts.append(Text((t.gettext("None yet. Ten seconds, one real moment."),)))
    parts.append(Buttons((Button(t.gettext("Give kudos"), OpenKudos()),)))
    parts += [Buttons((_team_button(t, team),)) for team in led]
    parts.append(Note((t.gettext("Only you see this."),)))
    return Card(t.gettext("The thanks you received and gave. Only you see this."), tuple(parts))


def _team_button(t: Translator, team: Team) -> Button:
    tells = say(t.gettext("Thanks in {team}, to remove one"), team=team.name)
    return Button(t.gettext("The team's thanks"), TeamKudos(team.id), tells)


def _received(t: Translator, row: Row) -> list[Part]:
    line = fill(
        t.gettext("{day}, {giver}: “{reason}”"),
        day=day_name(t, row.on),
        giver=Typed(row.shown.giver.name),
        reason=Typed(row.shown.gift.reason),
    )
    parts: list[Part] = [Text(line)]
    if row.shown.behaviour is not None:
        parts.append(Note(fill(t.gettext("Saw: {behaviour}"), behaviour=row.shown.behaviour)))
    if row.hidden:
        parts.append(Note((t.gettext("Hidden from others."),)))
    elif row.can:
        tells = say(t.gettext("Hide the thanks of {giver}"), giver=row.shown.giver.name)
        parts.append(Buttons((Button(t.gettext("Hide"), HideKudos(row.shown.gift.id), tells),)))
    return parts


def _given(t: Translator, row: Row) -> list[Part]:
    line = fill(
        t.gettext("{day}, to {names}: “{reason}”"),
        day=day_name(t, row.on),
        names=_names(t, row.everybody),
        reason=Typed(row.shown.gift.reason),
    )
    return [Text(line), Buttons(_undo_buttons(t, row.shown))] if row.can else [Text(line)]


def team_kudos_card(t: Translator, team: Team, shown: Sequence[ShownGift]) -> Card:
    """The team's latest public thanks, each with what removes it."""
    title = fill(t.gettext("Thanks in {team}"), team=Typed(team.name))
    parts: list[Part] = [Title(title)]
    for one in shown:
        tells = say(t.gettext("Remove the thanks of {giver}"), giver=one.giver.name)
        parts += [
            Text(_gift_line(t, one)),
            Buttons((Button(t.gettext("Remove"), RemoveKudos(one.gift.id), tells),)),
        ]
    if not shown:
        parts.append(Text((t.gettext("None in the last four weeks."),)))
    return Card(plain_line(title), tuple(parts))
