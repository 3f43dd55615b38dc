### Lời từ chối: chuyện gì đã xảy ra và làm gì tiếp theo.

## Từ chối chung

refusal-invalid = Chưa lưu được. Xin sửa những chỗ được đánh dấu; những gì đã viết vẫn còn nguyên.
refusal-not-found = Không tìm thấy. Có thể địa chỉ bị gõ sai, hoặc bạn không có quyền xem.
refusal-sign-in-first = Xin đăng nhập để tiếp tục.
refusal-not-allowed = Bạn không có quyền làm việc này.
refusal-not-allowed-who = Bạn không có quyền làm việc này. Người có quyền: { $who }.
refusal-not-allowed-office = Bạn không có quyền với việc này. Người có quyền: cán bộ và lãnh đạo { $office }.
refusal-not-told = Việc này báo cho người khác; chỉ người được báo mới ghi là đã xem.
refusal-not-an-office = Hàng chờ dành cho cán bộ và lãnh đạo xã, phường. Bạn chưa có nhiệm vụ ấy; người vận hành giao nhiệm vụ.
refusal-words-added = Bà con vừa viết thêm sau khi bạn mở việc này. Xin đọc rồi gửi lại.
note-choose-office = Nhiều nơi có tên này. Xin chọn một.
note-no-such-receipt = Không có phiếu hẹn với mã này.
refusal-too-many = Thử quá nhiều lần. Xin chờ { $seconds } giây rồi thử lại.
refusal-too-large = Nội dung gửi quá lớn. Tối đa { $limit }.
refusal-form-expired = Trang đã mở quá lâu nên chưa lưu. Những gì đã viết còn nguyên; xin bấm gửi lại.
refusal-unreadable = Không đọc được nội dung gửi đến. Xin thử lại.

## Ghi chú dưới ô nhập

note-required = Xin điền ô này.
note-choose = Xin chọn một mục.
note-too-long = Viết tối đa { $limit } ký tự.
note-day = Viết ngày như 22/11/2026.
note-day-after = Chọn ngày từ { $day } trở đi.
note-day-before = Chọn ngày đến { $day } là muộn nhất.
note-list-place = Địa chỉ này không còn chỉ vào danh sách nào. Xin mở lại danh sách từ đầu.
note-days-reversed = Ngày cuối phải sau ngày đầu.
note-number = Viết một số nguyên.
note-id = Mã này không đúng dạng.
note-phone = Số điện thoại không đúng. Ví dụ 0912 345 678.
note-email = Địa chỉ thư không đúng. Ví dụ ten@example.vn.
note-names-somebody = Câu này nêu tên một người: “{ $words }”. Xin viết lại theo nơi và việc, không nêu tên.
note-photo-kind = Chỉ nhận ảnh JPEG, PNG hoặc WebP.
note-photo-broken = Ảnh bị hỏng, không mở được.
note-photo-large = Ảnh quá lớn. Tối đa { $limit }.
note-photos-many = Gửi tối đa { $limit } ảnh.

## Trang lỗi

error-title-400 = Không đọc được yêu cầu
error-title-401 = Cần đăng nhập
error-title-403 = Không có quyền
error-title-404 = Không tìm thấy trang
error-title-405 = Cách gửi không đúng
error-title-409 = Nội dung đã thay đổi
error-title-413 = Nội dung quá lớn
error-title-415 = Định dạng không nhận được
error-title-422 = Cần sửa vài chỗ
error-title-429 = Xin chờ một lát
error-title-500 = Hệ thống gặp lỗi
error-title-503 = Hệ thống đang bận
error-500 = Lỗi của hệ thống, không phải của bạn. Chưa có gì bị lưu dở. Xin thử lại sau ít phút.
error-503 = Hệ thống đang quá tải. Xin thử lại sau ít phút; những gì đã viết vẫn còn.
error-go-home = Về trang đầu

## Ghi chú của từng việc

