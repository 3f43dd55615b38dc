### Người dùng, chức trách, đăng nhập.

## Đăng nhập

sign-in-title = Đăng nhập
sign-in-lead = Dành cho cán bộ và tổ dân vận. Bà con gửi phản ánh không cần tài khoản.
sign-in-name = Tên đăng nhập
sign-in-password = Mật khẩu
sign-in-forgot = Quên mật khẩu: hỏi người vận hành của đơn vị.

## Vai trò

role-team_member = Thành viên tổ dân vận
role-commune_officer = Cán bộ xã, phường
role-commune_leader = Lãnh đạo xã, phường
role-city_analyst = Phân tích viên thành phố
role-city_leader = Lãnh đạo thành phố
role-operator = Người vận hành
role-auditor = Người kiểm tra

## Phiên đăng nhập

sessions-title = Thiết bị đang đăng nhập
sessions-this = Thiết bị này
sessions-last-seen = Dùng lần cuối { $when }
sessions-end = Đăng xuất thiết bị này

## Người dùng

people-title = Người dùng
people-add = Thêm người
person-name = Họ tên
person-role = Vai trò
person-unit = Đơn vị
person-inactive = đã ngừng
person-password-new = Mật khẩu mới
person-password-hint = Ít nhất 10 ký tự. Một câu dài dễ nhớ là tốt nhất.

## Notes of people

note-short-password = Mật khẩu cần ít nhất { $limit } ký tự.
note-sign-in-name = Tên đăng nhập không có dấu cách.
note-sign-in-taken = Tên đăng nhập này đã có người dùng.
note-wrong-sign-in = Tên hoặc mật khẩu không đúng.
sessions-text = Nếu có thiết bị bác không nhận ra, xin đăng xuất nó và đổi mật khẩu.
sessions-signed-in = Đăng nhập { $when }

## The list of people

people-added = Đã thêm { $name }.
people-find = Tìm theo tên
people-none-title = Không có ai mang tên này
people-none-text = Thử một phần của tên, hoặc thêm người ở dưới.
people-more = Còn nhiều người nữa; xin tìm theo tên.
people-unit-hint = Mã hoặc tên đơn vị, ví dụ 00008 hoặc Ngọc Hà
sign-in-held = Phiên đăng nhập đã hết nên chưa gửi được. Những gì đã viết vẫn còn: đăng nhập xong sẽ hiện lại để gửi.
sign-in-again = Trang đăng nhập đã mở quá lâu. Xin gõ lại mật khẩu.
