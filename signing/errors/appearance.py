"""A visible signature cannot be drawn or placed."""

from __future__ import annotations

from signing.errors.base import Advice, SigningError


class AppearanceRefused(SigningError):
    """A visible signature cannot be drawn or placed."""

    code = "appearance.refused"
    advice = Advice.USER_ACTION


class PictureUnreadable(AppearanceRefused):
    """The picture of a signature or seal is not a PNG file, or a damaged one."""

    code = "appearance.picture_unreadable"


class PictureTooLarge(AppearanceRefused):
    """The picture has more bytes or pixels than a stamp needs."""

    code = "appearance.picture_too_large"


class PictureOpaque(AppearanceRefused):
    """The picture has no transparent ground and would hide what it lies on."""

    code = "appearance.picture_opaque"


class PictureEmpty(AppearanceRefused):
    """Nothing is drawn on the picture."""

    code = "appearance.picture_empty"


class TextNotDrawable(AppearanceRefused):
    """The text of a stamp is empty, endless, or has a letter that the font lacks."""

    code = "appearance.text_not_drawable"


class FontUnusable(AppearanceRefused):
    """The font of stamps is not a TrueType font."""

    code = "appearance.font_unusable"


class BadAppearanceRules(AppearanceRefused):
    """The rules of visible signatures cannot be read, or none is in force."""

    code = "appearance.bad_rules"


class NoPlaceFound(AppearanceRefused):
    """Nothing in the file says where the signature belongs; the officer puts it there."""

    code = "appearance.no_place"
