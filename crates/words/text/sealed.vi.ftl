### Đơn tố cáo được niêm phong.

## Lý do mở

seal-reason-verify_author = Xác minh họ tên, địa chỉ người tố cáo
seal-reason-reach_author = Liên hệ, thông báo cho người tố cáo
seal-reason-write_extract = Viết bản trích để làm việc
seal-reason-examine_original = Xem bản gốc để kết luận
seal-reason-protect_author = Bảo vệ người tố cáo, người thân của họ
seal-reason-asked_by_law = Tòa án, viện kiểm sát, cơ quan thanh tra, điều tra yêu cầu theo luật
seal-reason-change_handlers = Thay đổi người giữ niêm phong
seal-reason-hand_over = Bàn giao cho cơ quan khác thụ lý

## Lời nhắc và từ chối

note-seal-name = Xin ghi họ tên người tố cáo. Đơn không có tên thì không xử lý là tố cáo (Luật Tố cáo, Điều 25).
note-seal-text = Xin chép lời tố cáo hoặc đính kèm ảnh chụp đơn.
note-seal-scan-kind = Chỉ nhận ảnh JPEG, PNG, WebP hoặc tệp PDF.
note-seal-scans-many = Tối đa { $most } trang, tất cả không quá { $megabytes } MB.
note-seal-extract-tells = Bản trích còn để lộ người tố cáo (họ tên, số điện thoại, thư điện tử hoặc địa chỉ). Xin viết lại.
note-seal-handler-unknown = Không có ai đăng nhập bằng tên này.
note-seal-handler-role = Người giữ niêm phong phải là cán bộ hoặc lãnh đạo của đơn vị.
note-passphrase-short = Viết ít nhất { $limit } ký tự. Một câu dài chỉ mình bạn biết là tốt nhất.
note-passphrase-simple = Câu này lặp lại quá ít chữ cái. Xin chọn một câu khác.
note-passphrase-differs = Hai lần viết không giống nhau.
note-passphrase-wrong = Câu mật khẩu không đúng.
note-recovery-count = Từ 2 đến { $most } người giữ mảnh khóa.
note-recovery-needed = Từ 2 đến { $count } mảnh là đủ để mở lại.
note-recovery-witness = Người chứng kiến phải là người giữ niêm phong của đơn vị và đã tạo khóa.
note-recovery-witness-self = Người chứng kiến phải là một người khác.
note-recovery-share = Mảnh thứ { $number } gõ sai, hoặc thuộc một khóa khác.
note-recovery-few = Chưa đủ mảnh: cần { $needed } mảnh khác nhau của khóa này.
note-recovery-none = Các mảnh này không mở được đơn nào. Xin xem ngày tạo ở danh sách bên dưới và dùng đúng bộ mảnh.
refusal-not-handler = Bạn không phải người giữ niêm phong của đơn vị này. Lãnh đạo đơn vị chỉ định người giữ.
refusal-opening-own = Người đề nghị mở không thể tự đồng ý. Cần một người giữ niêm phong khác.
refusal-opening-others = Lần mở này dành cho hai người khác.
refusal-opening-removed = Người sắp thôi giữ niêm phong không được tham gia việc này.
refusal-opening-waits = Chưa có người thứ hai đồng ý.
refusal-opening-over = Lần mở này đã kết thúc. Nếu cần, xin đề nghị mở lại.
refusal-opening-already = Đã có một đề nghị mở chưa kết thúc.
refusal-seal-damaged = Không mở được: nội dung niêm phong đã bị thay đổi hoặc hỏng trên máy chủ. Xin báo ngay cho lãnh đạo đơn vị và người vận hành; bản sao lưu có thể còn nguyên.
refusal-seal-no-key = Bạn chưa tạo khóa. Xin tạo khóa với câu mật khẩu của mình trước.
refusal-seal-no-share = Bạn được chỉ định sau khi đơn này niêm phong, nên chưa có phần khóa. Hai người giữ khác cần niêm phong lại.
refusal-seal-not-ready = Đơn vị cần ít nhất hai người giữ niêm phong đã tạo khóa, và một khóa dự phòng. Khi chưa đủ, xin giữ đơn trên giấy, trong tủ khóa.
refusal-seal-busy = Có người vừa niêm phong cùng lúc. Xin gửi lại.
refusal-seal-renewed = Niêm phong vừa được làm lại trong lúc bạn viết, nên chưa có gì được lưu. Xin gửi lại lần nữa; nếu đang mở đơn thì cần đề nghị mở lại.
refusal-change-stale = Có đơn được niêm phong hoặc ghi thêm sau khi đề nghị này được gửi. Xin từ chối đề nghị này rồi đề nghị niêm phong lại một lần nữa.
refusal-measures-reason = Chỉ ghi được biện pháp bảo vệ khi đơn được mở với lý do bảo vệ người tố cáo. Xin kết thúc lần mở này rồi đề nghị mở với lý do ấy.
refusal-seal-stays = Đơn này đang ở đúng cơ quan giữ niêm phong, không có nơi nào để bàn giao.
refusal-seal-receiver = Cơ quan nhận chưa có hai người giữ niêm phong đã tạo khóa và khóa dự phòng, nên không ai ở đó mở được. Xin chuyển đơn bằng giấy, trong phong bì dán kín.
note-seal-key-replace = Bạn đã có khóa. Muốn tạo khóa mới, xin đánh dấu ô này.
note-seal-key-old = Xin viết câu mật khẩu của khóa đang có. Nếu đã quên, nhờ lãnh đạo đơn vị bỏ khóa cũ.

