### Chuỗi sự kiện được công bố hằng ngày.

chain-title = Sổ sự kiện: đầu chuỗi từng ngày
chain-lead = Mọi việc làm trong hệ thống đều ghi vào một sổ chỉ thêm, không sửa. Mỗi ngày hệ thống công bố dấu của dòng cuối sổ. Ai giữ một tệp dưới đây đều có thể kiểm tra về sau rằng sổ chưa bị viết lại hay cắt bớt.
chain-how = Xin tải tệp của một ngày và cất ở nơi khác. Người vận hành đối chiếu sổ với tệp ấy bằng lệnh:
chain-day = { $events } sự kiện, { $lanes } chuỗi
chain-none-title = Chưa công bố ngày nào
chain-none-text = Đầu chuỗi được công bố mỗi ngày một lần, khi đã có sự kiện.
