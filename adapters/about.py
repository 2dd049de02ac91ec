"""`GET /about`: what Kindling is, what it keeps and on what terms, for whoever a platform sends here."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.messages import translator
from bot.messages.package import in_full, in_short, terms, what_is_kept

PATH = "/about"
_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


async def answer_about(_request: web.Request) -> web.Response:
    t = translator("en")
    html = _TEMPLATES.get_template("about.html").render(
        short=in_short(t), full=in_full(t).split("\n\n"), kept=what_is_kept(t), terms=terms(t)
    )
    return web.Response(text=html, content_type="text/html", charset="utf-8", headers=_HEADERS)
