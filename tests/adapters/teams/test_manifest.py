"""The app package: Microsoft's schema, words that Kindling knows, and icons that are drawn."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import main
from adapters.teams.icons import colour_icon, outline_icon
from adapters.teams.manifest import teams_manifest, teams_package
from bot.messages import translator
from bot.words import read_words
from tests.adapters.teams import schemas

APP = "11111111-2222-4333-8444-555555555555"
URL = "https://kindling.example.com"
MANIFEST = teams_manifest(translator("en"), APP, URL, "1.2.3")


def test_it_fits_microsofts_schema() -> None:
    assert schemas.faults(schemas.validator(schemas.MANIFEST), MANIFEST) == []


def test_it_says_whose_it_is_and_where() -> None:
    assert (MANIFEST["id"], MANIFEST["bots"][0]["botId"], MANIFEST["version"]) == (APP, APP, "1.2.3")
    assert MANIFEST["composeExtensions"][0]["botId"] == APP
    assert MANIFEST["validDomains"] == ["kindling.example.com"]
    assert MANIFEST["developer"]["privacyUrl"] == f"{URL}/about#privacy"


@pytest.mark.parametrize("place", [0, 1])
def test_every_word_that_it_offers_is_understood(place: int) -> None:
    words = MANIFEST["bots"][0]["commandLists"][place]
    for command in words["commands"]:
        read_words(command["title"], direct=words["scopes"] == ["personal"], today=date(2026, 11, 24))


def test_kudos_are_given_beside_the_box_and_from_a_message() -> None:
    [command] = MANIFEST["composeExtensions"][0]["commands"]
    assert command["fetchTask"]
    assert set(command["context"]) == {"compose", "commandBox", "message"}


def test_the_package_has_three_files_and_is_the_same_twice() -> None:
    package = teams_package(MANIFEST)
    with zipfile.ZipFile(io.BytesIO(package)) as zipped:
        assert zipped.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(zipped.read("manifest.json")) == MANIFEST
        assert zipped.read(MANIFEST["icons"]["color"]) == colour_icon()
    assert teams_package(MANIFEST) == package


def points(png: bytes) -> list[list[tuple[int, int, int, int]]]:
    """Rows of red, green, blue and opacity. Checks every chunk on the way."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        at += 12 + length
    width, height, *how = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert how == [8, 6, 0, 0, 0]
    body, step = zlib.decompress(chunks[b"IDAT"]), 1 + 4 * width
    rows = [body[row * step + 1 : (row + 1) * step] for row in range(height)]
    return [[tuple(row[n : n + 4]) for n in range(0, 4 * width, 4)] for row in rows]  # type: ignore[misc]


def test_the_colour_icon_is_a_flame_on_ember_red() -> None:
    rows = points(colour_icon())
    assert (len(rows), len(rows[0])) == (192, 192)
    assert rows[0][0] == rows[191][191] == (0xB3, 0x43, 0x1E, 255)
    assert rows[115][96] == (0xFF, 0xF4, 0xE6, 255)
    assert {point[3] for row in rows for point in row} == {255}


def test_the_outline_icon_is_white_on_nothing() -> None:
    rows = points(outline_icon())
    assert (len(rows), len(rows[0])) == (32, 32)
    assert {point[:3] for row in rows for point in row} == {(255, 255, 255)}
    assert rows[0][0][3] == 0
    assert rows[20][16][3] == 255
    assert any(0 < point[3] < 255 for row in rows for point in row)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def registered(folder: Path, public_url: str = URL) -> None:
    lines = (
        f"TEAMS_APP_ID={APP}",
        "TEAMS_APP_PASSWORD=secret",
        f"TEAMS_TENANT_ID={APP}",
        f"PUBLIC_URL={public_url}",
    )
    (folder / ".env").write_text("\n".join(lines), encoding="utf-8")


def test_the_command_writes_the_package(empty: Path) -> None:
    registered(empty)
    done = CliRunner().invoke(main, ["manifest", "teams", "--out", "app.zip"])
    assert done.exit_code == 0, done.output
    assert "app.zip is the app for Microsoft Teams" in done.output
    with zipfile.ZipFile(empty / "app.zip") as zipped:
        made = json.loads(zipped.read("manifest.json"))
    assert schemas.faults(schemas.validator(schemas.MANIFEST), made) == []
    assert (made["id"], made["validDomains"]) == (APP, ["kindling.example.com"])


def test_the_command_says_which_setting_is_missing(empty: Path) -> None:
    done = CliRunner().invoke(main, ["manifest", "teams"])
    assert done.exit_code == 1
    assert "The package needs TEAMS_APP_ID" in done.output
    assert list(empty.iterdir()) == []


def test_teams_reaches_only_https(empty: Path) -> None:
    registered(empty, "http://kindling.example.com")
    done = CliRunner().invoke(main, ["manifest", "teams"])
    assert done.exit_code == 1
    assert "PUBLIC_URL" in done.output


def test_a_file_that_cannot_be_written_is_named(empty: Path) -> None:
    registered(empty)
    done = CliRunner().invoke(main, ["manifest", "teams", "--out", "nowhere/app.zip"])
    assert done.exit_code == 1
    assert "nowhere/app.zip can't be written" in done.output
