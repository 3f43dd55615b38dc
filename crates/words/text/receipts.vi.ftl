### Phiếu hẹn: theo dõi việc đã gửi.

## Phiếu hẹn

receipt-title = Phiếu hẹn
receipt-made = Đã nhận việc của bác
receipt-keep = Giữ mã này. Ai có mã đều xem được câu trả lời.
receipt-save-picture = Lưu ảnh
receipt-qr = Mã QR
receipt-office = Nơi giải quyết
receipt-answer-by = Trả lời chậm nhất
receipt-find-title = Tra cứu phiếu hẹn
receipt-find-code = Mã phiếu hẹn
receipt-find-hint = Mã có dạng 7K2M-P9QX-4TDW-81HC. Chữ hoa hay thường đều được.
receipt-unknown = Không có phiếu hẹn với mã này. Xin xem lại từng chữ.
receipt-answered-by = { $unit } trả lời
receipt-way = Việc của bác đã đi đến đâu
receipt-waiting-answer = Chờ trả lời
receipt-waiting-confirmation = Chờ bác xác nhận
receipt-solved = Đã giải quyết
receipt-not-solved = Chưa
receipt-not-solved-why = Còn vướng gì?
receipt-thanks-solved = Cảm ơn bác đã cho biết.
receipt-reopened = Việc đã được mở lại và chuyển ngay cho người xử lý.
receipt-supporters = { $n } nhà cùng báo việc này. Họ cũng nhận được câu trả lời.
receipt-add = Viết thêm
receipt-add-hint = Ví dụ: nước đã mạnh hơn, nhưng buổi tối vẫn yếu.
receipt-added = Đã thêm.
receipt-seen-title = Ai đã xem thông tin của tôi
receipt-seen-nobody = Chưa ai xem thông tin liên hệ.
receipt-seen-line = { $office } · { $when } · { $why }
receipt-merged = Việc này được xử lý chung với một việc giống hệt.
receipt-slip-title = Phiếu hẹn trả lời
receipt-slip-follow = Quét mã hoặc mở { $address }

receipt-print = In phiếu
receipt-find-lost = Mất mã thì không tra được qua trang này; xin đến bàn tiếp dân của phường, xã.
receipt-is-it-solved = Việc đã xong chưa, bác?
receipt-open-again = Mở lại việc này
receipt-rate = Bác thấy câu trả lời thế nào?
receipt-rated = Cảm ơn bác đã nhận xét. Cơ quan trả lời sẽ đọc.
rating-good = Tốt
rating-fair = Tạm được
rating-poor = Chưa tốt
receipt-state-received = Đã nhận, đang chờ phân công
receipt-state-reopened = Đã mở lại, đang chờ xử lý tiếp
receipt-refused-by = { $unit } từ chối, có nêu lý do
receipt-taken-by = { $unit } nhận xử lý
receipt-went-to = Đã chuyển đến { $unit }
receipt-you-joined = Bác cùng báo việc này.
receipt-received = Nhận lúc
receipt-letter = Đơn số { $code }
receipt-letter-number = Số đơn
receipt-letter-way = Đơn đã đi đến đâu
receipt-letter-none = Chưa có bước nào.
receipt-letter-due = Cơ quan phải làm bước tiếp chậm nhất { $day }
receipt-letter-notices = Văn bản về đơn này
receipt-letter-notices-none = Chưa có văn bản nào.
reading-words = Ghi thêm về mục đích

## Mất phiếu hẹn

receipt-new = Cấp phiếu hẹn mới cho người làm mất
receipt-new-hint = Đối chiếu giấy tờ của người đến trước mặt. Mã cũ hết dùng ngay; người giữ phiếu thấy lần cấp này trong danh sách ai đã xem.
receipt-new-order-hint = Chỉ khi có hai người ký trùng họ tên: người thứ mấy trên đơn.
receipt-new-give = Cấp phiếu hẹn mới
receipt-new-other-name = Không có ai giữ phiếu hẹn mang họ tên này. Xem lại họ tên trên giấy tờ và trên đơn; người chưa có phiếu thì cấp phiếu lần đầu.
receipt-new-two = Có hai người ký trùng họ tên này. Ghi người này là người thứ mấy trên đơn.
label-named = Họ tên trên giấy tờ
label-order = Thứ tự trên đơn
label-checked = Đã đối chiếu
