### Việc bà con hỏi: gửi, hàng chờ, xử lý, trả lời.

## Số lượng

cases-count =
    { $n ->
        [0] không có việc nào
       *[other] { $n } việc
    }
cases-supporters = { $n } nhà cùng báo
cases-photos = { $n } ảnh

## Người dân gửi phản ánh

report-title = Gửi phản ánh
report-lead = Không cần tài khoản. Gửi xong sẽ nhận phiếu hẹn để theo dõi.
report-not-here = Khiếu nại, tố cáo xin gửi theo thủ tục riêng, không gửi ở đây.
report-words = Có việc gì?
report-words-hint = Viết ngắn: việc gì, ở đâu, từ bao giờ. Không cần nêu tên ai.
report-photo = Ảnh
report-photo-hint = Tối đa { $n } ảnh. Vị trí và thông tin máy trong ảnh được xóa.
report-place = Ở đâu?
report-place-hint = Gõ tên xã, phường, thôn, tổ dân phố. Tên cũ cũng được.
report-place-detail = Chỉ rõ chỗ
report-place-detail-hint = Ví dụ: ngõ 189, trước số nhà 24
report-place-found = Thuộc { $place }
report-topic = Về việc gì?
report-contact = Có cần nhận tin không?
report-contact-hint = Chỉ ghi nếu muốn được báo. Chỉ người xử lý xem được, và mỗi lần xem đều được ghi lại.
report-contact-name = Tên để gọi
report-contact-phone = Điện thoại
report-contact-email = Thư điện tử
report-urgent = Khẩn: đang nguy hiểm cho người
report-urgent-hint = Cháy, tai nạn, cấp cứu: gọi ngay 114, 113, 115.
report-similar-title = Ai đó đã báo việc này gần đây?
report-similar-hint = Nếu đúng việc này, bấm “Tôi cũng vậy” để cùng nhận câu trả lời.
report-me-too = Tôi cũng vậy
report-none-of-these = Không, việc của tôi khác
report-distance = cách { $n } m
report-check-title = Xem lại trước khi gửi
report-send = Gửi phản ánh
report-masked = Số giấy tờ, số điện thoại trong lời kể đã được che.

## Trạng thái

stage-received = Đã nhận
stage-accepted = Đã nhận xử lý
stage-answered = Đã trả lời
stage-closed = Đã xong
stage-reopened = Mở lại
stage-refused = Từ chối
stage-merged = Đã gộp

## Hàng chờ

queue-title = Hàng chờ
queue-new = Mới
queue-due = Đến hạn
queue-late = Trễ
queue-reopened = Mở lại
queue-all = Tất cả
queue-mine = Của tôi
queue-you = Bạn
queue-unassigned = Chưa giao
queue-search-hint = Tìm trong mọi việc
queue-empty-title = Không còn việc nào ở đây
queue-empty-text = Việc mới gửi đến sẽ hiện ở đây, việc gấp nhất đứng trên.
queue-search-empty = Không tìm thấy “{ $words }”. Thử ít chữ hơn.
queue-choose = Chọn một việc ở bên trái để xem.
queue-take-next = Nhận việc kế tiếp
queue-day-end = Cuối ngày: đã xong { $done } việc, ngày mai đến hạn { $tomorrow } việc.

## Một việc

case-said-by-resident = Bà con báo
case-said-by-team = Bà con báo qua tổ dân vận
case-said-by-desk = Bà con báo tại bàn tiếp dân
case-said-by-import = Chuyển từ hệ thống khác
case-internal = Nội bộ
case-answer = Trả lời bà con
case-assignee = Người làm
case-place-before = trước { $day }: { $name }
case-similar = Gần giống
case-seen-before = Đã gặp trước đây
case-history = Diễn biến
case-urgent = Khẩn
case-contact = Liên hệ
case-contact-show = Xem liên hệ
case-contact-for = Xem để làm gì? Bà con sẽ thấy mục đích này.
case-contact-why = Nói thêm
case-restricted = Người gửi đã yêu cầu hạn chế sử dụng dữ liệu của họ: cách liên hệ, ảnh và vị trí không hiện, không xuất ra.
case-news-by = Đồng ý nhận tin qua: { $ways }
case-no-news = Chưa đồng ý nhận tin qua điện thoại hay thư điện tử; kết quả hiện trên phiếu hẹn.
case-no-contact = Không để lại liên hệ

