"""Words for what is found in files before and after signing; no Qt.

Codes are those of `signing.pades.before_signing`, `signing.validation` and `signing.trust`. One
that has no words yet is named as it is: nothing that was found is ever kept from the officer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.ui.messages import MESSAGES, headline

if TYPE_CHECKING:
    from app.services.key_check import KeyWarning

_FINDINGS: dict[str, tuple[str, str]] = {
    # before signing
    "script": ("có mã lệnh tự chạy", "holds a script"),
    "launch": ("có lệnh mở chương trình khác", "starts another program"),
    "open-action": ("tự làm một việc khi mở tệp", "acts when it is opened"),
    "embedded-file-action": ("tự mở tệp đính kèm", "opens an embedded file"),
    "form-action": ("biểu mẫu tự thực hiện lệnh", "a form acts by itself"),
    "appearance-action": ("hình hiển thị có kèm lệnh", "an appearance acts by itself"),
    "media": ("có âm thanh, phim hoặc mô hình 3D", "holds sound, film or a 3D model"),
    "xfa": ("là biểu mẫu XFA, nội dung có thể tự đổi", "is an XFA form, which can change itself"),
    "hidden-annotation": ("có chú thích bị ẩn", "holds a hidden annotation"),
    "annotation-over-text": ("có chú thích che chữ", "an annotation covers text"),
    "layers": ("có lớp nội dung đang ẩn", "holds layers that are hidden"),
    "form-value-not-shown": (
        "có ô biểu mẫu chứa nội dung không hiển thị",
        "a field holds a value that is not shown",
    ),
    "form-redrawn": ("ô biểu mẫu được vẽ lại khi mở", "fields are drawn anew when opened"),
    "external-stream": ("lấy nội dung từ tệp bên ngoài", "takes content from another file"),
    "attachment": ("có tệp đính kèm", "has an attachment"),
    "unused-pages": ("có trang ẩn không nằm trong tài liệu", "holds pages that are not shown"),
    # permitted or forbidden changes after a signature
    "signature-added": ("thêm chữ ký", "a signature was added"),
    "signature-field-added": ("thêm ô chữ ký", "a signature field was added"),
    "time-stamp-added": ("thêm dấu thời gian", "a time stamp was added"),
    "long-term-evidence": ("thêm bằng chứng lưu trữ dài hạn", "long-term evidence was added"),
    "form-filled": ("điền biểu mẫu", "a form was filled in"),
    "metadata-changed": ("đổi thông tin mô tả", "metadata was changed"),
    "metadata-removed": ("xóa thông tin mô tả", "metadata was removed"),
    "annotation-added": ("thêm chú thích", "an annotation was added"),
    "annotation-changed": ("sửa chú thích", "an annotation was changed"),
    "annotation-removed": ("xóa chú thích", "an annotation was removed"),
    "appearance-redrawn": ("hình hiển thị được vẽ lại", "an appearance was drawn anew"),
    "white-space": ("chỉ thêm khoảng trống", "only white space was added"),
    "page-changed": ("nội dung trang bị sửa", "a page was changed"),
    "pages-added-or-removed": ("thêm hoặc bớt trang", "pages were added or removed"),
    "page-looks-different": (
        "trang hiển thị khác lúc ký",
        "a page looks different from what was signed",
    ),
    "page-hidden-by-annotation": (
        "chú thích che nội dung đã ký",
        "an annotation hides signed content",
    ),
    "page-hidden-by-field": ("ô biểu mẫu che nội dung đã ký", "a field hides signed content"),
    "page-hidden-by-signature": (
        "chữ ký khác che nội dung đã ký",
        "another signature hides signed content",
    ),
    "page-covered-by-signature": (
        "chữ ký khác phủ lên trang",
        "another signature covers part of the page",
    ),
    "pages-not-compared": ("chưa so sánh được hình các trang", "the pages could not be compared"),
    "actions-changed": ("lệnh trong tệp bị sửa", "actions were changed"),
    "catalogue-changed": ("cấu trúc tài liệu bị sửa", "the document's structure was changed"),
    "names-changed": ("danh mục tên trong tệp bị sửa", "the document's names were changed"),
    "layers-changed": ("lớp nội dung bị sửa", "layers were changed"),
    "encryption-changed": ("thiết lập mã hóa bị sửa", "the encryption was changed"),
    "permissions-changed": ("quyền của tài liệu bị sửa", "the permissions were changed"),
    "tags-changed": ("thẻ cấu trúc bị sửa", "structure tags were changed"),
    "tags-replaced": ("thẻ cấu trúc bị thay", "structure tags were replaced"),
    "field-added": ("thêm ô biểu mẫu", "a field was added"),
    "field-changed": ("ô biểu mẫu bị sửa", "a field was changed"),
    "field-removed": ("ô biểu mẫu bị xóa", "a field was removed"),
    "field-value-replaced": ("giá trị ô biểu mẫu bị thay", "a field's value was replaced"),
    "locked-field-changed": ("ô đã khóa bị sửa", "a locked field was changed"),
    "form-changed": ("biểu mẫu bị sửa", "the form was changed"),
    "form-removed": ("biểu mẫu bị xóa", "the form was removed"),
    "form-fonts-changed": ("phông chữ biểu mẫu bị sửa", "the form's fonts were changed"),
    "forbidden-by-docmdp": (
        "thay đổi mà người ký không cho phép",
        "a change that the signer has forbidden",
    ),
    "signature-removed": ("chữ ký bị xóa", "a signature was removed"),
    "signature-replaced": ("chữ ký bị thay", "a signature was replaced"),
    "signature-field-changed": ("ô chữ ký bị sửa", "a signature field was changed"),
    "signature-over-content": ("chữ ký đè lên nội dung", "a signature lies over content"),
    "signature-adds-text": (
        "chữ ký thêm sau có in chữ lên trang",
        "a later signature draws text on the page",
    ),
    "signature-reads-as-text": (
        "chữ của chữ ký thêm sau nằm lẫn vào nội dung đã ký",
        "text of a later signature reads as if it were signed content",
    ),
    "annotation-reads-as-text": (
        "chú thích thêm sau in chữ lên trang đã ký",
        "a later comment draws text on the signed page",
    ),
    "signature-over-signature": ("hai chữ ký đè lên nhau", "signatures lie over each other"),
    "annotations-overlap": ("chú thích đè lên nhau", "annotations overlap"),
    # about the check
    "signature-broken": ("giá trị chữ ký sai", "the signature value is wrong"),
    "signature-ambiguous": (
        "chữ ký đọc được theo nhiều cách",
        "the signature can be read in several ways",
    ),
    "signature-kind-unsupported": (
        "loại chữ ký chưa hỗ trợ",
        "this kind of signature is not supported",
    ),
    "signature-not-in-form": ("chữ ký nằm ngoài biểu mẫu", "the signature is not part of the form"),
    "ambiguous-field": ("ô chữ ký trùng tên", "signature fields share a name"),
    "outside-form": ("nằm ngoài biểu mẫu", "lies outside the form"),
    "weak-hash": ("dùng hàm băm yếu", "uses a weak hash"),
    "time-stamp-broken": ("dấu thời gian sai", "the time stamp is wrong"),
    "time-stamps-only": ("chỉ có dấu thời gian, không có chữ ký", "holds time stamps only"),
    "evidence-damaged": ("bằng chứng lưu kèm bị hỏng", "the kept evidence is damaged"),
    "certificate-expires-60": (
        "chứng thư còn hạn không quá 60 ngày",
        "the certificate ends within 60 days",
    ),
    "certificate-expires-30": (
        "chứng thư còn hạn không quá 30 ngày",
        "the certificate ends within 30 days",
    ),
    "certificate-expires-7": (
        "chứng thư còn hạn không quá 7 ngày",
        "the certificate ends within 7 days",
    ),
    "evidence-not-kept": (
        "đã ký, nhưng không lưu được chứng cứ của chữ ký (hãy xem chỗ trống của ổ đĩa)",
        "signed, but the evidence of the signature could not be kept (check the disk)",
    ),
    "trust-not-set-up": (
        "máy trạm chưa có danh sách chứng thư gốc được tin",
        "the station has no list of trusted roots",
    ),
    "revocation-unknown": (
        "chưa biết chứng thư có bị thu hồi không",
        "it is not known whether the certificate was revoked",
    ),
    "sources-disagree": ("các nguồn thu hồi trả lời khác nhau", "the revocation sources disagree"),
    "timestamp-authority-not-listed": (
        "danh sách tin cậy không tin nơi cấp dấu thời gian này cho việc đóng dấu thời gian",
        "the trust list does not trust the authority of this time stamp for time stamps",
    ),
    "signing-time-differs": (
        "giờ người ký khai khác giờ của dấu thời gian",
        "the claimed time differs from the time stamp",
    ),
    "signing-time-local-as-utc": (
        "giờ ký ghi lệch 7 giờ (giờ Việt Nam ghi như giờ UTC)",
        "the signing time is 7 hours off (local time written as UTC)",
    ),
    "unsigned-padding": ("có phần đệm không được ký", "holds padding that is not signed"),
    "bytes-outside-revisions": (
        "có dữ liệu ngoài các lần lưu",
        "holds bytes outside its revisions",
    ),
    "objects-outside-revisions": (
        "có đối tượng ngoài các lần lưu",
        "holds objects outside its revisions",
    ),
    "objects-ambiguous": (
        "phần thêm sau có thể hiển thị theo nhiều cách",
        "what was added can be read in several ways",
    ),
    "revisions-unreadable": ("không đọc được các lần lưu", "its revisions cannot be read"),
    "changes-unreadable": ("không đọc được phần thay đổi", "what was changed cannot be read"),
    "changes-too-large": (
        "phần thay đổi quá lớn để kiểm tra",
        "what was changed is too large to check",
    ),
    "structure-damaged": ("cấu trúc tệp bị hỏng", "the file's structure is damaged"),
    "too-many-signatures": ("quá nhiều chữ ký", "too many signatures"),
    "too-large": ("tệp quá lớn để kiểm tra", "the file is too large to check"),
    "not-readable": ("không đọc được tệp", "the file cannot be read"),
    "result.same_as_another": (
        "trùng nội dung với một kết quả khác",
        "another result holds the same file",
    ),
    "not-a-pdf": ("không phải tệp PDF", "this is no PDF"),
    "check-timeout": ("kiểm tra quá lâu nên đã dừng", "the check took too long and was ended"),
    "check-out-of-memory": (
        "kiểm tra tốn quá nhiều bộ nhớ nên đã dừng",
        "the check took too much memory",
    ),
    "check-crashed": (
        "chương trình kiểm tra bị dừng đột ngột",
        "the check ended in an unforeseen way",
    ),
    # sub-indications of ETSI EN 319 102-1
    "NO_CERTIFICATE_CHAIN_FOUND_NO_POE": (
        "nơi cấp đã bị rút khỏi danh sách tin cậy, chưa chứng minh được chữ ký có trước lúc đó",
        "the trust list has withdrawn the authority; no proof that the signature is older",
    ),
    "NO_CERTIFICATE_CHAIN_FOUND": (
        "chứng thư không dẫn tới gốc tin cậy đã cài",
        "the certificate leads to no trusted root",
    ),
    "NO_SIGNING_CERTIFICATE_FOUND": (
        "không có chứng thư người ký",
        "there is no signing certificate",
    ),
    "TRY_LATER": (
        "chưa hỏi được tình trạng thu hồi; hãy thử lại sau",
        "revocation could not be asked; try later",
    ),
    "REVOKED": ("chứng thư đã bị thu hồi", "the certificate was revoked"),
    "REVOKED_NO_POE": (
        "chứng thư đã bị thu hồi và không có bằng chứng ký trước đó",
        "the certificate was revoked and nothing proves an earlier signature",
    ),
    "OUT_OF_BOUNDS_NO_POE": (
        "chứng thư đã hết hạn và không có dấu thời gian chứng minh ký trước đó",
        "the certificate has expired and no time stamp proves an earlier signature",
    ),
    "OUT_OF_BOUNDS_NOT_REVOKED": ("chứng thư đã hết hạn", "the certificate has expired"),
    "EXPIRED": ("chứng thư đã hết hạn lúc ký", "the certificate had expired"),
    "NOT_YET_VALID": ("chứng thư chưa có hiệu lực lúc ký", "the certificate was not valid yet"),
    "HASH_FAILURE": ("nội dung đã bị sửa sau khi ký", "the content was changed after signing"),
    "SIG_CRYPTO_FAILURE": ("giá trị chữ ký sai", "the signature value is wrong"),
    "FORMAT_FAILURE": ("định dạng chữ ký sai", "the signature is malformed"),
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": (
        "thuật toán ký không còn an toàn",
        "the algorithm is no longer safe",
    ),
    "CRYPTO_CONSTRAINTS_FAILURE": ("thuật toán ký không an toàn", "the algorithm is not safe"),
    "CHAIN_CONSTRAINTS_FAILURE": (
        "chứng thư không được dùng để ký văn bản",
        "the certificate may not sign documents",
    ),
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": (
        "chưa kiểm tra được chuỗi chứng thư",
        "the chain of certificates could not be checked",
    ),
    "SIGNED_DATA_NOT_FOUND": (
        "không tìm thấy nội dung được ký",
        "the signed content was not found",
    ),
    "SIG_CONSTRAINTS_FAILURE": (
        "chữ ký không đạt điều kiện của quy tắc kiểm tra",
        "the signature does not meet a condition of the check",
    ),
    "POLICY_PROCESSING_ERROR": (
        "chưa áp dụng được chính sách chữ ký ghi trong tệp",
        "the signature policy that the file names could not be applied",
    ),
    "SIGNATURE_POLICY_NOT_AVAILABLE": (
        "không có chính sách chữ ký mà tệp nêu",
        "the signature policy that the file names is not here",
    ),
    "TIMESTAMP_ORDER_FAILURE": (
        "các dấu thời gian mâu thuẫn thứ tự",
        "time stamps contradict each other",
    ),
    "REVOKED_CA_NO_POE": (
        "chứng thư của nơi cấp đã bị thu hồi và không có bằng chứng ký trước đó",
        "the authority's certificate was revoked and nothing proves an earlier signature",
    ),
    "REVOCATION_OUT_OF_BOUNDS_NO_POE": (
        "bằng chứng thu hồi đã quá hạn và không có dấu thời gian chứng minh",
        "the evidence on revocation is out of date and no time stamp proves an earlier one",
    ),
    "NO_POE": (
        "không có bằng chứng chữ ký đã có từ trước",
        "nothing proves that the signature existed before",
    ),
    "GENERIC": ("chưa kết luận được", "nothing certain can be said"),
}

_WHY: dict[str, tuple[str, str]] = {
    "name_and_title": ("theo tên và chức vụ người ký", "by name and title of the signer"),
    "name_only": ("theo tên người ký", "by the name of the signer"),
    "signature": ("cạnh chữ ký đã có", "beside a signature"),
    "corner": ("góc trang theo quy định", "the corner that the rule names"),
    "title_only": ("theo chức vụ", "by the title"),
    "keyword": ("theo dòng chữ của đơn vị", "by a line of the unit"),
    "empty_field": ("ô chữ ký trống có sẵn", "an empty signature field"),
    "saved_spot": ("chỗ đã chọn lần trước", "the place chosen before"),
    "": ("không có gì trong tệp cho biết chỗ ký", "nothing in the file says where"),
}


_PLACES: dict[str, tuple[str, str]] = {
    "top-left": ("góc trên bên trái", "top left"),
    "top-centre": ("giữa phía trên", "top centre"),
    "top-right": ("góc trên bên phải", "top right"),
    "middle-left": ("giữa trang, bên trái", "middle left"),
    "middle-centre": ("giữa trang", "middle"),
    "middle-right": ("giữa trang, bên phải", "middle right"),
    "bottom-left": ("góc dưới bên trái", "bottom left"),
    "bottom-centre": ("giữa phía dưới", "bottom centre"),
    "bottom-right": ("góc dưới bên phải", "bottom right"),
}


def finding_words(code: str, language: str = "vi") -> str:
    """What was found, in a few words; page and place may follow a code after a colon each."""
    english = language == "en"
    name, _, rest = code.partition(":")
    page, _, place = rest.partition(":")
    if name in _FINDINGS and page.isdigit() and place in _PLACES:
        where = f"page {page}, {{}}" if english else f"trang {page}, {{}}"
        return f"{_FINDINGS[name][english]} ({where.format(_PLACES[place][english])})"
    if code in _FINDINGS:
        return _FINDINGS[code][english]
    return headline(code, language).rstrip(".") if code in MESSAGES else code


def warning_lines(warnings: Iterable[KeyWarning], language: str = "vi") -> list[str]:
    """What is to be told of certificates, a line for each holder."""
    by_signer: dict[str, list[str]] = {}
    for one in warnings:
        by_signer.setdefault(one.signer, []).append(finding_words(one.code, language))
    lines = []
    for signer, words in by_signer.items():
        text = "; ".join(dict.fromkeys(words))
        lines.append(f"? {signer}: {text}." if signer else f"? {text[:1].upper()}{text[1:]}.")
    return lines


def why_words(code: str, language: str = "vi") -> str:
    """What the place of a stamp was found by."""
    return _WHY.get(code, (code, code))[language == "en"]
