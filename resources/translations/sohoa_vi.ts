<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi_VN" sourcelanguage="en_GB">
<context>
    <name>ActionBar</name>
    <message>
        <source>New dossier</source>
        <translation>Hồ sơ mới</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Quét</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Nhập tệp…</translation>
    </message>
    <message>
        <source>Finish review</source>
        <translation>Xong kiểm tra</translation>
    </message>
    <message>
        <source>Build and sign</source>
        <translation>Tạo tệp và ký</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Way of scanning</source>
        <translation>Kiểu quét</translation>
    </message>
    <message>
        <source>Look for scanners</source>
        <translation>Tìm lại máy quét</translation>
    </message>
    <message>
        <source>No scanner</source>
        <translation>Chưa có máy quét</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Go back to the dossier first (Esc).</source>
        <translation>Hãy quay về hồ sơ trước (phím Esc).</translation>
    </message>
    <message>
        <source>“%1” has to be typed a second time first.</source>
        <translation>Phải gõ lại ô “%1” lần thứ hai trước đã.</translation>
    </message>
    <message>
        <source>! counted %1, here %2</source>
        <translation>! đếm được %1 trang, đang có %2</translation>
    </message>
    <message>
        <source>“%1” was not saved: it has to be typed twice.</source>
        <translation>Ô “%1” chưa được lưu: ô này phải gõ hai lần.</translation>
    </message>
    <message>
        <source>Only a page that cannot be opened can be left out.</source>
        <translation>Chỉ bỏ được trang không mở được ảnh.</translation>
    </message>
</context>
<context>
    <name>FetchDesk</name>
    <message>
        <source>Whatever comes later is fetched by itself.</source>
        <translation>Kết quả đến sau sẽ được tự động lấy về.</translation>
    </message>
    <message>
        <source>No results are waiting at the processing system.</source>
        <translation>Hệ thống xử lý không có kết quả nào đang chờ.</translation>
    </message>
    <message>
        <source>Look at the line to the processing system, then fetch again.</source>
        <translation>Hãy xem lại đường mạng tới hệ thống xử lý rồi bấm lấy lại.</translation>
    </message>
    <message>
        <source>No results could be fetched.</source>
        <translation>Chưa lấy được kết quả từ hệ thống xử lý.</translation>
    </message>
</context>
<context>
    <name>FieldForm</name>
    <message>
        <source>Doubtful only (F3)</source>
        <translation>Chỉ ô cần xem (F3)</translation>
    </message>
    <message>
        <source>Show doubtful fields only</source>
        <translation>Chỉ hiện ô cần xem</translation>
    </message>
    <message>
        <source>This dossier is no longer open for changes.</source>
        <translation>Hồ sơ này không còn mở để sửa.</translation>
    </message>
    <message>
        <source>Reopen to correct</source>
        <translation>Mở lại để sửa</translation>
    </message>
    <message>
        <source>Fields appear here once the pages are read.</source>
        <translation>Các ô thông tin sẽ hiện ở đây khi trang được đọc xong.</translation>
    </message>
    <message>
        <source>Nothing is left to check. F3 shows all fields.</source>
        <translation>Không còn ô nào cần xem. F3 hiện tất cả các ô.</translation>
    </message>
    <message numerus="yes">
        <source>? %n field(s) left to check (F2)</source>
        <translation>
            <numerusform>? Còn %n ô cần xem (F2)</numerusform>
        </translation>
    </message>
    <message>
        <source>No fields yet</source>
        <translation>Chưa có ô thông tin</translation>
    </message>
    <message>
        <source>Enter: right, next · F4: word from picture · F8: later</source>
        <translation>Enter: đúng, ô kế · F4: chữ từ ảnh · F8: để sau</translation>
    </message>
    <message numerus="yes">
        <source>✓ All %n field(s) checked</source>
        <translation>
            <numerusform>✓ Đã xem đủ %n ô</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FieldPanel</name>
    <message>
        <source>Required</source>
        <translation>Bắt buộc</translation>
    </message>
    <message>
        <source>Critical: doubt is typed twice</source>
        <translation>Quan trọng: nghi ngờ thì gõ hai lần</translation>
    </message>
    <message>
        <source>Label on the form</source>
        <translation>Nhãn trên mẫu</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Kiểu</translation>
    </message>
    <message>
        <source>Choices, parted by “;”</source>
        <translation>Các lựa chọn, cách bằng “;”</translation>
    </message>
    <message>
        <source>Other labels, parted by “;”</source>
        <translation>Nhãn khác, cách bằng “;”</translation>
    </message>
    <message>
        <source>Part of the form</source>
        <translation>Phần của mẫu</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(không)</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>“%1” on the paper</source>
        <translation>“%1” trên giấy</translation>
    </message>
    <message>
        <source>later</source>
        <translation>để sau</translation>
    </message>
    <message>
        <source>Type it once more from the picture</source>
        <translation>Nhìn ảnh và gõ lại lần thứ hai</translation>
    </message>
    <message>
        <source>Type it once more, then Enter; Esc gives up.</source>
        <translation>Gõ lại lần nữa rồi bấm Enter; Esc để thôi.</translation>
    </message>
    <message>
        <source>Type it from the picture</source>
        <translation>Nhìn ảnh và gõ</translation>
    </message>
    <message>
        <source>! The two differ: look at the picture and start over.</source>
        <translation>! Hai lần gõ khác nhau: hãy nhìn ảnh, gõ lại từ đầu.</translation>
    </message>
    <message>
        <source>Not saved yet: press Enter, then type it once more.</source>
        <translation>Chưa lưu: bấm Enter rồi gõ lại lần nữa.</translation>
    </message>
</context>
<context>
    <name>FilesDesk</name>
    <message>
        <source>No PDF files yet: “Build and sign” (F9) makes them after the review.</source>
        <translation>Chưa có tệp PDF: sau khi kiểm tra xong, nút “Tạo tệp và ký” (F9) sẽ tạo tệp.</translation>
    </message>
    <message>
        <source>◷ Opening…</source>
        <translation>◷ Đang mở…</translation>
    </message>
    <message>
        <source>! This file cannot be opened.</source>
        <translation>! Không mở được tệp này.</translation>
    </message>
    <message>
        <source>To be signed: %1 file(s), %2 page(s); look at them on the left (F7).</source>
        <translation>Sẽ ký %1 tệp, %2 trang; hãy xem ở bên trái (F7).</translation>
    </message>
</context>
<context>
    <name>FilesView</name>
    <message>
        <source>PDF files of the dossier</source>
        <translation>Tệp PDF của hồ sơ</translation>
    </message>
</context>
<context>
    <name>FormDesk</name>
    <message>
        <source>Paper forms  Ctrl+M</source>
        <translation>Mẫu giấy tờ  Ctrl+M</translation>
    </message>
    <message>
        <source>“%1” is not saved yet; it is here as you left it.</source>
        <translation>Mẫu “%1” chưa lưu; nội dung vẫn còn như lúc trước.</translation>
    </message>
    <message>
        <source>“%1” is not saved yet; it is here as you left it. Open its sample again to see the frames.</source>
        <translation>Mẫu “%1” chưa lưu; nội dung vẫn còn như lúc trước. Hãy mở lại tờ mẫu để thấy các khung.</translation>
    </message>
    <message>
        <source>New form</source>
        <translation>Mẫu mới</translation>
    </message>
    <message>
        <source>No known printing fits this sample: frame the values to add a new one.</source>
        <translation>Tờ mẫu này không khớp bản in nào đã biết: hãy kéo khung các giá trị để thêm bản in mới.</translation>
    </message>
    <message>
        <source>Open the sample again first: the frames belong to it.</source>
        <translation>Hãy mở lại tờ mẫu trước khi lưu: các khung thuộc về tờ đó.</translation>
    </message>
    <message>
        <source>Nothing has changed since the form was saved.</source>
        <translation>Không có gì thay đổi kể từ lần lưu trước.</translation>
    </message>
    <message>
        <source>Saved “%1”: %2. It is used from the next start of the program on.</source>
        <translation>Đã lưu “%1”: %2. Mẫu được dùng từ lần mở chương trình kế tiếp.</translation>
    </message>
    <message>
        <source>new form</source>
        <translation>mẫu mới</translation>
    </message>
    <message>
        <source>name</source>
        <translation>tên</translation>
    </message>
    <message>
        <source>title lines</source>
        <translation>dòng tiêu đề</translation>
    </message>
    <message>
        <source>phrases</source>
        <translation>cụm từ</translation>
    </message>
    <message>
        <source>parts</source>
        <translation>các phần</translation>
    </message>
    <message>
        <source>fields</source>
        <translation>các trường</translation>
    </message>
    <message>
        <source>printings</source>
        <translation>các bản in</translation>
    </message>
    <message>
        <source>Save the form first; then it can be exported.</source>
        <translation>Hãy lưu mẫu trước rồi mới xuất được.</translation>
    </message>
    <message>
        <source>Written to %1. Other stations take it in with “sohoa catalog import”.</source>
        <translation>Đã ghi vào %1. Trạm khác nhận mẫu bằng lệnh “sohoa catalog import”.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Đang làm, xin chờ…</translation>
    </message>
