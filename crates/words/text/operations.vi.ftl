### Vận hành hệ thống.

## Vận hành

operations-title = Vận hành
operations-well = Mọi thứ đều ổn.
operations-attention = Có { $n } điều cần xem
operations-jobs = Việc nền
operations-jobs-empty = Không có việc nào dừng lại.
operations-job-retry = Chạy lại
operations-job-due = Đến hạn chạy { $when }
operations-job-tries = Đã thử { $n } lần
operations-events = Số sự kiện
operations-chain = Chuỗi sự kiện
operations-chain-head = Mã đầu chuỗi
operations-engine = Cơ sở dữ liệu
operations-version = Phiên bản

## Sao lưu và phục hồi

backup-file-trouble = { $file }: { $reason }
backup-file-there = { $file } đã có. Hãy chọn tên khác, bản sao lưu cũ không bị ghi đè.
backup-not-ours = { $file } không phải là bản sao lưu của danvan.
backup-cut-short = { $file } bị cắt cụt, thiếu phần cuối. Hãy dùng bản sao lưu khác.
backup-changed = { $file } đã bị thay đổi sau khi ghi. Hãy dùng bản sao lưu khác.
backup-line = { $file }, dòng { $line }: không đọc được. Hãy dùng bản sao lưu khác.
backup-newer = { $file } do danvan { $program } ghi, bảng dữ liệu ở bước nâng cấp { $theirs }; bản danvan { $own } này chỉ biết đến bước { $known }, nên không có gì được phục hồi. Hãy phục hồi bằng danvan { $program } hoặc mới hơn.
backup-newer-format = { $file } do danvan { $program } ghi theo định dạng { $theirs }; bản danvan { $own } này đọc định dạng { $known }, nên không có gì được phục hồi. Hãy phục hồi bằng danvan { $program } hoặc mới hơn.
backup-tables = { $file } do danvan { $program } ghi, bảng { $table } trong đó không giống bảng mà bước nâng cấp nào của danvan { $own } này tạo ra, nên không có gì được phục hồi. Hãy phục hồi bằng chính chương trình đã ghi.
backup-not-empty = Cơ sở dữ liệu này đã có dữ liệu (bảng { $table }), nên không có gì được phục hồi. Hãy chỉ tới một cơ sở dữ liệu trống, ví dụ --database sqlite:moi.db

## Thiết lập

setting-unknown = Không có thiết lập nào tên như vậy. Xem: danvan settings list
setting-kept = Thiết lập này do chương trình tự ghi.
setting-bad = Giá trị phải là { $accepts }.

## Kiểm tra sức khỏe

doctor-engine = Cơ sở dữ liệu { $engine } trả lời.
doctor-migrations-well = Đã có đủ { $n } bước nâng cấp bảng.
doctor-migrations-missing = Thiếu bước nâng cấp bảng { $missing }: hãy khởi động lại bằng đúng phiên bản chương trình.
doctor-chain = { $n } sự kiện trong { $chains } chuỗi.
doctor-tallies-follow = Số liệu theo kịp, còn { $n } sự kiện chờ.
doctor-tallies-behind = Số liệu chậm { $n } sự kiện. Hãy chạy: danvan work
doctor-jobs-well = { $n } việc nền đang chờ, không việc nào dừng.
doctor-jobs-parked = { $n } việc nền dừng vì lỗi. Xem lý do và chạy lại tại /operations
doctor-disk-well = Đĩa còn { $free } MB.
doctor-disk-low = Đĩa chỉ còn { $free } MB, cần ít nhất { $least } MB. Hãy dọn đĩa hoặc chuyển cơ sở dữ liệu.
doctor-disk-elsewhere = Cơ sở dữ liệu ở máy chủ khác: xem đĩa tại đó.
doctor-files-well = Nơi giữ ảnh trả lời.
doctor-files-lost = Nơi giữ ảnh không trả lời: { $reason }. Xem lại --files và các thiết lập AWS_…: danvan settings check
doctor-backup-well = Sao lưu gần nhất ngày { $at }.
doctor-backup-old = Sao lưu gần nhất ngày { $at }, đã hơn { $days } ngày. Hãy chạy: danvan backup FILE
doctor-backup-never = Chưa sao lưu lần nào. Hãy chạy: danvan backup FILE
doctor-backup-simulated = Dữ liệu mô phỏng, không cần sao lưu.
doctor-drill-well = Thử phục hồi gần nhất ngày { $at }.
doctor-drill-old = Thử phục hồi gần nhất ngày { $at }, đã hơn { $days } ngày. Hãy chạy: danvan restore FILE --drill
doctor-drill-never = Chưa thử phục hồi lần nào. Hãy chạy: danvan restore FILE --drill
doctor-drill-simulated = Dữ liệu mô phỏng, không cần thử phục hồi.
doctor-settings-well = Mọi thiết lập đều đúng.
doctor-settings-bad = Thiết lập lạ hoặc sai: { $names }. Xem: danvan settings check
doctor-retention-on = Dữ liệu hết hạn được tự xóa mỗi ngày.
doctor-retention-off = Dữ liệu hết hạn chưa tự xóa. Xem trước: danvan data retention --preview; bật: danvan settings set retention.automatic true
doctor-breaches-well = Không có sự cố dữ liệu nào quá hạn mà chưa báo.
doctor-breaches-late = { $n } sự cố dữ liệu đã quá hạn mà chưa báo. Xem: /data/breaches
doctor-requests-well = Không có yêu cầu về dữ liệu nào quá hạn.
doctor-requests-late = { $n } yêu cầu về dữ liệu của bà con đã quá hạn. Xem: /data
doctor-units-well = { $n } đơn vị đang hoạt động.
doctor-units-none = Chưa có đơn vị nào. Hãy chạy: danvan units import --hanoi
doctor-operators-well = { $n } người vận hành.
doctor-operators-none = Chưa có người vận hành. Hãy chạy: danvan person add TÊN --name HỌTÊN --role operator --unit MÃ

