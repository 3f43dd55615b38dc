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
people-few = vài người
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
observation-raised = Đã thành việc cần trả lời
observation-became = Kết quả
outcome-handed_over = đã chuyển phường
outcome-in_hand = đang làm
outcome-answered = đã trả lời
