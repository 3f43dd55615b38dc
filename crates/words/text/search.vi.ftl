### Tìm kiếm.

search-title = Tìm kiếm
search-hint = duong vanh dai 4, tên phường cũ, mã phiếu hẹn
search-lead = Gõ có dấu hay không dấu đều được. Chỉ tìm trong những việc và điều ghi nhận bạn được xem.
search-cases = Việc
search-heard = Điều ghi nhận
search-units = Đơn vị
search-unit-since = tên cũ { $name }, đến trước { $day }
search-empty-text = Chỉ tìm trong những việc và điều ghi nhận bạn được xem; chữ nào cũng phải có.
