### Thủ tục: vụ việc đang ở đâu, được làm gì, và vì sao không.

## Vụ việc đang ở đâu

law-stage = Giai đoạn: { $stage }, từ khi “{ $act }” lúc { $at }.
law-clock-running = { $step }: hạn { $due } ({ $source }, mức chắc chắn { $certainty }).
law-clock-paused = { $step }: thời hạn đang tạm dừng; tính đến nay hạn là { $due } ({ $source }, mức chắc chắn { $certainty }).
law-clock-kept = { $step }: đã làm đúng hạn; hạn là { $due } ({ $source }, mức chắc chắn { $certainty }).
law-clock-late = { $step }: đã làm trễ hạn; hạn là { $due } ({ $source }, mức chắc chắn { $certainty }).
law-clock-lapsed = { $step }: đã quá hạn từ { $due } ({ $source }, mức chắc chắn { $certainty }).
law-clock-passed = { $step }: thời gian phải chờ đã hết lúc { $due } ({ $source }, mức chắc chắn { $certainty }).
law-follows = Hệ quả: { $lapse }.
law-transition = Vụ việc này áp dụng pháp luật của ngày { $day }: { $source }.

## Hệ quả khi hết thời hạn

lapse-escalate = báo cấp trên; vẫn phải làm
lapse-next_level_or_court = được khiếu nại lên cấp trên hoặc khởi kiện vụ án hành chính
lapse-court = được khởi kiện vụ án hành chính
lapse-right_lost = hết quyền, trừ khi chứng minh được trở ngại
lapse-legal_effect = quyết định có hiệu lực pháp luật
lapse-superior_asks = cấp trên yêu cầu giải quyết
lapse-go_on = cơ quan tiếp tục giải quyết
lapse-step_open = được làm bước tiếp theo
lapse-compulsion = được quyết định biện pháp bắt buộc
lapse-late_recorded = ghi nhận trễ hạn và lý do

## Vì sao không được làm

law-future = Thời điểm này còn ở tương lai ({ $at }); chỉ ghi việc đã làm.
law-before = “{ $act }” không thể trước việc làm gần nhất, lúc { $at } ({ $source }, mức chắc chắn { $certainty }).
law-act-unknown = Thủ tục này không có việc “{ $code }”; chỉ có: { $allowed }.
law-out-of-order = Chưa thể “{ $act }” ở giai đoạn “{ $stage }”, chỉ ở: { $from } ({ $source }, mức chắc chắn { $certainty }).
law-only-first = “{ $act }” chỉ để mở thủ tục; thủ tục này đã mở ({ $source }, mức chắc chắn { $certainty }).
law-not-first = “{ $act }” không thể là việc đầu tiên, chỉ ở: { $from } ({ $source }, mức chắc chắn { $certainty }).
law-not-in-force = Pháp luật của ngày { $day } áp dụng cho vụ việc này không có “{ $act }” ({ $source }, mức chắc chắn { $certainty }).
law-condition = “{ $act }” chỉ dành cho vụ việc đã ghi nhận: { $conditions } ({ $source }, mức chắc chắn { $certainty }).
law-who = Chỉ những người sau được “{ $act }”: { $party } ({ $source }, mức chắc chắn { $certainty }).
law-times = Chỉ được “{ $act }” tối đa { $times } lần cho cùng một nội dung ({ $source }, mức chắc chắn { $certainty }).
law-after = Trước khi “{ $act }” phải có: { $before } ({ $source }, mức chắc chắn { $certainty }).
law-not-lapsed = Chỉ được “{ $act }” khi đã hết thời hạn: { $step } ({ $source }, mức chắc chắn { $certainty }).
law-too-early = Chỉ được “{ $act }” từ { $due }: { $because } ({ $source }, mức chắc chắn { $certainty }).
law-need-ground = “{ $act }” phải có căn cứ bằng văn bản ({ $source }, mức chắc chắn { $certainty }).
law-need-office = “{ $act }” phải nêu cơ quan nhận ({ $source }, mức chắc chắn { $certainty }).
law-need-document = “{ $act }” phải có số văn bản ({ $source }, mức chắc chắn { $certainty }).
law-need-forms = “{ $act }” phải nêu ít nhất một hình thức công khai ({ $source }, mức chắc chắn { $certainty }).
law-need-parts = “{ $act }” phải có ít nhất hai phần khác loại ({ $source }, mức chắc chắn { $certainty }).
law-grounds = “{ $act }” phải nêu một hay nhiều căn cứ luật định ({ $allowed }): { $because } ({ $source }, mức chắc chắn { $certainty }).
law-nothing-to-extend = “{ $act }”: không có thời hạn nào đang chạy để gia hạn ({ $source }, mức chắc chắn { $certainty }).
law-lapsed-already = “{ $act }” đã muộn: thời hạn hết lúc { $due } ({ $source }, mức chắc chắn { $certainty }).
law-no-extension = “{ $act }”: vụ việc này không được gia hạn thêm; đã gia hạn { $times } lần ({ $source }, mức chắc chắn { $certainty }).
law-extension-amount = Không được “{ $act }” thêm { $amount }; tối đa là { $largest } ({ $source }, mức chắc chắn { $certainty }).

## Một thời hạn

law-deadline = { $procedure }, { $step }: hạn chót { $due }.
law-deadline-wait = { $procedure }, { $step }: được làm từ { $due }.
law-extended-by = Đã tính hết mức luật cho phép với vụ việc này, khi có quyết định bằng văn bản.
law-practice = Nguồn: thực tiễn, chưa đối chiếu văn bản.

## Ai làm

party-commune_officer = cán bộ xử lý
party-commune_leader = Chủ tịch UBND cấp xã
party-team_member = thành viên tổ dân vận
party-city_analyst = chuyên viên thành phố
party-city_leader = Chủ tịch UBND thành phố
party-operator = người vận hành
party-auditor = người kiểm tra
party-agency_head = thủ trưởng cơ quan
party-superior = cấp trên trực tiếp
party-complainant = người khiếu nại
party-denouncer = người tố cáo
party-petitioner = người kiến nghị, phản ánh
party-evidence_holder = người giữ tài liệu
party-village_head = trưởng thôn, tổ trưởng tổ dân phố
party-clearance_body = đơn vị bồi thường, giải phóng mặt bằng
party-house = hệ thống