</context>
<context>
    <name>FormEditor</name>
    <message>
        <source>Text</source>
        <translation>Chữ</translation>
    </message>
    <message>
        <source>Name of a person</source>
        <translation>Họ tên</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Ngày tháng</translation>
    </message>
    <message>
        <source>Personal id</source>
        <translation>Số định danh cá nhân</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Giới tính</translation>
    </message>
    <message>
        <source>Ethnic group</source>
        <translation>Dân tộc</translation>
    </message>
    <message>
        <source>Nationality</source>
        <translation>Quốc tịch</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Địa chỉ</translation>
    </message>
    <message>
        <source>Dossier code</source>
        <translation>Mã hồ sơ</translation>
    </message>
    <message>
        <source>Procedure code</source>
        <translation>Mã thủ tục</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Telephone number</source>
        <translation>Số điện thoại</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>Thư điện tử</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Giờ</translation>
    </message>
    <message>
        <source>Document number</source>
        <translation>Số văn bản</translation>
    </message>
    <message>
        <source>Tax code</source>
        <translation>Mã số thuế</translation>
    </message>
    <message>
        <source>Health insurance number</source>
        <translation>Số thẻ bảo hiểm y tế</translation>
    </message>
    <message>
        <source>Passport number</source>
        <translation>Số hộ chiếu</translation>
    </message>
    <message>
        <source>Serial of a land certificate</source>
        <translation>Số phát hành giấy chứng nhận đất</translation>
    </message>
    <message>
        <source>Number in the land register</source>
        <translation>Số vào sổ cấp giấy chứng nhận đất</translation>
    </message>
    <message>
        <source>Civil registration number</source>
        <translation>Số đăng ký hộ tịch</translation>
    </message>
    <message>
        <source>Code of a household business</source>
        <translation>Mã số hộ kinh doanh</translation>
    </message>
    <message>
        <source>Code of an enterprise</source>
        <translation>Mã số doanh nghiệp</translation>
    </message>
    <message>
        <source>Amount of money</source>
        <translation>Số tiền</translation>
    </message>
    <message>
        <source>Number in words</source>
        <translation>Số bằng chữ</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Diện tích</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>Quan hệ</translation>
    </message>
    <message>
        <source>Marital state</source>
        <translation>Tình trạng hôn nhân</translation>
    </message>
    <message>
        <source>Tick boxes</source>
        <translation>Ô đánh dấu</translation>
    </message>
    <message>
        <source>✓ label and place</source>
        <translation>✓ nhãn và vị trí</translation>
    </message>
    <message>
        <source>· label</source>
        <translation>· nhãn</translation>
    </message>
    <message>
        <source>· place</source>
        <translation>· vị trí</translation>
    </message>
    <message>
        <source>? label and place differ</source>
        <translation>? nhãn và vị trí khác nhau</translation>
    </message>
    <message>
        <source>– nothing</source>
        <translation>– không thấy</translation>
    </message>
    <message>
        <source>%1 of %2 anchor words agree (%3).</source>
        <translation>Khớp %1 trên %2 chữ in sẵn (%3).</translation>
    </message>
    <message>
        <source>No printing fits this page: only labels are read.</source>
        <translation>Không bản in nào khớp trang này: chỉ đọc theo nhãn.</translation>
    </message>
    <message>
        <source>The page is taken for this form.</source>
        <translation>Máy nhận ra trang này là mẫu này.</translation>
    </message>
    <message>
        <source>! The page is taken for “%1”: add title lines.</source>
        <translation>! Máy cho trang này là “%1”: hãy thêm dòng tiêu đề.</translation>
    </message>
    <message>
        <source>! The page is not recognised: check the title lines.</source>
        <translation>! Máy không nhận ra trang này: hãy xem lại dòng tiêu đề.</translation>
    </message>
    <message>
        <source>“%1” is also printed as “%2”.</source>
        <translation>“%1” còn được in là “%2”.</translation>
    </message>
    <message>
        <source>“%1” stands elsewhere in “%2”.</source>
        <translation>“%1” nằm ở chỗ khác trong “%2”.</translation>
    </message>
</context>
<context>
    <name>FormEditorView</name>
    <message>
        <source>Known forms</source>
        <translation>Các mẫu đã có</translation>
    </message>
    <message>
        <source>Page of the file</source>
        <translation>Trang của tệp</translation>
    </message>
    <message>
        <source>page </source>
        <translation>trang </translation>
    </message>
    <message>
        <source>Save form  Ctrl+S</source>
        <translation>Lưu mẫu  Ctrl+S</translation>
    </message>
    <message>
        <source>New form</source>
        <translation>Mẫu mới</translation>
    </message>
    <message>
        <source>Sample file…</source>
        <translation>Tệp mẫu…</translation>
    </message>
    <message>
        <source>Page on show</source>
        <translation>Trang đang xem</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Xuất…</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Nhãn</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Title line</source>
        <translation>Tiêu đề</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>Cụm từ</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Phần</translation>
    </message>
    <message>
        <source>Parts of the form editor</source>
        <translation>Các mục soạn mẫu</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Trường</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Thử</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Đề xuất</translation>
    </message>
    <message>
        <source>Fields of the form</source>
        <translation>Các trường của mẫu</translation>
    </message>
    <message>
        <source>Find label on the sample</source>
        <translation>Tìm nhãn trên tờ mẫu</translation>
    </message>
    <message>
        <source>Delete field  Del</source>
        <translation>Xóa trường  Del</translation>
    </message>
    <message>
        <source>Frame a label: it becomes a field.</source>
        <translation>Kéo khung quanh một nhãn: nhãn trở thành một trường.</translation>
    </message>
    <message>
        <source>Frame the place of the value, the whole blank.</source>
        <translation>Kéo khung quanh chỗ ghi giá trị, cả phần để trống.</translation>
    </message>
    <message>
        <source>Frame a title line of the paper.</source>
        <translation>Kéo khung quanh dòng tiêu đề của giấy tờ.</translation>
    </message>
    <message>
        <source>Frame words that only this paper has.</source>
        <translation>Kéo khung quanh cụm từ chỉ có trên loại giấy này.</translation>
    </message>
    <message>
        <source>Frame the line that opens a part (a person) of the form.</source>
        <translation>Kéo khung quanh dòng mở đầu một phần (một người) của mẫu.</translation>
    </message>
    <message>
        <source>Open a form…</source>
        <translation>Mở mẫu đã có…</translation>
    </message>
    <message>
        <source>Sample of the form</source>
        <translation>Tờ mẫu</translation>
    </message>
    <message>
        <source>Try the form on a file</source>
        <translation>Thử mẫu trên một tệp</translation>
    </message>
    <message>
        <source>Export the form</source>
        <translation>Xuất mẫu giấy tờ</translation>
    </message>
    <message>
        <source>Forms (%1)</source>
        <translation>Mẫu giấy tờ (%1)</translation>
    </message>
    <message>
        <source>Pictures and PDF (%1)</source>
        <translation>Ảnh và PDF (%1)</translation>
    </message>
</context>
<context>
    <name>FormFieldsModel</name>
    <message>
        <source>✓ framed</source>
        <translation>✓ đã khoanh</translation>
    </message>
    <message>
        <source>– none</source>
        <translation>– chưa có</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Trường</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Kiểu</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Vị trí</translation>
    </message>
</context>
<context>
    <name>FrameDesk</name>
    <message>
        <source>Choose a field of the list first, or frame its label.</source>
        <translation>Hãy chọn một trường trong danh sách, hoặc kéo khung nhãn của nó trước.</translation>
    </message>
    <message>
        <source>Open a sample and choose a field first.</source>
        <translation>Hãy mở tờ mẫu và chọn một trường trước.</translation>
    </message>
    <message>
        <source>The label is not on the sample: correct it, or frame it.</source>
        <translation>Không thấy nhãn này trên tờ mẫu: hãy sửa nhãn, hoặc kéo khung quanh nó.</translation>
    </message>
</context>
<context>
    <name>GroupDesk</name>
    <message>
        <source>Group check  Ctrl+G</source>
        <translation>Kiểm tra theo nhóm  Ctrl+G</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were left as they are: the dossier is closed, or the value has changed.</source>
        <translation>
            <numerusform>Giữ nguyên %n giá trị: hồ sơ đã đóng hoặc giá trị đã thay đổi.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupFlow</name>
    <message numerus="yes">
        <source>Confirm %n value(s)</source>
        <translation>
            <numerusform>Xác nhận %n giá trị</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupModel</name>
    <message>
        <source>%1, page %2</source>
        <translation>%1, trang %2</translation>
    </message>
    <message>
        <source>On the paper</source>
        <translation>Trên giấy</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Ô</translation>
    </message>
    <message>
        <source>With Enter</source>
        <translation>Khi bấm Enter</translation>
    </message>
    <message>
        <source>? left for review</source>
        <translation>? để xem lại</translation>
    </message>
    <message>
        <source>◷ picture is coming</source>
        <translation>◷ đang mở ảnh</translation>
    </message>
    <message>
        <source>! no picture</source>
        <translation>! không có ảnh</translation>
    </message>
    <message>
        <source>✓ confirmed</source>
        <translation>✓ xác nhận</translation>
    </message>
    <message>
        <source>Personal ids</source>
        <translation>Số định danh cá nhân</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Ngày tháng</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Họ tên</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Địa chỉ</translation>
    </message>
    <message>
        <source>Telephone numbers</source>
        <translation>Số điện thoại</translation>
    </message>
    <message>
        <source>Document numbers</source>
        <translation>Số giấy tờ</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Amounts</source>
        <translation>Số tiền</translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>Kind of value</source>
        <translation>Loại giá trị</translation>
    </message>
    <message>
        <source>Doubtful values beside their pictures</source>
        <translation>Giá trị cần xem bên cạnh ảnh</translation>
    </message>
    <message numerus="yes">
        <source>%n more after these</source>
        <translation>
            <numerusform>còn %n giá trị nữa sau bảng này</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confirm %n value(s)  Enter</source>
        <translation>
            <numerusform>Xác nhận %n giá trị  Enter</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare each value with its picture. Arrows move, Space leaves a value for the review of its dossier, Enter confirms the others, Ctrl+Z takes that back.</source>
        <translation>So từng giá trị với ảnh. Mũi tên: di chuyển · Dấu cách: để lại, xem trong hồ sơ · Enter: xác nhận các giá trị còn lại · Ctrl+Z: hoàn tác.</translation>
    </message>
    <message>
        <source>No doubtful values with a picture are left in the open dossiers.</source>
        <translation>Các hồ sơ đang kiểm tra không còn giá trị nào cần xem theo nhóm.</translation>
    </message>
