### Điều nghe được: ghi nhận của tổ dân vận.

## Ghi nhận

observe-title = Ghi nhận
observe-topic = Bà con nói về việc gì?
observe-topic-find = Tìm việc khác
observe-severity = Mức độ
observe-people = Khoảng bao nhiêu người?
observe-trend = Tăng hay giảm?
observe-place = Ở đâu?
observe-words = Lời bà con
observe-words-hint = Viết về nơi và việc, không nêu tên người.
observe-wants-answer = Có người cần trả lời
observe-save = Lưu
observe-saved = Đã ghi nhận.
observe-edit = Sửa ghi nhận
observe-edited = Đã sửa { $n } lần, bản đầu được giữ
severity-concern = Quan tâm
severity-worry = Băn khoăn
severity-anger = Bức xúc
severity-hotspot = Điểm nóng
people-one = 1
people-few = vài
people-about_10 = ~10
people-about_50 = ~50
people-over_100 = trên 100
trend-rising = Đang tăng
trend-same = Như cũ
trend-easing = Đang dịu

## Điều đã ghi

observations-title = Nắm tình hình
observations-mine = Điều tôi đã ghi
observations-count = { $n } ghi nhận
observations-empty-title = Chưa có ghi nhận nào
observations-empty-text = Nghe bà con nói gì, ghi lại ở đây trong nửa phút.
observation-raise = Chuyển thành việc cần trả lời
observation-became = Kết quả
outcome-handed_over = đã chuyển phường
outcome-in_hand = đang làm
outcome-answered = đã trả lời

observe-topic-none = Không thấy chủ đề nào với “{ $words }”. Xin chọn trong danh sách.
observe-topic-hint = Ví dụ: nuoc sach
observe-whole = Cả { $unit }
observe-photos = Ảnh
observe-photos-kept = Đã giữ { $n } ảnh.
observe-again = Ghi điều khác
observe-ask = Điều cần trả lời
observe-ask-hint = Để trống nếu đúng như lời bà con ở trên.
observe-ask-name = Tên người hỏi
observe-ask-phone = Điện thoại người hỏi
observe-ask-kept = Liên hệ chỉ để trả lời; mỗi lần có người xem đều được ghi lại.
observations-waiting = Việc của tôi
observations-topic = Chủ đề
observations-when = Thời gian
observations-days = { $n } ngày qua
observations-none-title = Không có ghi nhận nào
observations-none-text = Thử bỏ bớt điều kiện lọc hoặc chọn thời gian dài hơn.
observations-cut = Chỉ hiện 200 ghi nhận mới nhất. Hãy chọn thời gian ngắn hơn.
observation-people = { $many } người
observation-noted = Ghi lúc { $when }
observation-photo = Ảnh { $n }
observation-withdraw = Rút lại
observation-withdrawn = Đã rút lại
observation-withdrawn-text = Ghi nhận này đã được rút lại và không còn được tính.
observation-change-until = Sửa hoặc rút được trong 24 giờ.
observation-counted = Đã vào số liệu nắm tình hình. Chưa có việc nào chờ trả lời.
observation-receipt = Phiếu hẹn, đưa cho người hỏi:
observation-show-receipt = Mở phiếu hẹn để cho xem hoặc in
observation-raise-send = Tạo việc và lấy phiếu hẹn
observation-versions = Các lần ghi
observation-first = bản đầu
