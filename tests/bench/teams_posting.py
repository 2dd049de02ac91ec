"""10,000 posts to Teams through its connector, against the same posts from bare aiohttp, in the same run."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from urllib.parse import urlencode

from adapters.teams.render import card_json, message
from tests.bench.lines import Line
from tests.bench.through import Request, Through, measure
from tests.crash.platforms import CHOICES
from tests.fake_platform.owing import CARD
from tests.fake_platform.process import FakePlatform

CHANNELS = 500


def run() -> list[Line]:
    return measure(Through("Teams' connector", CHOICES["teams"], _bare, CHANNELS, held=True))


def _bare(teams: FakePlatform) -> Callable[[str, str, int], Request]:
    headers = {"Authorization": f"Bearer {_token(teams)}"}

    def request(workspace: str, channel: str, number: int) -> Request:
        address = f"{teams.address}/smba/{workspace}/v3/conversations/{channel}/activities"
        return address, headers, message(CARD, card_json(CARD, None))

    return request


def _token(teams: FakePlatform) -> str:
    form = {"grant_type": "client_credentials", "client_secret": "bare"}
    address = f"{teams.address}/tenant/oauth2/v2.0/token"
    with urllib.request.urlopen(address, urlencode(form).encode(), timeout=60) as answer:
        return str(json.load(answer)["access_token"])