</context>
<context>
    <name>KeyPanel</name>
    <message>
        <source>? A key file is for tests and staff only: anybody who copies it can sign.</source>
        <translation>? Tệp khóa chỉ dùng để thử hoặc cho nội bộ: ai chép được tệp cũng có thể ký.</translation>
    </message>
    <message>
        <source>Allow this software</source>
        <translation>Cho phép dùng phần mềm này</translation>
    </message>
    <message>
        <source>Certificate to sign with</source>
        <translation>Chứng thư dùng để ký</translation>
    </message>
    <message>
        <source>This is the last try: a wrong PIN locks the token.</source>
        <translation>Đây là lần thử cuối: nhập sai là thiết bị bị khóa.</translation>
    </message>
    <message>
        <source>I am sure of the PIN</source>
        <translation>Tôi chắc chắn mã PIN đúng</translation>
    </message>
    <message>
        <source>Choose the certificate to sign with first.</source>
        <translation>Hãy chọn chứng thư để ký trước.</translation>
    </message>
    <message>
        <source>Enter the PIN first.</source>
        <translation>Hãy nhập mã PIN trước.</translation>
    </message>
    <message>
        <source>The last try: tick that you are sure of the PIN.</source>
        <translation>Lần thử cuối: hãy đánh dấu là bạn chắc chắn mã PIN đúng.</translation>
    </message>
    <message>
        <source>Type the PIN on the keypad of the reader when it asks.</source>
        <translation>Hãy nhập mã PIN trên bàn phím của đầu đọc khi đầu đọc hỏi.</translation>
    </message>
    <message numerus="yes">
        <source>%n try(s) left</source>
        <translation>
            <numerusform>Còn %n lần thử</numerusform>
        </translation>
    </message>
    <message>
        <source>The token&apos;s software is new here. Whoever makes it sees your PIN. Compare with what the maker or the administrator gave you; you are asked once.
File: %1
Maker: %2
SHA-256: %3</source>
        <translation>Máy trạm chưa biết phần mềm này của thiết bị ký số. Phần mềm này sẽ nhận mã PIN của bạn. Hãy đối chiếu với thông tin nhà cung cấp hoặc người quản trị đưa; máy trạm chỉ hỏi một lần.
Tệp: %1
Nhà cung cấp: %2
SHA-256: %3</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>chưa rõ</translation>
    </message>
    <message>
        <source>%1
%2 · valid until %3</source>
        <translation>%1
%2 · hạn đến %3</translation>
    </message>
    <message>
        <source>! A PIN cannot be pasted: please type it.</source>
        <translation>! Không dán được mã PIN: hãy gõ vào.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Bỏ người ký này</translation>
    </message>
    <message>
        <source>Leave out: %1</source>
        <translation>Bỏ người ký: %1</translation>
    </message>
    <message>
        <source>You confirm on the telephone once signing has begun.</source>
        <translation>Bạn xác nhận trên điện thoại sau khi bắt đầu ký.</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Mật khẩu</translation>
    </message>
    <message>
        <source>&amp;PIN</source>
        <translation>Mã &amp;PIN</translation>
    </message>
    <message>
        <source>Password of the key</source>
        <translation>Mật khẩu của khóa ký</translation>
    </message>
    <message>
        <source>PIN of the key</source>
        <translation>Mã PIN của khóa ký</translation>
    </message>
    <message>
        <source>Enter the password first.</source>
        <translation>Hãy nhập mật khẩu trước.</translation>
    </message>
</context>
<context>
    <name>LockView</name>
    <message>
        <source>Another officer</source>
        <translation>Cán bộ khác</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Tên đăng nhập</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Mật khẩu mới</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Nhập lại mật khẩu mới</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Đăng nhập</translation>
    </message>
    <message>
        <source>Work at this station needs an account of your own.</source>
        <translation>Làm việc ở trạm này cần tài khoản của chính bạn.</translation>
    </message>
    <message>
        <source>The station is locked</source>
        <translation>Trạm đang khóa</translation>
    </message>
    <message>
        <source>What was begun goes on. Nothing typed was lost.</source>
        <translation>Việc đang chạy vẫn tiếp tục. Những gì đã nhập không bị mất.</translation>
    </message>
    <message>
        <source>Choose a password of your own</source>
        <translation>Chọn mật khẩu của riêng bạn</translation>
    </message>
    <message>
        <source>At least 10 characters; a whole phrase is easy to remember.</source>
        <translation>Ít nhất 10 ký tự; một cụm từ dài thì dễ nhớ.</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Mở khóa</translation>
    </message>
    <message>
        <source>Change and log in</source>
        <translation>Đổi và đăng nhập</translation>
    </message>
    <message>
        <source>Type account and password.</source>
        <translation>Hãy nhập tên đăng nhập và mật khẩu.</translation>
    </message>
    <message>
        <source>The new password was not typed the same way twice.</source>
        <translation>Hai lần nhập mật khẩu mới không giống nhau.</translation>
    </message>
</context>
<context>
    <name>MessagePanel</name>
    <message>
        <source>Details</source>
        <translation>Chi tiết</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>Đóng thông báo</translation>
    </message>
</context>
<context>
    <name>NewDossierPanel</name>
    <message>
        <source>From the slip; may stay empty</source>
        <translation>Theo giấy tiếp nhận; có thể để trống</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>chưa đếm</translation>
    </message>
    <message>
        <source>Open dossier</source>
        <translation>Mở hồ sơ</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>Thôi</translation>
    </message>
    <message>
        <source>Dossier code</source>
        <translation>Mã hồ sơ</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Pages counted</source>
        <translation>Số trang đã đếm</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>Hồ sơ mới</translation>
    </message>
    <message>
        <source>A slip with a QR code fills in code and procedure by itself.</source>
        <translation>Giấy tiếp nhận có mã QR sẽ tự điền mã hồ sơ và thủ tục.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Not chosen yet</source>
        <translation>Chưa chọn</translation>
    </message>
</context>
<context>
    <name>OutboxDesk</name>
    <message>
        <source>Nothing is lost, and the station tries every hour. Tell the administrator.</source>
        <translation>Không hồ sơ nào bị mất, máy trạm vẫn thử gửi mỗi giờ. Hãy báo người quản trị.</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s) unsent for more than a day.</source>
        <translation>
            <numerusform>%n hồ sơ chưa gửi được quá một ngày.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxView</name>
    <message>
        <source>Nothing here yet. Signed dossiers come by themselves.</source>
        <translation>Chưa có gì ở đây. Hồ sơ ký xong sẽ tự vào hộp gửi.</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Biên nhận</translation>
    </message>
    <message>
        <source>Send now  Ctrl+R</source>
        <translation>Gửi lại ngay  Ctrl+R</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Rút lại…</translation>
    </message>
    <message>
        <source>Show receipt</source>
        <translation>Xem biên nhận</translation>
    </message>
    <message>
        <source>Print receipt or slip…  Ctrl+P</source>
        <translation>In biên nhận hoặc phiếu…  Ctrl+P</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Giữ nguyên</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Hộp gửi</translation>
    </message>
    <message>
        <source>Yes, withdraw it</source>
        <translation>Đúng, rút lại</translation>
    </message>
    <message>
        <source>Withdraw “%1”? It will not be sent, and this cannot be undone.</source>
        <translation>Rút “%1” khỏi hộp gửi? Hồ sơ sẽ không được gửi và không hoàn tác được.</translation>
    </message>
    <message>
        <source>Only what waits can be sent again.</source>
        <translation>Chỉ gửi lại được hồ sơ đang chờ.</translation>
    </message>
    <message>
        <source>Only what was never announced can be withdrawn.</source>
        <translation>Chỉ rút được hồ sơ chưa báo cho hệ thống tiếp nhận.</translation>
    </message>
    <message>
        <source>There is no receipt yet.</source>
        <translation>Chưa có biên nhận.</translation>
    </message>
    <message>
        <source>What was withdrawn has no slip.</source>
        <translation>Hồ sơ đã rút lại không có phiếu.</translation>
    </message>
</context>
<context>
    <name>OwnerField</name>
    <message>
        <source>Kind of owner</source>
        <translation>Loại chủ hồ sơ</translation>
    </message>
    <message>
        <source>Id of the owner</source>
        <translation>Số định danh hoặc mã của chủ hồ sơ</translation>
    </message>
    <message>
        <source>Scan the QR code of the card, or type 12 digits</source>
        <translation>Quét mã QR trên thẻ, hoặc gõ 12 số</translation>
    </message>
    <message>
        <source>Code; may stay empty</source>
        <translation>Mã số; có thể để trống</translation>
    </message>
</context>
<context>
    <name>OwnerPanel</name>
    <message>
        <source>Read from the papers:</source>
        <translation>Đọc được trên giấy tờ:</translation>
    </message>
    <message>
        <source>This is the owner  Enter</source>
        <translation>Đây là chủ hồ sơ  Enter</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>Thôi</translation>
    </message>
    <message>
        <source>Person read from the papers</source>
        <translation>Người đọc được trên giấy tờ</translation>
    </message>
    <message>
        <source>Owner of the dossier</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Papers count as digitized only when their owner is known.</source>
        <translation>Giấy tờ chỉ được tính là đã số hóa khi biết chủ hồ sơ.</translation>
    </message>
</context>
<context>
    <name>PageDesk</name>
    <message>
        <source>Page %1</source>
        <translation>Trang %1</translation>
    </message>
    <message>
        <source>The picture appears once the page has been read.</source>
        <translation>Ảnh sẽ hiện khi trang được đọc xong.</translation>
    </message>
    <message>
        <source>This page is left out of the papers; Delete puts it back.</source>
        <translation>Trang này đã bỏ ra khỏi giấy tờ; bấm Delete để đưa lại.</translation>
    </message>
    <message>
        <source>! Cannot be opened: scan the sheet again, then choose this page and press Delete.</source>
        <translation>! Không mở được ảnh: hãy quét lại tờ này, rồi chọn trang hỏng và bấm Delete.</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>Cả trang</translation>
    </message>
    <message>
        <source>Page width</source>
        <translation>Vừa chiều ngang</translation>
    </message>
</context>
<context>
    <name>PagesView</name>
    <message>
        <source>Pages of the dossier</source>
        <translation>Các trang của hồ sơ</translation>
    </message>
</context>
<context>
    <name>PaperLook</name>
    <message>
        <source>Paper on show</source>
        <translation>Giấy tờ đang xem</translation>
    </message>
    <message>
        <source>Use this paper  Enter</source>
        <translation>Dùng giấy tờ này  Enter</translation>
    </message>
    <message>
        <source>Back to the list  Esc</source>
        <translation>Về danh sách  Esc</translation>
    </message>
