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

note-weak-password = Mật khẩu này dễ đoán. Xin tránh từ thông dụng, tên người, tên nơi, ngày tháng và dãy phím; vài từ không liên quan ghép lại là tốt nhất.
note-given-password = Đây là mật khẩu đã được cấp. Xin chọn một mật khẩu khác, chỉ mình biết.
note-password-ended = Mật khẩu được cấp đã hết hạn. Xin hỏi người vận hành cấp mật khẩu mới.
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
sign-in-ended = Phiên đăng nhập đã hết vì lâu không dùng, để không ai dùng nhờ máy đang mở. Xin đăng nhập lại; những gì đã viết trên máy vẫn còn.
sign-in-again = Trang đăng nhập đã mở quá lâu. Xin gõ lại mật khẩu.
sessions-new = Thiết bị mới
sessions-close-others = Đăng xuất khỏi mọi thiết bị khác

## Chứng minh lại, yếu tố thứ hai

note-wrong-password = Mật khẩu không đúng.
note-wrong-code = Mã không đúng, đã dùng hoặc đã hết hạn.
prove-title = Xin gõ lại mật khẩu
prove-lead = Việc này hệ trọng nên hệ thống hỏi lại mật khẩu. Những gì đã nhập vẫn còn và sẽ hiện lại để gửi.
prove-button = Tiếp tục
code-title = Mã xác thực
code-lead = Xin mở ứng dụng xác thực và gõ mã sáu chữ số, hoặc dùng khóa đăng nhập. Không có điện thoại thì gõ một mã dự phòng trên giấy.
security-title = Xác thực hai lớp
security-lead = Ngoài mật khẩu, hệ thống hỏi thêm một thứ chỉ bác có. Kẻ biết mật khẩu vẫn không vào được.
security-required = Vai trò của bác bắt buộc xác thực hai lớp. Xin thêm khóa đăng nhập hoặc ứng dụng xác thực để bắt đầu làm việc.
security-has-app = Đang bật: ứng dụng xác thực.
security-paper-left = Còn { $n } mã dự phòng trên giấy.
security-paper-renew = Làm mã dự phòng mới
security-remove = Bỏ ứng dụng xác thực
security-add = Thêm ứng dụng xác thực
security-scan = Quét hình này bằng ứng dụng xác thực trên điện thoại.
security-picture = Mã QR cho ứng dụng xác thực
security-secret = Không quét được thì gõ khóa này vào ứng dụng:
security-code = Mã xác thực
security-code-hint = Sáu chữ số ứng dụng đang hiện
security-confirm = Xác nhận
paper-title = Mã dự phòng
paper-text = Xin chép hoặc in các mã này và cất nơi an toàn. Mỗi mã dùng một lần khi không có điện thoại. Trang này chỉ hiện một lần.
paper-kept = Tôi đã cất các mã
refusal-has-app = Đã có ứng dụng xác thực. Xin tắt nó trước khi thêm cái mới.

## Nhiệm vụ, người đảm nhiệm thay

positions-title = Nhiệm vụ của tôi
positions-none-title = Chưa có nhiệm vụ nào
positions-none-text = Người vận hành giao nhiệm vụ ở trang Người dùng.
positions-from = từ { $from }
positions-from-to = { $from } – { $to }
positions-lend-open = Giao người đảm nhiệm thay
positions-person = Tên đăng nhập của người đảm nhiệm thay
positions-person-hint = Người ấy có mọi quyền của nhiệm vụ này trong những ngày dưới đây.
positions-first-day = Từ ngày
positions-day-hint = Ví dụ 06/10/2026
positions-last-day = Đến hết ngày
positions-lend = Giao
positions-end-open = Thôi nhiệm vụ này
positions-end-text = Quyền của nhiệm vụ hết ngay, kể cả của người đang đảm nhiệm thay.
positions-end = Thôi nhiệm vụ
positions-lent = Đảm nhiệm thay
positions-stands-in = { $stand_in } thay { $holder }, do { $given_by } giao
positions-take-back = Thu lại
positions-is-back = Đã thu lại
note-delegate-oneself = Người này đang giữ chính nhiệm vụ ấy.
note-day-past = Ngày này đã qua.
note-ends-before = Ngày cuối trước ngày đầu.
note-delegate-long = Mỗi lần giao nhiều nhất { $days } ngày.
note-delegate-position-ends = Nhiệm vụ không kéo dài suốt những ngày này.
note-unknown-person = Không có ai với tên đăng nhập này.
refusal-taken-back = Việc giao này đã được thu lại.
refusal-position-ended = Nhiệm vụ này đã hết.
refusal-last-operator = Đây là người vận hành cuối cùng. Xin thêm một người vận hành khác trước.
security-changed = Đã đổi mật khẩu. Mọi thiết bị khác đã được đăng xuất.
security-password-title = Đổi mật khẩu
security-password-text = Đổi xong, mọi thiết bị khác phải đăng nhập lại.
security-password-now = Mật khẩu đang dùng
security-password-change = Đổi mật khẩu
label-new_password = Mật khẩu mới
label-first_day = Từ ngày
label-last_day = Đến hết ngày

