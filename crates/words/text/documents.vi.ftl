# Văn bản, mẫu và số văn bản.
fact-document-number = Dòng thể thức thiếu chỗ ghi số {"{n}"}.
fact-document-margin = Lề trang phải từ 5 đến 60 mm.
fact-document-missing = Thiếu dòng cho { $code }.
document-simulated = Dữ liệu mô phỏng – không có giá trị
refusal-template = Mẫu văn bản có lỗi ở dòng { $line }. Xin người có quyền sửa mẫu xem lại.
refusal-document-other = Mã gửi này đã dùng cho văn bản khác. Xin mở lại trang và thử lại.
refusal-document-cancelled = Văn bản này đã được hủy số trước đó.
note-too-many-entries = Nhiều nhất { $limit } dòng.
document-kind-acceptance = Thông báo thụ lý
document-kind-refusal = Thông báo không thụ lý
document-kind-transfer = Phiếu chuyển đơn
document-kind-guidance = Phiếu hướng dẫn
document-kind-documents_request = Công văn đề nghị cung cấp tài liệu
document-kind-extension = Thông báo gia hạn
document-kind-dialogue = Giấy mời đối thoại
document-kind-decision = Quyết định giải quyết
document-kind-publication = Thông báo công khai
document-kind-reception_refusal = Thông báo từ chối tiếp công dân
document-kind-reception_receipt = Giấy biên nhận tài liệu
template-too-long = Mẫu dài quá { $limit } ký tự.
template-unreadable = Không đọc được mẫu: { $reason }.
template-endless = Mẫu lặp quá nhiều lần ({ $reason }).
template-unknown-name = Mẫu không biết tên “{ $name }”. Các tên dùng được: { $known }.
template-no-list = “{ $name }” không phải danh sách nên không lặp được.
template-before-sections = Dòng đầu phải là tên một phần, ví dụ “== about”.
template-unknown-section = Không có phần “{ $name }”. Các phần: { $known }.
template-section-twice = Phần “{ $name }” có hai lần.
template-section-missing = Thiếu phần “== { $name }”.
