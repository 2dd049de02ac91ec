from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.local.chat import Chat
from adapters.local.clock import DemoClock
from adapters.local.faults import ClockOnlyForward

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Machine:
    def __init__(self) -> None:
        self.at = datetime(2027, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def test_it_starts_in_the_past_and_flows_on() -> None:
    machine = Machine()
    clock = DemoClock(Chat(), machine)
    assert not clock.started
    clock.start_at(MONDAY)
    machine.at += timedelta(seconds=90)
    assert clock.now() == MONDAY + timedelta(seconds=90)


def test_it_moves_forward_only() -> None:
    clock = DemoClock(Chat(), Machine())
    clock.start_at(MONDAY)
    clock.move_to(MONDAY + timedelta(days=3))
    with pytest.raises(ClockOnlyForward, match=r"it is 2026-11-26T09:00:00Z already"):
        clock.move_to(MONDAY)
    assert clock.now() == MONDAY + timedelta(days=3)


def test_a_restart_goes_on_from_where_it_was(tmp_path: Path) -> None:
    machine = Machine()
    chat = Chat(tmp_path / "chat.db")
    clock = DemoClock(chat, machine)
    clock.start_at(MONDAY)
    clock.move_to(MONDAY + timedelta(days=7))
    chat.close()
    machine.at += timedelta(minutes=5)
    chat = Chat(tmp_path / "chat.db")
    again = DemoClock(chat, machine)
    again.start_at(MONDAY)
    assert again.now() == MONDAY + timedelta(days=7, minutes=5)
    chat.close()


def test_without_a_start_it_is_the_machines_time() -> None:
    machine = Machine()
    assert DemoClock(Chat(), machine).now() == machine.at


def test_what_another_process_moves_is_followed_within_a_second(tmp_path: Path) -> None:
    machine = Machine()
    chats = [Chat(tmp_path / "chat.db") for _ in range(2)]
    one, other = (DemoClock(chat, machine) for chat in chats)
    one.start_at(MONDAY)
    one.move_to(MONDAY + timedelta(days=3))
    machine.at += timedelta(seconds=1)
    assert other.now() == one.now() == MONDAY + timedelta(days=3, seconds=1)
    assert other.started
    with pytest.raises(ClockOnlyForward):
        other.move_to(MONDAY + timedelta(days=2))
    for chat in chats:
        chat.close()
    machine.at += timedelta(seconds=9)
    assert other.now() == MONDAY + timedelta(days=3, seconds=10)


def test_it_can_be_asked_in_any_thread() -> None:
    machine = Machine()
    clock = DemoClock(Chat(), machine)
    clock.start_at(MONDAY)
    machine.at += timedelta(seconds=5)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(clock.now).result() == MONDAY + timedelta(seconds=5)
