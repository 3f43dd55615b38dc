# `danvan analyse scan`: các cụm trường hợp theo nơi và thời gian.

scan-done = { $count ->
    [0] Không vùng nào có nhiều hơn mức dự kiến; đã ghi vào { $file }.
   *[other] { $count } cụm, đã ghi vào { $file }.
}
scan-cell = { $file }, dòng { $line }, cột { $column }: { $kind ->
    [missing] chưa ghi gì.
    [number] “{ $value }” không phải là số.
    [count] “{ $value }” không phải là số nguyên.
    [negative] { $value } nhỏ hơn 0.
    [place] “{ $value }” không có trong danh sách nơi.
    [time] “{ $value }” không phải là thời gian theo đơn vị này.
    [twice] “{ $value }” đã có ở trên.
   *[globe] { $value } không nằm trên quả đất.
}
scan-no-column = { $file }: thiếu cột { $column }.
scan-no-population = Nơi { $place } không có dân số.
scan-no-period = Kỳ quét không có đơn vị thời gian nào, hoặc có hơn 100.000.
scan-no-time = { $argument }: “{ $value }” không phải là thời gian theo đơn vị này, hoặc nằm ngoài kỳ.
scan-needed = Phải ghi thêm { $argument }.
scan-refused = { $kind ->
    [places] Phải có ít nhất hai nơi và nhiều nhất 65.535 nơi.
    [times] Muốn quét theo thời gian thì phải có ít nhất hai đơn vị thời gian.
    [cases] Phải có ít nhất hai trường hợp.
    [many] Có nhiều trường hợp hoặc nhiều người hơn mức đếm được ở đây: 2³¹.
    [controls] Không có ai làm đối chứng: mọi người đều là trường hợp.
    [permute] Mọi trường hợp đều ở một nơi hoặc cùng một lúc: không hoán vị được gì.
    [population] Có trường hợp ở { $place } ({ $time }), nơi không ai sinh sống.
    [stratum] Có trường hợp trong nhóm “{ $place }”, nhóm không có ai.
   *[other] Một lựa chọn nằm ngoài giới hạn: { $reason }
}