## Danh sách

nav-sealed = Niêm phong
seal-title = Đơn tố cáo niêm phong
seal-lead = Họ tên người tố cáo, nội dung và bản chụp đơn được khóa bằng mật mã. Hai người giữ niêm phong cùng mở, không ai mở được một mình.
seal-ready-handlers = Đang có { $n } người giữ niêm phong đã tạo khóa.
seal-ready-recovery = Đã có khóa dự phòng.
seal-ready-no-recovery = Chưa có khóa dự phòng.
seal-new = Nhận đơn tố cáo
seal-none-title = Chưa có đơn niêm phong
seal-none-text = Đơn tố cáo nhận ở đơn vị sẽ hiện ở đây, chỉ với số và tình trạng.
seal-number = Số
seal-when = Niêm phong lúc
seal-state = Tình trạng
seal-one = Đơn niêm phong số { $n }
seal-standing-closed = đang đóng
seal-standing-asked = có người đề nghị mở
seal-standing-open = đang mở
seal-handed = Đã bàn giao niêm phong. Từ giờ chỉ người giữ niêm phong của cơ quan nhận mở được.

## Nhận đơn

seal-new-text = Nội dung được khóa ngay khi lưu. Sau đó một mình bạn không xem lại được. Trang này không giữ bản nháp: xin lưu trước khi rời trang.
seal-name-on-paper = (xem chữ ký trong đơn)
seal-signers-hint = Chỉ ghi số người; tên ghi ở ô bên dưới.
seal-proceeding = Vụ việc tố cáo
seal-letter = Đơn số { $code } trong sổ
seal-name = Họ tên người tố cáo
seal-contacts = Điện thoại, thư điện tử
seal-contacts-hint = Cách nhau bằng dấu phẩy
seal-address = Địa chỉ
seal-text = Nội dung đơn
seal-text-hint = Chép nguyên lời trong đơn, hoặc chỉ đính kèm bản chụp.
seal-scans = Bản chụp đơn
seal-scans-hint = Ảnh hoặc PDF; tối đa { $most } trang, tất cả không quá { $megabytes } MB.
seal-measures = Tình trạng và biện pháp bảo vệ người tố cáo
seal-measures-hint = Ai cần được bảo vệ, đã làm gì, từ ngày nào.
seal-extract = Bản trích để làm việc
seal-extract-hint = Viết lại nội dung bằng lời của mình, không để lộ người tố cáo. Một người giữ niêm phong xem được bản này.
seal-send = Niêm phong và lưu
seal-done = Đã niêm phong. Từ giờ cần hai người giữ niêm phong mới mở được bản gốc.

## Một đơn

seal-sealed = Niêm phong lúc { $when }
seal-edition = khóa lần thứ { $n }
seal-extract-read = Xem bản trích
seal-extract-none = Chưa có bản trích. Mở bản gốc để viết.
seal-extract-write = Viết bản trích
seal-extract-save = Lưu bản trích
seal-measures-write = Ghi tình trạng và biện pháp bảo vệ
seal-measures-write-hint = Thay cho nội dung đang có ở trên; các phần khác của đơn giữ nguyên. Được niêm phong ngay khi lưu, không hiện ở đâu khác.
seal-measures-save = Lưu vào niêm phong
seal-measures-elsewhere = Muốn ghi biện pháp bảo vệ, xin mở đơn với lý do bảo vệ người tố cáo.
seal-typed-copy = Những gì bạn đã viết còn nguyên bên dưới; xin chép lại trước khi rời trang, trang này không giữ bản nháp.
seal-typed-send = Gửi lại
seal-original = Bản gốc
seal-original-text = Chỉ xem trên màn hình. Không in, không chụp, không chép lại. Mỗi lần xem đều được ghi.
seal-two = Cần hai người: bạn đề nghị mở với lý do, một người giữ niêm phong khác đồng ý.
seal-reason = Lý do mở
seal-passphrase = Câu mật khẩu niêm phong của bạn
seal-ask = Đề nghị mở
seal-approve = Đồng ý
seal-decline = Từ chối
seal-read = Xem bản gốc
seal-end = Kết thúc lần mở này
seal-back = Về trang của đơn
seal-opening-asked = { $by } đề nghị mở lúc { $when }: { $reason }.
seal-waits-until = Chờ người thứ hai đến { $when }.
seal-open-until = Đang mở đến { $when }.
seal-log = Ai đã mở
seal-log-none = Chưa có ai mở.
seal-log-read = { $by } xem { $part } lúc { $when }.
seal-log-second = { $by } đồng ý.
seal-log-asked = Đang chờ.
seal-log-open = Đang mở.
seal-outcome-declined = Bị từ chối.
seal-outcome-ended = Đã kết thúc.
seal-outcome-lapsed = Đã hết giờ.
seal-outcome-changed = Kết thúc vì niêm phong lại.
seal-part-original = bản gốc
seal-part-extract = bản trích
seal-scan = Trang { $n } của đơn
seal-scan-pdf = Tải trang { $n } (PDF); xóa tệp sau khi xem
## Bàn giao

