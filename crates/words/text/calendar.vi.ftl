### Lịch làm việc: ngày nghỉ, ngày làm bù và hạn trả lời đổi theo.

calendar-title = Lịch làm việc
calendar-lead = Các ngày khác với tuần làm việc thường lệ. Mọi hạn trả lời bằng ngày làm việc đều tính theo lịch này.
calendar-years = Chọn năm
calendar-saved = Đã lưu. Hạn của các việc đang mở sẽ đổi theo trong ít phút.
calendar-provisional-text = Một số ngày trong năm này là tạm tính: chưa có thông báo chính thức. Hạn rơi vào những ngày ấy có thể đổi.
calendar-provisional = Tạm tính, chưa có thông báo
calendar-empty-title = Năm này chưa có ngày nào
calendar-empty-text = Chưa biết ngày nghỉ lễ của năm này; hạn chỉ tính theo thứ trong tuần.
calendar-name = Tên gọi
calendar-grade = mức chắc chắn { $grade }
calendar-own = Nơi cài đặt tự ghi, { $when }
calendar-own-by = Nơi cài đặt tự ghi, { $when }, { $who }
calendar-change = Sửa lịch
calendar-day-hint = Ví dụ: 5/2/2027
calendar-kind-hint = Chọn “Ngày thường” để bỏ dấu đã ghi cho ngày đó.
calendar-source-hint = Điều luật hoặc số thông báo, ví dụ: 12/TB-BNV
calendar-grade-hint = A: đã đọc văn bản; B: báo chí; C: thực tiễn; ?: chưa biết.
calendar-tick-provisional = Tạm tính: thông báo chưa ban hành
calendar-see = Xem hạn nào sẽ đổi
calendar-until = Mỗi lần chỉ ghi được từ 1 đến { $most } ngày liền nhau; ngày cuối không được trước ngày đầu.
calendar-preview-title = Hạn nào sẽ đổi
calendar-again = Từ lúc bạn xem, đã có thay đổi. Xin xem lại trước khi lưu.
calendar-turns-nothing = Không ngày nào đổi giữa làm việc và nghỉ, nên không hạn nào đổi.
calendar-moved =
    { $n ->
        [0] Không việc nào đang mở bị đổi hạn.
       *[other] { $n } việc đang mở sẽ đổi hạn trả lời.
    }
calendar-late = { $n } việc sẽ thành quá hạn ngay.
calendar-office = Đơn vị
calendar-cases = Số việc
calendar-from = Hạn đang có
calendar-to = Hạn mới
calendar-more = Chỉ nêu { $n } dòng đầu.
calendar-beyond = Ngoài ra còn { $n } hạn chạy tới hoặc qua những ngày này, chưa tính từng hạn. Khi lưu, hạn nào đổi sẽ đổi theo.
calendar-save = Lưu lịch
calendar-back = Quay lại sửa
label-kind = Loại ngày
label-vi = Tên tiếng Việt
label-en = Tên tiếng Anh
label-source = Căn cứ
label-grade = Mức chắc chắn
day-kind-holiday = Nghỉ lễ
day-kind-compensatory = Nghỉ bù
day-kind-swap_off = Nghỉ hoán đổi
day-kind-swap_workday = Làm bù
day-kind-usual = Ngày thường
