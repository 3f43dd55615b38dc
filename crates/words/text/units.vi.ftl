### Đơn vị: thành phố, xã, phường, thôn, tổ dân phố theo thời gian.

## Đơn vị

units-title = Đơn vị
units-on-day = Theo bản đồ ngày { $day }
units-count = { $n } đơn vị
units-search = Tìm đơn vị, tên cũ cũng được
units-empty-title = Không có đơn vị nào
units-empty-text = Ngày này chưa có đơn vị, hoặc tên chưa đúng.
unit-since = từ { $day }
unit-until = đến hết { $day }
unit-predecessors = Tiền thân
unit-successors = Kế tục
unit-part = một phần
unit-whole = toàn bộ
unit-area = { $area } km²
unit-kind-city = Thành phố
unit-kind-province = Tỉnh
unit-kind-district = Quận, huyện, thị xã
unit-kind-commune = Xã
unit-kind-ward = Phường
unit-kind-township = Thị trấn
unit-kind-village = Thôn
unit-kind-body = Cơ quan
unit-kind-team = Tổ dân vận

## Điều sai trong bảng hay cây đơn vị

units-problem-same-id = { $unit } được ghi hai lần với cùng ngày bắt đầu.
units-problem-ends-before-it-begins = { $unit } kết thúc trước khi bắt đầu.
units-problem-unknown-parent = { $unit } thuộc { $parent }, nhưng không có đơn vị này.
units-problem-cycle = { $unit } thuộc chính nó, qua các đơn vị cấp trên.
units-problem-wrong-level = { $unit } không thể thuộc trực tiếp { $parent }: sai cấp.
units-problem-outlives-parent = { $unit } tồn tại ngày { $day }, nhưng cấp trên { $parent } thì không.
units-problem-overlap = { $unit } và { $other } trùng mã trong cùng một đơn vị và cùng tồn tại ngày { $day }.
units-problem-unknown-linked = Liên kết nêu { $id }, nhưng không có đơn vị này (đầu kia: { $other }).
units-problem-link-to-itself = { $unit } không thể kế thừa chính nó.
units-problem-same-link = { $unit } được liên kết hai lần tới { $successor }.
units-problem-successor-too-early = { $successor } kế thừa { $unit } trước khi { $unit } kết thúc.
units-problem-whole-and-more = { $unit } nhập toàn bộ vào một đơn vị nhưng lại còn nhập vào đơn vị khác.
units-problem-shares-over-whole = Tổng tỷ lệ của { $unit } là { $sum } phần triệu, hoặc có tỷ lệ âm; tổng chỉ được tối đa 1.000.000.
units-problem-negative-households = Số hộ của { $unit } bị âm.
units-row-without-name-or-code = Đơn vị phải có tên và mã.
units-row-bad-point = Vĩ độ và kinh độ phải cùng có, tính bằng độ.
units-row-negative = Dân số và diện tích không thể âm.
units-row-population-without-vintage = Dân số phải ghi nguồn và thời điểm.
units-row-unknown-kind = Tên “{ $name }” không bắt đầu bằng loại đơn vị nào.
units-row-two-names = Mã { $code } có hai tên khác nhau trong tệp này.
units-unknown-code = Không đơn vị nào có mã { $code } ngày { $day }.
units-ambiguous-code = Nhiều đơn vị có mã { $code } ngày { $day }; hãy dùng mã riêng của đơn vị.
units-plan-empty = Kế hoạch không có dòng nào.
units-plan-ends-already = { $unit } đã kết thúc ngày { $day }; kế hoạch chỉ thay đổi đơn vị còn tiếp tục.
units-plan-twice = { $unit } có hai dòng; chỉ khi chia tách mới được có nhiều dòng.
units-plan-without-target = Hãy ghi ở cột “to” đơn vị mà nó nhập vào.
units-plan-end-with-target = Đơn vị kết thúc thì không nhập vào đâu; nếu sáp nhập, hãy ghi “merge”.
units-plan-missing = Dòng này cần có “{ $field }”.
units-plan-bad-share = Tỷ lệ là số từ 0 đến 1, hoặc phần trăm.
units-plan-parent-divided = Cấp trên { $unit } bị chia tách hoặc kết thúc; hãy ghi ở cột “parent” đơn vị này thuộc đâu.
units-plan-below = { $unit } bị chia tách hoặc kết thúc khi còn { $n } đơn vị trực thuộc ({ $first } …); mỗi đơn vị cần một dòng.

