### Báo cáo: soạn từ số liệu, viết thêm lời, gửi có số, người nhận mở.

briefs-title = Báo cáo
briefs-new = Soạn báo cáo
briefs-drafts = Đang soạn
briefs-received = Gửi đến tôi
briefs-sent = Đơn vị đã gửi
briefs-none = Chưa có báo cáo nào
briefs-none-text = Báo cáo gửi đến bạn sẽ hiện ở đây.
brief-unread = Chưa mở
brief-opened = Đã mở
brief-kind-quick = Nhanh
brief-kind-week = Tuần
brief-kind-month = Tháng
brief-kind-quarter = Quý
brief-kind-topic = Chuyên đề
brief-kind-project = Dự án giải phóng mặt bằng
brief-kinds = Chọn loại
brief-stage-draft = Đang soạn
brief-stage-sent = Đã gửi
brief-from = Từ ngày
brief-to = Đến ngày
brief-days-hint = Để trống thì lấy kỳ trọn gần nhất của loại báo cáo.
brief-topic = Lĩnh vực
brief-topic-hint = Chỉ dùng cho báo cáo chuyên đề.
brief-project = Dự án
brief-project-hint = Chỉ dùng cho báo cáo dự án.
brief-on = Theo bản đồ đơn vị ngày
brief-on-hint = Để trống là hôm nay; chọn ngày cũ để so theo xã, phường cũ.
brief-system = Thể thức
brief-system-state = Nhà nước
brief-system-party = Đảng
brief-system-front = Mặt trận
brief-system-mass = Đoàn thể
brief-reach = Ai sẽ đọc
brief-reach-above = Cả cấp trên
brief-reach-inside = Chỉ trong đơn vị
brief-reach-hint = Báo cáo lên cấp trên không nêu số nhỏ dưới 5, để không lộ ai đã nói.
brief-begin = Lập báo cáo từ số liệu
brief-begin-hint = Số liệu tự điền theo đề cương, mỗi số có ghi chú nguồn. Bạn viết thêm nhận xét.
brief-draft = Bản nháp
brief-subject = Tình hình nhân dân và kết quả giải quyết, { $period }
brief-subject-about = { $about }, { $period }
brief-as-of = Số liệu đến { $when }
brief-edit = Viết và chọn câu
brief-edit-hint = Bỏ dấu chọn để bỏ câu đó khỏi báo cáo. Lời của bạn giữ nguyên khi lấy lại số liệu.
brief-sentences = Câu lập từ số liệu
brief-narrative = { $section }: lời của bạn
brief-keep = Lưu
brief-keep-refresh = Lưu và lấy số liệu mới nhất
brief-kept = Đã lưu.
brief-send = Gửi báo cáo
brief-send-hint = Báo cáo lấy số tiếp theo trong sổ của đơn vị và không sửa được nữa. Sai thì gửi báo cáo khác thay.
brief-send-to = Gửi đến
brief-send-own = { $unit } (lãnh đạo đơn vị mình)
brief-correct = Soạn báo cáo thay
brief-corrects = Báo cáo này thay báo cáo trước.
brief-corrects-show = Xem báo cáo bị thay
brief-corrected = Báo cáo này đã có báo cáo khác thay.
brief-corrected-show = Xem báo cáo thay
brief-cancelled = Số của báo cáo này đã bị hủy trong sổ.
brief-file = Tải bản Word
brief-pdf = Tải bản PDF
brief-sheet = Báo cáo như khi in
brief-opened-by = Ai đã mở
brief-opened-none = Chưa nơi nhận nào mở.
brief-opened-at = { $role }, { $unit }: mở lúc { $when }
brief-sent-to = Gửi đến: { $units }
brief-sent-at = Gửi lúc { $when }
brief-first-time = Bạn mở báo cáo này lần đầu. Nơi gửi sẽ thấy là đã mở.
brief-note = { $what }; { $days }; theo bản đồ đơn vị ngày { $on }
brief-note-show = Xem số liệu
brief-note-future = Chọn ngày đến { $day } là muộn nhất: ngày sau đó chưa có số liệu.
brief-note-structure = Đơn vị của bạn không có trên bản đồ ngày này. Xin chọn ngày khác hoặc để trống.
brief-note-reach = Đơn vị này không được đọc số nhỏ. Xin chọn "Cả cấp trên".
brief-note-sent = Báo cáo này đã gửi, không sửa được nữa. Có thể soạn báo cáo thay.
brief-note-meanwhile = Có người vừa sửa báo cáo này. Xem lại rồi lưu lần nữa; lời bạn viết vẫn còn ở đây.
brief-note-nobody = Xin chọn ít nhất một nơi nhận.

## Câu lập từ số liệu. Số đã kèm ghi chú nguồn.

