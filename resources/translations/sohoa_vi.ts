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
    <message>
        <source>Only a page that cannot be opened can be left out.</source>
        <translation>Chỉ bỏ được trang không mở được ảnh.</translation>
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
    <name>GroupDesk</name>
    <message>
        <source>Group check  Ctrl+G</source>
        <translation>Kiểm tra theo nhóm  Ctrl+G</translation>
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
        <source>Not chosen yet</source>
        <translation>Chưa chọn</translation>
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
        <source>Papers that need no scan</source>
        <translation>Giấy tờ không phải quét</translation>
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
    <name>SignDesk</name>
    <message>
        <source>Making PDF/A files: %1 of %2</source>
        <translation>Đang tạo tệp PDF/A: %1 trên %2</translation>
    </message>
</context>
<context>
    <name>SignPanel</name>
    <message>
        <source>Signing and sending cannot be undone.</source>
        <translation>Ký và gửi thì không hoàn tác được.</translation>
    </message>
    <message>
        <source>&amp;PIN or password</source>
        <translation>Mã &amp;PIN hoặc mật khẩu</translation>
    </message>
    <message>
        <source>PIN or password of the token</source>
        <translation>Mã PIN hoặc mật khẩu của thiết bị ký số</translation>
    </message>
    <message>
        <source>Sign and send  Enter</source>
        <translation>Ký và gửi  Enter</translation>
    </message>
    <message>
        <source>Check token again</source>
        <translation>Kiểm tra lại thiết bị</translation>
    </message>
    <message>
        <source>Not now  Esc</source>
        <translation>Để sau  Esc</translation>
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
        <source>%n try(s) left</source>
        <translation>
            <numerusform>Còn %n lần thử</numerusform>
        </translation>
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
        <source>Enter the PIN first.</source>
        <translation>Hãy nhập mã PIN trước.</translation>
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
        <source>Being read</source>
        <translation>Đang đọc</translation>
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
        <source>◷ Reading %n page(s)</source>
        <translation>
            <numerusform>◷ Đang đọc %n trang</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TroubleDesk</name>
    <message>
        <source>Code for the administrator: %1</source>
        <translation>Mã lỗi cho người quản trị: %1</translation>
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
        <source>! No token</source>
        <translation>! Chưa có thiết bị ký số</translation>
    </message>
</context>
</TS>
