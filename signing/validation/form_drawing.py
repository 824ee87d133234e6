"""Fields that a reader draws by itself: what it draws from has to stay as it was signed.

A form may ask its reader to draw all fields anew, and a field without a look is drawn anew in any
case. Then letters and their place come from /DA and /Q, which the form may give for all fields,
and from its fonts; the looks that lie in the file are not shown at all.

Source: ISO 32000-2:2020, 12.7.3 (/NeedAppearances, /DA, /DR, /Q), 12.7.4.3 (variable text).
"""

from __future__ import annotations

import re

import pikepdf

from signing.validation.comparison import Comparison
from signing.validation.fields import FormNode, Item, get

_FONT = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)[\x00\t\n\f\r ]+[-+.\d]+[\x00\t\n\f\r ]+Tf")
_MAX_DEPTH = 32


def drawn_otherwise(
    comparison: Comparison, old_nodes: list[FormNode], new_nodes: list[FormNode]
) -> bool:
    """Tell whether readers would show values of the signed form in another way.

    Args:
        comparison: The two states.
        old_nodes: Nodes of the signed form.
        new_nodes: Nodes of the shown form.
    """
    forms = (get(comparison.old.Root, "/AcroForm"), get(comparison.new.Root, "/AcroForm"))
    asked, asks = (get(form, "/NeedAppearances") is True for form in forms)
    shown = {node.key: node for node in new_nodes}
    pairs = [
        (node.node, shown[node.key].node)
        for node in old_nodes
        if node.key in shown and node.kind not in ("", "/Sig") and _says_something(node)
    ]
    # Of values and looks, one was shown when it was signed, and now it is the other.
    if asks != asked and (asks or pairs):
        return True
    anew = [pair for pair in pairs if asks or get(get(pair[1], "/AP"), "/N") is None]
    return any(not _drawn_alike(comparison, pair, forms) for pair in anew)


def _says_something(node: FormNode) -> bool:
    """Tell whether a field shows a value, or words of its own as a button does."""
    value = _inherited(node.node, "/V", None)
    empty = value is None or (isinstance(value, pikepdf.String) and not str(value).strip())
    return not empty or node.kind == "/Btn"


def _drawn_alike(comparison: Comparison, pair: tuple[Item, Item], forms: tuple[Item, Item]) -> bool:
    """Tell whether a field is drawn from the same letters at the same place."""
    for key in ("/DA", "/Q"):
        before, after = (
            _inherited(node, key, form) for node, form in zip(pair, forms, strict=True)
        )
        if not comparison.equal(before, after):
            return False
    written = _inherited(pair[0], "/DA", forms[0])
    text = bytes(written) if isinstance(written, pikepdf.String) else b""
    return all(
        comparison.equal(*(_font(form, name) for form in forms)) for name in _FONT.findall(text)
    )


def _font(form: Item, name: bytes) -> Item:
    """Find a font of the form."""
    return get(get(get(form, "/DR"), "/Font"), "/" + name.decode("latin-1"))


def _inherited(node: Item, key: str, form: Item) -> Item:
    """Look up an entry of a field, in it, above it, or in the form."""
    for _ in range(_MAX_DEPTH):
        value = get(node, key)
        if value is not None:
            return value
        node = get(node, "/Parent")
        if node is None:
            break
    return get(form, key)
