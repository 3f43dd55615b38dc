### Dữ kiện nhập từ tệp: lịch, giờ làm việc, thủ tục, chủ đề, mẫu trả lời.

fact-malformed = Dòng này không đọc được: { $reason }.
fact-rung = Bậc báo hạn của “{ $procedure }” sai: quá { $farthest } ngày làm việc, thiếu nguồn, hoặc ghi hai lần.
fact-weekday = { $weekday } không phải là thứ trong tuần; viết 1 (thứ Hai) đến 7 (Chủ nhật).
fact-no-working-day = Cả bảy ngày đều là ngày nghỉ; phải có ít nhất một ngày làm việc.
fact-no-working-days = Từ { $first } đến { $last } không còn ngày làm việc nào; nhiều nhất chỉ được nghỉ { $most } ngày liền nhau, nếu không thì không thời hạn nào giữ được.
fact-day-far = Ngày { $day } nằm ngoài lịch; chỉ ghi được các ngày từ năm { $first_code } đến năm { $last_code }.
fact-swap-not-rest = Ngày { $day } vốn là ngày làm việc nên không thể là ngày làm bù.
fact-day-twice = Ngày { $day } đã có ở dòng trên.
fact-opening-backwards = Giờ kết thúc phải sau giờ bắt đầu.
fact-openings-overlap = Giờ này trùng với một giờ làm việc khác trong ngày.
fact-no-opening = Từ ngày { $day } không có giờ làm việc nào.
fact-amount = Thời hạn { $amount } không hợp lệ; viết từ 1 đến 3650.
fact-days-backwards = Ngày hết hiệu lực phải sau ngày có hiệu lực.
fact-rule-twice = Bước { $step } có hai quy định cùng hiệu lực.
fact-word = Không có “{ $code }” ở đây; viết một trong: { $allowed }.
fact-day = “{ $code }” không phải là ngày; viết như 2026-07-01.
fact-name = “{ $code }” cần có tên tiếng Việt và tiếng Anh.
fact-no-source = “{ $code }” chưa ghi căn cứ; viết điều khoản quy định.
fact-nobody = Chưa ghi ai được làm “{ $code }”; nêu ít nhất một bên.
fact-rule-torn = Bước { $step }: vụ việc vừa { $conditions } chưa có quy định riêng; cần thêm một dòng.
fact-act-twice = Việc “{ $code }” có hai dòng cùng hiệu lực ở cùng giai đoạn.
fact-stage-unreached = Không có việc nào dẫn tới giai đoạn “{ $code }”.
fact-stage-stuck = Giai đoạn “{ $code }” chưa phải cuối cùng nhưng không có việc nào tiếp theo.
fact-stage-permanent = Giai đoạn “{ $code }” ghi công khai thường xuyên nhưng không công khai: thêm public = true.
fact-step-no-rule = Bước “{ $code }” chưa có quy định nào.
fact-step-unreached = Không có việc nào làm thời hạn của bước “{ $code }” bắt đầu.
fact-step-missing = Thiếu bước “{ $code }”; không có bước này thì không thể nhận phản ánh.
fact-amends-nothing = Không có thủ tục “{ $code }” để sửa đổi.
fact-condition-unset = Không có việc nào ghi nhận điều kiện “{ $code }”.
fact-code-twice = Mã “{ $code }” đã có trong tệp này.
fact-rule-start = Quy định của bước “{ $code }” cần một trong hai: start (một việc) hoặc start_lapse (một bước).

topic-code = Mã chủ đề “{ $code }” chỉ được gồm chữ thường, số, gạch dưới và dấu chấm.
topic-promise = Chủ đề “{ $code }”: số ngày hẹn trả lời phải từ 1 đến 3650.
topic-name = Chủ đề “{ $code }” cần có tên tiếng Việt và tiếng Anh.
topic-twice = Mã chủ đề “{ $code }” đã có ở dòng trên.
topic-parent = Chủ đề “{ $code }” nằm dưới “{ $parent }”, nhưng không có chủ đề đó.
topic-cycle = Chủ đề “{ $code }” nằm dưới chính nó.

answer-twice = Mã mẫu trả lời “{ $code }” đã có ở dòng trên.
answer-topic = Mẫu trả lời “{ $code }” thuộc một chủ đề không có.
answer-blanks = Mẫu trả lời “{ $code }”: hai ngôn ngữ phải có cùng những chỗ điền.
reason-twice = Mã lý do “{ $code }” đã có ở dòng trên.