## Việc cán bộ làm

act-take = Nhận xử lý
act-assign = Giao
act-answer = Trả lời
act-transfer = Chuyển
act-merge = Gộp
act-unmerge = Tách lại
act-close = Đóng việc
act-refuse = Từ chối
act-note = Ghi nội bộ
act-prioritise = Đổi mức ưu tiên
act-preview = Xem như bà con thấy
answer-templates = Mẫu
answer-send = Gửi { $n } phiếu hẹn
answer-close-after = Đóng việc sau khi gửi
answer-draft = Lưu nháp
answer-goes-to = Câu trả lời này sẽ hiện trên { $n } phiếu hẹn.
assign-to = Giao cho
transfer-to = Chuyển đến
transfer-why = Lý do chuyển
transfer-clock = Hạn giữ nguyên; bà con được báo.
refuse-why = Lý do từ chối
merge-hint = Mọi phiếu hẹn đều nhận câu trả lời. Có thể tách lại.
close-why-late = Trễ vì sao?

## Bàn cán bộ

queue-back = Về hàng chờ
queue-somebody = Người khác
queue-choose-several = Chọn nhiều việc
case-high = Ưu tiên cao
case-answered = Đã trả lời bà con
case-why-due = Vì sao có hạn này
case-metres = { $n } m
case-settled-before = Chỗ này, việc này: { $n } lần trong 12 tháng qua, lần gần nhất trả lời ngày { $day }.
case-merged-into = Việc này đang được xử lý chung với một việc giống hệt.
case-merged-here = Đã gộp vào đây
case-read-only = Bạn chỉ xem được. Người xử lý: cán bộ { $office }.
case-contact-noted = Lần xem này đã được ghi lại; bà con thấy nơi xem và lý do.
act-merge-into-this = Gộp vào việc này
entry-assigned-to = Đã giao { $name }
entry-transferred-to = Đã chuyển đến { $office }
transfer-hint = Gõ tên xã, phường, sở. Tên cũ cũng được.
transfer-which = Nơi nào?
merge-code = Hoặc mã phiếu hẹn của việc kia
rank-urgent = Khẩn: đang nguy hiểm cho người
rank-high = Ưu tiên cao
note-inside-hint = Chỉ cán bộ thấy. Bà con không thấy.
late-words = Nói rõ thêm
refuse-words = Lời gửi bà con
refuse-words-hint = Nói rõ vì sao và bà con có thể làm gì tiếp.
preview-empty = Chưa có lời nào.
answer-in-english = Bà con viết bằng tiếng Anh.
kept-text = Việc này không còn ở đơn vị. Những gì đã viết vẫn ở đây để sao lại.
kept-words = Lời đã viết
told-kept = Những gì đã viết vẫn còn nguyên.
template-fixed = đã khắc phục
template-scheduled = hẹn ngày
template-passed_on = đã chuyển nơi khác
template-more_needed = cần thêm thông tin
template-not_competent = không thuộc thẩm quyền
template-checked_no_fault = đã kiểm tra, không thấy
template-explained = giải thích quy định
template-complaint_path = theo thủ tục khiếu nại
template-waste_collected = đã thu gom rác
template-water_restored = nước có lại
template-drained = nước đã rút
template-lamps_mended = đèn đã sáng
template-road_mended = đường đã vá
template-pavement_cleared = đã giải tỏa vỉa hè
done-accept = Đã nhận xử lý. Bà con thấy việc đã có người làm.
done-assign = Đã giao.
done-transfer = Đã chuyển. Bà con được báo, hạn giữ nguyên.
done-note = Đã ghi nội bộ.
done-answer = Đã gửi câu trả lời.
done-refuse = Đã từ chối, có nêu lý do.
done-close = Đã đóng.
done-merge = Đã gộp. Mọi phiếu hẹn đi theo việc chung.
done-unmerge = Đã tách lại.
done-rank = Đã đổi mức ưu tiên.
done-several =
    { $n ->
        [0] Chưa có việc nào được đổi. Có thể người khác đã làm trước, hoặc chưa chọn việc nào.
       *[other] Đã xong { $n } việc.
    }
