"""What can go wrong in a batch and in a cluster, in the officer's words."""

from __future__ import annotations

from app.ui.wording import Message, Words

BATCH_MESSAGES: dict[str, Message] = {
    "batch.no_folder": Message(
        vi=Words(
            "Không có thư mục này.",
            "Lệnh batch nhận một thư mục chứa các tệp đã quét.",
            "Hãy kiểm tra lại tên thư mục.",
        ),
        en=Words(
            "There is no such folder.",
            "The command batch takes a folder that holds scans.",
            "Check the name of the folder.",
        ),
    ),
    "batch.needs_key": Message(
        vi=Words(
            "Chưa biết ký bằng khóa nào.",
            "Có --sign nhưng không có --key, và cài đặt key để trống.",
            "Hãy thêm --key rồi chạy lại.",
        ),
        en=Words(
            "It is not known which key signs.",
            "--sign was given without --key, and the setting key is empty.",
            "Add --key and run the command again.",
        ),
    ),
    "batch.inside": Message(
        vi=Words(
            "Kết quả không được nằm trong thư mục đang số hóa.",
            "Lần chạy sau sẽ nhận nhầm kết quả thành tệp quét.",
            "Hãy chọn nơi khác cho --out và --report.",
        ),
        en=Words(
            "Results may not lie in the folder that is digitized.",
            "The next run would take them for scans.",
            "Choose another place for --out and --report.",
        ),
    ),
    "batch.sample": Message(
        vi=Words(
            "Chưa lập được phiếu kiểm tra.",
            "--sample cần số trang lớn hơn 0 và nơi ghi phiếu.",
            "Hãy thêm --out hoặc --report rồi chạy lại.",
        ),
        en=Words(
            "No sheet for checking can be made.",
            "--sample needs a number above 0 and a place for the sheet.",
            "Add --out or --report and run the command again.",
        ),
    ),
    "batch.empty": Message(
        vi=Words(
            "Thư mục không có tệp nào để số hóa.",
            "Thư mục và các thư mục con đều trống, hoặc chỉ có tệp ẩn.",
            "Hãy kiểm tra lại tên thư mục.",
        ),
        en=Words(
            "The folder holds no file to digitize.",
            "It and the folders below are empty, or hold hidden files only.",
            "Check the name of the folder.",
        ),
    ),
    "batch.ledger": Message(
        vi=Words(
            "Không ghi được sổ của lệnh batch nên đã dừng.",
            "Đĩa đầy, hoặc không có quyền ghi vào thư mục dữ liệu của trạm.",
            "Hãy giải phóng chỗ trên đĩa rồi chạy lại lệnh; những gì đã nhận vẫn còn nguyên.",
        ),
        en=Words(
            "The ledger of the batch cannot be written, so the batch stopped.",
            "The disk is full, or the data folder of the station may not be written.",
            "Free some space and run the command again; what was taken in is still there.",
        ),
    ),
    "cluster.error": Message(
        vi=Words(
            "Cụm máy đọc gặp trở ngại.",
            "",
            "Trang được đọc trên máy này; hãy xem nhật ký của máy điều phối.",
        ),
        en=Words(
            "The cluster has a problem.",
            "",
            "Pages are read on this machine; look into the log of the scheduler.",
        ),
    ),
    "cluster.not_installed": Message(
        vi=Words(
            "Máy này chưa cài phần dành cho cụm máy.",
            "Phần này không có trong bản cài thường.",
            "Hãy cài thêm bằng lệnh: pip install sohoa[cluster], hoặc bỏ --cluster.",
        ),
        en=Words(
            "The part for clusters is not installed on this machine.",
            "It is not in the usual installation.",
            "Install it with: pip install sohoa[cluster], or leave --cluster out.",
        ),
    ),
    "cluster.address": Message(
        vi=Words(
            "Địa chỉ cụm máy không dùng được.",
            "Ngoài máy này, trang giấy chỉ đi qua đường truyền mã hóa: tls://MÁY:CỔNG.",
            "Hãy sửa địa chỉ; tcp:// chỉ dùng được với 127.0.0.1.",
        ),
        en=Words(
            "The address of the cluster cannot be used.",
            "Pages leave this machine over an encrypted line only: tls://HOST:PORT.",
            "Correct the address; tcp:// is for 127.0.0.1 alone.",
        ),
    ),
    "cluster.keys": Message(
        vi=Words(
            "Chứng thư của cụm máy thiếu hoặc không đọc được.",
            "Cần đủ ba tệp: chứng thư gốc của cụm, chứng thư và khóa của máy này.",
            "Hãy tạo bằng lệnh sohoa cluster keys và ghi vào cài đặt cluster_ca_file, "
            "cluster_cert_file, cluster_key_file.",
        ),
        en=Words(
            "A certificate of the cluster is missing or cannot be read.",
            "Three files are needed: the authority, and this machine's certificate and key.",
            "Make them with sohoa cluster keys and name them in the settings cluster_ca_file, "
            "cluster_cert_file and cluster_key_file.",
        ),
    ),
    "cluster.unreachable": Message(
        vi=Words(
            "Máy điều phối của cụm không trả lời nên trang được đọc trên máy này.",
            "Máy đó tắt, mạng đứt, hoặc chứng thư của hai bên không cùng một cụm.",
            "Không cần làm gì để tiếp tục; trạm tự thử lại sau mỗi 10 giây.",
        ),
        en=Words(
            "The scheduler of the cluster does not answer, so pages are read on this machine.",
            "It is off, the line is down, or the certificates are of different clusters.",
            "Nothing needs to be done to go on; the station tries again every 10 seconds.",
        ),
    ),
    "cluster.empty": Message(
        vi=Words(
            "Cụm chưa có máy đọc nào nên trang được đọc trên máy này.",
            "Máy điều phối trả lời nhưng không máy nào nhận việc.",
            "Hãy chạy sohoa cluster worker trên các máy đọc; trạm tự dùng khi có.",
        ),
        en=Words(
            "The cluster has no worker, so pages are read on this machine.",
            "The scheduler answers, but no machine takes work.",
            "Run sohoa cluster worker on the machines; the station uses them once they are there.",
        ),
    ),
    "cluster.differs": Message(
        vi=Words(
            "Có máy đọc dùng phiên bản khác nên trang được đọc trên máy này.",
            "Chương trình, mô hình nhận dạng hoặc thư viện ở đó khác với máy này, kết quả sẽ "
            "không giống nhau.",
            "Hãy cài cùng một phiên bản trên mọi máy của cụm.",
        ),
        en=Words(
            "A worker has another version, so pages are read on this machine.",
            "Its program, models or libraries differ, and so would its results.",
            "Install the same version on every machine of the cluster.",
        ),
    ),
    "cluster.not_ours": Message(
        vi=Words(
            "Cụm máy trả về thứ không phải kết quả đọc trang nên trang được đọc trên máy này.",
            "Máy đó chạy chương trình khác, hoặc phiên bản khác.",
            "Hãy kiểm tra các máy của cụm trước khi dùng tiếp.",
        ),
        en=Words(
            "The cluster gave something that is no reading of a page, so pages are read here.",
            "That machine runs another program or another version.",
            "Check the machines of the cluster before they are used again.",
        ),
    ),
}