</context>
<context>
    <name>PaperPanel</name>
    <message>
        <source>Name of the paper</source>
        <translation>Tên giấy tờ</translation>
    </message>
    <message>
        <source>Code of the paper</source>
        <translation>Mã giấy tờ</translation>
    </message>
    <message>
        <source>This printing</source>
        <translation>Bản in này</translation>
    </message>
    <message>
        <source>Title lines</source>
        <translation>Dòng tiêu đề</translation>
    </message>
    <message>
        <source>Deciding phrases</source>
        <translation>Cụm từ quyết định</translation>
    </message>
    <message>
        <source>Parts (Delete takes one out)</source>
        <translation>Các phần (Delete để bỏ)</translation>
    </message>
</context>
<context>
    <name>PaperSheet</name>
    <message>
        <source>Page picture</source>
        <translation>Ảnh trang</translation>
    </message>
</context>
<context>
    <name>PdfPaper</name>
    <message>
        <source>Content of the PDF file</source>
        <translation>Nội dung tệp PDF</translation>
    </message>
</context>
<context>
    <name>PdfView</name>
    <message>
        <source>Find in the file  Ctrl+F</source>
        <translation>Tìm trong tệp  Ctrl+F</translation>
    </message>
    <message>
        <source>Find in the file</source>
        <translation>Tìm trong tệp</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+−)</source>
        <translation>Thu nhỏ (Ctrl+−)</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl++)</source>
        <translation>Phóng to (Ctrl++)</translation>
    </message>
    <message>
        <source>Page width (Ctrl+0)</source>
        <translation>Vừa chiều ngang (Ctrl+0)</translation>
    </message>
    <message>
        <source>! This file cannot be shown. It may be damaged or locked.</source>
        <translation>! Tệp này không hiển thị được. Tệp có thể bị hỏng hoặc bị khóa.</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Trang %1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Không thấy</translation>
    </message>
</context>
<context>
    <name>ProcedureDesk</name>
    <message>
        <source>Choose a dossier first that is open for changes.</source>
        <translation>Hãy chọn một hồ sơ còn mở để sửa trước.</translation>
    </message>
</context>
<context>
    <name>ProcedureFlow</name>
    <message>
        <source>Change the procedure</source>
        <translation>Đổi thủ tục</translation>
    </message>
</context>
<context>
    <name>ProcedureModel</name>
    <message>
        <source>! Missing</source>
        <translation>! Còn thiếu</translation>
    </message>
    <message>
        <source>! Scanned, must not be copied</source>
        <translation>! Đã quét, không được lưu bản sao</translation>
    </message>
    <message>
        <source>? Extra, not of this procedure</source>
        <translation>? Thừa, thủ tục này không yêu cầu</translation>
    </message>
    <message>
        <source>? Reused, no longer needed</source>
        <translation>? Đã tái sử dụng, nay không cần</translation>
    </message>
    <message>
        <source>? Only shown, not scanned</source>
        <translation>? Chỉ xuất trình, không quét</translation>
    </message>
    <message>
        <source>✓ Scanned</source>
        <translation>✓ Đã quét</translation>
    </message>
    <message>
        <source>✓ Reused</source>
        <translation>✓ Đã tái sử dụng</translation>
    </message>
    <message>
        <source>– If there is one</source>
        <translation>– Nếu có</translation>
    </message>
    <message>
        <source>– Not asked for</source>
        <translation>– Không phải nộp</translation>
    </message>
    <message>
        <source>Without a procedure nothing is known of the papers.</source>
        <translation>Chưa chọn thủ tục nên chưa biết cần giấy tờ nào.</translation>
    </message>
    <message>
        <source>Papers: %1 here, %2 missing, %3 extra.</source>
        <translation>Giấy tờ: đã có %1, còn thiếu %2, thừa %3.</translation>
    </message>
</context>
<context>
    <name>ProcedurePanel</name>
    <message>
        <source>Change the procedure  Enter</source>
        <translation>Đổi thủ tục  Enter</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>Thôi</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>What this procedure means for the papers</source>
        <translation>Giấy tờ theo thủ tục này</translation>
    </message>
    <message>
        <source>Procedure of the dossier</source>
        <translation>Thủ tục của hồ sơ</translation>
    </message>
    <message>
        <source>Nothing that was scanned or typed is lost; Ctrl+Z undoes it.</source>
        <translation>Không mất trang đã quét hay giá trị đã nhập; Ctrl+Z để hoàn tác.</translation>
    </message>
    <message>
        <source>Not chosen yet</source>
        <translation>Chưa chọn</translation>
    </message>
</context>
<context>
    <name>ProgressDesk</name>
    <message numerus="yes">
        <source>%n page(s) saved</source>
        <translation>
            <numerusform>Đã lưu %n trang</numerusform>
        </translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>Đang ký…</translation>
    </message>
    <message>
        <source>Making PDF/A files…</source>
        <translation>Đang tạo tệp PDF/A…</translation>
    </message>
    <message numerus="yes">
        <source>Reading: %n page(s) left</source>
        <translation>
            <numerusform>Đang đọc: còn %n trang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading: %n page(s) left, %1</source>
        <translation>
            <numerusform>Đang đọc: còn %n trang, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Stop scanning</source>
        <translation>Dừng quét</translation>
    </message>
</context>
<context>
    <name>ProposalDesk</name>
    <message>
        <source>Open a known form first: proposals are for saved forms.</source>
        <translation>Hãy mở một mẫu đã có trước: chỉ mẫu đã lưu mới có đề xuất.</translation>
    </message>
    <message>
        <source>No proposals: the form agrees with what was confirmed.</source>
        <translation>Không có đề xuất: mẫu khớp với những gì cán bộ đã xác nhận.</translation>
    </message>
    <message>
        <source>Choose a proposal of the list first.</source>
        <translation>Hãy chọn một đề xuất trong danh sách trước.</translation>
    </message>
</context>
<context>
    <name>ProposalsModel</name>
    <message>
        <source>Proposal</source>
        <translation>Đề xuất</translation>
    </message>
    <message>
        <source>Times seen</source>
        <translation>Số lần</translation>
    </message>
</context>
<context>
    <name>ProposalsPane</name>
    <message>
        <source>From values that officers have confirmed. Nothing is changed until you take it over and save.</source>
        <translation>Rút ra từ các giá trị cán bộ đã xác nhận. Không gì thay đổi cho đến khi bạn nhận đề xuất và lưu mẫu.</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Đề xuất</translation>
    </message>
    <message>
        <source>Look for proposals</source>
        <translation>Tìm đề xuất</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Nhận đề xuất</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Danh sách hồ sơ</translation>
    </message>
    <message>
        <source>No dossiers yet. Put paper into the scanner and press F5.</source>
        <translation>Chưa có hồ sơ. Hãy đặt giấy vào máy quét rồi bấm F5.</translation>
    </message>
    <message>
        <source>Queue of dossiers</source>
        <translation>Danh sách hồ sơ</translation>
    </message>
</context>
<context>
    <name>ReportSaving</name>
    <message>
        <source>Save report</source>
        <translation>Lưu báo cáo</translation>
    </message>
    <message>
        <source>Validation report (*.xml)</source>
        <translation>Báo cáo kiểm tra (*.xml)</translation>
    </message>
    <message>
        <source>%1-report.xml</source>
        <translation>%1-bao-cao-kiem-tra.xml</translation>
    </message>
    <message>
        <source>The report could not be saved in that folder.</source>
        <translation>Không lưu được báo cáo vào thư mục đó. Hãy chọn thư mục khác.</translation>
    </message>
    <message>
        <source>The report is saved.</source>
        <translation>Đã lưu báo cáo.</translation>
    </message>
</context>
<context>
    <name>ResultsDesk</name>
    <message>
        <source>Results  Ctrl+K</source>
        <translation>Kết quả điện tử  Ctrl+K</translation>
    </message>
    <message>
        <source>Sign  Enter</source>
        <translation>Ký  Enter</translation>
    </message>
    <message>
        <source>A signature cannot be taken back.</source>
        <translation>Chữ ký đã ký thì không rút lại được.</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) taken in.</source>
        <translation>
            <numerusform>Đã nhận %n kết quả.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were here already.</source>
        <translation>
            <numerusform>%n kết quả đã có từ trước.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n mục nữa.</numerusform>
        </translation>
    </message>
    <message>
        <source>◷ Checking the signatures…</source>
        <translation>◷ Đang kiểm tra chữ ký…</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n kết quả</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 files are signed already; the rest goes on as it was begun.</source>
        <translation>Đã ký %1/%2 tệp; các tệp còn lại được ký tiếp đúng như đã bắt đầu.</translation>
    </message>
    <message>
        <source>This batch was begun with other keys; mark its results and sign anew.</source>
        <translation>Lần ký này đã bắt đầu bằng khóa khác; hãy chọn lại các kết quả rồi ký mới.</translation>
    </message>
    <message>
        <source>Sign %1</source>
        <translation>Ký %1</translation>
    </message>
    <message numerus="yes">
        <source>To be signed: %n file(s).</source>
        <translation>
            <numerusform>Sẽ ký: %n tệp.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They carry %n signature(s) already.</source>
        <translation>
            <numerusform>Các tệp đã có %n chữ ký.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>◷ %n place(s) still being looked for.</source>
        <translation>
            <numerusform>◷ Đang tìm %n chỗ đặt chữ ký.</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” may not be signed as it is; unmark it (Esc).</source>
        <translation>Không được ký “%1” ở dạng này; hãy bỏ chọn tệp đó (Esc).</translation>
    </message>
    <message numerus="yes">
        <source>Look at the stamp in %n file(s) first.</source>
        <translation>
            <numerusform>Còn %n tệp cần xem chỗ đặt chữ ký (Space: đúng chỗ).</numerusform>
        </translation>
    </message>
    <message>
        <source>Places are still being looked for.</source>
        <translation>Đang tìm chỗ đặt chữ ký.</translation>
    </message>
    <message>
        <source>%1 of %2 files signed.</source>
        <translation>Đã ký %1/%2 tệp.</translation>
    </message>
    <message numerus="yes">
        <source>Go on signing %n file(s): type the PIN.</source>
        <translation>
            <numerusform>Tiếp tục ký %n tệp: hãy nhập mã PIN.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) wait for a time stamp; the station brings it by itself.</source>
        <translation>
            <numerusform>%n tệp đang chờ dấu thời gian; máy trạm sẽ tự bổ sung.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) on their way back to the system.</source>
        <translation>
            <numerusform>%n kết quả đang được trả về hệ thống.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for their time stamp and go by themselves.</source>
        <translation>
            <numerusform>%n kết quả chờ dấu thời gian và sẽ tự gửi.</numerusform>
        </translation>
    </message>
    <message>
        <source>A dossier is being signed with this key just now.</source>
        <translation>Khóa này đang ký một hồ sơ; hãy đợi ký xong rồi nhập lại mã PIN.</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Take in from folder…  Ctrl+Shift+N</source>
        <translation>Nhận từ thư mục…  Ctrl+Shift+N</translation>
    </message>
    <message>
        <source>Sign  Ctrl+F9</source>
        <translation>Ký  Ctrl+F9</translation>
    </message>
    <message>
        <source>Return signed ones  Ctrl+Shift+Enter</source>
        <translation>Trả kết quả  Ctrl+Shift+Enter</translation>
    </message>
    <message>
        <source>Electronic results</source>
        <translation>Kết quả điện tử</translation>
    </message>
    <message numerus="yes">
        <source>Go on signing %n file(s)  Ctrl+Shift+R</source>
        <translation>
            <numerusform>Tiếp tục ký %n tệp  Ctrl+Shift+R</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder with results</source>
        <translation>Thư mục chứa kết quả</translation>
    </message>
    <message>
        <source>Mark results that are still to be signed (Ctrl+A marks all).</source>
        <translation>Hãy chọn kết quả chưa ký (Ctrl+A chọn tất cả).</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n file(s)  Ctrl+F9</source>
        <translation>
            <numerusform>Ký %n tệp  Ctrl+F9</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is signed and waiting to be returned.</source>
        <translation>Chưa có kết quả nào đã ký để trả.</translation>
    </message>
    <message>
        <source>No results yet. Fetch them from the processing system with Ctrl+Shift+F, or take them in from a folder with Ctrl+Shift+N.</source>
        <translation>Chưa có kết quả nào. Bấm Ctrl+Shift+F để lấy từ hệ thống xử lý, hoặc Ctrl+Shift+N để nhận từ thư mục.</translation>
    </message>
    <message>
        <source>Fetch results  Ctrl+Shift+F</source>
        <translation>Lấy kết quả về  Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>◷ Fetching result %1 of %2…</source>
        <translation>◷ Đang lấy kết quả %1/%2…</translation>
    </message>
    <message>
        <source>◷ Asking the processing system…</source>
        <translation>◷ Đang hỏi hệ thống xử lý…</translation>
    </message>
    <message>
        <source>Last fetched: %1</source>
        <translation>Lấy về lần cuối: %1</translation>
    </message>
