"""Programs that others wrote, installed by `make setup` from tests/clients/package-lock.json."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parent / "node_modules"
NOT_INSTALLED = "programs of others are not installed: install npm, then run make setup"


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Where npm put them. Without them the test is skipped; where CI is set it fails."""
    if (NODE_MODULES / ".package-lock.json").is_file():
        return NODE_MODULES
    if os.environ.get("CI") == "true":
        pytest.fail(NOT_INSTALLED)
    pytest.skip(NOT_INSTALLED)
