"""How pages are read and packed, and on which machines."""

from __future__ import annotations

from dataclasses import dataclass

from app.setting_kinds import Group, Kind, setting
from app.settings.checks import VIETNAMESE, with_vietnamese
from app.settings.units import MEGABYTES, SECONDS

LEAST_WORKER_MB, MOST_WORKER_MB = 640, 2**20
"""Below the first an A3 sheet at 300 dpi cannot be read; the second is out of reach."""
MOST_CLUSTER_PAGES = 1024
PDF_PROFILES = {
    "standard": ("chuẩn: rõ chữ, giữ màu dấu", "standard: sharp print, coloured seals"),
    "small": ("nhỏ: tệp gọn hơn", "small: smaller files"),
    "picture": ("ảnh: giữ nguyên ảnh quét", "picture: the scan as it is"),
    "bitonal": ("đen trắng", "black and white"),
}


# A table: what belongs together stands in one row.
# fmt: off

@dataclass(frozen=True, init=False, repr=False, eq=False)
class ReadingSettings:
    """Languages, workers and the cluster."""

    __slots__ = ()

    languages: str = setting(
        VIETNAMESE, Group.READING, Kind.TEXT,
        ("Ngôn ngữ nhận dạng",
         "Các mô hình Tesseract nối bằng +; dòng không phải tiếng Việt được đọc bằng các mô hình "
         "khác, như vie+eng hoặc vie+fra; luôn có vie",
         "Languages of recognition",
         "Tesseract models joined by +; lines that are not Vietnamese are read with the others, "
         "such as vie+eng or vie+fra; vie is always in"),
        check=with_vietnamese,
    )
    tessdata_dir: str = setting(
        "", Group.READING, Kind.FOLDER,
        ("Thư mục mô hình nhận dạng",
         "Thư mục có mô hình Tesseract (vie.traineddata, cả tessdata_best); để trống = của hệ "
         "thống",
         "Folder of models",
         "Folder with Tesseract models (vie.traineddata, tessdata_best too); empty = the "
         "system's"),
    )
    pdf_profile: str = setting(
        "standard", Group.READING, Kind.CHOICE,
        ("Cách nén trang PDF", "Trang được giữ trong tệp PDF thế nào",
         "Packing of pages", "How pages are kept in the PDF"),
        choices=PDF_PROFILES,
    )
    jobs: int = setting(
        0, Group.READING, Kind.WHOLE,
        ("Số tiến trình đọc", "Số trang được đọc cùng lúc, 0 = mỗi nhân một trang",
         "Worker processes", "Pages read at the same time, 0 = one per core"),
        least=0,
    )
    page_timeout_s: float = setting(
        180.0, Group.READING, Kind.NUMBER,
        ("Thời gian đọc một trang", "Sau bao lâu thì thôi đọc một trang",
         "Time for a page", "After how long reading a page is given up"),
        least=1, unit=SECONDS,
    )
    worker_memory_mb: int = setting(
        2000, Group.READING, Kind.WHOLE,
        ("Bộ nhớ mỗi tiến trình đọc",
         "Bộ nhớ mỗi tiến trình được dùng (A3 ở 600 dpi cần 1.600), 0 = không giới hạn",
         "Memory of a worker",
         "Memory that each worker process may take (A3 at 600 dpi needs 1,600), 0 = no bound"),
        least=LEAST_WORKER_MB, most=MOST_WORKER_MB, or_zero=True, unit=MEGABYTES,
    )
    cluster: str = setting(
        "", Group.READING, Kind.TEXT,
        ("Máy điều phối cụm",
         "Máy chia trang của lệnh batch cho các máy khác đọc, tls://MÁY:CỔNG; để trống = không có",
         "Scheduler of the cluster",
         "Scheduler whose machines read the pages of `sohoa batch`, tls://HOST:PORT; "
         "empty = none"),
    )
    cluster_ca_file: str = setting(
        "", Group.READING, Kind.FILE,
        ("Chứng thư gốc của cụm",
         "Chứng thư gốc chỉ dùng cho cụm, PEM; ai có chứng thư của cụm thì chạy được lệnh ở đó",
         "Authority of the cluster",
         "Authority of that cluster and of nothing else, PEM; its holders run code there"),
    )
    cluster_cert_file: str = setting(
        "", Group.READING, Kind.FILE,
        ("Chứng thư của máy trong cụm", "Chứng thư của máy này trong cụm, PEM",
         "Certificate in the cluster", "Certificate of this machine in the cluster, PEM"),
    )
    cluster_key_file: str = setting(
        "", Group.READING, Kind.FILE,
        ("Khóa của chứng thư trong cụm", "Khóa riêng của chứng thư đó, PEM",
         "Key in the cluster", "Key of that certificate, PEM"),
    )
    cluster_pages: int = setting(
        64, Group.READING, Kind.WHOLE,
        ("Số trang gửi tới cụm",
         "Số trang đang ở cụm cùng lúc, khoảng hai lần số nhân của cụm",
         "Pages on the way",
         "Pages on the way to the cluster at the same time, about twice its cores"),
        least=1, most=MOST_CLUSTER_PAGES,
    )