</context>
<context>
    <name>ReuseDesk</name>
    <message>
        <source>Choose a dossier first that is not sealed.</source>
        <translation>Hãy chọn một hồ sơ chưa niêm phong.</translation>
    </message>
    <message>
        <source>Owner: unknown</source>
        <translation>Chủ hồ sơ: chưa rõ</translation>
    </message>
    <message>
        <source>Owner: %1</source>
        <translation>Chủ hồ sơ: %1</translation>
    </message>
    <message>
        <source>Choose a dossier first.</source>
        <translation>Hãy chọn một hồ sơ trước.</translation>
    </message>
    <message>
        <source>The procedure of this dossier is not known yet.</source>
        <translation>Chưa biết thủ tục của hồ sơ này.</translation>
    </message>
</context>
<context>
    <name>ReuseModel</name>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số, ký hiệu</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>Ngày cấp</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>Có hạn đến</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Tình trạng</translation>
    </message>
    <message>
        <source>✓ Reused, not scanned</source>
        <translation>✓ Dùng lại, không quét</translation>
    </message>
    <message>
        <source>Scan anyway</source>
        <translation>Vẫn quét</translation>
    </message>
    <message>
        <source>! Only shown: do not scan, keep no copy</source>
        <translation>! Chỉ xuất trình: không quét, không lưu bản sao</translation>
    </message>
    <message>
        <source>! Must not be copied</source>
        <translation>! Không được sao chụp</translation>
    </message>
    <message>
        <source>Scan it if there is one</source>
        <translation>Quét nếu có</translation>
    </message>
    <message>
        <source>To be scanned</source>
        <translation>Cần quét</translation>
    </message>
    <message>
        <source>✓ Scanned</source>
        <translation>✓ Đã quét</translation>
    </message>
    <message>
        <source>Not asked for</source>
        <translation>Không yêu cầu</translation>
    </message>
    <message>
        <source>! This paper is not asked for</source>
        <translation>! Không yêu cầu giấy tờ này</translation>
    </message>
    <message>
        <source>! Not asked for since {day} ({source})</source>
        <translation>! Không yêu cầu giấy tờ này từ ngày {day} ({source})</translation>
    </message>
    <message>
        <source>✓ Taken</source>
        <translation>✓ Đã chọn</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Còn hạn</translation>
    </message>
    <message>
        <source>? Look at it first</source>
        <translation>? Xem trước khi chọn</translation>
    </message>
    <message>
        <source>! Expired</source>
        <translation>! Hết hạn</translation>
    </message>
    <message>
        <source>this station</source>
        <translation>trạm này</translation>
    </message>
    <message>
        <source>national store</source>
        <translation>kho quốc gia</translation>
    </message>
</context>
<context>
    <name>ReusePanel</name>
    <message>
        <source>Papers of the procedure</source>
        <translation>Thành phần hồ sơ</translation>
    </message>
    <message>
        <source>Use this paper  Enter</source>
        <translation>Dùng giấy tờ này  Enter</translation>
    </message>
    <message>
        <source>Look at it  Space</source>
        <translation>Xem giấy tờ  Space</translation>
    </message>
    <message>
        <source>Scan anyway  S</source>
        <translation>Vẫn quét  S</translation>
    </message>
    <message>
        <source>Take back  Del</source>
        <translation>Bỏ quyết định  Del</translation>
    </message>
    <message>
        <source>Go on  Esc</source>
        <translation>Tiếp tục  Esc</translation>
    </message>
    <message>
        <source>The procedure of this dossier is not known yet.</source>
        <translation>Chưa biết thủ tục của hồ sơ này.</translation>
    </message>
    <message>
        <source>Identify the owner first: scan the QR code of the card.</source>
        <translation>Vui lòng định danh chủ hồ sơ trước: quét mã QR trên thẻ.</translation>
    </message>
    <message>
        <source>Only papers of this station are known.</source>
        <translation>Chỉ có giấy tờ do trạm này đã số hóa.</translation>
    </message>
    <message>
        <source>No line to the national store; it is asked again by itself.</source>
        <translation>Chưa nối được kho quốc gia; máy sẽ tự hỏi lại.</translation>
    </message>
    <message>
        <source>The national store is being asked…</source>
        <translation>Đang hỏi kho quốc gia…</translation>
    </message>
    <message>
        <source>The national store could not be asked; scan as usual.</source>
        <translation>Không hỏi được kho quốc gia; hãy quét như thường.</translation>
    </message>
    <message>
        <source>The national store has answered.</source>
        <translation>Kho quốc gia đã trả lời.</translation>
    </message>
</context>
<context>
    <name>ReviewDesk</name>
    <message>
        <source>Go to a field first, then press F4.</source>
        <translation>Hãy vào một ô trước rồi bấm F4.</translation>
    </message>
    <message>
        <source>Click a word for “%1”, or draw a frame around several; Esc ends.</source>
        <translation>Bấm vào chữ cho ô “%1”, hoặc kéo khung quanh nhiều chữ; Esc để thôi.</translation>
    </message>
    <message>
        <source>No word was read here; type it instead.</source>
        <translation>Chỗ này không đọc được chữ nào; hãy gõ tay.</translation>
    </message>
</context>
<context>
    <name>ReviewFlow</name>
    <message>
        <source>Confirm “%1”</source>
        <translation>Xác nhận “%1”</translation>
    </message>
    <message>
        <source>Correct “%1”</source>
        <translation>Sửa “%1”</translation>
    </message>
</context>
<context>
    <name>SampleDesk</name>
    <message>
        <source>Open a sample: a file, or the page on show.</source>
        <translation>Hãy mở tờ mẫu: một tệp, hoặc trang đang xem.</translation>
    </message>
    <message>
        <source>No page is on show: choose a page of a dossier first.</source>
        <translation>Chưa có trang nào đang xem: hãy chọn một trang của hồ sơ trước.</translation>
    </message>
    <message>
        <source>The frames do not fit this sample: frame the values again, or undo.</source>
        <translation>Các khung không khớp tờ mẫu này: hãy kéo lại khung giá trị, hoặc hoàn tác.</translation>
    </message>
</context>
<context>
    <name>ShownOnlyDesk</name>
    <message>
        <source>Page %1: only shown, no copy may be kept.</source>
        <translation>Trang %1: giấy tờ chỉ xuất trình, không lưu bản chụp.</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Delete erases it for good; Ctrl+Shift+K keeps another paper.</source>
        <translation>Bấm Ctrl+Shift+Delete để xóa hẳn; nếu là giấy tờ khác thì bấm Ctrl+Shift+K để giữ lại.</translation>
    </message>
    <message>
        <source>No page of this dossier has to be erased.</source>
        <translation>Hồ sơ này không có trang nào phải xóa.</translation>
    </message>
    <message>
        <source>Erased.</source>
        <translation>Đã xóa.</translation>
    </message>
    <message>
        <source>The station keeps no copy of it, only the audit entry.</source>
        <translation>Máy trạm không giữ bản chụp nào, chỉ còn dòng nhật ký.</translation>
    </message>
    <message>
        <source>Kept.</source>
        <translation>Đã giữ lại.</translation>
    </message>
    <message>
        <source>The page counts as another paper; the audit says who said so.</source>
        <translation>Trang được tính là giấy tờ khác; nhật ký ghi rõ cán bộ đã xác nhận.</translation>
    </message>