## Khóa đăng nhập (passkey)

sign-in-passkey = Đăng nhập bằng khóa đăng nhập (passkey)
prove-passkey = Xác nhận bằng khóa đăng nhập (passkey)
security-passkeys = Khóa đăng nhập (passkey)
security-passkeys-text = Đăng nhập bằng vân tay, khuôn mặt hoặc mã PIN của máy, không cần gõ mật khẩu. Trang giả không dùng được khóa này.
security-passkeys-off = Địa chỉ này chưa dùng được khóa đăng nhập: người vận hành cần mở hệ thống bằng tên miền có https.
security-passkey-added = Thêm { $when }
security-passkey-remove = Bỏ khóa này
security-passkey-new = Thêm khóa đăng nhập
security-app = Ứng dụng xác thực
passkey-new-text = Đặt tên cho dễ nhớ rồi bấm nút. Trình duyệt sẽ hỏi vân tay, khuôn mặt hoặc mã PIN của máy.
passkey-name = Tên của khóa
passkey-name-hint = Ví dụ: điện thoại của tôi
passkey-make = Tạo khóa
passkey-back = Quay lại
passkey-waiting = Đang chờ máy của bác xác nhận…
passkey-failed = Chưa xong: bác đã bỏ dở, hoặc máy này không có khóa hợp lệ. Xin thử lại, hoặc dùng mật khẩu.
passkey-without-script = Khóa đăng nhập cần JavaScript. Không bật được thì xin dùng ứng dụng xác thực.
note-passkey-unreadable = Câu trả lời của trình duyệt không đọc được. Xin thử lại, hoặc dùng cách khác.
note-passkey-late = Lượt hỏi này đã dùng hoặc đã quá năm phút. Xin bấm nút lần nữa.
note-passkey-foreign = Khóa này được hỏi từ một trang khác. Xin mở đúng địa chỉ của hệ thống; nếu đã gõ mật khẩu ở trang lạ, xin đổi mật khẩu.
note-passkey-unverified = Máy chưa xác nhận đúng người (vân tay, khuôn mặt hoặc mã PIN). Xin thử lại.
note-passkey-unknown = Khóa này không phải của tài khoản nào ở đây, hoặc đã bị bỏ. Xin dùng mật khẩu.
note-passkey-kind = Loại khóa này không còn được nhận. Xin đăng nhập bằng cách khác rồi thêm khóa mới.
note-passkey-copied = Khóa này có thể đã bị sao chép nên không được nhận. Xin đăng nhập bằng mật khẩu rồi bỏ khóa này.
note-passkey-taken = Khóa này đã được thêm từ trước.
refusal-many-passkeys = Mỗi người có nhiều nhất { $limit } khóa. Xin bỏ bớt khóa cũ trước.

## Đăng nhập qua nhà cung cấp khác (OpenID Connect)

