### Toàn cảnh và trang của lãnh đạo.

## Bộ lọc

overview-title = Toàn cảnh
overview-unit = Đơn vị
overview-topic = Chủ đề
overview-structure = Theo bản đồ ngày
overview-structure-count = { $n } xã, phường
overview-weeks = { $n } tuần đến { $day }
overview-all-topics = Mọi chủ đề

## Số chính

figure-new = Việc mới
figure-on-time = Trả lời đúng hạn
figure-satisfied = Bà con nói đã giải quyết
figure-interval = khoảng tin cậy { $from }–{ $to }
figure-answers = { $n } phiếu trả lời

## Bản đồ, bảng

overview-map = Nơi nào nhiều, tính trên 10.000 dân
overview-map-label = Bản đồ ô lục giác
overview-legend-below = dưới { $n }
overview-places = Các nơi
overview-intervals-hint = Vạch ngang là khoảng tin cậy 95 %. Hai nơi có vạch chồng nhau thì không xếp hạng.
overview-per-people = Trên 10.000 dân
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

## Thanh chọn

overview-bar = Chọn đơn vị, thời gian, chủ đề và bản đồ
overview-figures = Số chính
overview-topic-is = Chủ đề: { $topic }
overview-structure-why = Số liệu được xếp theo địa giới của ngày này, kể cả việc đến trước hay sau đó.
overview-other-day = Ngày khác
overview-month = 4 tuần
overview-quarter = Quý (13 tuần)
overview-year = Năm (52 tuần)
overview-against-previous = So với kỳ trước
overview-against-year = So với năm trước
overview-against-nothing = Không so sánh
overview-no-units = Danh sách đơn vị còn trống. Người vận hành nạp bằng lệnh “danvan units import”.
overview-elsewhere = Ngày { $day } không có một đơn vị nào đứng thay cho { $name }. Ngày ấy nơi này là:

## Số và thay đổi

figure-hidden = ẩn
figure-settled = trên { $n } lần trả lời hoặc từ chối
figure-no-answers = chưa có câu trả lời nào
figure-refused-reopened = Từ chối · Mở lại
overview-before = kỳ so sánh { $value }
overview-change-more = ↗ tăng { $share }, kỳ so sánh { $before }
overview-change-less = ↘ giảm { $share }, kỳ so sánh { $before }
overview-change-none = chưa khác rõ so với { $before }

## Bản đồ, diễn biến, bảng

overview-map-counts = Nơi nào nhiều việc
overview-map-hint = Bấm vào một xã, phường để mở. Dân số: { $year }.
overview-map-no-people = Bấm vào một xã, phường để mở. Chưa biết dân số theo địa giới này nên chỉ đếm số việc.
overview-legend-from = từ { $n } trở lên
overview-legend-any = có việc
overview-legend-hidden = số nhỏ, ẩn
overview-tile-rate = { $rate } trên 10.000 dân
overview-tile-count = { $n } việc
overview-highest = { $n } nơi cao nhất trên 10.000 dân
overview-dot = { $rate } trên 10.000 dân, khoảng tin cậy { $from }–{ $to }; { $cases } việc
overview-whole = chung { $rate }
overview-trend = { $what } mỗi tuần
overview-trend-days = { $what } mỗi ngày
overview-trend-months = { $what } mỗi tháng
overview-trend-alone = Mỗi cột là một số đếm; tuần đầu và cuối có thể không đủ ngày.
overview-trend-compared = Cột: kỳ này. Đường: kỳ so sánh, { $from }–{ $to }.
overview-column-name = Nơi
overview-column-received = Việc mới
overview-column-rate = Trên 10.000 dân
overview-column-on_time = Đúng hạn
overview-column-solved = Đã giải quyết
overview-column-refused = Từ chối
overview-column-reopened = Mở lại
overview-all-places = Xem cả { $n } nơi
overview-remainder = Không xếp được vào nơi nào
overview-remainder-why = “Không xếp được vào nơi nào”: việc có nơi quá rộng, hoặc thuộc đơn vị bị chia mà chưa biết phần nào đi đâu. Cộng cả dòng này thì bằng tổng.
overview-total = Tổng
overview-row-hidden = số nhỏ, ẩn cả dòng
overview-protected = Dòng có số dưới 5 được ẩn cả dòng; đôi khi ẩn thêm dòng khác để không ai tính ngược ra được.
overview-carried = Kỳ này có số liệu từ trước khi sắp xếp đơn vị. Cột “So qua sáp nhập” nói mỗi dòng chắc đến đâu.
overview-vintage = Tỷ lệ tính trên dân số: { $vintage }.