</context>
<context>
    <name>SignDesk</name>
    <message>
        <source>“%1” may not be signed as it is.</source>
        <translation>Không được ký “%1” ở dạng này.</translation>
    </message>
    <message numerus="yes">
        <source>Look at the stamp in %n file(s) first.</source>
        <translation>
            <numerusform>Còn %n tệp cần xem chỗ đặt chữ ký (Space: đúng chỗ).</numerusform>
        </translation>
    </message>
    <message>
        <source>Places are still being looked for.</source>
        <translation>Đang tìm chỗ đặt chữ ký.</translation>
    </message>
    <message>
        <source>Making PDF/A files: %1 of %2</source>
        <translation>Đang tạo tệp PDF/A: %1 trên %2</translation>
    </message>
    <message>
        <source>What is signed is kept: type the PIN again to go on.</source>
        <translation>Phần đã ký được giữ lại: nhập lại mã PIN để ký tiếp.</translation>
    </message>
    <message>
        <source>Results are being signed with this key just now.</source>
        <translation>Khóa này đang ký kết quả; hãy đợi ký xong rồi nhập lại mã PIN.</translation>
    </message>
</context>
<context>
    <name>SignFoot</name>
    <message>
        <source>One-time code</source>
        <translation>Mã dùng một lần</translation>
    </message>
    <message>
        <source>Stop signing</source>
        <translation>Dừng ký</translation>
    </message>
    <message>
        <source>Sign and send  Enter</source>
        <translation>Ký và gửi  Enter</translation>
    </message>
    <message>
        <source>Not now  Esc</source>
        <translation>Để sau  Esc</translation>
    </message>
    <message>
        <source>%1 of %2 files signed</source>
        <translation>Đã ký %1/%2 tệp</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>còn %1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n tệp</numerusform>
        </translation>
    </message>
    <message>
        <source>◷ Waiting for %1 to confirm on the telephone: %2 left (%3).</source>
        <translation>◷ Chờ %1 xác nhận trên điện thoại: còn %2 (%3).</translation>
    </message>
    <message>
        <source>One-time code (OTP) sent to %1, then Enter:</source>
        <translation>Mã dùng một lần (OTP) gửi cho %1, gõ xong bấm Enter:</translation>
    </message>
</context>
<context>
    <name>SignLook</name>
    <message>
        <source>◷ Opening…</source>
        <translation>◷ Đang mở…</translation>
    </message>
</context>
<context>
    <name>SignPanel</name>
    <message>
        <source>Signing and sending cannot be undone.</source>
        <translation>Ký và gửi thì không hoàn tác được.</translation>
    </message>
    <message>
        <source>What is shown of the signature</source>
        <translation>Hình hiện của chữ ký</translation>
    </message>
    <message>
        <source>Level of the signature</source>
        <translation>Mức chữ ký</translation>
    </message>
    <message>
        <source>Check token again</source>
        <translation>Kiểm tra lại thiết bị</translation>
    </message>
    <message>
        <source>&amp;Shown as</source>
        <translation>&amp;Hình hiện</translation>
    </message>
    <message>
        <source>&amp;Level</source>
        <translation>&amp;Mức</translation>
    </message>
    <message>
        <source>nothing on the page</source>
        <translation>không hiện trên trang</translation>
    </message>
    <message>
        <source>picture of the signature</source>
        <translation>hình chữ ký</translation>
    </message>
    <message>
        <source>true copy, text at the top right</source>
        <translation>“SAO Y”, chữ ở góc trên bên phải</translation>
    </message>
    <message>
        <source>Sign “%1”</source>
        <translation>Ký hồ sơ “%1”</translation>
    </message>
    <message>
        <source>◷ Making PDF/A files… you can type the PIN meanwhile.</source>
        <translation>◷ Đang tạo tệp PDF/A… bạn có thể nhập mã PIN trước.</translation>
    </message>
    <message>
        <source>✓ PDF/A files are made and checked.</source>
        <translation>✓ Tệp PDF/A đã tạo và kiểm tra xong.</translation>
    </message>
    <message>
        <source>◷ Signing… leave the token in.</source>
        <translation>◷ Đang ký… xin đừng rút thiết bị.</translation>
    </message>
    <message>
        <source>✓ Signed, sealed and in the outbox.</source>
        <translation>✓ Đã ký, niêm phong và vào hộp gửi.</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n mục nữa.</numerusform>
        </translation>
    </message>
    <message>
        <source>B-B: signature</source>
        <translation>B-B: chữ ký</translation>
    </message>
    <message>
        <source>B-T: with a time stamp</source>
        <translation>B-T: thêm dấu thời gian</translation>
    </message>
    <message>
        <source>B-LT: with evidence for years</source>
        <translation>B-LT: thêm bằng chứng lâu dài</translation>
    </message>
    <message>
        <source>B-LTA: for archives</source>
        <translation>B-LTA: dùng cho lưu trữ</translation>
    </message>
    <message>
        <source>Signing is under way.</source>
        <translation>Đang ký.</translation>
    </message>
    <message>
        <source>The PDF/A files are not ready yet.</source>
        <translation>Tệp PDF/A chưa tạo xong.</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Ai ký</translation>
    </message>
    <message>
        <source>the signer</source>
        <translation>Người ký</translation>
    </message>
    <message>
        <source>the signer and the agency&apos;s seal</source>
        <translation>Người ký và con dấu cơ quan</translation>
    </message>
    <message>
        <source>&amp;Who signs</source>
        <translation>&amp;Ai ký</translation>
    </message>
</context>
<context>
    <name>SignersBox</name>
    <message>
        <source>Key of the further signer</source>
        <translation>Khóa của người ký tiếp theo</translation>
    </message>
    <message>
        <source>Add a signer  Ctrl+Shift+A</source>
        <translation>Thêm người ký  Ctrl+Shift+A</translation>
    </message>
    <message>
        <source>%1. Agency</source>
        <translation>%1. Con dấu cơ quan</translation>
    </message>
    <message>
        <source>%1. Signer</source>
        <translation>%1. Người ký</translation>
    </message>
    <message>
        <source>No further key is here. Plug in the token of the next signer and press again.</source>
        <translation>Chưa thấy khóa ký nào khác. Hãy cắm thiết bị ký số của người ký tiếp theo rồi bấm lại.</translation>
    </message>
    <message>
        <source>Whose key is it? Choose with the arrow keys and Enter.</source>
        <translation>Khóa của ai? Chọn bằng phím mũi tên rồi bấm Enter.</translation>
    </message>
    <message>
        <source>They sign from top to bottom.</source>
        <translation>Ký theo thứ tự từ trên xuống.</translation>
    </message>
</context>
<context>
    <name>SlipPrinting</name>
    <message>
        <source>A5 paper (*.pdf)</source>
        <translation>Giấy A5 (*.pdf)</translation>
    </message>
    <message>
        <source>Roll of 80 mm (*.pdf)</source>
        <translation>Giấy cuộn 80 mm (*.pdf)</translation>
    </message>
    <message>
        <source>Print receipt or slip</source>
        <translation>In biên nhận hoặc phiếu</translation>
    </message>
    <message>
        <source>receipt-%1.pdf</source>
        <translation>bien-nhan-%1.pdf</translation>
    </message>
    <message>
        <source>slip-%1.pdf</source>
        <translation>phieu-tram-%1.pdf</translation>
    </message>
    <message>
        <source>The PDF to print is saved.</source>
        <translation>Đã lưu tệp PDF để in.</translation>
    </message>
</context>
<context>
    <name>StampView</name>
    <message>
        <source>Page as it is signed</source>
        <translation>Trang sẽ được ký</translation>
    </message>
    <message>
        <source>The place is right  Space</source>
        <translation>Đúng chỗ  Space</translation>
    </message>
    <message>
        <source>The place is right</source>
        <translation>Đúng chỗ</translation>
    </message>
    <message>
        <source>Stamp on this page</source>
        <translation>Đặt ở trang này</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Whole page or page width</source>
        <translation>Cả trang hoặc vừa chiều ngang</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Trang %1 / %2</translation>
    </message>
    <message>
        <source>Move the stamp</source>
        <translation>Dời chỗ chữ ký</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Connection</source>
        <translation>Kết nối</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Đang chờ gửi</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Cần bạn xem</translation>
    </message>
    <message>
        <source>Unsent for too long</source>
        <translation>Chưa gửi được quá lâu</translation>
    </message>
    <message>
        <source>Being read</source>
        <translation>Đang đọc</translation>
    </message>
    <message>
        <source>Waiting for time</source>
        <translation>Chờ dấu thời gian</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Thiết bị ký số</translation>
    </message>
    <message>
        <source>◷ Looking for the server</source>
        <translation>◷ Đang tìm máy chủ</translation>
    </message>
    <message>
        <source>● Online since %1</source>
        <translation>● Có kết nối từ %1</translation>
    </message>
    <message>
        <source>○ Offline since %1</source>
        <translation>○ Mất kết nối từ %1</translation>
    </message>
    <message numerus="yes">
        <source>↑ %n waiting</source>
        <translation>
            <numerusform>↑ %n hồ sơ chờ gửi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>! %n need(s) you</source>
        <translation>
            <numerusform>! %n hồ sơ cần bạn xem</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>! %n unsent for over a day</source>
        <translation>
            <numerusform>! %n hồ sơ chưa gửi quá 1 ngày</numerusform>
        </translation>
    </message>
    <message>
        <source>The station still tries every hour. Press to see what is in the way.</source>
        <translation>Máy trạm vẫn thử gửi mỗi giờ. Bấm để xem điều gì đang cản trở.</translation>
    </message>
    <message numerus="yes">
        <source>◷ Reading %n page(s)</source>
        <translation>
            <numerusform>◷ Đang đọc %n trang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>◷ %n waiting for time</source>
        <translation>
            <numerusform>◷ %n hồ sơ chờ dấu thời gian</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeoverDesk</name>
    <message>
        <source>The dossier is in your hands now.</source>
        <translation>Bạn đã tiếp nhận hồ sơ này.</translation>
    </message>
</context>
<context>
    <name>TrialModel</name>
    <message>
        <source>Field</source>
        <translation>Trường</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>Tìm bằng</translation>
    </message>
</context>
<context>
    <name>TrialPane</name>
    <message>
        <source>Trials made</source>
        <translation>Các lần thử</translation>
    </message>
    <message>
        <source>Values of the trial</source>
        <translation>Giá trị đọc thử</translation>
    </message>
    <message>
        <source>On this sample</source>
        <translation>Trên tờ mẫu này</translation>
    </message>
    <message>
        <source>On the page on show</source>
        <translation>Trên trang đang xem</translation>
    </message>
    <message>
        <source>On a file…</source>
        <translation>Trên tệp…</translation>
    </message>
