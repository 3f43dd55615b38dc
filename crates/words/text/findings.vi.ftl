### Phát hiện: điều nổi bật trong số liệu của thành phố, kể một lần, có giải thích, có việc làm tiếp và được chấm lại.

findings-title = Phát hiện
findings-never = Số liệu chưa được soát lần nào.
findings-night = Soát lần cuối ngày { $day }: { $tests } phép so, { $stories } chuyện nổi bật.
findings-run = Soát ngay
findings-states = Theo tình trạng
findings-topic = Chủ đề
findings-any-topic = Mọi chủ đề
findings-place = Nơi
findings-any-place = Mọi nơi
findings-filter = Lọc
findings-none = Không có gì nổi bật
findings-none-text = Số liệu vẫn như thường lệ. Mỗi đêm được soát lại một lần.
findings-none-yet = Chưa soát số liệu
findings-none-yet-text = Mỗi đêm số liệu được soát một lần; sáng mai mời xem lại.
findings-record = Các cách tìm đúng đến đâu
findings-record-hint = Trong một năm qua. Có người làm gì đó thì tính là đúng; gác lại thì tính là báo nhầm. Cột cuối: cho chạy lại trên số liệu đã qua của chính nơi này, có cài thêm các đợt tăng.
findings-method = Cách tìm
findings-told = Đã kể
findings-came = Kết quả
findings-judged = { $real } đúng, { $dismissed } gác lại
findings-precision = Tỷ lệ đúng
findings-share = { $share } ({ $low } – { $high })
findings-false = Báo nhầm mỗi tuần
findings-lead = Sớm hay muộn
findings-days-after = { $n } ngày sau khi bắt đầu
findings-days-ahead = trước { $n } ngày
findings-tried = Chạy thử trên số liệu đã qua
findings-trial = Tìm ra { $found } trong { $planted } đợt cài thêm, sau { $delay } ngày; { $told } chuyện mỗi lần soát
findings-real = Đúng
findings-dismissed = Gác lại
findings-lead-days = Sớm (+) hay muộn (−), ngày
findings-planted = Chạy thử: số đợt cài thêm
findings-found = Chạy thử: tìm ra
findings-delay = Chạy thử: sau mấy ngày
findings-stories-a-week = Chạy thử: số chuyện mỗi lần soát

finding-kind-warning = Cảnh báo
finding-kind-cluster = Cụm
finding-kind-forecast = Dự báo
finding-kind-promise_at_risk = Cam kết khó đạt
finding-kind-clock_at_risk = Sắp quá hạn
finding-kind-silent = Im ắng
finding-kind-unlike_past = Khác thường lệ
finding-method-farrington = So với nhiều năm (Farrington)
finding-method-bayes = So với thời gian gần đây (Bayes)
finding-method-scan = Quét cụm trên bản đồ
finding-method-forecast = Dự báo
finding-method-pace = Nhịp làm việc
finding-method-silence = Quãng im ắng
finding-state-open = Đang mở
finding-state-acted = Đã làm
finding-state-dismissed = Đã gác lại
finding-state-passed = Đã qua

finding-told-warning = Trong { $days } ngày, phản ánh về “{ $topic }” { $n ->
    [1] ở { $place }
   *[other] ở { $n } nơi, trong đó có { $place },
} gấp { $times } lần mức thường: { $observed } so với khoảng { $expected }.
finding-told-warning-new = Trong { $days } ngày, có { $observed } phản ánh về “{ $topic }” { $n ->
    [1] ở { $place }
   *[other] ở { $n } nơi, trong đó có { $place }
}, trước đây gần như không có.
finding-told-warning-hidden = Trong { $days } ngày, phản ánh về “{ $topic }” { $n ->
    [1] ở { $place }
   *[other] ở { $n } nơi, trong đó có { $place },
} nhiều hơn thường lệ.
finding-told-warning-all = Trong { $days } ngày, ở { $place } có { $topics } chủ đề cùng tăng, nhiều nhất là { $topic }: cộng lại { $observed } phản ánh, gấp { $times } lần mức thường khoảng { $expected }.
finding-told-warning-all-new = Trong { $days } ngày, ở { $place } có { $topics } chủ đề cùng tăng, nhiều nhất là { $topic }: cộng lại { $observed } phản ánh, trước đây gần như không có.
finding-told-warning-all-hidden = Trong { $days } ngày, ở { $place } có { $topics } chủ đề cùng tăng, nhiều nhất là { $topic }.
finding-told-forecast = Từ nay đến { $until }, phản ánh về “{ $topic }” ở { $place } có thể gấp { $times } lần mức thường: khoảng { $observed } so với { $expected }.
finding-told-forecast-new = Từ nay đến { $until }, ở { $place } có thể có khoảng { $observed } phản ánh về “{ $topic }”.
finding-told-promise-at-risk = Cam kết của { $place } khó đạt trước { $until }: với nhịp hiện nay được khoảng { $observed } trên { $expected }.
finding-told-clock-at-risk = Đến { $until }, với nhịp hiện nay { $place } có thể để quá hạn khoảng { $observed } trong { $expected } việc.
finding-told-clock-at-risk-hidden = Đến { $until }, với nhịp hiện nay { $place } có thể để quá hạn một vài việc.
finding-told-silent = { $n ->
    [1] Một tổ
   *[other] { $n } tổ
} ở { $place } không ghi nhận gì trong ít nhất { $days } ngày, dù trước đó vẫn đều.
finding-told-unlike-past = Trong { $days } ngày, { $place } chỉ có { $observed } phản ánh, trong khi theo nhịp chung của thành phố phải có khoảng { $expected }.
finding-told-unlike-past-hidden = Trong { $days } ngày, { $place } có ít phản ánh hơn hẳn nhịp chung của thành phố.

