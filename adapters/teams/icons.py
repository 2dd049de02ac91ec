"""The app's two icons, drawn here and written as PNG: a flame on ember red, and its shape in white. Pure.

A row of points is found from where the flame's edge crosses a few finer rows inside it, so edges are smooth.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

Point = tuple[float, float]
Colour = tuple[int, int, int]

COLOUR_SIZE, OUTLINE_SIZE = 192, 32
EMBER: Colour = (0xB3, 0x43, 0x1E)
LIGHT: Colour = (0xFF, 0xF4, 0xE6)
WHITE: Colour = (0xFF, 0xFF, 0xFF)

_BOX = 24.0
"""The flame is drawn in a square of so many units, from 4 to 18.2 from top to bottom."""

_FINER = 4
_STEPS = 24
_TOP: Point = (12.6, 4.0)
_CURVES = (
    (_TOP, (13.1, 7.1), (17.2, 8.6), (17.2, 13.0)),
    ((6.8, 13.0), (6.8, 11.0), (7.7, 9.7), (8.8, 8.6)),
    ((8.8, 8.6), (9.0, 9.8), (9.6, 10.6), (10.4, 11.0)),
    ((10.4, 11.0), (10.3, 8.3), (11.0, 5.7), _TOP),
)
_HEARTH: Point = (12.0, 13.0)
_HEARTH_RADIUS = 5.2


@cache
def colour_icon() -> bytes:
    """192 by 192: the flame in the middle of a full square, as Teams rounds corners itself."""
    rows = []
    for row in _coverage(COLOUR_SIZE, 0.8):
        mixed = (_mixed(EMBER, LIGHT, share) for share in row)
        rows.append(b"".join(bytes((*colour, 0xFF)) for colour in mixed))
    return _png(COLOUR_SIZE, rows)


@cache
def outline_icon() -> bytes:
    """32 by 32: the flame in white on nothing."""
    rows = [
        b"".join(bytes((*WHITE, round(share * 255))) for share in row) for row in _coverage(OUTLINE_SIZE, 1.5)
    ]
    return _png(OUTLINE_SIZE, rows)


def _mixed(under: Colour, over: Colour, share: float) -> Colour:
    red, green, blue = (round(low + (high - low) * share) for low, high in zip(under, over, strict=True))
    return red, green, blue


def _edge() -> list[Point]:
    """Round the flame and back to its tip: the right side, the half circle below, the left side."""
    first, *others = (_curve(*points) for points in _CURVES)
    half = [math.pi * step / _STEPS for step in range(_STEPS + 1)]
    below = [
        (_HEARTH[0] + _HEARTH_RADIUS * math.cos(turn), _HEARTH[1] + _HEARTH_RADIUS * math.sin(turn))
        for turn in half
    ]
    return [*first, *below, *(point for curve in others for point in curve)]


def _curve(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    def at(axis: int, part: float) -> float:
        rest = 1 - part
        return (
            rest**3 * start[axis]
            + 3 * rest**2 * part * one[axis]
            + 3 * rest * part**2 * two[axis]
            + part**3 * end[axis]
        )

    return [(at(0, step / _STEPS), at(1, step / _STEPS)) for step in range(_STEPS + 1)]


def _coverage(size: int, scale: float) -> Iterator[list[float]]:
    """Row by row, how much of each point the flame covers, 0 to 1. `scale` 1: as in its box."""
    unit = size / _BOX * scale
    edge = [((x - 12.0) * unit + size / 2, (y - 11.1) * unit + size / 2) for x, y in _edge()]
    for row in range(size):
        points = [0.0] * size
        for part in range(_FINER):
            for left, right in _spans(edge, row + (part + 0.5) / _FINER):
                _cover(points, left, right)
        yield [min(1.0, share / _FINER) for share in points]


def _spans(edge: list[Point], y: float) -> Iterator[tuple[float, float]]:
    """Where the flame is at that height."""
    crossings = sorted(
        x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in pairwise([*edge, edge[0]])
        if min(y0, y1) <= y < max(y0, y1)
    )
    return zip(crossings[::2], crossings[1::2], strict=True)


def _cover(points: list[float], left: float, right: float) -> None:
    for column in range(max(0, math.floor(left)), min(len(points), math.ceil(right))):
        points[column] += min(right, column + 1) - max(left, column)


def _png(size: int, rows: list[bytes]) -> bytes:
    """8 bits each of red, green, blue and opacity; each row unfiltered."""
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    body = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
