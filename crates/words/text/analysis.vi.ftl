# Điều `danvan analyse` nói về một tệp: dòng đếm từ 1, không kể dòng tiêu đề.

analysis-no-column = { $file } không có cột { $column }; có các cột: { $columns }
analysis-cell = { $file }, dòng { $row }, cột { $column }: { $kind ->
    [day] “{ $value }” không phải ngày dạng 2026-01-05.
    [whole] “{ $value }” không phải số nguyên.
   *[other] “{ $value }” không phải số.
}
analysis-series = { $file }: { $kind ->
    [too-short] { $value } dòng là quá ít; cần ít nhất { $other }.
    [too-short-of] cột { $column }: { $value } dòng là quá ít; cần ít nhất { $other }.
    [negative] dòng { $row }, cột { $column }: { $value } nhỏ hơn không.
    [too-large] dòng { $row }, cột { $column }: { $value } quá lớn.
    [gap] dòng { $row }, cột { $column }: thiếu { $other }; ở đó là { $value }.
    [twice] dòng { $row }, cột { $column }: { $value } xuất hiện lần thứ hai.
    [order] dòng { $row }, cột { $column }: { $value } không sau dòng trên.
    [step] dòng { $row }, cột { $column }: { $value } không bắt đầu kỳ nào của chuỗi này.
    [no-step] dòng { $row }, cột { $column }: sau dòng đầu { $value } ngày, không phải ngày, tuần, tháng hay quý.
    [zero] cột { $column }: cả { $value } dòng đều bằng không, nên không nói lên điều gì.
    [constant] cột { $column }: cả { $value } dòng đều là { $other }, nên không nói lên điều gì.
    [length] cột { $column }: { $value } giá trị cho { $other } dòng.
    [value] dòng { $row }, cột { $column }: không dùng được { $value }.
    [effort] dòng { $row }, cột { $column }: bằng không, dù đã đếm được { $value }.
    [history] dòng { $row }: quá ít dòng trước đó; dòng { $other } là dòng đầu tiên xét được.
    [nothing] cột { $column }: không dòng nào trong { $value } dòng được xét.
    [option] --{ $column } không thể là { $value }.
    [no-base] không có dự báo của { $column }.
    [no-bottom] không dòng nào chỉ riêng { $column }, tức là chỉ có số 1 ở đó và không gì khác.
    [singular] sai số của các chuỗi này phụ thuộc lẫn nhau: với các phần dư này không dùng được phương pháp này.
    [other] { $other }
    [influence] Phương pháp này không tính được { $column } ở đây.
   *[curve] dòng { $row }, cột { $column }: không có đường nào khớp các dòng trước đó.
}
analysis-of-series = { $file }, dòng { $row }: { $kind ->
    [unknown] chuỗi “{ $value }” không có dòng nào trong bảng cộng.
   *[twice] “{ $value }” đã có ngày { $date }.
}
analysis-residuals-needed = Cần --residuals: phần các dự báo đã sai trong quá khứ.
analysis-forecast-written = { $series ->
   *[other] Đã dự báo { $series } chuỗi: { $file }
}
analysis-reconcile-written = { $series ->
   *[other] { $series } chuỗi đã khớp tổng: { $file }
}
analysis-option = --{ $option } không thuộc { $method }.
analysis-written = { $rows ->
   *[other] Đã xét { $rows } dòng, { $alarms } dòng có cảnh báo: { $file }
}
analysis-vote = { $file }, dòng { $line }, cột { $column }: { $kind ->
    [vote] “{ $value }” không phải phiếu; ghi 1, -1, 0 hoặc để trống.
    [vote-twice] “{ $value }” đã có phiếu của người này; thêm cột timestamp để biết phiếu nào sau.
    [voter-twice] “{ $value }” xuất hiện lần thứ hai.
    [statement-twice] cột này xuất hiện hai lần.
    [time] “{ $value }” không phải thời điểm dạng số.
   *[moderated] “{ $value }” phải là -1, 0 hoặc 1.
}
analysis-opinion-written = Đã tìm thấy { $groups } nhóm ý kiến: { $file }
analysis-protect = { $file }{ $line ->
    [0] { "" }
   *[other] , dòng { $line }
}{ $kind ->
    [sum] { " " }({ $cell }): ghi { $value } nhưng các phần cộng lại là { $other }.
    [given-away] { " " }({ $cell }): số nhỏ này đã lộ từ những số đã công bố.
    [unsolved] : không tính được phải giữ lại những ô nào; hãy thử ít chiều hơn hoặc --margin nhỏ hơn.
    [twice] : “{ $value }” xuất hiện lần thứ hai.
    [nobody] : “{ $value }” là tổng, không đếm được ai ở đó.
    [circle] : các cấp của “{ $value }” nối thành vòng.
    [many] : nhiều hơn { $value } ô.
    [levels] : ghi --levels dạng CỘT=TỆP, không phải “{ $value }”.
   *[count] : “{ $value }” không phải số đếm; cần số nguyên từ 0.
}
analysis-protect-written = { $withheld ->
    [0] Cả { $cells } ô đều được công bố: { $file }
   *[other] Trong { $cells } ô, giữ lại { $withheld } ô: { $file }
}
analysis-compare-written = { $beyond ->
    [0] Đã so sánh { $units } đơn vị, tất cả nằm trong mức ngẫu nhiên: { $file }
   *[other] Đã so sánh { $units } đơn vị, { $beyond } đơn vị vượt mức ngẫu nhiên: { $file }
}
analysis-per = --per phải lớn hơn 0, không phải { $value }.
