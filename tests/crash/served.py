"""Parts of the proof's brief form, each in a process forked from one that has loaded everything.

`python -m tests.crash.served` reads a platform and a part as a line of JSON, and answers with one.
The processes have one thread, since senders are forked from them.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import traceback

from tests.crash.__main__ import run_part, told_of

PATIENCE = 480
"""Seconds after which a part that has not ended is ended."""


def answer(platform: str, part: str) -> None:
    pid = os.fork()
    if pid == 0:
        prove_it(platform, part)
    _, status = os.waitpid(pid, 0)
    if status != 0:
        say({"broken": [f"the proof itself ended with {os.waitstatus_to_exitcode(status)}"]})


def prove_it(platform: str, part: str) -> None:
    """Never returns."""
    signal.alarm(PATIENCE)
    code = 1
    try:
        say(told_of(run_part(platform, part, brief=True)))
        code = 0
    except Exception:  # noqa: BLE001 - told where the tests look
        traceback.print_exc()
    finally:
        os._exit(code)


def say(told: object) -> None:
    os.write(sys.stdout.fileno(), f"{json.dumps(told)}\n".encode())


if __name__ == "__main__":
    gc.freeze()
    for line in sys.stdin:
        answer(*json.loads(line))