brief-few = không nêu
brief-few-why = “Không nêu”: số nhỏ, hoặc số mà từ đó suy ra được số nhỏ.
brief-all-topics = Mọi lĩnh vực
brief-say-received = Tiếp nhận { $now } phản ánh, { $change ->
    [rise] tăng so với
    [fall] giảm so với
    [same] tương đương với
   *[unknown] chưa so sánh được với
} kỳ liền trước ({ $before }).
brief-say-heard = Tổ dân vận ghi nhận { $now } lượt nắm tình hình, { $change ->
    [rise] tăng so với
    [fall] giảm so với
    [same] tương đương với
   *[unknown] chưa so sánh được với
} kỳ liền trước ({ $before }).
brief-say-topic = { $topic }: { $now } phản ánh, { $change ->
    [rise] tăng so với
   *[fall] giảm so với
} kỳ liền trước ({ $before }).
brief-say-findings = Hệ thống phát hiện { $many } vấn đề nổi bật còn mở.
brief-say-finding = { $topic } tại { $places }: { $now } lượt, nhiều hơn mức thường thấy.
brief-say-on_time = Trả lời đúng hạn { $now }, { $change ->
    [rise] cao hơn
    [fall] thấp hơn
    [same] tương đương với
   *[unknown] chưa so sánh được với
} kỳ liền trước ({ $before }).
brief-say-solved = Người dân nói đã giải quyết { $now }, { $change ->
    [rise] cao hơn
    [fall] thấp hơn
    [same] tương đương với
   *[unknown] chưa so sánh được với
} kỳ liền trước ({ $before }).
brief-say-letters = Tiếp nhận { $now } đơn thư; giải quyết, chuyển đúng hạn { $on_time }.
brief-say-letters_only = Tiếp nhận { $now } đơn thư.
brief-say-receptions = Tiếp công dân { $days } buổi, { $visits } lượt.
brief-say-promises = Cam kết, chỉ tiêu đến hạn đã thực hiện { $kept }; chưa thực hiện { $late }.
brief-say-range = Kỳ này và ba kỳ trước, số phản ánh nằm trong khoảng từ { $least } đến { $most }; tình hình không đổi thì kỳ tới dự kiến cũng trong khoảng này.
brief-say-clearance = { $project }: đã bàn giao { $files } hồ sơ, { $land } héc-ta; liên quan { $households } hộ.
brief-say-waiting = Còn { $now } hồ sơ vướng mắc.
brief-measure-received = Phản ánh tiếp nhận
brief-measure-heard = Lượt nắm tình hình
brief-measure-on_time = Phản ánh trả lời đúng hạn trên tổng số đã trả lời
brief-measure-solved = Người dân nói đã giải quyết trên tổng số đã nói
brief-measure-letters_received = Đơn thư tiếp nhận
brief-measure-letters_on_time = Đơn thư giải quyết, chuyển đúng hạn
brief-measure-reception_days = Buổi tiếp công dân
brief-measure-reception_visits = Lượt tiếp công dân
brief-measure-promises_kept = Cam kết đến hạn đã thực hiện
brief-measure-promises_late = Cam kết đến hạn chưa thực hiện
brief-measure-findings = Vấn đề nổi bật còn mở
brief-measure-finding_seen = Lượt phản ánh và nắm tình hình của vấn đề nổi bật
brief-measure-files_cleared = Hồ sơ đã bàn giao mặt bằng
brief-measure-land_cleared = Diện tích đã bàn giao, héc-ta
brief-measure-households = Hộ liên quan
brief-measure-files_waiting = Hồ sơ đang vướng
brief-column-received = Phản ánh
brief-column-on_time = Đúng hạn
brief-column-files_waiting = Hồ sơ
brief-column-before = { $what }, kỳ trước
brief-column-change = So kỳ trước
brief-change-rise = tăng
brief-change-fall = giảm
brief-change-same = tương đương
brief-change-unknown = –
brief-rows-topics = Lĩnh vực
brief-rows-places = Địa bàn
brief-rows-waiting = Lý do
brief-table-topics = Phản ánh theo lĩnh vực:
brief-table-places = Những địa bàn có nhiều phản ánh nhất:
brief-table-waiting = Hồ sơ vướng theo lý do:
brief-chart-weeks = Phản ánh mới theo tuần
brief-chart-on_time = Tỷ lệ trả lời đúng hạn theo lĩnh vực
brief-chart-now = Tuần này
brief-chart-before = Cùng vị trí, đợt tuần trước
label-brief_kind = Loại báo cáo
label-project = Dự án
label-structure = Theo bản đồ đơn vị ngày
label-system = Thể thức
label-reach = Ai sẽ đọc
label-readers = Gửi đến
