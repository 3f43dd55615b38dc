### Vận hành hệ thống.

## Vận hành

operations-title = Vận hành
operations-well = Mọi thứ đều ổn.
operations-attention = Có { $n } điều cần xem
operations-jobs = Việc nền
operations-jobs-waiting = Đang chờ
operations-jobs-parked = Dừng lại vì lỗi
operations-jobs-empty = Không có việc nào dừng lại.
operations-job-retry = Chạy lại
operations-tally-lag = Số liệu chậm
operations-chain = Chuỗi sự kiện
operations-chain-head = Mã đầu chuỗi
operations-disk = Đĩa còn trống
operations-backup-last = Sao lưu gần nhất
operations-restore-last = Thử phục hồi gần nhất
operations-never = chưa lần nào
operations-slow = Câu lệnh chậm
operations-engine = Cơ sở dữ liệu
operations-version = Phiên bản
operations-rows = Số dòng
operations-seconds = { $n } giây
