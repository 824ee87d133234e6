"""Wording of letters, decisions and notices; names and numbers stand in braces."""

from __future__ import annotations

ARTICLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Về việc kiện toàn Ban Chỉ đạo chuyển đổi số của xã",
        (
            "Kiện toàn Ban Chỉ đạo chuyển đổi số {commune} gồm {count} thành viên, do ông (bà)"
            " {person} làm Trưởng ban, ông (bà) {other} làm Phó Trưởng ban thường trực.",
            "Ban Chỉ đạo có nhiệm vụ xây dựng kế hoạch hằng năm, đôn đốc việc số hóa hồ sơ, kết"
            " quả giải quyết thủ tục hành chính; bảo đảm an toàn thông tin và tổ chức sơ kết mỗi"
            " quý một lần.",
            "{room}, các thành viên Ban Chỉ đạo và các tổ chức, cá nhân có liên quan chịu trách"
            " nhiệm thi hành Quyết định này kể từ ngày ký.",
        ),
    ),
    (
        "Về việc hỗ trợ khắc phục hậu quả thiên tai",
        (
            "Hỗ trợ hộ ông (bà) {person}, thường trú tại {home}, số tiền {money} đồng (bằng chữ:"
            " {money_words}) để sửa chữa nhà ở bị tốc mái do lốc xoáy.",
            "Kinh phí được trích từ nguồn dự phòng ngân sách năm 2025 của {commune}; việc chi trả"
            " phải đúng đối tượng, công khai và quyết toán theo quy định hiện hành.",
            "Bộ phận Tài chính - Kế toán, Mặt trận Tổ quốc và hộ gia đình có tên tại Điều 1 căn cứ"
            " Quyết định thi hành.",
        ),
    ),
    (
        "Về việc cho phép chuyển mục đích sử dụng đất",
        (
            "Cho phép ông (bà) {person}, số định danh {id}, được chuyển {number} m² đất trồng cây"
            " lâu năm sang đất ở tại nông thôn tại {street}.",
            "Người sử dụng đất có trách nhiệm nộp tiền sử dụng đất, lệ phí trước bạ là {money} đồng"
            " và thực hiện đăng ký biến động trong thời hạn 30 ngày.",
            "Quyết định này có hiệu lực từ {day}. {room}, Thuế cơ sở và ông (bà) {person} chịu"
            " trách nhiệm thi hành.",
        ),
    ),
    (
        "Về việc xử phạt vi phạm hành chính",
        (
            "Xử phạt {company}, trụ sở tại {street}, về hành vi tập kết vật liệu lấn chiếm lòng"
            " đường, hè phố; mức phạt {money} đồng ({money_words}).",
            "Buộc tổ chức vi phạm khôi phục lại tình trạng ban đầu, thu dọn toàn bộ phế thải trong"
            " vòng 10 ngày; quá thời hạn sẽ bị cưỡng chế theo pháp luật.",
            "Giao {room} theo dõi, kiểm tra việc chấp hành; tổ chức bị xử phạt có quyền khiếu nại"
            " hoặc khởi kiện theo quy định.",
        ),
    ),
)

SUBJECTS: tuple[tuple[str, ...], ...] = (
    ("V/v rà soát hồ sơ quá hạn", "giải quyết quý III"),
    ("V/v phối hợp tuyên truyền", "phòng cháy, chữa cháy rừng"),
    ("V/v báo cáo nhu cầu giống cây", "vụ Đông Xuân"),
    ("V/v cấp đổi thiết bị quét,", "chữ ký số cho cán bộ một cửa"),
)

