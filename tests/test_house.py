"""The shape of the house: sizes, names, imports, lock files, and the voice of what people read."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from adapters.settings import setting_names

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "adapters", "storage", "tests")
WRITTEN = {".py", ".html", ".css", ".js", ".sql"}
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40
NOT_OURS = {"__pycache__", "node_modules"}
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "base"}
BOT_MAY_IMPORT = sys.stdlib_module_names - {"sqlite3", "socket", "urllib", "http"} | {
    "bot",
    "fsrs",
    "markdown_it",
}
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
EXCLAMATION = re.compile(r"\w[\"'”’)]*!(?=\s|$|[\"'”’)<])")


def files(*suffixes: str, within: tuple[str, ...] = PACKAGES) -> Iterator[Path]:
    for package in within:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in suffixes and path.is_file() and not NOT_OURS & set(path.parts):
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees(*within: str) -> Iterator[tuple[str, ast.Module]]:
    for path in files(".py", within=within):
        yield name(path), ast.parse(path.read_text(encoding="utf-8"))


def test_files_stay_short() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(*WRITTEN)}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_functions_stay_short() -> None:
    lengths = {
        f"{path}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path, tree in trees(*PACKAGES)
        for function in functions(tree)
    }
    assert {where: lines for where, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


def test_names_of_files_say_what_is_inside() -> None:
    assert [name(path) for path in files(*WRITTEN) if path.stem in EMPTY_NAMES] == []


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def test_bot_imports_only_the_standard_library_and_its_two() -> None:
    strangers = {
        f"{path} imports {module}"
        for path, tree in trees("bot")
        for module in imported(tree)
        if module.partition(".")[0] not in BOT_MAY_IMPORT
    }
    assert strangers == set()


KITS = ("botbuilder", "botframework", "msal", "slack_bolt", "slack_sdk")


def test_a_platform_that_is_not_set_up_is_not_loaded(tmp_path: Path) -> None:
    """Its kit takes longer to load than all of ours."""
    code = (
        "import asyncio, sys; import adapters.cli, adapters.clock, adapters.server, adapters.settings\n"
        "from adapters.wiring import build\n"
        "async def main():\n"
        "    async with build(adapters.settings.Settings(), local=True): pass\n"
        "asyncio.run(main())\n"
        f"print([one for one in {KITS} if one in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    python_path = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=tmp_path, env=python_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "lock", ["requirements.txt", "requirements-dev.txt", "tests/clients/package-lock.json"]
)
def test_lock_files_name_no_place_to_download_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"(?im)^.*(?:https?:|file:|index-url|find-links|trusted-host|resolved).*$", text) == []


def locked(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^([a-z0-9-]+)==([^\s;]+)", text))


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.txt", ("build",)), ("requirements-dev.txt", ("build", "dev"))]
)
def test_lock_files_hold_what_the_project_asks_for(lock: str, groups: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    wanted += [line for group in groups for line in project["dependency-groups"][group]]
    versions = locked(lock)
    missing = [
        line
        for line in wanted
        if not Requirement(line).specifier.contains(versions.get(Requirement(line).name, "0"))
        or Requirement(line).name not in versions
    ]
    assert missing == []


def test_what_runs_is_the_same_in_both_lock_files() -> None:
    running, working = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {package: working.get(package) for package in running} == running


def test_every_make_target_is_in_help() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z]+):", text))
    assert targets == set(re.findall(r"(?m)^([a-z]+):.*## \S", text))
    assert targets == set("".join(re.findall(r"(?m)^\.PHONY:(.*)$", text)).split())


def test_every_setting_is_in_the_example_file() -> None:
    now, _, _ = (ROOT / ".env.example").read_text(encoding="utf-8").partition("# ===")
    assert set(re.findall(r"(?m)^#([A-Z_]+)=", now)) == {setting.name for setting in setting_names().values()}


def sentences() -> Iterator[tuple[str, str]]:
    for path in files(".md", ".toml", within=("tips",)):
        yield name(path), path.read_text(encoding="utf-8")
    for path in sorted(ROOT.glob("*.md")):
        yield name(path), path.read_text(encoding="utf-8")
    for where, tree in trees("bot/messages"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{where}:{node.lineno}", node.value


def test_what_people_read_is_calm() -> None:
    loud = {where: text for where, text in sentences() if EMOJI.search(text) or EXCLAMATION.search(text)}
    assert loud == {}
