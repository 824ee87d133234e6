"""Layers of a page as one run of bytes and back; the form in which they are kept.

Layout: four bytes length of the head, big-endian; the head, JSON with places and lengths; the
streams one after another: pictures, their masks, stencils, each in the order of the head.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from ocr.compression.page_layers import Codec, PageLayers, Raster, Stencil, Verdict
from ocr.errors import AssemblyFailed
from ocr.words import Box

_HEAD_BYTES = 4


def pack_layers(layers: PageLayers) -> bytes:
    """All streams and places of `layers`."""
    masks = [raster.mask for raster in layers.rasters if raster.mask is not None]
    head = {
        "size": [layers.width, layers.height],
        "rasters": [
            [len(r.jpeg), r.width, r.height, list(r.place), _head_of(r.mask) if r.mask else None]
            for r in layers.rasters
        ],
        "stencils": [_head_of(stencil) for stencil in layers.stencils],
        "verdict": layers.verdict.value,
    }
    head_bytes = json.dumps(head, sort_keys=True).encode("ascii")
    streams = [r.jpeg for r in layers.rasters]
    streams += [stencil.stream for stencil in (*masks, *layers.stencils)]
    return b"".join((len(head_bytes).to_bytes(_HEAD_BYTES, "big"), head_bytes, *streams))


def _head_of(stencil: Stencil) -> list[Any]:  # any: JSON
    place = list(stencil.place) if stencil.place else None
    return [len(stencil.stream), list(stencil.colour), place, stencil.codec.value]


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
    pictures = [
        (Raster(streams.take(length), w, h, _box(place)), mask)
        for length, w, h, place, mask in head["rasters"]
    ]
    rasters = tuple(
        raster if mask is None else replace(raster, mask=_stencil(mask, streams))
        for raster, mask in pictures
    )
    stencils = tuple(_stencil(stencil, streams) for stencil in head["stencils"])
    return PageLayers(width, height, rasters, stencils, Verdict(head["verdict"]))


def _stencil(head: Any, streams: _Streams) -> Stencil:  # any: parsed JSON
    length, (red, green, blue), place, codec = head
    where = None if place is None else _box(place)
    return Stencil(streams.take(length), (red, green, blue), where, Codec(codec))


def _box(place: Any) -> Box:  # any: parsed JSON
    x0, y0, x1, y1 = place
    return (x0, y0, x1, y1)
