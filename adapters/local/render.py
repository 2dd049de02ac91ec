"""Cards and forms as the JSON that the local page shows. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, assert_never

from bot.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Choices,
    DayField,
    Fact,
    Fields,
    Fold,
    Form,
    FormField,
    Heading,
    Image,
    Inline,
    Line,
    Link,
    Mention,
    Note,
    Part,
    PeopleField,
    Place,
    PlaceField,
    Reply,
    Say,
    Strong,
    Text,
    TextField,
    TimeField,
    Title,
    Typed,
    Value,
    plain_text,
)
from bot.codec import pack

Json = dict[str, Any]
SAY_PREFIX = "/kindling "


def reply_json(reply: Reply) -> Json:
    match reply:
        case Card():
            parts = card_parts(reply)
            return {"kind": "card", "push": reply.push, "parts": parts, "plain": plain_of(reply)}
        case Form():
            return form_json(reply)
        case _:
            assert_never(reply)


def reply_parts(reply: Reply) -> tuple[str, list[Json]]:
    """Push text and parts of a reply that becomes a message; a form is its one part."""
    match reply:
        case Card():
            return reply.push, card_parts(reply)
        case Form():
            return reply.title, [form_json(reply)]
        case _:
            assert_never(reply)


def plain_of(reply: Reply) -> str | None:
    """A card as text alone, as a place without buttons would have it; None for a form."""
    return plain_text(reply, SAY_PREFIX) if isinstance(reply, Card) else None


def card_parts(card: Card) -> list[Json]:
    return [_part(part) for part in card.parts]


def typed_parts(text: str) -> list[Json]:
    """What somebody typed, as a message's parts."""
    return [{"kind": "text", "line": [_inline(Typed(text))]}]


def instant_json(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _part(part: Part) -> Json:
    match part:
        case Title(line=line):
            return {"kind": "title", "line": line_json(line)}
        case Heading(text=text):
            return {"kind": "heading", "text": text}
        case Text(line=line):
            return {"kind": "text", "line": line_json(line)}
        case Choices(choices=choices):
            lettered = [{"letter": choice.letter, "text": choice.text} for choice in choices]
            return {"kind": "choices", "choices": lettered}
        case Buttons(buttons=buttons):
            return {"kind": "buttons", "buttons": [_button(button) for button in buttons]}
        case Fold(label=label, lines=lines):
            return {"kind": "fold", "label": label, "lines": [line_json(line) for line in lines]}
        case Note(line=line):
            return {"kind": "note", "line": line_json(line)}
        case Fields(facts=facts):
            return {"kind": "fields", "facts": [_fact(fact) for fact in facts]}
        case Image(url=url, alt=alt):
            return {"kind": "image", "url": url, "alt": alt}
        case _:
            assert_never(part)


def _button(button: Button) -> Json:
    return {
        "label": button.label,
        "tells": button.tells,
        "action": pack(button.action),
        "pressed": button.pressed,
    }


def _fact(fact: Fact) -> Json:
    return {"label": fact.label, "line": line_json(fact.line)}


def line_json(line: Line) -> list[Json]:
    """Each inline part has its `text`: joined, they are the line."""
    return [_inline(inline) for inline in line]


def _inline(inline: Inline) -> Json:
    match inline:
        case str():
            return {"kind": "plain", "text": inline}
        case Mention(platform_id=platform_id, name=name):
            return {"kind": "mention", "text": name, "id": platform_id}
        case Place(platform_id=platform_id, name=name):
            return {"kind": "place", "text": f"#{name}", "id": platform_id}
        case Link(text=text, url=url):
            return {"kind": "link", "text": text, "url": url}
        case Say(words=words):
            return {"kind": "say", "text": SAY_PREFIX + words}
        case Typed(text=text):
            return {"kind": "typed", "text": text}
        case Strong(text=text):
            return {"kind": "strong", "text": text}
        case _:
            assert_never(inline)


def form_json(form: Form) -> Json:
    return {
        "kind": "form",
        "title": form.title,
        "action": pack(form.submit),
        "submit": form.submit_label,
        "fields": [_field_json(field, form) for field in form.fields],
        "note": line_json(form.note),
        "more": form.more,
    }


def _field_json(field: FormField, form: Form) -> Json:
    return {
        "name": field.name,
        "label": field.label,
        "required": field.required,
        "hint": None,
        "options": [],
        "value": _value(form.values.get(field.name)),
        "error": form.errors.get(field.name),
    } | _own(field, form.values.get(field.name))


def _own(field: FormField, value: Value) -> Json:
    match field:
        case TextField(hint=hint, longest=longest, lines=lines, suggestions=suggestions):
            own: Json = {"kind": "text", "longest": longest, "lines": lines}
            return own | {"hint": hint, "suggestions": list(suggestions)}
        case ChoiceField(hint=hint, options=options, several=several):
            pairs = [{"value": option.value, "label": option.label} for option in options]
            return {"kind": "choice", "hint": hint, "options": pairs, "several": several}
        case PeopleField(hint=hint, most=most, offered=offered, besides=besides):
            pairs = [{"value": mention.platform_id, "label": mention.name} for mention in offered]
            return {"kind": "people", "hint": hint, "options": pairs, "most": most, "besides": besides}
        case PlaceField(hint=hint, offered=offered):
            names = [f"#{place.name}" for place in offered]
            own = {"kind": "text", "longest": 80, "lines": 1, "hint": hint, "suggestions": names}
            return own | {"value": _place_name(value)}
        case TimeField():
            return {"kind": "time"}
        case DayField(hint=hint):
            return {"kind": "day", "hint": hint}
        case _:
            assert_never(field)


def _place_name(value: Value) -> str:
    """A channel's id is its name here."""
    return f"#{value.removeprefix('#')}" if isinstance(value, str) and value else ""


def _value(value: Value) -> str | list[str] | None:
    match value:
        case time():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case str() | None:
            return value
        case _:
            assert_never(value)