note-unreadable = Có ký tự không đọc được. Xin xóa và gõ lại.
note-say-why = Xin viết lý do.
note-say-why-late = Việc đã trễ. Xin chọn lý do.
note-already-there = Việc đang ở nơi này rồi.
note-other-case = Xin chọn một việc khác, đang mở.
note-unknown-colleague = Người này không làm việc ở đơn vị.
note-choose-place = Xin chọn nơi.
note-unknown-place = Không tìm thấy nơi này. Xin chọn trong danh sách.
note-ambiguous-place = Mã { $code } có nhiều nơi dùng. Xin nêu ngày hoặc chọn tên.
note-off-the-map = Vị trí này không có trên bản đồ.
note-place-ended = Nơi này không còn từ khi sắp xếp lại. Xin chọn nơi kế tục.
note-place-too-wide = Xin chọn một xã, phường hoặc nơi nhỏ hơn.
text-required = Xin điền ô này.
text-has-nul = Có ký tự không đọc được. Xin xóa và gõ lại.
text-too-long = Viết tối đa { $limit } ký tự; đang có { $length }.
refusal-already-said = Câu này đã được ghi nhận rồi.
refusal-case-not-answered = Việc chưa có câu trả lời ({ $stage }). Xin trả lời trước khi đóng.
refusal-case-not-open = Việc không còn mở ({ $stage }).
refusal-same-id-other-words = Mã gửi này đã dùng cho một nội dung khác. Xin gửi lại như một việc mới.
refusal-no-rule = Chưa có quy định thời hạn cho việc này. Xin báo người vận hành.
refusal-not-merged = Việc này không được gộp vào việc nào.

## Ghi chú khác

note-choose-topic = Xin chọn việc cần nói.
note-unknown-topic = Không có chủ đề này trong danh mục.
note-unknown-kind = Không có loại đơn vị này.
note-unknown-language = Chỉ có vi hoặc en.
refusal-foreign-form = Biểu mẫu này không gửi từ trang danvan. Xin mở lại trang và gửi lại.
note-photo-points = Ảnh có quá nhiều điểm ảnh. Tối đa { $limit } triệu điểm.
note-photo-gone = Một ảnh không còn nữa. Xin chọn lại ảnh.

## Ghi nhận

note-say-what-is-asked = Xin viết điều cần trả lời.
refusal-observation-of-another = Chỉ người ghi mới sửa được ghi nhận này.
refusal-observation-withdrawn = Ghi nhận này đã được rút lại.
refusal-observation-has-case = Từ ghi nhận này đã có việc đang chờ trả lời, nên không sửa được nữa. Có điều mới, xin ghi nhận mới.
refusal-observation-too-old = Đã quá 24 giờ nên không sửa được nữa. Có điều mới, xin ghi nhận mới.
note-which-place = Xin chọn một nơi trong các nơi dưới đây, hoặc gõ rõ hơn.

## A form that could not be taken keeps what was typed

problem-address = API này không có địa chỉ đó.
problem-method = Địa chỉ này không nhận cách gọi đó.
problem-json = Nội dung gửi lên không phải JSON đọc được: dòng { $line }, cột { $column }.
problem-object = Xin gửi một đối tượng JSON.
problem-content-type = Xin gửi application/json.
error-title-expired = Xin bấm gửi lần nữa
error-title-408 = Gửi quá lâu
error-405 = Địa chỉ này không mở trực tiếp được. Xin bắt đầu lại từ trang đầu.
error-408 = Đường truyền quá chậm nên chưa nhận được hết. Chưa có gì được lưu. Xin gửi lại khi mạng khá hơn.
error-415 = danvan chỉ nhận biểu mẫu của chính trang này. Xin mở lại trang và gửi lại.
again-title = Những gì đã viết vẫn còn đây
again-text = Đã đăng nhập lại. Chưa có gì được gửi: xin xem lại rồi bấm gửi.
again-typed = Những gì đã viết
again-copy = Những gì đã viết vẫn còn đây; có thể chép lại để dùng ở chỗ khác.
again-field = Đã viết
again-files = Hệ thống chưa nhận được ảnh. Xin chọn lại ảnh nếu không thấy ở đây, ít và nhỏ hơn nếu lần trước quá lớn.
again-password = Mật khẩu không được giữ lại. Xin gõ lại.
again-send = Gửi lại
note-wrong-kind = Trường này có giá trị không đúng loại.
note-unknown-field = Không có trường này.
