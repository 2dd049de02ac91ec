"""The README and the example settings keep up with what there is, and promise nothing that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from aiohttp import web

from adapters.cli import main
from adapters.settings import load_settings, setting_names
from adapters.wiring import build

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SETTINGS = sorted(setting.name for setting in setting_names().values())


def commands(group: click.Group = main, above: str = "kindling") -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{above} {name}")
        else:
            yield f"{above} {name}", command


COMMANDS = dict(commands())


def table_line(command: str) -> str:
    [line] = [line for line in README.splitlines() if re.match(rf"\| `{command}[ `]", line)]
    return line


def options(command: click.Command) -> set[str]:
    written = (option for parameter in command.params for option in parameter.opts)
    return {option for option in written if option.startswith("--")}


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_in_the_readme_and_in_the_example(setting: str) -> None:
    assert f"| `{setting}` |" in README
    assert re.search(rf"(?m)^#?{setting}=", EXAMPLE)


def test_the_readme_has_no_setting_that_is_not_there() -> None:
    assert sorted(re.findall(r"(?m)^\| `([A-Z_]+)` \|", README)) == SETTINGS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_each_of_its_options_is_in_the_readme(command: str) -> None:
    line = table_line(command)
    written = options(COMMANDS[command])
    assert ("` * |" in line) == ("--json" in written)
    for option in written - {"--json"}:
        assert option in README


def test_the_readme_has_no_command_and_no_option_that_is_not_there() -> None:
    told = re.findall(r"(?m)^\| `(kindling(?: [a-z]+)+)", README)
    assert sorted(told) == sorted(COMMANDS)
    known = {option for command in COMMANDS.values() for option in options(command)} | {"--help"}
    assert set(re.findall(r"--[a-z][a-z-]*", README)) <= known


def test_commands_have_a_help_that_is_a_sentence() -> None:
    for path, command in COMMANDS.items():
        assert command.help, path
        assert command.help.strip().endswith("."), path


async def test_every_route_is_in_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with build(load_settings(None), local=True) as application:
        site = web.Application()
        application.add_routes(site)
        routes = {
            f"{route.method} {route.resource.canonical}"
            for route in site.router.routes()
            if route.resource is not None and "/api/" in route.resource.canonical and route.method != "HEAD"
        }
    told = set(re.findall(r"(?m)^\| `((?:GET|POST) /api/local/[a-z-]+)", README))
    assert told == routes


def house() -> set[str]:
    """The folders that the map names: packages two deep, and those that hold no code."""
    deep = [
        path.parent
        for package in ("bot", "adapters", "storage")
        for path in ROOT.glob(f"{package}/*/__init__.py")
    ]
    return {f"{path.relative_to(ROOT)}/" for path in deep} | {
        "bot/",
        "adapters/",
        "storage/",
        "tips/",
        "docs/",
        "tests/",
    }


def test_the_map_is_the_house() -> None:
    mapped = README.split("## How it is built", 1)[1]
    assert set(re.findall(r"(?m)^\| `([a-z/]+)` \|", mapped)) == house()


@pytest.mark.parametrize("page", ["README.md", "docs/compare.md"])
def test_links_and_pictures_lead_somewhere(page: str) -> None:
    links = re.findall(r"\[[^\]]+\]\(([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))
    inner = [link for link in links if "://" not in link]
    assert inner
    assert [link for link in inner if not ((ROOT / page).parent / link).is_file()] == []