finding-rarity-weeks = Ngẫu nhiên thì cứ khoảng { $n } tuần cũng có một lần như vậy
finding-rarity-months = Ngẫu nhiên thì khoảng { $n } tháng mới có một lần như vậy
finding-rarity-years = Ngẫu nhiên thì trung bình { $n } năm mới có một lần như vậy
finding-rarity-century = Ngẫu nhiên thì hơn { $n } năm mới có một lần như vậy
finding-people = { $n } người sống ở đó
finding-new-today = mới hôm nay
finding-since = từ { $day }
finding-last-seen = thấy lần cuối { $day }
finding-not-now = Phát hiện này lúc này không nhận việc đó nữa. Mời tải lại trang.

finding-do-ask = Hỏi cơ sở
finding-do-promise = Giao khắc phục
finding-do-confirm = Có thật, đã có nơi xử lý
finding-do-dismiss = Gác lại
finding-do-reopen = Mở lại
finding-did-ask = Đã hỏi cơ sở
finding-did-promise = Đã giao khắc phục
finding-did-confirm = Xác nhận có thật
finding-did-dismiss = Đã gác lại
finding-did-reopen = Đã mở lại
finding-act-hint-ask = Các nơi được hỏi nhận một việc, trả lời có hạn.
finding-act-hint-promise = Các nơi được giao nhận một việc có hạn, phải có minh chứng.
finding-act-hint-confirm = Xin ghi nơi nào đang xử lý. Không nêu tên ai.
finding-act-hint-dismiss = Lý do được giữ lại để biết cách tìm này hay nhầm ở đâu. Không nêu tên ai.
finding-act-hint-reopen = Phát hiện trở lại danh sách đang mở.
finding-proposal-ask = Nắm tình hình và báo cáo về: { $topic }
finding-proposal-promise = Khắc phục: { $topic }
finding-why = Vì sao gác lại
finding-reason-chance = Có lẽ ngẫu nhiên
finding-reason-expected = Đã biết trước: ngày lễ, đợt ra quân, phiên chợ
finding-reason-entry = Do nhập liệu: nhập sai, hoặc nhập dồn
finding-reason-small = Có thật nhưng nhỏ, không cần làm gì
finding-reason-other = Lý do khác, ghi bên dưới

finding-promise-at-risk = Xem cam kết này
finding-curve = Diễn biến
finding-curve-hint = Mỗi cột một tuần. Đường bậc: từ đó trở lên là nổi bật.
finding-curve-label = Số phản ánh theo tuần và mức giới hạn
finding-curve-table = Diễn biến dạng bảng
finding-curve-few = Tuần chỉ có ít phản ánh thì không hiện số.
finding-curve-kept = Diễn biến gộp cả nơi khác nên không hiện ở đây.
finding-week-from = Tuần từ
finding-counted = Đếm được
finding-expected = Mức thường
finding-limit = Giới hạn
finding-few = ít
finding-together = Nhiều chủ đề cùng tăng
finding-topics = Những chủ đề cùng tăng
finding-map = Trên bản đồ
finding-map-outside = không nằm trong phát hiện này
finding-map-few = có, số ít
finding-map-less = ít hơn
finding-map-more = nhiều hơn
finding-voices = { $n } phản ánh
finding-places = Những nơi
finding-place = Nơi
finding-behind = Đằng sau con số
finding-behind-heard = Ghi nhận
finding-behind-cases = Vụ việc
finding-others = Và { $n } nơi khác.
finding-earlier = Những lần trước
finding-acts = Đã làm gì
finding-asked = Xem việc đã giao
finding-how = Tìm ra bằng cách nào
finding-how-farrington = So số đếm với cùng thời gian của ít nhất ba năm trước, có tính mùa, xu hướng và những đợt tăng cũ.
finding-how-bayes = So số đếm với những tuần ngay trước và cùng thời gian năm trước nếu có; dao động thường ngày được tính đến.
finding-how-scan = Đưa những vòng tròn mọi cỡ lên bản đồ và lùi tối đa ba tuần, tìm chỗ nhiều hơn ngẫu nhiên; ngẫu nhiên được thử bằng cách xáo lại số liệu.
finding-how-forecast = Dự báo theo tuần; chỉ kể khi cả đầu thấp của khoảng dự báo cũng vượt mức thường.
finding-how-pace = Theo nhịp làm của những tuần gần đây; chỉ kể khi cả đầu tốt của khoảng dự báo cũng không đạt.
finding-how-silence = Theo mức trước đây vẫn ghi nhận: khả năng im lặng lâu như vậy do ngẫu nhiên là rất nhỏ.
