"""The colour profile is the sRGB that others mean, with the same bytes every day."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageCms

from ocr.pdf.srgb import srgb_profile


def test_srgb_profile_gives_the_colours_of_srgb() -> None:
    colours = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))

    seen = ImageCms.profileToProfile(Image.fromarray(colours), ours, ImageCms.createProfile("sRGB"))

    assert seen is not None
    assert np.abs(np.asarray(seen).astype(int) - colours).max() <= 1


def test_srgb_profile_head_is_complete() -> None:
    made = srgb_profile()

    head = ImageCms.ImageCmsProfile(io.BytesIO(made)).profile
    assert int.from_bytes(made[:4], "big") == len(made)
    assert (head.version, head.xcolor_space, head.device_class) == (2.1, "RGB ", "mntr")
    assert head.rendering_intent == 0
    assert head.profile_description == "sRGB IEC61966-2.1"