seal-hand-over = Bàn giao niêm phong
seal-hand-over-hint = Nội dung niêm phong không tự đi theo: sau khi chuyển, hai người giữ niêm phong bàn giao ở trang của đơn niêm phong. Nơi nhận chưa có người giữ thì chuyển bằng giấy, trong phong bì dán kín.
seal-hand-over-text = Vụ việc đã chuyển đến { $unit }. Hai người giữ niêm phong cùng niêm phong lại cho người giữ ở đó; sau đó không ai ở đây mở được nữa.
seal-hand-over-paper = Vụ việc đã chuyển đến { $unit }, nhưng ở đó chưa có hai người giữ niêm phong đã tạo khóa và khóa dự phòng, nên không ai mở được. Xin chuyển đơn bằng giấy, trong phong bì dán kín; niêm phong ở lại đây.
seal-hand-over-ask = Đề nghị bàn giao

## Khóa của mình

seal-key-title = Tạo khóa niêm phong
seal-key-have = Khóa của tôi
seal-key-text = Khóa của bạn được khóa lại bằng một câu mật khẩu chỉ mình bạn biết, khác với mật khẩu đăng nhập. Máy chủ không giữ câu này.
seal-key-lost = Quên câu này thì không ai lấy lại được cho bạn. Đơn chỉ mở được khi hai người giữ khác niêm phong lại, hoặc bằng các mảnh khóa dự phòng trên giấy.
seal-passphrase-old = Câu mật khẩu của khóa đang có
seal-passphrase-old-hint = Đã quên? Nhờ lãnh đạo đơn vị bỏ khóa cũ ở trang người giữ niêm phong, rồi tạo khóa mới.
seal-passphrase-new = Câu mật khẩu mới
seal-passphrase-hint = Ít nhất { $n } ký tự. Chọn một câu dài, dễ nhớ với riêng bạn.
seal-passphrase-again = Viết lại một lần nữa
seal-key-replace = Thay khóa đang có
seal-key-replace-hint = Khóa cũ mất ngay phần của nó ở mọi đơn; hai người giữ khác phải niêm phong lại thì bạn mới mở được.
seal-key-make = Tạo khóa

## Người giữ niêm phong

seal-handlers = Người giữ niêm phong
seal-handlers-text = Lãnh đạo đơn vị chỉ định. Hai người bất kỳ trong số này cùng mở được đơn.
seal-compartments = Niêm phong ở cơ quan này
seal-compartments-text = Đơn vị đã kết thúc để lại niêm phong của mình; mỗi nơi có người giữ và khóa dự phòng riêng.
seal-compartment-ended = { $unit } (đơn vị đã kết thúc ngày { $day })
seal-compartment-seals = Có { $n } đơn niêm phong.
seal-handlers-none = Chưa chỉ định ai.
seal-handler-key = đã tạo khóa
seal-handler-no-key = chưa tạo khóa
seal-handler-name = Chỉ định người giữ
seal-handler-name-hint = Tên đăng nhập của cán bộ hoặc lãnh đạo đơn vị
seal-forgot = Có người quên câu mật khẩu
seal-forgot-text = Bỏ khóa của người ấy thì họ tạo được khóa mới mà không cần câu mật khẩu cũ. Khóa bị bỏ không mở được đơn nào nữa; hai người giữ khác phải niêm phong lại. Việc này được ghi.
seal-forgot-who = Ai quên
seal-forgot-end = Bỏ khóa
seal-change = Niêm phong lại
seal-change-text = Khi có người mới hoặc có người thôi giữ, hai người giữ cùng niêm phong lại mọi đơn bằng khóa mới. Người thôi giữ không mở được gì nữa.
seal-change-removes = Người thôi giữ
seal-change-nobody = Không ai, chỉ thêm người mới
seal-change-ask = Đề nghị niêm phong lại
seal-change-asked = { $by } đề nghị niêm phong lại lúc { $when }.
seal-change-asked-without = { $by } đề nghị niêm phong lại lúc { $when }, và { $name } thôi giữ.