LETTER_BODIES = (
    "Thực hiện {law}, Ủy ban nhân dân {commune} đề nghị các đơn vị khẩn trương rà soát toàn bộ hồ"
    " sơ đang thụ lý, phân loại rõ nguyên nhân chậm trễ và gửi báo cáo trước {day}.",
    "Qua kiểm tra, tỷ lệ hồ sơ nộp trực tuyến trên địa bàn mới đạt {share}; nhiều tổ chức, cá nhân"
    " vẫn phải đi lại bổ sung giấy tờ, ảnh hưởng đến mức độ hài lòng của người dân.",
    "Đối với kiến nghị của {company} tại văn bản số {number}/CV-KT, yêu cầu bộ phận chuyên môn xác"
    " minh thực địa, lập biên bản và tham mưu phương án xử lý dứt điểm.",
    "Tổng kinh phí dự kiến là {money} đồng ({money_words}), lấy từ nguồn sự nghiệp kinh tế; đề nghị"
    " lập dự toán chi tiết, kèm ít nhất ba báo giá hợp lệ.",
    "Giao ông (bà) {person} làm đầu mối liên hệ; khi có vướng mắc về kỹ thuật, bảo mật hoặc đường"
    " truyền, đề nghị phản ánh kịp thời qua số điện thoại trực để được hướng dẫn.",
    "Các trường học, trạm y tế và hợp tác xã chủ động kiểm tra hệ thống điện, mái che, cây xanh;"
    " chuẩn bị phương tiện, lương thực, thuốc men theo phương châm bốn tại chỗ.",
    "Nghiêm cấm tự ý yêu cầu công dân nộp thêm thành phần hồ sơ ngoài quy định; trường hợp để xảy"
    " ra phiền hà, nhũng nhiễu, người đứng đầu phải chịu trách nhiệm trước pháp luật.",
    "Sau thời hạn nêu trên, đơn vị nào không có văn bản phản hồi được coi là thống nhất với nội"
    " dung dự thảo và phải tổ chức triển khai đầy đủ các nhiệm vụ được phân công.",
)

NOTICE_BODIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Lịch tiếp công dân và trả kết quả thủ tục hành chính",
        (
            "Ủy ban nhân dân {commune} thông báo: kể từ {day}, lãnh đạo Ủy ban tiếp công dân định"
            " kỳ vào sáng thứ Năm hằng tuần tại trụ sở {street}.",
            "Công dân đến làm việc vui lòng mang theo căn cước, giấy hẹn; người cao tuổi, phụ nữ có"
            " thai và người khuyết tật được ưu tiên giải quyết trước.",
            "Mọi phản ánh xin gửi về hòm thư góp ý hoặc gặp trực tiếp ông (bà) {person}, cán bộ"
            " trực tại quầy số 2. Quét mã ở góc trang để xem bản điện tử.",
        ),
    ),
    (
        "Tạm ngừng cấp nước sạch để súc rửa đường ống",
        (
            "Để bảo đảm chất lượng nước sinh hoạt, {company} sẽ tạm ngừng cấp nước tại khu vực"
            " {street} từ 21 giờ {day} đến 5 giờ sáng hôm sau.",
            "Đề nghị các hộ dân khóa van, dự trữ nước đủ dùng, không mở vòi khi mất áp; khi có nước"
            " trở lại cần xả bỏ vài phút cho hết cặn đục.",
            "Có {count} cụm dân cư chịu ảnh hưởng. Thông tin chi tiết liên hệ ông (bà) {person}."
            " Rất mong bà con thông cảm, chia sẻ.",
        ),
    ),
    (
        "Niêm yết công khai hồ sơ cấp Giấy chứng nhận",
        (
            "Căn cứ {law}, Ủy ban nhân dân {commune} niêm yết công khai hồ sơ của ông (bà)"
            " {person}, thửa đất số {number} tại {home}.",
            "Thời gian niêm yết là 15 ngày làm việc. Tổ chức, cá nhân có tranh chấp về ranh giới,"
            " nguồn gốc sử dụng đất gửi đơn kèm chứng cứ về {room}.",
            "Hết thời hạn trên, nếu không có khiếu nại, hồ sơ sẽ được chuyển đến cơ quan có thẩm"
            " quyền ở {province} để xem xét, quyết định.",
        ),
    ),
)

VILLAGE_BODIES = (
    "Gia đình tôi canh tác thửa ruộng này từ năm 1993, hằng năm đều đóng thuế đầy đủ và không có"
    " tranh chấp với bất kỳ hộ nào ở xung quanh.",
    "Vừa qua, đoạn mương trước cửa bị sạt lở, nước thải tràn vào sân, trẻ nhỏ và người già đi lại"
    " rất khó khăn, nhất là những ngày mưa bão kéo dài.",
    "Tôi đã nhiều lần trao đổi với ông (bà) {other} là chủ hộ liền kề nhưng hai bên chưa tìm được"
    " tiếng nói chung về mốc giới và lối đi.",
    "Kính mong quý cơ quan cử cán bộ về kiểm tra thực tế, đo đạc lại diện tích và hòa giải cho có"
    " lý, có tình, giữ được nghĩa xóm làng.",
    "Kèm theo đơn này là bản phô tô sổ đỏ, biên bản bàn giao ngày trước, {count} tấm ảnh chụp hiện"
    " trạng và giấy xác nhận của trưởng thôn.",
    "Số tiền tôi đã ứng ra để sửa chữa tạm là {money} đồng, có hóa đơn của {company} làm bằng.",
)