</context>
<context>
    <name>TroubleDesk</name>
    <message>
        <source>Code for the administrator: %1</source>
        <translation>Mã lỗi cho người quản trị: %1</translation>
    </message>
    <message>
        <source>Signed; waiting for the time stamp.</source>
        <translation>Đã ký; đang chờ dấu thời gian.</translation>
    </message>
    <message>
        <source>The time-stamp service does not answer. The dossier leaves by itself.</source>
        <translation>Dịch vụ cấp dấu thời gian chưa trả lời. Có dấu thời gian, hồ sơ sẽ tự gửi đi.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) imported.</source>
        <translation>
            <numerusform>Đã nhập %n trang.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be taken.</source>
        <translation>
            <numerusform>Không nhập được %n tệp.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n tệp nữa.</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed and sealed.</source>
        <translation>Đã ký và niêm phong hồ sơ.</translation>
    </message>
    <message>
        <source>The dossier is in the outbox and is sent by itself.</source>
        <translation>Hồ sơ đã vào hộp gửi và sẽ tự được gửi.</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Save report (XML)…  Ctrl+S</source>
        <translation>Lưu báo cáo (XML)…  Ctrl+S</translation>
    </message>
    <message>
        <source>Save the validation report</source>
        <translation>Lưu báo cáo kiểm tra</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Kết quả kiểm tra</translation>
    </message>
    <message>
        <source>signer not known</source>
        <translation>chưa rõ người ký</translation>
    </message>
</context>
<context>
    <name>VerifyDesk</name>
    <message>
        <source>Check signatures  Ctrl+Shift+V</source>
        <translation>Kiểm tra chữ ký  Ctrl+Shift+V</translation>
    </message>
    <message>
        <source>◷ Opening…</source>
        <translation>◷ Đang mở…</translation>
    </message>
    <message>
        <source>◷ Checking the signatures…</source>
        <translation>◷ Đang kiểm tra chữ ký…</translation>
    </message>
</context>
<context>
    <name>VerifyView</name>
    <message>
        <source>Choose a PDF…</source>
        <translation>Chọn tệp PDF…</translation>
    </message>
    <message>
        <source>Choose a PDF to check</source>
        <translation>Chọn tệp PDF để kiểm tra</translation>
    </message>
    <message>
        <source>or drop a PDF here; it is only read.</source>
        <translation>hoặc thả tệp PDF vào đây; tệp chỉ được đọc, không bị sửa.</translation>
    </message>
    <message>
        <source>Check signatures</source>
        <translation>Kiểm tra chữ ký</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>Tệp PDF (*.pdf)</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Digitization station</source>
        <translation>Trạm Số Hóa</translation>
    </message>
    <message>
        <source>Parts of the window</source>
        <translation>Các phần của cửa sổ</translation>
    </message>
    <message>
        <source>Dossiers</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Hộp gửi</translation>
    </message>
    <message>
        <source>Procedure  Ctrl+Shift+P</source>
        <translation>Thủ tục  Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>Change the procedure</source>
        <translation>Đổi thủ tục</translation>
    </message>
    <message>
        <source>Pages or PDF files</source>
        <translation>Trang quét hoặc tệp PDF</translation>
    </message>
    <message>
        <source>Scanned pages  F6</source>
        <translation>Trang quét  F6</translation>
    </message>
    <message>
        <source>PDF files  F7</source>
        <translation>Tệp PDF  F7</translation>
    </message>
    <message>
        <source>Papers needed  F10</source>
        <translation>Giấy tờ cần có  F10</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Nhập tệp</translation>
    </message>
    <message>
        <source>Pictures and PDF (%1)</source>
        <translation>Ảnh và PDF (%1)</translation>
    </message>
</context>
<context>
    <name>_Choice</name>
    <message>
        <source>Alternative %1: %2</source>
        <translation>Lựa chọn %1: %2</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Số trang</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Dung lượng</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Chữ ký</translation>
    </message>
    <message>
        <source>! unreadable</source>
        <translation>! không đọc được</translation>
    </message>
    <message>
        <source>✓ Signed</source>
        <translation>✓ Đã ký</translation>
    </message>
    <message>
        <source>○ Not signed</source>
        <translation>○ Chưa ký</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>No code · %1</source>
        <translation>Chưa có mã · %1</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>Đang kiểm tra</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Đã kiểm tra</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>Chờ ký</translation>
    </message>
    <message>
        <source>Signing</source>
        <translation>Đang ký</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Đã ký</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>Đã niêm phong</translation>
    </message>
    <message>
        <source>○ In the queue</source>
        <translation>○ Chờ gửi</translation>
    </message>
    <message>
        <source>↑ Announcing</source>
        <translation>↑ Đang báo hồ sơ</translation>
    </message>
    <message>
        <source>↑ Sending</source>
        <translation>↑ Đang gửi</translation>
    </message>
    <message>
        <source>↑ Waiting for the receipt</source>
        <translation>↑ Chờ biên nhận</translation>
    </message>
    <message>
        <source>◷ Will be sent again</source>
        <translation>◷ Sẽ tự gửi lại</translation>
    </message>
    <message>
        <source>! Needs you</source>
        <translation>! Cần bạn xem</translation>
    </message>
    <message>
        <source>✓ Received</source>
        <translation>✓ Đã tiếp nhận</translation>
    </message>
    <message>
        <source>× Withdrawn</source>
        <translation>× Đã rút lại</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Đã xác nhận</translation>
    </message>
    <message>
        <source>Not filled in</source>
        <translation>Để trống</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Chắc chắn</translation>
    </message>
    <message>
        <source>Please look</source>
        <translation>Xem lại</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Sai</translation>
    </message>
    <message>
        <source>QR</source>
        <translation>Mã QR</translation>
    </message>
    <message>
        <source>MRZ</source>
        <translation>Vùng đọc máy</translation>
    </message>
    <message>
        <source>Bar code</source>
        <translation>Mã vạch</translation>
    </message>
    <message>
        <source>OCR</source>
        <translation>OCR</translation>
    </message>
    <message>
        <source>typed by hand</source>
        <translation>Gõ tay</translation>
    </message>
    <message>
        <source>◷ Being read</source>
        <translation>◷ Đang đọc</translation>
    </message>
    <message>
        <source>✓ Read</source>
        <translation>✓ Đã đọc</translation>
    </message>
    <message>
        <source>! Not readable</source>
        <translation>! Không đọc được</translation>
    </message>
    <message>
        <source>blank page</source>
        <translation>trang trắng</translation>
    </message>
    <message>
        <source>low resolution</source>
        <translation>độ phân giải thấp</translation>
    </message>
    <message>
        <source>skewed</source>
        <translation>bị lệch</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>bị mờ</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>bị tối</translation>
    </message>
    <message>
        <source>no text</source>
        <translation>không có chữ</translation>
    </message>
    <message>
        <source>not recognised</source>
        <translation>chưa nhận dạng</translation>
    </message>
    <message>
        <source>resolution guessed</source>
        <translation>đoán độ phân giải</translation>
    </message>
    <message>
        <source>signed original</source>
        <translation>bản gốc có chữ ký số</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>đã bỏ ra</translation>
    </message>
    <message>
        <source>only shown</source>
        <translation>chỉ xuất trình</translation>
    </message>
    <message>
        <source>not a paper that is only shown</source>
        <translation>không phải giấy tờ chỉ xuất trình</translation>
    </message>
    <message>
        <source>being erased</source>
        <translation>đang xóa</translation>
    </message>
    <message>
        <source>captured file erased</source>
        <translation>đã xóa tệp gốc</translation>
    </message>
    <message>
        <source>under 10 seconds</source>
        <translation>chưa đến 10 giây</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>khoảng %n giây</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>khoảng %n phút</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>khoảng %n giờ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>outbox</name>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Lần gửi tới</translation>
    </message>
    <message>
        <source>Receipt number</source>
        <translation>Số biên nhận</translation>
    </message>
    <message>
        <source>The system says: %1</source>
        <translation>Hệ thống trả lời: %1</translation>
    </message>
</context>
<context>
    <name>owner</name>
    <message>
        <source>Citizen</source>
        <translation>Công dân</translation>
    </message>
    <message>
        <source>Enterprise</source>
        <translation>Doanh nghiệp</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>Cơ quan</translation>
    </message>
    <message>
        <source>Other organisation</source>
        <translation>Tổ chức khác</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Page %1</source>
        <translation>Trang %1</translation>
    </message>
</context>
<context>
    <name>profiles</name>
    <message>
        <source>Automatic, colour</source>
        <translation>Tự động, ảnh màu</translation>
    </message>
    <message>
        <source>Feeder, one side</source>
        <translation>Khay nạp, một mặt</translation>
    </message>
    <message>
        <source>Feeder, both sides</source>
        <translation>Khay nạp, hai mặt</translation>
    </message>
    <message>
        <source>Glass, one page</source>
        <translation>Mặt kính, một trang</translation>
    </message>
    <message>
        <source>Automatic, grey</source>
        <translation>Tự động, ảnh xám</translation>
    </message>
</context>
<context>
    <name>queue</name>
    <message>
        <source>◷ waiting for time</source>
        <translation>◷ chờ dấu thời gian</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n trang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being read</source>
        <translation>
            <numerusform>%n đang đọc</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>? %n to check</source>
        <translation>
            <numerusform>? %n ô</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>receipt</name>
    <message>
        <source>RECEIPT %1</source>
        <translation>BIÊN NHẬN %1</translation>
    </message>
    <message>
        <source>Dossier: %1</source>
        <translation>Hồ sơ: %1</translation>
    </message>
    <message>
        <source>Accepted: %1</source>
        <translation>Tiếp nhận lúc: %1</translation>
    </message>
    <message>
        <source>Verified here: %1</source>
        <translation>Kiểm tra tại trạm lúc: %1</translation>
    </message>
    <message>
        <source>Digest of what was handed in (SHA-256):</source>
        <translation>Mã băm của hồ sơ đã nộp (SHA-256):</translation>
    </message>
    <message>
        <source>Signed by the processing system (JWS):</source>
        <translation>Chữ ký của hệ thống tiếp nhận (JWS):</translation>
    </message>
    <message>
        <source>Record made by this station (JWS):</source>
        <translation>Bản ghi do máy trạm lập (JWS):</translation>
    </message>
    <message>
        <source>RECORD OF RECEIPT %1</source>
        <translation>BẢN GHI TIẾP NHẬN %1</translation>
    </message>
    <message>
        <source>(not signed by the system)</source>
        <translation>(chưa được hệ thống ký)</translation>
    </message>
