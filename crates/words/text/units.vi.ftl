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
unit-now-in = nay thuộc { $name } từ { $day }
unit-formerly = trước đây: { $name }
unit-predecessors = Tiền thân
unit-successors = Kế tục
unit-part = một phần
unit-whole = toàn bộ
unit-population = Dân số { $n } ({ $year })
unit-area = { $area } km²
unit-kind-country = Cả nước
unit-kind-city = Thành phố
unit-kind-province = Tỉnh
unit-kind-district = Quận, huyện, thị xã
unit-kind-commune = Xã, phường
unit-kind-ward = Phường
unit-kind-town = Thị trấn
unit-kind-village = Thôn
unit-kind-group = Tổ dân phố
unit-kind-body = Cơ quan
unit-kind-team = Tổ dân vận
