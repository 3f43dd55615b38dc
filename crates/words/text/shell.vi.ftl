### Khung trang: điều hướng, nút chung, ngày giờ, trạng thái chung.

## Khung

brand = danvan
skip-to-content = Đến nội dung chính
ribbon-simulated = Dữ liệu mô phỏng
nav-label = Điều hướng chính
footer-text = Nghe dân nói, làm dân tin, báo dân biết.
footer-source = Mã nguồn mở, giấy phép Apache-2.0
footer-privacy = Không lưu hồ sơ về từng người dân.

## Điều hướng theo vai

nav-report = Gửi phản ánh
nav-follow = Tra cứu phiếu hẹn
nav-posted = Công khai
nav-note = Ghi nhận
nav-queue = Hàng chờ
nav-deadlines = Hạn
nav-observations = Nắm tình hình
nav-overview = Toàn cảnh
nav-today = Hôm nay
nav-units = Đơn vị
nav-people = Người dùng
nav-operations = Vận hành
nav-calendar = Lịch làm việc

## Nút chung

button-save = Lưu
button-send = Gửi
button-next = Tiếp tục
button-back = Quay lại
button-cancel = Thôi
button-change = Sửa
button-remove = Bỏ
button-search = Tìm
button-show = Xem
button-show-all = Xem tất cả
button-close = Đóng
button-undo = Hoàn tác
button-print = In
button-sign-in = Đăng nhập
button-sign-out = Đăng xuất
button-apply = Áp dụng
button-use-position = Lấy vị trí của tôi
button-more = Thêm

## Ô nhập

field-optional = (nếu có)
field-choose = Chọn
field-from = Từ ngày
field-to = Đến ngày
error-summary-title = Cần sửa vài chỗ
error-label = Lỗi:
draft-restored = Đã khôi phục những gì đang viết dở.
draft-discard = Xóa bản nháp
photo-ready = Ảnh đã sẵn sàng gửi.
photo-without-script = Ảnh được giữ từ khi gửi đi. Nếu phải đăng nhập lại hoặc mạng đứt giữa chừng, xin chọn lại ảnh.
photo-failed = Không đọc được ảnh này. Chọn ảnh khác.
position-finding = Đang tìm vị trí…
position-found = Đã lấy vị trí.
position-failed = Không lấy được vị trí. Hãy chọn nơi trong danh sách.

## Trạng thái chung

state-yes = Có
state-no = Không
state-none = Chưa có
state-unknown = Chưa rõ
state-saved = Đã lưu.
state-as-of = Cập nhật { $time }
hidden-why = Số nhỏ được che để không ai bị nhận ra.

## Trang trong danh sách

pages-label = Các trang
pages-previous = Trang trước
pages-next = Trang sau
pages-range = { $from }–{ $to } trên { $total }

## Còn bao lâu

due-left-working-hours = còn { $n } giờ làm việc
due-left-working-days = còn { $n } ngày làm việc
due-left-days = còn { $n } ngày
due-late-working-hours = trễ { $n } giờ làm việc
due-late-working-days = trễ { $n } ngày làm việc
due-late-days = trễ { $n } ngày
due-short-hours = còn { $n } giờ
due-short-days = { $n } ngày
due-short-late-hours = trễ { $n } giờ
due-short-late-days = trễ { $n } ngày
due-today = hôm nay
due-last-day = đến hạn hôm nay
due-within-hour = còn dưới 1 giờ làm việc
due-just-late = vừa quá hạn
due-on = hạn { $day }
due-at-today = { $time } hôm nay
due-at-tomorrow = { $time } ngày mai
due-at-yesterday = { $time } hôm qua
due-at-day = { $time } ngày { $day }
due-early = sớm { $n } ngày làm việc
due-on-time = đúng hạn
due-paused = đang tạm dừng
due-why = Vì sao có hạn này

## Ngày, giờ

ago-moment = vừa xong
ago-minutes = { $n } phút trước
ago-hours = { $n } giờ trước
ago-yesterday = hôm qua, { $time }
weekday-1 = Thứ Hai
weekday-2 = Thứ Ba
weekday-3 = Thứ Tư
weekday-4 = Thứ Năm
weekday-5 = Thứ Sáu
weekday-6 = Thứ Bảy
weekday-7 = Chủ nhật
month-1 = tháng 1/
month-2 = tháng 2/
month-3 = tháng 3/
month-4 = tháng 4/
month-5 = tháng 5/
month-6 = tháng 6/
month-7 = tháng 7/
month-8 = tháng 8/
month-9 = tháng 9/
month-10 = tháng 10/
month-11 = tháng 11/
month-12 = tháng 12/

## Phím tắt

keys-title = Phím tắt
keys-next = Việc kế tiếp
keys-previous = Việc trước
keys-open = Mở
keys-back = Quay lại
keys-search = Tìm

## Tên ô nhập trong bảng lỗi

label-text = Lời kể
label-words = Lời kể
label-body = Nội dung
label-urgent = Khẩn
label-more = Viết thêm
label-what = Việc gì
label-measures = Biện pháp
label-ground = Căn cứ, lý do
label-person = Người
label-document = Số văn bản
label-how_many = Số người
label-note = Lời bà con
label-ask = Điều cần trả lời
label-topic = Chủ đề
label-place = Nơi
label-severity = Mức độ
label-people = Số người
label-trend = Tăng hay giảm
label-photo = Ảnh
label-photos = Ảnh
label-contact = Liên hệ
label-phone = Điện thoại
label-email = Thư điện tử
label-name = Tên
label-sign_in = Tên đăng nhập
label-account = Mã ở nhà cung cấp
label-provider = Đăng nhập qua nhà cung cấp khác
label-password = Mật khẩu
label-passkey = Khóa đăng nhập
label-to = Chuyển đến
label-into = Gộp vào
label-why = Lý do
label-reason = Lý do
label-late_reason = Lý do trễ
label-day = Ngày
label-from = Từ ngày
label-until = Đến ngày
label-unit = Đơn vị
label-role = Vai trò
label-code = Mã
## The first page

home-title = Bác cần nói điều gì?
home-text = Nói trong một phút, không cần tài khoản. Bác nhận phiếu hẹn, theo dõi và xem câu trả lời.
home-report = Gửi phản ánh
home-follow = Theo dõi phiếu hẹn
home-beside = Xem thêm
home-posted = Xã, phường đang công khai gì
home-staff = Cán bộ, tổ dân vận:

## Chờ gửi khi có mạng

outbox-count = Đang chờ gửi ({ $n })
outbox-saved = Đã lưu trên máy · sẽ gửi khi có mạng.
outbox-waiting = đang chờ gửi
outbox-step = đang viết dở
outbox-sent = Đã gửi
outbox-look = cần xem lại
outbox-sign-in = cần đăng nhập lại để gửi
outbox-go-on = Viết tiếp
outbox-open = Mở
outbox-clear = Bỏ
sign-out-unsent = Còn { $n } lời chưa gửi trên máy này; đăng xuất thì mất. Vẫn đăng xuất?
