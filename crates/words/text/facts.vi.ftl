### Dữ kiện nhập từ tệp: lịch, giờ làm việc, thủ tục, chủ đề, mẫu trả lời.

fact-malformed = Dòng này không đọc được: { $reason }.
fact-weekday = { $weekday } không phải là thứ trong tuần; viết 1 (thứ Hai) đến 7 (Chủ nhật).
fact-no-working-day = Cả bảy ngày đều là ngày nghỉ; phải có ít nhất một ngày làm việc.
fact-swap-not-rest = Ngày { $day } vốn là ngày làm việc nên không thể là ngày làm bù.
fact-day-twice = Ngày { $day } đã có ở dòng trên.
fact-opening-backwards = Giờ kết thúc phải sau giờ bắt đầu.
fact-openings-overlap = Giờ này trùng với một giờ làm việc khác trong ngày.
fact-no-opening = Từ ngày { $day } không có giờ làm việc nào.
fact-amount = Thời hạn { $amount } không hợp lệ; viết từ 1 đến 3650.
fact-days-backwards = Ngày hết hiệu lực phải sau ngày có hiệu lực.
fact-rule-twice = Bước { $step } có hai quy định cùng hiệu lực.

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