## Nhập tệp của hệ thống khác

import-mapping = Tệp ánh xạ: { $reason }
import-unreadable = Không đọc được: { $reason }
import-empty = Tệp trống.
import-not-utf8 = Không phải UTF-8. Hãy lưu lại bằng UTF-8, hoặc ghi encoding = "windows-1258" hay "latin-1" trong tệp ánh xạ.
import-columns-missing = Thiếu cột { $missing }. Tệp có các cột: { $there }
import-cells = Dòng có { $found } ô, tiêu đề có { $expected } cột.
import-cell-empty = Cột { $column } trống.
import-date = Cột { $column }: “{ $value }” không phải ngày giờ theo các dạng đã khai.
import-status = Tệp ánh xạ chưa nói “{ $value }” nghĩa là gì.
import-no-words = Không có nội dung.
import-place = Không có đơn vị “{ $value }”.
import-no-place = Không có nơi xảy ra.
import-before-city = Ngày { $value } trước ngày đầu { $from } của thành phố trong tệp ánh xạ.
import-future = { $value } còn ở phía trước.
import-topic = Tệp ánh xạ chưa nói “{ $value }” thuộc lĩnh vực nào.
import-no-office = Không có cơ quan nào chịu trách nhiệm ở nơi đó vào ngày đó.
import-garbled = “{ $value }” đã hỏng chữ trước khi vào tệp; có lẽ là “{ $was }”. Hãy xuất lại, hoặc ghi source.mojibake = "repair" hay "keep" trong tệp ánh xạ.
import-closed-before = Đóng lúc { $closed }, trước khi mở lúc { $opened }; được tính là đóng ngay khi mở.
import-point-swapped = Vĩ độ và kinh độ bị đảo, đã đổi lại.
import-repeat-unknown = Ghi là trùng với việc khác nhưng không nói việc nào, và trong tệp không có việc trước đó cùng lĩnh vực, nơi và lời; được giữ và đóng vì trùng.
import-answer-absent = Theo hệ thống nguồn { $source }: “{ $status }”. Nguồn không kèm nội dung trả lời.
import-places-under = [places] cần mã đơn vị cấp trên của “unknown”: under = "MÃ"; “{ $value }” không phải.
setting-meaning-backup-days = Quá bao nhiêu ngày chưa sao lưu thì doctor nhắc.
setting-meaning-backup-drill-days = Quá bao nhiêu ngày chưa thử phục hồi thì doctor nhắc.
setting-meaning-backup-keep-days = Giữ mỗi bản sao lưu bao nhiêu ngày rồi hủy; giấy xác nhận xóa ghi theo số này.
setting-meaning-city = Mã đơn vị mà bản cài đặt này phục vụ.
setting-meaning-demo-begun = Thành phố mô phỏng được bắt đầu tạo khi nào.
setting-meaning-demo-ready = Thành phố mô phỏng tạo xong khi nào.
setting-meaning-demo-receipts = Vài mã biên nhận của thành phố mô phỏng để theo dõi, mỗi dòng một mã.
setting-meaning-disk-least-megabytes = Ổ đĩa của cơ sở dữ liệu phải còn trống bao nhiêu megabyte.
setting-meaning-facts-version = Đổi mỗi khi đơn vị, lĩnh vực hoặc tuyến đổi, để mọi máy chủ đọc lại.
setting-meaning-campaign-week-hours = Nhiều nhất bao nhiêu giờ trực trong bảy ngày cho một thành viên chiến dịch.
setting-meaning-retention-begun = Giữ lời của việc cơ quan tự mở bao nhiêu ngày sau khi xong; để trống là theo quy tắc sẵn có.
setting-meaning-retention-roster = Giữ tên thành viên tổ bao nhiêu ngày sau khi chiến dịch kết thúc; để trống là theo quy tắc sẵn có.
setting-meaning-retention-case = Giữ nội dung việc bao nhiêu ngày sau khi kết thúc; để trống là theo quy tắc sẵn có.
setting-meaning-retention-letter = Giữ lời đơn đã giải quyết và người ký bao nhiêu ngày sau khi không còn việc gì chạy; để trống là theo quy tắc sẵn có.
setting-meaning-retention-letter-archived = Giữ đơn không đủ điều kiện đã lưu bao nhiêu ngày; để trống là theo quy tắc sẵn có.
setting-meaning-retention-document = Giữ lời của văn bản đã phát hành bao nhiêu ngày sau khi việc kết thúc; để trống là theo quy tắc sẵn có.
setting-meaning-retention-contact = Giữ cách liên hệ bao nhiêu ngày sau khi việc kết thúc; để trống là theo quy tắc sẵn có.
setting-meaning-retention-observation = Giữ lời ghi nhận bao nhiêu ngày; để trống là theo quy tắc sẵn có.
setting-meaning-retention-reading = Giữ mục đích của mỗi lần xem bao nhiêu ngày; để trống là theo quy tắc sẵn có.
setting-meaning-retention-automatic = Có tự xóa mỗi ngày những gì đã hết hạn giữ không.
setting-meaning-simulated = Người và việc có phải là mô phỏng không; nếu có thì trang nào cũng ghi rõ.
setting-meaning-topics-built-in = Có đưa ra các lĩnh vực sẵn có của danvan bên cạnh lĩnh vực riêng không.
setting-meaning-units-turn = Đổi mỗi khi đơn vị đổi, để hai người cùng sắp xếp một lúc không ghi đè lên nhau.
setting-meaning-sign-in-idle-free-roles = Những vai trò mà phiên đăng nhập không hết vì lâu không dùng, chỉ hết sau mười hai giờ.
setting-meaning-sign-in-idle-minutes = Bao nhiêu phút không dùng thì phiên đăng nhập hết.
setting-meaning-sign-in-second-factor-roles = Những vai trò bắt buộc xác thực hai lớp; chưa bật thì chưa có quyền gì.
accepts-roles = các vai trò, cách nhau bằng dấu phẩy, ví dụ operator,city_leader
accepts-idle_minutes = một số phút, từ 5 đến 720
accepts-days = một số ngày, từ 1 đến 3650
accepts-week_hours = một số giờ, từ 1 đến 84
accepts-long_days = một số ngày, từ 1 đến 36.525; để trống là theo quy tắc sẵn có
accepts-code = chữ không dấu, chữ số, dấu chấm và gạch nối
accepts-instant = một thời điểm như 2026-11-22T02:30:00Z
accepts-text = chữ
accepts-megabytes = một số megabyte
accepts-id = một mã
accepts-listen = một địa chỉ và cổng, như 127.0.0.1:8080 hoặc [::]:8080
accepts-provider = địa chỉ https của nhà cung cấp đăng nhập, như https://id.example.vn
accepts-client = một chữ do nhà cung cấp đăng nhập cấp, không để trống
accepts-meters-key = từ 24 đến 200 chữ không dấu, chữ số và các dấu - . _ ~ + / =
accepts-public-url = địa chỉ người dân dùng, như https://danvan.example.vn, không có đường dẫn phía sau
accepts-log-levels = các mức ghi nhật ký, như info hoặc warn,danvan_web=debug
accepts-password = một mật khẩu
accepts-truth = true hoặc false
verify-missing = thiếu sự kiện { $event }, thay vào đó là { $found }
verify-missing-rest = thiếu sự kiện { $event } và mọi sự kiện sau đó
verify-changed = sự kiện { $event } đã bị thay đổi
verify-surplus = chuỗi { $lane } lẽ ra kết thúc ở { $position } nhưng còn tiếp
verify-register = Sổ ghi về vụ việc { $proceeding } không khớp với những việc đã làm.
verify-due = Hạn của { $sort } { $thing } không khớp với những việc đã làm.
verify-deadline-day = Ở đơn vị { $unit }, ngày { $day }: ghi { $kept } thời hạn đang chạy, đếm lại là { $counted }.
verify-register-cell = Số { $cell } của sổ ở đơn vị { $unit } là { $kept }, đếm lại là { $counted }.
verify-visit = Bước của lượt tiếp { $visit } không khớp với những việc đã làm.
verify-data-request = Hạn của yêu cầu về dữ liệu { $request } không khớp với những việc đã làm.
verify-rules = Chương trình này đọc quy trình và lịch { $own }; nơi này đang theo { $followed }. Xin chạy với cùng thư mục DANVAN_PROCEDURES, hoặc mở danvan serve để hạn đổi theo.
verify-search = Lời ghi nhận { $observation } không tìm được bằng ô tìm kiếm.
verify-numbers = Sổ số { $series } năm { $year } của đơn vị { $unit } thiếu hoặc trùng số.
verify-deadline = Hạn của vụ việc { $proceeding } không khớp với những việc đã làm.
verify-head-lost = chuỗi kết thúc trước { $event }, là dòng đã được công bố
verify-head-other = sự kiện { $event } không phải dòng đã được công bố: sổ đã bị viết lại
verify-tally = số đếm { $measure } của đơn vị { $unit }, lĩnh vực { $topic }, { $grain } { $start } là { $kept }; đếm lại từ dữ liệu gốc được { $counted }