## Số và danh sách

overview-trend-choice = Vẽ theo
counted-received = Việc mới
counted-answered = Trả lời
counted-refused = Từ chối
counted-settled = Trả lời hoặc từ chối
counted-on_time = Đúng hạn
counted-late = Trễ hạn
counted-reopened = Mở lại
counted-solved = Dân nói đã giải quyết
counted-said = Dân đã cho biết kết quả
overview-trend-table = Xem bằng số
drawing-keep = Tải hình:
drawing-source = Nguồn: số liệu của danvan, lập { $at }
overview-trend-when = Thời gian
counted-heard = Điều nghe được
counted-back = Đường về
counted-narrow = Chọn nơi, thời gian, chủ đề khác
counted-partial = Có đơn vị bị chia nên một phần số liệu là ước tính; danh sách này chỉ gồm những việc chắc chắn thuộc nơi đã chọn.
counted-empty-title = Không có việc nào
counted-elsewhere = Việc do cơ quan khác xử lý
figure-heard = { $n } điều nghe được
figure-late = { $n } trễ hạn

## Bản đồ ranh giới

overview-drawn = Cách vẽ bản đồ
overview-drawn-tiles = Ô lục giác
overview-drawn-borders = Ranh giới
overview-borders-label = Bản đồ ranh giới; mỗi nơi cũng có trong bảng bên dưới
overview-borders-simulated = Ranh giới mô phỏng, không phải địa giới thật.
overview-borders-unsourced = Ranh giới để tham khảo.
overview-borders-source = Ranh giới: { $source }.
map-nearer = Phóng to
map-farther = Thu nhỏ
map-whole = Xem toàn bộ

# Bảng tính.
sheet-yes = có
sheet-no = không
sheet-protected = Đã ẩn số nhỏ
sheet-remainder = (phần còn lại)
sheet-total = (tổng)
sheet-code = Mã
sheet-unit = Đơn vị
sheet-unit-id = Mã nội bộ của đơn vị
sheet-from = Từ ngày
sheet-to = Đến ngày
sheet-topic = Chủ đề
sheet-all-topics = mọi chủ đề
sheet-structure = Theo bản đồ ngày
sheet-made = Lập lúc
sheet-query = Hỏi gì
sheet-simulated = Dữ liệu mô phỏng
sheet-received = Việc mới
sheet-rate = Việc mới trên 10.000 dân
sheet-rate-low = Cận dưới 95 %
sheet-rate-high = Cận trên 95 %
sheet-population = Dân số
sheet-vintage = Kỳ dân số
sheet-on-time = Đúng hạn
sheet-on-time-of = trong số đã trả lời
sheet-solved = Dân nói đã giải quyết
sheet-solved-of = trong số dân đã nói
sheet-refused = Từ chối
sheet-refused-of = trong số trả lời và từ chối
sheet-reopened = Mở lại
sheet-reopened-of = trên số trả lời và từ chối
sheet-heard = Điều ghi nhận
sheet-quality = Độ tin cậy
sheet-hidden = Bị ẩn
sheet-what = Danh sách
sheet-count = Tổng số
sheet-partial = Có phần chỉ được tính theo tỷ lệ
sheet-cut = Chỉ ghi những dòng mới nhất
sheet-day = Ngày
sheet-title = Nội dung
sheet-place = Nơi xảy ra
sheet-office = Nơi trả lời hoặc ghi nhận
sheet-severity = Mức độ
sheet-stage = Bước hiện nay
sheet-in-time = Đúng hạn
sheet-id = Mã nội bộ
