### Hai phút của lãnh đạo: điều mới đáng chú ý và ai đang làm, điều đã hứa mà trễ, dân đánh giá ra sao, có gì khác lần trước.

leader-who = lãnh đạo xã, phường và thành phố
leader-title-count = { $n ->
    [0] Hôm nay
    [1] Một điều đáng chú ý
    [2] Hai điều đáng chú ý
   *[other] Ba điều đáng chú ý
}
leader-nothing = Bốn tuần qua không nơi nào có việc tăng rõ rệt. Cảm ơn những người đang giữ nhịp.

## Phát hiện và ai đang làm

leader-on-it = { $n ->
    [0] { $name } đang làm
   *[other] { $name } và { $n } nơi khác đang làm
}
leader-on-it-others = { $n } nơi đang làm
leader-nobody = Chưa có người nhận
leader-elsewhere-done = Đã có nơi xử lý
leader-due = hạn { $day }
leader-answered = đã trả lời
leader-answered-some = { $n } trên { $all } nơi đã trả lời
leader-kept = đã xong
leader-answer = { $name } trả lời { $when }: “{ $words }”
leader-answer-bare = { $name } trả lời { $when }.
leader-ask = Hỏi lại
leader-give = Giao việc
leader-see = Xem

## Nơi việc tăng rõ

leader-rises = { $n ->
    [0] Việc tăng rõ so với bốn tuần trước
   *[other] Ngoài các phát hiện trên, việc tăng rõ so với bốn tuần trước
}
leader-rose = { $n } việc trong bốn tuần, bốn tuần trước đó { $before }.
leader-rose-from-few = { $n } việc trong bốn tuần; bốn tuần trước đó rất ít.
leader-elsewhere = Cùng tăng ở { $n } nơi khác.
leader-office = Nơi giải quyết: { $name }
leader-open = Xem số liệu

## Đã hứa, đang trễ

leader-late = Đã hứa, đang trễ
leader-late-count = { $n ->
    [0] Đã hứa, đang trễ
   *[other] Đã hứa, đang trễ: { $n } việc
}
leader-late-nothing = Không việc nào đang trễ.
leader-late-cases = Vụ việc: { $n }
leader-late-duties = Hạn xử lý: { $n }
leader-late-commitments = Cam kết: { $n }
leader-late-at = { $name }: { $n } việc
leader-late-oldest = lâu nhất { $late }
leader-late-rest = Còn { $n } việc trễ nữa.

## Thời gian

leader-spans = Chọn thời gian
leader-span-yesterday = Hôm qua
leader-span-week = Bảy ngày
leader-span-month = Bốn tuần
leader-days = { $from } – { $to }

## Dân đánh giá

leader-satisfied = Dân đánh giá
leader-satisfied-text = { $n } trên 100 người trả lời nói việc của họ đã được giải quyết ({ $answers } phiếu); kỳ trước { $before }.
leader-solved-alone = { $n } trên 100 người trả lời nói việc của họ đã được giải quyết ({ $answers } phiếu).
leader-solved-nothing = Chưa đủ phiếu trả lời để nói.

## So với lần trước

leader-since = Từ lần xem trước: { $when }
leader-since-first = Lần đầu xem trang này trên máy này: so với bảy ngày trước.
leader-fresh = Phát hiện mới
leader-newly = Hạn và cam kết mới trễ
leader-answers = Trả lời mới
leader-answers-none = Chưa có trả lời mới.
leader-changed = { $span ->
    [yesterday] Hôm qua, so với cùng ngày tuần trước
    [week] Bảy ngày qua, so với bảy ngày trước đó
   *[month] Bốn tuần qua, so với bốn tuần trước đó
}
leader-from-to = { $now } · kỳ trước { $before }
leader-heard = Ghi nhận của tổ dân vận
leader-opens = Mỗi câu mở ra số liệu của nó.
leader-how = Phát hiện: điều khó là ngẫu nhiên trong số liệu soát mỗi đêm. Việc tăng rõ: số việc bốn tuần qua cao hơn hẳn bốn tuần trước, hai khoảng tin cậy 95 % không chạm nhau, và có ít nhất 10 việc. Đường đứt: mức giới hạn, hoặc mức thường.
