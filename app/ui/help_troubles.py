"""Pages of the help that are made of the officer's words for every code; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.services.help_pages import HelpPage
from app.ui.messages import MESSAGES
from app.ui.wording import Message
from app.ui.wording_access import ACCESS_MESSAGES
from app.ui.wording_capture import CAPTURE_MESSAGES
from app.ui.wording_catalog import CATALOG_MESSAGES
from app.ui.wording_certificates import CERTIFICATE_MESSAGES
from app.ui.wording_delivery import DELIVERY_MESSAGES
from app.ui.wording_fields import FIELD_MESSAGES
from app.ui.wording_forms import FORM_MESSAGES
from app.ui.wording_keeping import KEEPING_MESSAGES
from app.ui.wording_keys import KEY_MESSAGES
from app.ui.wording_pages import PAGE_MESSAGES
from app.ui.wording_reading import READING_MESSAGES
from app.ui.wording_remote import REMOTE_MESSAGES
from app.ui.wording_reuse import REUSE_MESSAGES
from app.ui.wording_signing import SIGNING_MESSAGES
from app.ui.wording_trust import TRUST_MESSAGES

INDEX = "su-co"


@dataclass(frozen=True, slots=True)
class _Chapter:
    """Messages that stand together on a page."""

    name: str
    title: str
    tables: Sequence[Mapping[str, Message]]
    prefixes: tuple[str, ...] = ()


_CHAPTERS = (
    _Chapter("su-co-nhap", "Lời báo về nhập tệp", (), ("import.", "input.", "watch.", "source.")),
    _Chapter("su-co-quet", "Lời báo về máy quét", (CAPTURE_MESSAGES,)),
    _Chapter("su-co-trang", "Lời báo về trang", (PAGE_MESSAGES, READING_MESSAGES)),
    _Chapter("su-co-truong", "Lời báo về ô thông tin", (FIELD_MESSAGES,)),
    _Chapter("su-co-dung-lai", "Lời báo về giấy tờ dùng lại", (REUSE_MESSAGES,)),
    _Chapter("su-co-khoa", "Lời báo về token và khóa ký", (KEY_MESSAGES, REMOTE_MESSAGES)),
    _Chapter("su-co-ky", "Lời báo về ký số", (SIGNING_MESSAGES,)),
    _Chapter("su-co-chung-thu", "Lời báo về chứng thư", (CERTIFICATE_MESSAGES, TRUST_MESSAGES)),
    _Chapter("su-co-gui", "Lời báo về gửi hồ sơ", (DELIVERY_MESSAGES,)),
    _Chapter("su-co-kho", "Lời báo về kho và sao lưu", (KEEPING_MESSAGES,)),
    _Chapter("su-co-quyen", "Lời báo về đăng nhập và quyền", (ACCESS_MESSAGES,)),
    _Chapter("su-co-mau", "Lời báo về mẫu giấy tờ", (FORM_MESSAGES, CATALOG_MESSAGES)),
)
_REST = _Chapter("su-co-tram", "Lời báo về trạm và cài đặt", ())


def chapter_of(code: str) -> str:
    """The page on which a code stands."""
    for chapter in _CHAPTERS:
        if chapter.prefixes and code.startswith(chapter.prefixes):
            return chapter.name
        if any(code in table for table in chapter.tables):
            return chapter.name
    return _REST.name


def trouble_pages() -> tuple[HelpPage, ...]:
    """One page for each topic, and the list of them."""
    held: dict[str, list[str]] = {}
    for code in MESSAGES:
        held.setdefault(chapter_of(code), []).append(code)
    chapters = [chapter for chapter in (*_CHAPTERS, _REST) if held.get(chapter.name)]
    index = "\n".join(
        f"- [{chapter.title}]({chapter.name}.md) ({len(held[chapter.name])})"
        for chapter in chapters
    )
    intro = (
        "Gõ vài chữ của lời báo vào ô tìm phía trên, hoặc chọn nhóm. Mỗi lời báo nói chuyện gì "
        "xảy ra, vì sao và làm gì tiếp."
    )
    pages = [HelpPage(INDEX, f"# Danh sách lời báo và việc cần làm\n\n{intro}\n\n{index}\n")]
    return (*pages, *(_page(chapter, held[chapter.name]) for chapter in chapters))


def _page(chapter: _Chapter, codes: Sequence[str]) -> HelpPage:
    parts = [f"# {chapter.title}", f"[Danh sách các nhóm]({INDEX}.md)"]
    told = sorted((MESSAGES[code].vi for code in codes), key=lambda words: words.what)
    for words in dict.fromkeys(told):
        parts.append(f"## {_plain(words.what)}")
        if words.why:
            parts.append(_plain(words.why))
        parts.append(f"**Việc cần làm:** {_plain(words.todo)}")
    return HelpPage(chapter.name, "\n\n".join(parts) + "\n")


def _plain(text: str) -> str:
    """Words as they are, not as Markdown."""
    return "".join(f"\\{sign}" if sign in "\\*_`[]<>#|" else sign for sign in text)
