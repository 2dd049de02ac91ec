"""The pages of an installation as HTML: one column, no script, nothing from elsewhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.messages.install import Page

_FOLDER = Path(__file__).parent / "templates"
_TEMPLATES = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True)
_STYLE = (_FOLDER / "install.css").read_text(encoding="utf-8")
_DIGEST = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def page_response(page: Page, address: str | None = None, status: int = 200) -> web.Response:
    """`address` is where the page's button leads."""
    html = _TEMPLATES.get_template("install.html").render(page=page, address=address, style=_STYLE)
    return web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)