## Khóa dự phòng

seal-recovery = Khóa dự phòng
seal-recovery-there = Có từ { $when }: { $count } mảnh trên giấy, { $needed } mảnh là mở lại được.
seal-recovery-make = Tạo khóa dự phòng
seal-recovery-text = Khóa dự phòng chia thành nhiều mảnh in trên giấy, giao cho những người khác nhau cất giữ. Đủ số mảnh thì niêm phong lại được mọi đơn cho người giữ mới, khi các câu mật khẩu bị quên.
seal-recovery-once = Các mảnh chỉ hiện một lần, không lưu ở đâu. Xin chuẩn bị máy in, có người chứng kiến bên cạnh, và giao từng tờ ngay.
seal-recovery-replaces = Các mảnh trước đây vẫn mở được những đơn đã niêm phong với chúng, nên xin giữ lại cho đến khi hai người giữ niêm phong lại mọi đơn.
seal-recovery-count = Số người giữ mảnh
seal-recovery-needed = Số mảnh đủ để mở lại
seal-recovery-witness = Người chứng kiến
seal-recovery-witness-hint = Tên đăng nhập của một người giữ niêm phong đang ngồi cạnh
seal-recovery-passphrase = Câu mật khẩu niêm phong của người chứng kiến (họ tự gõ)
seal-shares = Các mảnh khóa dự phòng
seal-shares-text = In ngay, mỗi mảnh một tờ, giao cho từng người. Rời trang này thì không xem lại được.
seal-shares-print = In
seal-share = Mảnh { $number } · { $unit }
seal-share-text = Giữ trong phong bì dán kín, không chụp ảnh. Cần { $n } mảnh khác nhau để mở lại.
seal-share-keeper = Người giữ:
seal-recover = Mở lại bằng các mảnh trên giấy
seal-recover-text = Gõ các mảnh, mỗi mảnh một dòng; có thể gõ mảnh của nhiều khóa cùng lúc. Mọi đơn mà các mảnh ấy mở được sẽ được niêm phong lại cho những người giữ đã tạo khóa hiện nay. Việc này được ghi.
seal-recover-shares = Các mảnh
seal-recover-hint = Chữ hoa hay chữ thường, có hay không có gạch nối đều được.
seal-recover-done = Đã niêm phong lại { $n } đơn cho những người giữ hiện nay. Các mảnh đã lộ trên màn hình: xin tạo khóa dự phòng mới, rồi niêm phong lại.
seal-recover-left = Còn { $n } đơn niêm phong với một khóa dự phòng khác nên giữ nguyên như cũ. Xin dùng các mảnh của khóa ấy.
seal-recover-sets = Mỗi bộ mảnh mở được gì
seal-recover-set = Bộ tạo lúc { $when }: cần { $needed } trong { $count } mảnh, mở được { $seals } đơn.

## Tên ô

label-contacts = Điện thoại, thư điện tử
label-address = Địa chỉ
label-letter = Nội dung đơn
label-scans = Bản chụp đơn
label-extract = Bản trích
label-passphrase = Câu mật khẩu
label-old = Câu mật khẩu của khóa đang có
label-forgot = Ai quên
label-again = Viết lại
label-replace = Thay khóa
label-removes = Người thôi giữ
label-needed = Số mảnh đủ để mở lại
label-count = Số người giữ mảnh
label-witness = Người chứng kiến
label-shares = Các mảnh
seal-unlock-passkey = Dùng khóa đăng nhập thay câu mật khẩu
seal-passkey-title = Mở bằng khóa đăng nhập
seal-passkey-text = Khóa đăng nhập trên máy có thể thay câu mật khẩu niêm phong. Câu mật khẩu vẫn dùng được, phòng khi mất máy. Gỡ một khóa đăng nhập ở trang bảo mật thì phải gắn lại các khóa còn lại.
seal-passkey-locks = { $n ->
    [0] Chưa khóa đăng nhập nào mở được khóa niêm phong này.
   *[other] { $n } khóa đăng nhập mở được khóa niêm phong này.
 }
seal-passkey-add = Gắn khóa đăng nhập
seal-passkey-added = Khóa đăng nhập đã mở được khóa niêm phong.
seal-passkey-failed = Khóa đăng nhập không mở được. Hãy dùng câu mật khẩu, hoặc gắn khóa đăng nhập ở trang khóa niêm phong; có khóa không làm được việc này.
note-seal-many-passkeys = Đã có đủ số khóa đăng nhập mở khóa niêm phong này. Gỡ bớt ở trang bảo mật rồi gắn lại.
