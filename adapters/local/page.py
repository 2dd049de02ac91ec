"""The page and what it is made of: one template, styles and scripts."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from adapters.local.chat import Chat
from adapters.local.faults import NotKnown
from adapters.local.looks import Looks
from adapters.local.people import FIRST_CHANNEL
from adapters.local.render import instant_json

_HERE = Path(__file__).parent
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES = {path.name: path for path in (_HERE / "static").iterdir() if path.suffix in _TYPES}
_TEMPLATES = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)


def page_response(chat: Chat, looks: Looks) -> web.Response:
    opened_at = instant_json(chat.demo_opened_at) if chat.demo_opened_at else None
    page = _TEMPLATES.get_template("page.html")
    labels = {name: look.label for name, look in looks.items()}
    html = page.render(people=chat.people(), first_channel=FIRST_CHANNEL, opened_at=opened_at, looks=labels)
    return web.Response(text=html, content_type="text/html", charset="utf-8")


def static_response(name: str) -> web.Response:
    """Raises NotKnown for anything that is not one of the page's own files."""
    path = _FILES.get(name)
    if path is None:
        raise NotKnown("file", name)
    return web.Response(
        text=path.read_text(encoding="utf-8"), content_type=_TYPES[path.suffix], charset="utf-8"
    )
