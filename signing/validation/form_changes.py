"""Changes of the form after a signature: fields, values, appearances.

Filling means: a field that was empty when the paper was signed has a value now. A value that
stood there is part of what was signed; replacing it is no filling.

Source: ISO 32000-2:2020, 12.7.3 (form), 12.7.4 (fields), 12.8.2.2 (what filling may change).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pikepdf

from signing.validation.comparison import Comparison, decoded
from signing.validation.fields import FormNode, Item, check_names, get, is_signature, items
from signing.validation.form_drawing import drawn_otherwise

_MAX_APPEARANCE = 1024 * 1024
_SHOWN_TEXT = re.compile(rb"\bT[jJ]\b|\)\s*['\"]|\bDo\b|\bEI\b")
_READ_ONLY = 1
_HARMLESS_FLAGS = 64 | 128 | 512
_STRUCTURAL = frozenset({"/Kids", "/Parent", "/P", "/StructParent", "/M", "/NM"})
_FILLED = frozenset({"/V", "/AS", "/AP", "/I", "/MK", "/DA", "/RV", "/DS"})
_SIGNED = frozenset({"/V", "/AP", "/AS", "/MK", "/F", "/Ff", "/DA", "/Lock", "/Type", "/Subtype"})
_FORM_ROUTINE = frozenset({"/Fields", "/SigFlags", "/DR", "/DA", "/Q", "/NeedAppearances"})
_TIME_STAMPS = ("/DocTimeStamp", "/ETSI.RFC3161")

ObjectId = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Widget:
    """What is known about a widget of the shown state.

    Attributes:
        change: Why its look may have changed; empty when it may not.
        signature: It belongs to a signature field.
        is_new: The signed state has no such field.
    """

    change: str
    signature: bool
    is_new: bool


@dataclass(slots=True)
class FormFindings:
    """What was found.

    Attributes:
        kinds: Permitted changes.
        suspicious: Changes that are not permitted.
        changed: Names of fields whose value changed or that are new.
        widgets: Widgets of the shown state by object id.
    """

    kinds: dict[str, None] = field(default_factory=dict)
    suspicious: dict[str, None] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    widgets: dict[ObjectId, Widget] = field(default_factory=dict)


def judge_form(
    comparison: Comparison, old_nodes: list[FormNode], new_nodes: list[FormNode]
) -> FormFindings:
    """Compare the forms of both states."""
    found = FormFindings()
    _judge_dictionary(comparison, found)
    if check_names(old_nodes) and not check_names(new_nodes):
        found.suspicious["ambiguous-field"] = None
    if drawn_otherwise(comparison, old_nodes, new_nodes):
        found.suspicious["form-redrawn"] = None
    old = {node.key: node for node in old_nodes}
    new = {node.key: node for node in new_nodes}
    if old.keys() - new.keys():
        found.suspicious["field-removed"] = None
    values = {node.name: node for node in old_nodes if node.is_field}
    shown = {node.name: node for node in new_nodes if node.is_field}
    for node in new_nodes:
        field_node = shown.get(node.name, node)
        if node.key in old:
            change = _judge_node(comparison, old[node.key], node, found, values, field_node)
            is_new = False
        else:
            change = _judge_added(node, field_node, found, known=node.name in values)
            is_new = True
        widget = Widget(change, node.kind == "/Sig", is_new)
        if node.node.is_indirect:
            found.widgets[node.node.objgen] = widget
    return found


def _judge_dictionary(comparison: Comparison, found: FormFindings) -> None:
    """Compare the form dictionary itself."""
    old, new = get(comparison.old.Root, "/AcroForm"), get(comparison.new.Root, "/AcroForm")
    if old is None and new is None:
        return
    if new is None:
        found.suspicious["form-removed"] = None
        return
    keys = {*(old.keys() if old is not None else ()), *new.keys()} - _FORM_ROUTINE
    if any(not comparison.equal(get(old, key), get(new, key)) for key in keys):
        found.suspicious["form-changed"] = None
    if not _resources_grew_only(comparison, get(old, "/DR"), get(new, "/DR")):
        found.suspicious["form-fonts-changed"] = None


def _resources_grew_only(comparison: Comparison, old: Item, new: Item) -> bool:
    """Tell whether every resource of the signed form is still the same."""
    for kind in old.keys() if isinstance(old, pikepdf.Dictionary) else ():
        before, after = get(old, kind), get(new, kind)
        if not isinstance(before, pikepdf.Dictionary):
            if after is not None and not comparison.equal(before, after):
                return False
            continue
        for name in before.keys():  # noqa: SIM118  # no Python dictionary
            if not comparison.equal(before.get(name), get(after, name)):
                return False
    return True


def _judge_added(node: FormNode, owner: FormNode, found: FormFindings, *, known: bool) -> str:
    """Judge a field or widget that the signed state does not have."""
    value = get(owner.node, "/V")
    if not node.kind and not known and _is_empty(value) and get(node.node, "/Subtype") is None:
        # A node above fields; what stands below it is judged by itself.
        return ""
    if node.kind != "/Sig" or known:
        found.suspicious["field-added"] = None
        return ""
    found.changed.add(node.name)
    if is_signature(value):
        found.kinds[_signature_kind(value)] = None
        return "signature"
    if _is_empty(value):
        found.kinds["signature-field-added"] = None
        return ""
    found.suspicious["field-added"] = None
    return ""


def _judge_node(
    comparison: Comparison,
    old: FormNode,
    new: FormNode,
    found: FormFindings,
    values: dict[str, FormNode],
    owner: FormNode,
) -> str:
    """Judge a field or widget that both states have; say why its look may differ."""
    keys = {*old.node.keys(), *new.node.keys()} - _STRUCTURAL
    changed = {key for key in keys if not comparison.equal(get(old.node, key), get(new.node, key))}
    before = get(values[old.name].node, "/V") if old.name in values else None
    after = get(owner.node, "/V")
    if not changed and comparison.equal(before, after):
        return ""
    if new.kind == "/Sig":
        return _judge_signature(changed, before, after, new, found)
    return _judge_value(comparison, changed, (before, after), (old, new), found)


def _judge_signature(
    changed: set[str], before: Item, after: Item, node: FormNode, found: FormFindings
) -> str:
    """Judge a signature field: an empty one may be signed, a signed one stays as it is."""
    if _is_empty(before) and is_signature(after) and changed <= _SIGNED:
        found.kinds[_signature_kind(after)] = None
        found.changed.add(node.name)
        return "signature"
    if changed:
        replaced = "/V" in changed
        found.suspicious["signature-replaced" if replaced else "signature-field-changed"] = None
    return ""


def _judge_value(
    comparison: Comparison,
    changed: set[str],
    values: tuple[Item, Item],
    nodes: tuple[FormNode, FormNode],
    found: FormFindings,
) -> str:
    """Judge any other field."""
    old, new = nodes
    if not _flags_harmless(changed, old.node, new.node):
        found.suspicious["field-changed"] = None
        return ""
    changed -= {"/F", "/Ff"}
    if not comparison.equal(*values):
        found.changed.add(new.name)
        was_empty = _is_empty(values[0]) and not _shows_text(old.node)
        if new.kind == "/Btn":
            was_empty = str(values[0]) in ("None", "/Off", "")
            changed -= {"/V", "/AS"}
        if not was_empty:
            found.suspicious["field-value-replaced"] = None
        elif changed - _FILLED or (new.kind == "/Btn" and changed):
            found.suspicious["field-changed"] = None
        else:
            found.kinds["form-filled"] = None
            return "filled"
        return ""
    if changed <= {"/AP", "/AS"} and new.kind != "/Btn" and _only_normal(comparison, nodes):
        # Drawn anew with the same value: allowed when it looks the same.
        found.kinds["appearance-redrawn"] = None
    elif changed:
        found.suspicious["field-changed"] = None
    return ""


def _flags_harmless(changed: set[str], old: Item, new: Item) -> bool:
    """Allow a field to become read-only, and a widget to be locked."""
    if "/Ff" in changed:
        before, after = _number(get(old, "/Ff")), _number(get(new, "/Ff"))
        if before | _READ_ONLY != after:
            return False
    if "/F" in changed:
        before, after = _number(get(old, "/F")), _number(get(new, "/F"))
        return (before ^ after) & ~_HARMLESS_FLAGS == 0
    return True


def _only_normal(comparison: Comparison, nodes: tuple[FormNode, FormNode]) -> bool:
    """Tell whether looks other than the normal one (pressed, pointed at) stay the same."""
    old, new = (get(node.node, "/AP") for node in nodes)
    return all(comparison.equal(get(old, key), get(new, key)) for key in ("/D", "/R"))


def _signature_kind(value: Item) -> str:
    """Name a new signature."""
    kinds = (str(get(value, "/Type", "")), str(get(value, "/SubFilter", "")))
    return "time-stamp-added" if set(kinds) & set(_TIME_STAMPS) else "signature-added"


def _is_empty(value: Item) -> bool:
    """Tell whether a field had no value."""
    if value is None:
        return True
    if isinstance(value, pikepdf.String):
        return not str(value).strip()
    return isinstance(value, pikepdf.Array) and not items(value)


def _shows_text(node: Item) -> bool:
    """Tell whether a look draws text or pictures although the field has no value."""
    look = get(get(node, "/AP"), "/N")
    if look is None:
        return False
    if not isinstance(look, pikepdf.Stream):
        return True
    content = decoded(look, _MAX_APPEARANCE)
    return content is None or bool(_SHOWN_TEXT.search(content))


def _number(value: Item) -> int:
    """Read flags; anything else than a whole number has none."""
    return value if type(value) is int else 0
