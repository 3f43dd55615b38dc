### Toàn cảnh và trang của lãnh đạo.

## Bộ lọc

overview-title = Toàn cảnh
overview-unit = Đơn vị
overview-period = Thời gian
overview-topic = Chủ đề
overview-structure = Theo bản đồ ngày
overview-structure-count = { $n } xã, phường
overview-compare = So với
overview-weeks = { $n } tuần đến { $day }
overview-all-topics = Mọi chủ đề

## Số chính

figure-new = Việc mới
figure-on-time = Trả lời đúng hạn
figure-satisfied = Bà con nói đã giải quyết
figure-refused = Từ chối
figure-reopened = Mở lại
figure-open = Đang mở
figure-late = Đang trễ
figure-observations = Ghi nhận
figure-interval = khoảng tin cậy { $from }–{ $to }
figure-answers = { $n } phiếu trả lời
figure-above-usual = { $share } so với mức thường
figure-source = Nguồn: { $source }

## Bản đồ, bảng

overview-map = Nơi nào nhiều, tính trên 10.000 dân
overview-map-hint = mỗi ô một xã, phường · dân số { $year }
overview-map-label = Bản đồ ô lục giác
overview-legend-below = dưới { $n }
overview-legend-above = trên { $n }
overview-trend = Mỗi tuần
overview-trend-hint = dải là mức thường
overview-places = Các nơi
overview-intervals-hint = Vạch ngang là khoảng tin cậy 95 %. Hai nơi có vạch chồng nhau thì không xếp hạng.
overview-per-people = Trên 10.000 dân
overview-place = Xã, phường
overview-quality = So qua sáp nhập
quality-exact = đúng
quality-whole = trọn đơn vị
quality-estimated = ước tính
quality-not_comparable = không so được
quality-why-exact = Mỗi việc đều có thôn, tổ hoặc vị trí.
quality-why-whole = Chỉ có những đơn vị nhập trọn.
quality-why-estimated = Có đơn vị bị chia; chia theo tỷ lệ dân số.
quality-why-not_comparable = Có đơn vị bị chia mà chưa biết tỷ lệ.
overview-empty-title = Chưa có số liệu cho lựa chọn này
overview-empty-text = Thử thời gian dài hơn hoặc chủ đề rộng hơn.

## Trang lãnh đạo

leader-title = Điều đáng chú ý
leader-late = Đang trễ
leader-satisfied = Dân đánh giá
leader-satisfied-text = { $n } trên 100 người nói việc của họ đã được giải quyết; kỳ trước { $before }.
leader-changed = So với tuần trước
leader-ask = Hỏi lại
leader-nothing = Tuần này không có gì khác thường.
leader-opens = Mỗi câu mở ra số liệu của nó.
