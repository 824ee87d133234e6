"""What stands on generated letters: invented names, offices, titles of signers, sentences."""

from __future__ import annotations

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Lò")
BETWEEN = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Thị Ngọc", "Quốc", "Thanh", "Xuân", "Thị Hồng")
GIVEN = (
    "An",
    "Ánh",
    "Bình",
    "Điệp",
    "Dũng",
    "Giang",
    "Hạnh",
    "Hương",
    "Khánh",
    "Lựu",
    "Nghĩa",
    "Phượng",
    "Quyên",
    "Sỹ",
    "Tuấn",
    "Uyên",
    "Vượng",
    "Yến",
    "Thủy",
    "Trường",
    "Đạt",
)
RANKS = ("TS. ", "ThS. ", "PGS.TS. ", "GS.TS. ", "BS.CKII. ", "Thượng tá ", "Đại úy ", "Luật sư ")
PLACES = ("An Phú", "Bình Hòa", "Cẩm Sơn", "Đông Thạnh", "Hòa Lợi", "Long Điền", "Tân Mỹ")
BLOCKS: tuple[tuple[str, ...], ...] = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"),
    ("Q. GIÁM ĐỐC",),
    ("GIÁM ĐỐC",),
    ("TRƯỞNG PHÒNG",),
    ("HIỆU TRƯỞNG",),
    ("CHỦ TỊCH",),
    ("TL. GIÁM ĐỐC", "KT. TRƯỞNG PHÒNG TÀI NGUYÊN", "VÀ MÔI TRƯỜNG", "PHÓ TRƯỞNG PHÒNG"),
    ("GIÁM ĐỐC TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
    ("TM. HỘI ĐỒNG QUẢN LÝ QUỸ BẢO TRỢ", "VÀ CHĂM SÓC NGƯỜI CAO TUỔI", "CHỦ TỊCH HỘI ĐỒNG"),
    ("QUYỀN TRƯỞNG ẤP",),
    ("ĐẠI DIỆN BÊN GIAO",),
    ("Người lập biểu",),
    ("Kế toán trưởng",),
)
HINTS = ("(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)", "(Chữ ký, dấu)")
SENTENCES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ;",
    "Theo đề nghị của Trưởng phòng Kinh tế và Giám đốc Trung tâm Phục vụ hành chính công,",
    "Ủy ban nhân dân xã đề nghị các đơn vị phối hợp thực hiện một số nội dung sau đây:",
    "1. Rà soát hồ sơ tồn đọng, số hóa đầy đủ thành phần hồ sơ trước ngày 30 hằng tháng.",
    "2. Giao Văn phòng theo dõi, đôn đốc và báo cáo Chủ tịch Ủy ban nhân dân xã kết quả.",
    "Điều 3. Chánh Văn phòng, Trưởng phòng Kinh tế và các cá nhân có liên quan chịu trách",
    "nhiệm thi hành Quyết định này kể từ ngày ký; trong quá trình thực hiện nếu có vướng mắc,",
    "các đơn vị kịp thời phản ánh để được hướng dẫn, giải quyết theo đúng quy định./.",
)