</context>
<context>
    <name>results</name>
    <message>
        <source>✓ Returned, receipt is here</source>
        <translation>✓ Đã trả, có biên nhận</translation>
    </message>
    <message>
        <source>◷ Signed, waiting for time</source>
        <translation>◷ Đã ký, chờ dấu thời gian</translation>
    </message>
    <message>
        <source>! Not signed yet</source>
        <translation>! Chưa ký được</translation>
    </message>
    <message>
        <source>○ To be signed</source>
        <translation>○ Chờ ký</translation>
    </message>
    <message>
        <source>✓ Signed, can be returned</source>
        <translation>✓ Đã ký, chưa trả</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Ghi chú</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) before</source>
        <translation>
            <numerusform>đã có %n chữ ký</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>stamp</name>
    <message>
        <source>Signature</source>
        <translation>Chữ ký</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Con dấu</translation>
    </message>
    <message>
        <source>Copy mark</source>
        <translation>Dấu sao y</translation>
    </message>
    <message>
        <source>%1 % sure</source>
        <translation>chắc %1 %</translation>
    </message>
    <message>
        <source>? %1: please look at its place (%2; %3)</source>
        <translation>? %1: cần xem lại chỗ đặt (%2; %3)</translation>
    </message>
    <message>
        <source>%1: drag it or use the arrow keys (%2; %3)</source>
        <translation>%1: kéo hoặc dùng phím mũi tên để dời (%2; %3)</translation>
    </message>
</context>
<context>
    <name>steps</name>
    <message>
        <source>Pages are on their way; wait or press Stop.</source>
        <translation>Đang nhận trang; hãy chờ hoặc bấm Dừng.</translation>
    </message>
    <message>
        <source>No scanner found: switch it on, then press ⟳.</source>
        <translation>Chưa thấy máy quét: hãy bật máy rồi bấm ⟳.</translation>
    </message>
    <message>
        <source>Choose a dossier first.</source>
        <translation>Hãy chọn một hồ sơ trước.</translation>
    </message>
    <message>
        <source>This dossier has been reviewed already.</source>
        <translation>Hồ sơ này đã kiểm tra xong.</translation>
    </message>
    <message>
        <source>No pages yet: scan with F5 or import with Ctrl+O.</source>
        <translation>Chưa có trang: bấm F5 để quét hoặc Ctrl+O để nhập tệp.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) still being read.</source>
        <translation>
            <numerusform>Còn %n trang đang đọc.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wrong field(s) left, marked “!”.</source>
        <translation>
            <numerusform>Còn %n ô sai, có dấu “!”.</numerusform>
        </translation>
    </message>
    <message>
        <source>Page %1 is only shown: Ctrl+Shift+Delete erases it, Ctrl+Shift+K keeps another paper.</source>
        <translation>Trang %1 là giấy tờ chỉ xuất trình: Ctrl+Shift+Delete để xóa, Ctrl+Shift+K nếu là giấy tờ khác.</translation>
    </message>
    <message>
        <source>Another signature is under way.</source>
        <translation>Một lần ký khác đang chạy.</translation>
    </message>
    <message>
        <source>Finish the review first (Ctrl+Enter).</source>
        <translation>Hãy kết thúc kiểm tra trước (Ctrl+Enter).</translation>
    </message>
    <message>
        <source>Signed and sealed already.</source>
        <translation>Hồ sơ đã ký và niêm phong.</translation>
    </message>
</context>
<context>
    <name>token</name>
    <message>
        <source>! No signing key set up</source>
        <translation>! Chưa khai báo khóa ký</translation>
    </message>
    <message>
        <source>◷ Looking for the token</source>
        <translation>◷ Đang tìm thiết bị ký số</translation>
    </message>
    <message>
        <source>? Token software: nobody has allowed it yet</source>
        <translation>? Phần mềm của thiết bị ký số: chưa ai cho phép</translation>
    </message>
    <message>
        <source>✓ Key file ready</source>
        <translation>✓ Tệp khóa sẵn sàng</translation>
    </message>
    <message>
        <source>✓ Token ready</source>
        <translation>✓ Thiết bị ký số sẵn sàng</translation>
    </message>
    <message>
        <source>? Token: a wrong PIN was entered before</source>
        <translation>? Thiết bị ký số: đã có lần nhập sai PIN</translation>
    </message>
    <message>
        <source>! Token: last try before it locks</source>
        <translation>! Thiết bị ký số: lần thử PIN cuối cùng</translation>
    </message>
    <message>
        <source>! Token locked</source>
        <translation>! Thiết bị ký số đã bị khóa</translation>
    </message>
    <message>
        <source>! No key file</source>
        <translation>! Không thấy tệp khóa</translation>
    </message>
    <message>
        <source>! No token</source>
        <translation>! Chưa có thiết bị ký số</translation>
    </message>
    <message>
        <source>✓ Remote signing</source>
        <translation>✓ Ký số từ xa</translation>
    </message>
    <message>
        <source>✓ Key in the Windows store</source>
        <translation>✓ Khóa trong kho chứng thư Windows</translation>
    </message>
    <message>
        <source>! Remote signing is not set up rightly</source>
        <translation>! Ký số từ xa khai báo chưa đúng</translation>
    </message>
</context>
<context>
    <name>verdict</name>
    <message>
        <source>✓ All signatures are valid</source>
        <translation>✓ Tất cả chữ ký hợp lệ</translation>
    </message>
    <message>
        <source>? Not certain: please read why</source>
        <translation>? Chưa kết luận được: hãy đọc lý do</translation>
    </message>
    <message>
        <source>! A signature is not valid</source>
        <translation>! Có chữ ký không hợp lệ</translation>
    </message>
    <message>
        <source>○ The file carries no signature</source>
        <translation>○ Tệp không có chữ ký</translation>
    </message>
    <message>
        <source>✓ Valid</source>
        <translation>✓ Hợp lệ</translation>
    </message>
    <message>
        <source>! Not valid</source>
        <translation>! Không hợp lệ</translation>
    </message>
    <message>
        <source>? Not certain</source>
        <translation>? Chưa kết luận được</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Lý do: %1</translation>
    </message>
    <message>
        <source>Level: %1</source>
        <translation>Mức: %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Lưu ý: %1</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>không xác định được</translation>
    </message>
    <message>
        <source>PKCS#7 (%1)</source>
        <translation>PKCS#7 (%1)</translation>
    </message>
    <message>
        <source>Signed: time not known</source>
        <translation>Thời gian ký: chưa rõ</translation>
    </message>
    <message>
        <source>Signed: %1 (time-stamp service)</source>
        <translation>Thời gian ký: %1 (dịch vụ cấp dấu thời gian)</translation>
    </message>
    <message>
        <source>Signed: %1 (clock of the signer alone)</source>
        <translation>Thời gian ký: %1 (chỉ theo đồng hồ của người ký)</translation>
    </message>
    <message>
        <source>Content: intact since it was signed</source>
        <translation>Nội dung: nguyên vẹn từ khi ký</translation>
    </message>
    <message>
        <source>Content: suspicious, see below</source>
        <translation>Nội dung: đáng ngờ, xem bên dưới</translation>
    </message>
    <message>
        <source>Content: changed after it was signed</source>
        <translation>Nội dung: đã bị sửa sau khi ký</translation>
    </message>
    <message>
        <source>Content: could not be checked</source>
        <translation>Nội dung: chưa kiểm tra được</translation>
    </message>
    <message>
        <source>Certificate: trusted (%1)</source>
        <translation>Chứng thư: tin cậy (%1)</translation>
    </message>
    <message>
        <source>Certificate: not trusted (%1)</source>
        <translation>Chứng thư: không tin cậy (%1)</translation>
    </message>
    <message>
        <source>Certificate: not known whether trusted (%1)</source>
        <translation>Chứng thư: chưa rõ có tin cậy không (%1)</translation>
    </message>
    <message>
        <source>Revocation: no evidence in the file</source>
        <translation>Thu hồi: tệp không kèm bằng chứng</translation>
    </message>
    <message>
        <source>Revocation: %1</source>
        <translation>Thu hồi: %1</translation>
    </message>
    <message>
        <source>After this signature: %1</source>
        <translation>Sau chữ ký này: %1</translation>
    </message>
    <message>
        <source>After this signature: nothing was added</source>
        <translation>Sau chữ ký này: không có gì thêm</translation>
    </message>
    <message>
        <source>After this signature: something was added</source>
        <translation>Sau chữ ký này: có phần được thêm</translation>
    </message>
    <message>
        <source>The check took too long and was ended. Nothing is known of the signatures: do not take the file for valid. Try again while the machine has less to do, or ask for the file anew.</source>
        <translation>Kiểm tra quá lâu nên đã dừng. Chưa biết gì về chữ ký: đừng coi tệp là hợp lệ. Hãy kiểm tra lại khi máy rảnh hơn, hoặc xin gửi lại tệp.</translation>
    </message>
    <message>
        <source>The file takes more memory than a check may have. Nothing is known of the signatures: do not take the file for valid. Ask whoever sent it for a smaller one.</source>
        <translation>Tệp cần nhiều bộ nhớ hơn mức cho phép nên đã dừng kiểm tra. Chưa biết gì về chữ ký: đừng coi tệp là hợp lệ. Hãy đề nghị nơi gửi cấp tệp nhỏ hơn.</translation>
    </message>
    <message>
        <source>The file has brought the check down. Nothing is known of the signatures: do not take the file for valid, and show it to the administrator.</source>
        <translation>Tệp làm chương trình kiểm tra dừng đột ngột. Chưa biết gì về chữ ký: đừng coi tệp là hợp lệ; hãy báo cho quản trị viên.</translation>
    </message>
    <message>
        <source>? Not checked</source>
        <translation>? Chưa kiểm tra được</translation>
    </message>
</context>
</TS>