## Tên gọi khác của đơn vị

unit-kind-council_district = Khu hội đồng
unit-kind-special_zone = Đặc khu
unit-kind-neighbourhood = Khu dân cư
unit-kind-residential_group = Tổ dân phố
level-city = Thành phố, tỉnh
level-district = Quận, huyện
level-commune = Xã, phường
level-village = Thôn, tổ dân phố
level-body = Cơ quan
level-team = Tổ dân vận
units-file-not-utf8 = Tệp này không phải văn bản UTF-8; hãy lưu dạng “CSV UTF-8”.
units-changed-meanwhile = Vừa có người khác thay đổi các đơn vị. Chưa có gì được ghi; hãy xem lại kế hoạch rồi thử lại.
units-undo-again = Lần sắp xếp này đã được hoàn tác rồi.
units-case-rehomed = Sắp xếp đơn vị hành chính: { $from } → { $to }
units-undo-depends = Không thể hoàn tác: đã có { $what ->
    [position] chức vụ
    [observation] điều ghi nhận
    [letter] đơn hoặc vụ việc về đơn
    [reception_day] lịch tiếp công dân
    [programme_commitment] cam kết trong chương trình
    [programme_party] chương trình có đơn vị này tham gia
    [initiative] mô hình “Dân vận khéo”
    [inspection] cuộc kiểm tra
    [clearance] việc giải phóng mặt bằng
    [contest] hội thi
    [finding] phát hiện
    [return] báo cáo định kỳ
    [campaign_team] tổ hoặc thành viên của chiến dịch
   *[case] việc
} phụ thuộc vào { $unit }.

note-unknown-unit-code = Ngày ấy không có đơn vị nào mang mã { $code }.
## Tìm và xem một đơn vị

units-found-whole = nay gồm toàn bộ { $name }, từ { $day }
units-found-part = nay gồm một phần { $name }, từ { $day }
unit-path = Thuộc
unit-code = Mã
unit-people = Dân số
unit-size = Diện tích
unit-source = Nguồn
unit-simulated = mô phỏng
unit-ended = Đơn vị này không còn. Kế tục:
unit-overview = Xem toàn cảnh
unit-below = Gồm { $n } đơn vị, theo bản đồ ngày { $day }
day-today = Hôm nay

## Ranh giới

boundary-not-json = Đây không phải GeoJSON: { $reason }
boundary-not-collection = Cần một FeatureCollection; tệp này là { $found }.
boundary-no-feature = Tệp không có đối tượng nào.
boundary-other-system = Tọa độ theo hệ { $system }; chỉ đọc được WGS 84 (EPSG:4326, CRS84). Hãy chuyển hệ tọa độ trước.
boundary-not-an-area = Hình là { $found }; cần Polygon hoặc MultiPolygon.
boundary-empty = Hình không có vòng nào.
boundary-too-fine = Một vòng có { $points } điểm, nhiều hơn { $most }; hãy giản lược trước.
boundary-open-ring = Một vòng không khép kín: điểm cuối phải trùng điểm đầu.
boundary-short-ring = Một vòng chỉ có { $points } điểm; cần ít nhất 4.
boundary-no-coordinate = Một điểm thiếu kinh độ hoặc vĩ độ.
boundary-out-of-range = Kinh độ { $longitude }, vĩ độ { $latitude } nằm ngoài phạm vi; kinh độ phải đứng trước.
boundary-crossing = Các vòng cắt nhau hoặc không bao lấy nhau: { $reason }
boundary-unknown-unit = Ngày { $day } không có đơn vị nào là “{ $said }”.
boundary-ambiguous-unit = Ngày { $day } nhiều đơn vị là “{ $said }”; hãy dùng mã.
boundary-no-property = Không có thuộc tính “{ $property }”.
boundary-code-not-name = Mã chỉ { $code } nhưng tên chỉ { $name }; hãy nói rõ thuộc tính nào là mã.
boundary-doubled = { $unit } đã có ở đối tượng số { $first }.
