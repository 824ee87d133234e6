"""A pretended WIA scanner: what it has and does, and the names and numbers of its properties."""

from __future__ import annotations

import ctypes
import io
from dataclasses import dataclass, field

from PIL import Image

P, I4, U4, U8 = ctypes.c_void_p, ctypes.c_int32, ctypes.c_uint32, ctypes.c_uint64
PROTOTYPE = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
E_INVALIDARG, E_NOINTERFACE = 0x80070057, 0x80004002
CLASS_NOT_REGISTERED, PAPER_EMPTY, END_OF_MEDIA = 0x80040154, 0x80210003, 0x00210001
BMP = "b96b3cab-0728-11d3-9d7b-0000f81ef32e"
FLATBED = "fb607b1f-43f3-488b-855b-fb703ec342a6"
FEEDER = "fe131934-f84c-42ad-8da4-6129cddd7288"
NAME = "{6BDD1FC6-810F-11D0-BEC7-08002BE2092F}\\0000"
DEVICE_ID, VENDOR, DEVICE_TYPE, DEVICE_NAME = 2, 3, 5, 7
CAPABILITIES, STATUS, SELECT, PAGES = 3086, 3087, 3088, 3096
DATA_TYPE, FORMAT, TYMED, CATEGORY = 4103, 4106, 4108, 4125
X_RES, Y_RES, X_EXTENT, Y_EXTENT, BRIGHTNESS = 6147, 6148, 6151, 6152, 6154
BLANK_PAGES, MULTI_FEED, PAGE_SIZE = 4167, 4168, 3097


@dataclass
class Spec:
    """A device and what it does.

    Attributes:
        sheets: Sides in the feeder.
        end: What a 2.0 transfer gives when the paper is used up.
        fails: Result, before the side of that number (from 1), in place of it.
        strange: What is done to the side of that number: "cut", "no_end", "jpeg", "rubbish",
            "unknown_height", "huge", "crash", "hang", "bad_stream".
        refuses_2: Download of 2.0 is refused, as by drivers made for 1.0.
        lacks_2: There is no WiaDevMgr2.
        opening: Result of opening the device.
        condition: Document handling status, beside "feeder ready".
        selects: Values of "document handling select" that it takes, empty = all.
    """

    sheets: int = 10
    end: int = 0
    fails: dict[str, int] = field(default_factory=dict)
    strange: dict[str, str] = field(default_factory=dict)
    refuses_2: bool = False
    lacks_2: bool = False
    opening: int = 0
    condition: int = 0
    capabilities: int = 0x27
    selects: tuple[int, ...] = ()
    resolutions: tuple[int, ...] = (75, 150, 300, 600)
    cameras: int = 1
    log: list[str] = field(default_factory=list)


def picture(number: int, mode: str = "L") -> bytes:
    store = io.BytesIO()
    Image.new(mode, (40, 60), 20 * number if mode != "RGB" else (20 * number, 1, 2)).save(
        store, "BMP", dpi=(75, 75)
    )
    return store.getvalue()
