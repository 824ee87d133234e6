"""Layers of a page as one run of bytes and back; the form in which they are kept.

Layout: four bytes length of the head, big-endian; the head, JSON with places and lengths; the
streams one after another in the order of the head.
"""

from __future__ import annotations

import json
from typing import Any

from ocr.errors import AssemblyFailed
from ocr.layers import PageLayers, Raster, Stencil

_HEAD_BYTES = 4


def pack_layers(layers: PageLayers) -> bytes:
    """All streams and places of `layers`."""
    head = {
        "size": [layers.width, layers.height],
        "rasters": [[len(r.jpeg), r.width, r.height, list(r.place)] for r in layers.rasters],
        "stencils": [[len(s.g4), list(s.colour)] for s in layers.stencils],
    }
    head_bytes = json.dumps(head, sort_keys=True).encode("ascii")
    streams = [r.jpeg for r in layers.rasters] + [s.g4 for s in layers.stencils]
    return b"".join((len(head_bytes).to_bytes(_HEAD_BYTES, "big"), head_bytes, *streams))


def unpack_layers(data: bytes) -> PageLayers:
    """The layers that `pack_layers` packed.

    Raises:
        AssemblyFailed: The bytes are something else or cut off.
    """
    try:
        length = int.from_bytes(data[:_HEAD_BYTES], "big")
        head = json.loads(data[_HEAD_BYTES : _HEAD_BYTES + length])
        return _layers(head, _Streams(data, _HEAD_BYTES + length))
    except (ValueError, KeyError, TypeError) as error:
        raise AssemblyFailed("layers of a page are damaged") from error


class _Streams:
    """Hands out one stream after another."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._at = start

    def take(self, length: int) -> bytes:
        stream = self._data[self._at : self._at + length]
        if len(stream) != length:
            raise ValueError("cut off")
        self._at += length
        return stream


def _layers(head: Any, streams: _Streams) -> PageLayers:  # any: parsed JSON
    width, height = head["size"]
    rasters = [
        Raster(streams.take(length), w, h, (place[0], place[1], place[2], place[3]))
        for length, w, h, place in head["rasters"]
    ]
    stencils = [
        Stencil(streams.take(length), (ink[0], ink[1], ink[2])) for length, ink in head["stencils"]
    ]
    return PageLayers(width, height, tuple(rasters), tuple(stencils))
