# Văn bản, mẫu và số văn bản.
fact-document-number = Dòng thể thức thiếu chỗ ghi số {"{n}"}.
fact-document-margin = Lề trang phải từ 5 đến 60 mm.
fact-document-missing = Thiếu dòng cho { $code }.
template-too-long = Mẫu dài quá { $limit } ký tự.
template-unreadable = Không đọc được mẫu: { $reason }.
template-endless = Mẫu lặp quá nhiều lần ({ $reason }).
template-unknown-name = Mẫu không biết tên “{ $name }”. Các tên dùng được: { $known }.
template-no-list = “{ $name }” không phải danh sách nên không lặp được.
template-before-sections = Dòng đầu phải là tên một phần, ví dụ “== about”.
template-unknown-section = Không có phần “{ $name }”. Các phần: { $known }.
template-section-twice = Phần “{ $name }” có hai lần.
template-section-missing = Thiếu phần “== { $name }”.
