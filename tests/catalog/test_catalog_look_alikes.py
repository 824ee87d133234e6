"""Papers that look like others: the catalogue's titles, phrases and exclusions tell them apart."""

from __future__ import annotations

import pytest

from app.catalog.load import load_catalog
from ocr.understanding.classify import classify
from tests.ocr.page_layout import lay_out

PAPERS = load_catalog().paper_types()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("TRÍCH LỤC KHAI SINH", "(BẢN SAO)", "Họ, chữ đệm, tên:"), "birth_extract"),
        (("GIẤY KHAI SINH", "(BẢN SAO)", "Họ, chữ đệm, tên:"), "birth_certificate"),
        (("TỜ KHAI", "Đề nghị cấp Giấy chứng sinh", "Quan hệ với trẻ:"), "birth_notice_request"),
        (("GIẤY CHỨNG SINH", "Người đỡ đẻ:"), "birth_notice"),
        (
            ("TỜ KHAI", "CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "Mục đích sử dụng:"),
            "marital_status_declaration",
        ),
        (("GIẤY XÁC NHẬN", "TÌNH TRẠNG HÔN NHÂN"), "marital_status_certificate"),
        (("TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH",), ""),
        (("TỜ KHAI ĐĂNG KÝ LẠI KHAI TỬ",), ""),
        (
            ("THÔNG BÁO", "Về kết quả giải quyết, hủy bỏ đăng ký cư trú", "Nơi nhận:"),
            "residence_result_notice",
        ),
        (("THÔNG BÁO", "Về việc nghỉ lễ", "Nơi nhận:"), "notice"),
        (("PHIẾU BÀN GIAO KẾT QUẢ", "Mã hồ sơ:"), "result_handover_slip"),
        (("GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", "Mã hồ sơ:"), "result_receipt"),
        (("HỢP ĐỒNG", "CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT", "Bên A", "Bên B"), "contract"),
        (("HỢP ĐỒNG ỦY QUYỀN", "Bên A", "Bên B"), "authorisation_letter"),
        (
            ("GIẤY CHỨNG NHẬN", "QUYỀN SỞ HỮU NHÀ Ở", "VÀ QUYỀN SỬ DỤNG ĐẤT Ở"),
            "land_certificate",
        ),
        (
            ("ĐƠN ĐĂNG KÝ BIẾN ĐỘNG", "ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT"),
            "land_change_application",
        ),
        (
            ("ĐƠN ĐĂNG KÝ", "ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT"),
            "land_registration_application",
        ),
        (("GIẤY PHÉP XÂY DỰNG", "Xét đơn đề nghị cấp giấy phép xây dựng"), "building_permit"),
        (
            ("ĐƠN ĐỀ NGHỊ CẤP", "GIẤY PHÉP XÂY DỰNG", "Kính gửi:", "Thông tin về chủ đầu tư"),
            "building_permit_application",
        ),
        (("VĂN BẢN YÊU CẦU CẤP", "PHIẾU LÝ LỊCH TƯ PHÁP"), ""),
        (("Số: 12/UBND-VP", "V/v cấp đổi giấy tờ", "Kính gửi: Sở", "Nơi nhận:"), "official_letter"),
    ],
)
def test_classify_look_alike_is_told_apart(lines: tuple[str, ...], expected: str) -> None:
    guess = classify(lay_out(lines), (), PAPERS)

    assert (guess.code if guess else "") == expected
