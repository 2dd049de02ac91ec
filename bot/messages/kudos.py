"""Kudos: the form, and the cards that other people see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.actions import (
    ChangeWords,
    GiveKudos,
    KeepThanksPrivate,
    NameBehaviour,
    OpenKudos,
    SecondKudos,
    UndoKudos,
)
from bot.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Form,
    Inline,
    Line,
    Link,
    Mention,
    Note,
    Option,
    Part,
    PeopleField,
    Place,
    Say,
    Text,
    TextField,
    Title,
    Typed,
    Value,
    plain_line,
)
from bot.kudos.shown import ShownGift
from bot.kudos.words import LONGEST
from bot.messages import Translator, fill, say
from bot.messages.names import names_line, names_text
from bot.models import Gift, GiftPlace, Member, Team
from bot.tips import Behaviour

PUSHED = 80
"""Characters of a reason that a push sentence has room for."""


def kudos_form(
    t: Translator,
    nonce: str,
    behaviours: Sequence[Behaviour],
    values: Mapping[str, Value],
    errors: Mapping[str, str],
    giver: str,
    offered: tuple[Mention, ...] = (),
) -> Form:
    """Who, what was seen, which behaviour, and where it goes. `giver`: the platform id of who fills it in."""
    places = (Option("team", t.gettext("With the team")), Option("only", t.gettext("Only to them")))
    fields = (
        PeopleField("people", t.gettext("Who?"), offered=offered, besides=giver),
        _reason_field(t),
        _behaviour_field(t, behaviours),
        ChoiceField("where", t.gettext("Where?"), places),
    )
    return Form(
        t.gettext("Give kudos"), GiveKudos(nonce), t.gettext("Give kudos"), fields, dict(values), dict(errors)
    )


def words_form(
    t: Translator,
    gift: Gift,
    behaviours: Sequence[Behaviour],
    values: Mapping[str, Value],
    errors: Mapping[str, str],
) -> Form:
    fields = (_reason_field(t), _behaviour_field(t, behaviours))
    title = t.gettext("Change the words")
    return Form(title, ChangeWords(gift.id), t.gettext("Change"), fields, dict(values), dict(errors))


def behaviour_form(t: Translator, gift: Gift, behaviours: Sequence[Behaviour]) -> Form:
    field = _behaviour_field(t, behaviours)
    values = {"behaviour": gift.behaviour or ""}
    return Form(t.gettext("What did you see?"), NameBehaviour(gift.id), t.gettext("Add it"), (field,), values)


def _reason_field(t: Translator) -> TextField:
    hint = t.gettext("What they did, and what it changed. One real moment is enough.")
    return TextField("reason", t.gettext("What did you see?"), hint, longest=LONGEST, lines=3)


def _behaviour_field(t: Translator, behaviours: Sequence[Behaviour]) -> ChoiceField:
    options = tuple(Option(one.id, one.label) for one in behaviours)
    return ChoiceField("behaviour", t.gettext("Which of these was it?"), options, required=False)


def quote(t: Translator, reason: str) -> Line:
    return fill(t.gettext("“{reason}”"), reason=Typed(reason))


def _shortened(text: str) -> str:
    """The beginning of a reason, cut at a word."""
    if len(text) <= PUSHED:
        return text
    cut = text[: PUSHED - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _reason_parts(t: Translator, shown: ShownGift) -> list[Part]:
    parts: list[Part] = [Text(quote(t, shown.gift.reason))]
    if shown.behaviour is not None:
        parts.append(Text(fill(t.gettext("Saw: {behaviour}"), behaviour=shown.behaviour)))
    return parts


def _receivers(t: Translator, shown: ShownGift) -> Line:
    """Mentions those who hear of it that way; the others are told in another way, or later."""
    names: list[Inline] = [
        Mention(one.platform_id, one.name) if one.id in shown.mentioned else Typed(one.name)
        for one in shown.receivers
    ]
    return names_line(t, names)


def announcement_card(t: Translator, shown: ShownGift, *, undo: bool) -> Card:
    """What the channel sees. `undo` adds the button that answers only the giver."""
    headline = fill(
        t.gettext("{giver} thanks {receivers}"), giver=Typed(shown.giver.name), receivers=_receivers(t, shown)
    )
    push = say(
        t.gettext("{giver} thanks {receivers}: {reason}"),
        giver=shown.giver.name,
        receivers=names_text(t, [one.name for one in shown.receivers]),
        reason=_shortened(shown.gift.reason),
    )
    parts: list[Part] = [Text(headline), *_reason_parts(t, shown)]
    if note := _below(t, shown):
        parts.append(Note(note))
    buttons = [
        Button(t.gettext("Second this"), SecondKudos(shown.gift.id)),
        Button(t.gettext("Give kudos"), OpenKudos()),
    ]
    if undo:
        buttons.append(Button(t.gettext("Undo"), UndoKudos(shown.gift.id)))
    return Card(push, (*parts, Buttons(tuple(buttons))), announces=True)


def _below(t: Translator, shown: ShownGift) -> Line:
    about = (Link(t.gettext("about this message"), shown.link),) if shown.link else ()
    if not shown.seconders:
        return about
    seconded = _seconded(t, shown.seconders)
    return fill(t.gettext("{seconded} · {link}"), seconded=seconded, link=about) if about else seconded


def _seconded(t: Translator, seconders: Sequence[Member]) -> Line:
    first, others = seconders[0], len(seconders) - 1
    if others == 0:
        return fill(t.gettext("Seconded by {name}"), name=Typed(first.name))
    if others == 1:
        names = names_line(t, [Typed(one.name) for one in seconders])
        return fill(t.gettext("Seconded by {name}"), name=names)
    template = t.ngettext(
        "Seconded by {name} and {count} other", "Seconded by {name} and {count} others", others
    )
    return fill(template, name=Typed(first.name), count=others)


def direct_card(t: Translator, shown: ShownGift, receiver: Member, *, first: bool) -> Card:
    """To a receiver alone. `first`: the first one that they are ever told of directly."""
    parts: list[Part] = [
        Title(fill(t.gettext("{giver} thanks you"), giver=Typed(shown.giver.name))),
        *_reason_parts(t, shown),
    ]
    if not shown.gift.is_public:
        only = fill(t.gettext("Only you and {giver} see this."), giver=Typed(shown.giver.name))
        parts.append(Note(only))
    elif shown.channel is not None and shown.gift.place is not GiftPlace.ROUND_UP:
        parts.append(Note(fill(t.gettext("With the team, in {place}."), place=shown.channel)))
    push = say(
        t.gettext("{giver} thanks you: {reason}"),
        giver=shown.giver.name,
        reason=_shortened(shown.gift.reason),
    )
    return Card(push, (*parts, *(_first_time(t, receiver) if first else ())))


def _first_time(t: Translator, receiver: Member) -> list[Part]:
    how = t.gettext("To thank somebody yourself, write: {words}")
    parts: list[Part] = [Note(fill(how, words=Say(t.gettext("kudos @name for what you saw"))))]
    if receiver.thanks_private:
        return parts
    keep = Button(t.gettext("Keep mine private"), KeepThanksPrivate())
    return [*parts, Text((t.gettext("Like thanks in private, always?"),)), Buttons((keep,))]


def moved_card(t: Translator, shown: ShownGift) -> Card:
    """To the giver: the channel could not be written to after all."""
    line = not_posted(t, shown, names_line(t, [Typed(one.name) for one in shown.receivers]))
    return Card(plain_line(line), (Text(line), Text(quote(t, shown.gift.reason))))


def not_posted(t: Translator, shown: ShownGift, names: Line) -> Line:
    """That it went directly because the channel is closed to Kindling, and why that is, where it is known."""
    match shown.channel_ended:
        case "not_in_channel":
            template = t.gettext(
                "I could not post in {place}: I am not in it. Sent to {names} directly instead."
            )
        case "archived" | "is_archived":
            template = t.gettext(
                "I could not post in {place}: it was archived. Sent to {names} directly instead."
            )
        case _:
            template = t.gettext("I could not post in {place}. Sent to {names} directly instead.")
    return fill(template, place=shown.channel or Place("", ""), names=names)


def withdrawn_card(t: Translator) -> Card:
    """Stands for a message that is being deleted; nobody sees it."""
    sentence = t.gettext("These thanks were taken back.")
    return Card(sentence, (Text((sentence,)),))


def round_up_card(t: Translator, team: Team, shown: Sequence[ShownGift], more: int) -> Card:
    """The thanks that a team gathered in a week; `more` stand only in their receivers' homes."""
    parts: list[Part] = [Title(fill(t.gettext("Thanks in {team}, last week"), team=Typed(team.name)))]
    parts += [Text(_row(t, one)) for one in shown]
    if not shown:
        parts.append(Text((t.gettext("These thanks were taken back."),)))
    if more:
        parts.append(Note(fill(t.gettext("And {count} more, told to each directly."), count=more)))
    parts.append(Buttons((Button(t.gettext("Give kudos"), OpenKudos()),)))
    push = t.ngettext(
        "Last week's thanks in {team}: {count} real moment.",
        "Last week's thanks in {team}: {count} real moments.",
        len(shown) + more,
    )
    return Card(say(push, team=team.name, count=len(shown) + more), tuple(parts), announces=True)


def _row(t: Translator, shown: ShownGift) -> Line:
    template = (
        t.gettext("{giver} to {receivers}: “{reason}”")
        if shown.behaviour is None
        else t.gettext("{giver} to {receivers}: “{reason}” Saw: {behaviour}")
    )
    return fill(
        template,
        giver=Typed(shown.giver.name),
        receivers=_receivers(t, shown),
        reason=Typed(shown.gift.reason),
        behaviour=shown.behaviour or "",
    )