sign-in-provider = Đăng nhập qua { $host }
provider-title = Đăng nhập qua nhà cung cấp khác
provider-leave-title = Đang chuyển trang
provider-leave-text = Đang chuyển sang { $host } để đăng nhập. Nếu trang không tự chuyển, xin bấm nút dưới đây.
provider-leave = Chuyển sang trang đăng nhập
provider-proved = Đã xác nhận. Xin đóng trang này, trở lại trang trước và bấm nút gửi.
provider-not-proved = Chưa xác nhận được. Xin trở lại trang trước, thử lại hoặc gõ mật khẩu.
prove-provider-title = Hoặc xác nhận ở { $host }
prove-provider-text = Trang ấy mở ở cửa sổ mới và hỏi lại mật khẩu. Xong rồi thì trở lại đây và bấm nút gửi.
prove-provider = Mở trang xác nhận
note-provider-down = Nhà cung cấp đăng nhập không trả lời. Xin thử lại sau ít phút, hoặc dùng tên và mật khẩu.
note-provider-refused = Nhà cung cấp chưa cho đăng nhập. Xin thử lại, hoặc dùng tên và mật khẩu.
note-provider-strange = Câu trả lời của nhà cung cấp không hợp lệ nên không được nhận. Xin báo người vận hành; vẫn đăng nhập được bằng tên và mật khẩu.
note-provider-late = Lượt đăng nhập này đã dùng hoặc đã quá mười phút, hoặc bắt đầu từ trình duyệt khác. Xin bấm nút lần nữa.
note-provider-stale = Nhà cung cấp chưa hỏi lại bác là ai. Xin thử lại và đăng nhập lại ở đó.
note-provider-another = Người vừa xác nhận không phải người đang đăng nhập ở đây.
note-provider-unlinked = Tài khoản ấy chưa được nối với ai ở đây. Xin đưa mã này cho người vận hành để nối: { $subject }

## Một người, một đơn vị

at-title = Ai giữ nhiệm vụ ở một đơn vị
at-nobody = Chưa có ai giữ nhiệm vụ ở đơn vị này.
person-positions = Nhiệm vụ
person-no-position = Không giữ nhiệm vụ nào.
person-end-text = Thôi nhiệm vụ thì quyền hết ngay hôm nay, kể cả của người đảm nhiệm thay.
person-end-position = Thôi nhiệm vụ
person-give = Giao thêm nhiệm vụ
person-no-factor = Chưa bật xác thực hai lớp.
person-account = Tài khoản
person-give-password-text = Khi người này quên mật khẩu: cấp một mật khẩu dùng một lần. Mọi thiết bị của họ bị đăng xuất. Xin gặp trực tiếp để chắc đúng người.
person-give-password = Cấp mật khẩu dùng một lần
person-make-inactive-text = Khi người này nghỉ hoặc chuyển đi: họ không đăng nhập được nữa, mọi thiết bị bị đăng xuất. Những gì họ đã làm vẫn còn.
person-make-inactive = Ngừng tài khoản
person-make-active-text = Tài khoản đang ngừng. Mở lại thì người này đăng nhập được như trước.
person-make-active = Mở lại tài khoản
given-title = Mật khẩu dùng một lần
given-text = Xin đưa mật khẩu này cho { $name }. Nó chỉ hiện một lần ở đây.
given-days = Dùng được trong { $n } ngày. Khi đăng nhập lần đầu, người ấy chọn mật khẩu riêng.
given-kept = Đã ghi lại
own-title = Chọn mật khẩu riêng
own-lead = Mật khẩu bác vừa gõ do người khác cấp. Xin chọn một mật khẩu chỉ mình bác biết.
own-go-on = Lưu và đăng nhập
refusal-oneself = Việc này không tự làm cho chính mình. Xin nhờ một người vận hành khác.
refusal-active-already = Tài khoản này đã như vậy rồi.
person-lost-text = Chỉ bỏ khi chính người ấy báo mất; sau đó họ đăng nhập bằng mật khẩu và thêm cái mới.
person-browsers = Đang đăng nhập trên { $n } thiết bị.
person-sign-out = Đăng xuất mọi thiết bị của người này
person-unlink = Bỏ nối
person-subject = Mã ở nhà cung cấp
person-subject-hint = Mã hiện ra khi người ấy thử đăng nhập qua nhà cung cấp. Xin gặp trực tiếp để chắc đúng người.
person-link = Nối
note-subject-taken = Mã này đã được nối với một người.
