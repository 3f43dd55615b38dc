### Tìm kiếm.

search-title = Tìm kiếm
search-hint = duong vanh dai 4, tên phường cũ, mã phiếu hẹn
search-lead = Gõ có dấu hay không dấu đều được. Chỉ tìm trong những việc bạn được xem.
search-cases = Việc
search-units = Đơn vị
search-unit-since = tên cũ { $name }, đến trước { $day }
search-empty-text = Chỉ tìm trong những việc bạn được xem; chữ nào cũng phải có.
