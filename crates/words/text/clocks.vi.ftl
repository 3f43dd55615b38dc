### Thời hạn: tạm dừng, gia hạn, lý do.

clock-paused-already = Thời hạn đang tạm dừng rồi.
clock-not-paused = Thời hạn đang chạy, không cần tiếp tục.
clock-before = Thời điểm này sớm hơn lần thay đổi trước ({ $moment }).
clock-extension-amount = Không thể gia hạn thêm { $amount }; viết một số lớn hơn 0 và không quá 10 năm.
clock-ground-required = Xin ghi rõ căn cứ.
reason-required = Xin chọn một lý do trong danh sách.
reason-note-required = Lý do này cần ghi thêm vài chữ.

## Vì sao có hạn này

why-working-hours = { $n } giờ làm việc, tính từ { $start }.
why-working-days = { $n } ngày làm việc, kể từ { $start }; không tính ngày đầu.
why-calendar-days = { $n } ngày, kể từ { $start }; không tính ngày đầu.
why-skipped = Không tính: { $days }.
why-moved = Ngày cuối là ngày nghỉ nên lùi qua: { $days }.
why-worked = Vẫn tính là ngày làm việc: { $days }.
why-extended = Gia hạn thêm { $n }: { $ground }.
why-paused = Tạm dừng từ { $from } đến { $to }: { $ground }.
why-paused-still = Đang tạm dừng từ { $from }: { $ground }.
why-provisional = Có ngày nghỉ chưa được công bố chính thức; hạn có thể thay đổi.
why-beyond = Chưa có lịch nghỉ lễ của năm đó; mới chỉ trừ thứ Bảy và Chủ nhật.
why-source = Căn cứ: { $source } (mức chắc chắn { $grade }).
why-source-promise = lời hứa của chủ đề (đơn vị có thể đổi)
