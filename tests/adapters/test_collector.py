from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from adapters.collector import collect_seldom


@pytest.fixture
def as_python_begins() -> Iterator[None]:
    """The tests' own process has been told much the same: see tests/conftest.py."""
    before = gc.get_threshold()
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)
    yield
    gc.freeze()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("as_python_begins")
def test_what_is_loaded_is_looked_through_no_more_and_what_is_new_more_seldom() -> None:
    before = gc.get_threshold()[0]
    collect_seldom()
    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold()[0] > before
    assert gc.isenabled()