done-nothing = Không còn việc mới nào chưa có người nhận.
done-unchosen = Xin chọn người để giao.
day-link = Cuối ngày
day-title = Cuối ngày
day-late = { $n } việc đang trễ.
day-lapsing = Đến hạn trước hết { $day }
day-done = Đã xong hôm nay
day-nothing-lapses = Không có việc nào đến hạn.
day-nothing-done = Hôm nay chưa trả lời việc nào.

## Người đến bàn

## Nguồn và diễn biến

channel-web = Trang của bà con
channel-api = Chương trình khác
channel-team = Tổ dân vận
channel-desk = Bàn tiếp dân
channel-import = Tệp chuyển sang
entry-received = Đã nhận
entry-accepted = Đã nhận xử lý
entry-assigned = Đã giao người làm
entry-transferred = Đã chuyển nơi khác
entry-note = Ghi nội bộ
entry-answered = Đã trả lời
entry-refused = Đã từ chối, có nêu lý do
entry-added = Bà con viết thêm
entry-solved = Bà con báo đã giải quyết
entry-reopened = Bà con báo chưa xong, mở lại
entry-closed = Đã đóng
entry-merged = Đã gộp với một việc giống hệt
entry-unmerged = Đã tách lại
entry-supported = Thêm người cùng báo
entry-ranked = Đã đổi mức ưu tiên
entry-late = Đã nêu lý do trễ
entry-moved = Hạn trả lời đổi theo lịch làm việc
entry-rated = Bà con nhận xét câu trả lời

## Các bước gửi và chỗ chọn

report-step = Gửi phản ánh · bước { $n } trên { $of }
report-photos-kept = Ảnh đã nhận
report-photo-number = Ảnh { $n }
report-place-name = Tên phường, xã, kể cả tên cũ
report-place-list = Chọn trong danh sách phường, xã
report-map = Chọn trên bản đồ
report-map-hint = Chạm vào chỗ cần báo. Dùng bàn phím: phím mũi tên để di chuyển, Enter để chọn điểm ở giữa.
report-map-label = Bản đồ chọn nơi: phím mũi tên để di chuyển, Enter để chọn điểm ở giữa
report-map-take = Chọn điểm ở giữa
report-map-chosen = Đã chọn một điểm ở { $place }.
report-map-outside = Điểm này nằm ngoài bản đồ. Hãy chọn điểm khác.
report-map-opening = Đang mở bản đồ…
report-map-failed = Không mở được bản đồ. Hãy gõ tên hoặc chọn trong danh sách.
report-place-since = { $name } nay thuộc nơi này, từ { $day }
report-place-part-since = Một phần { $name } nay thuộc nơi này, từ { $day }
report-topic-search = Tìm chủ đề khác
report-topic-all = Xem mọi chủ đề
report-topic-suggested = Theo lời kể, có lẽ là
report-topic-often = Hay gặp
report-topic-found = Chủ đề cho “{ $words }”
report-topic-none = Không có chủ đề nào cho “{ $words }”. Có thể là:
report-question-hint = Không bắt buộc. Trả lời được thì việc đi nhanh hơn.
report-sent-before = Lần gửi trước đã được nhận. Nội dung này khác lần đó: bấm gửi nếu đây là việc mới.
