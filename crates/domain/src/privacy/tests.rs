use proptest::prelude::*;

use super::*;

fn check(text: &str, expected: &str, kinds: &[Kind]) {
    let masked = mask(text);
    assert_eq!(masked.text, expected, "{text}");
    assert_eq!(masked.found, kinds, "{text}");
}

#[test]
fn numbers_of_persons_are_masked() {
    use Kind::{Account, Email, Identity, Phone};
    for (text, expected, kinds) in [
        ("Gọi tôi 0912345678 nhé", "Gọi tôi [•••] nhé", &[Phone][..]),
        ("sđt 0912 345 678", "sđt [•••]", &[Phone]),
        ("sđt: 0912.345.678.", "sđt: [•••].", &[Phone]),
        ("sđt 091-234-5678", "sđt [•••]", &[Phone]),
        ("(+84) 912 345 678", "([•••]", &[Phone]),
        ("+84912345678", "[•••]", &[Phone]),
        ("+84 (0)24 3825 1234", "[•••]", &[Phone]),
        ("0084 912 345 678", "[•••]", &[Phone]),
        ("84912345678", "[•••]", &[Phone]),
        ("máy bàn 024 3825 1234", "máy bàn [•••]", &[Phone]),
        ("máy bàn 024.38251234", "máy bàn [•••]", &[Phone]),
        ("(024) 38251234", "([•••]", &[Phone]),
        ("số cũ 04 38251234", "số cũ [•••]", &[Phone]),
        ("số cũ 01234567890 và 0167 890 1234", "số cũ [•••] và [•••]", &[Phone]),
        ("０９１２３４５６７８", "[•••]", &[Phone]),
        ("０９１２ ３４５ ６７８", "[•••]", &[Phone]),
        ("09 12 34 56 78", "[•••]", &[Phone]),
        ("0 9 1 2 3 4 5 6 7 8", "[•••]", &[Phone]),
        ("O912345678", "[•••]", &[Phone]),
        ("09l2 hay O9123O5678", "09l2 hay [•••]", &[Phone]),
        ("0912/345/678", "[•••]", &[Phone]),
        ("0912345678/0987654321", "[•••]/[•••]", &[Phone]),
        ("0912\u{200B}345\u{200B}678", "[•••]", &[Phone]),
        ("Zalo0912345678", "Zalo[•••]", &[Phone]),
        ("ngõ 189 0912345678", "ngõ 189 [•••]", &[Phone]),
        ("1.0912345678", "1.[•••]", &[Phone]),
        ("điện thoại 38251234", "điện thoại [•••]", &[Phone]),
        ("ĐT: 912345678", "ĐT: [•••]", &[Phone]),
        ("+1 415 555 2671", "[•••]", &[Phone]),
        ("không chín một hai ba bốn năm sáu bảy tám", "[•••]", &[Phone]),
        ("CCCD 001203004567", "CCCD [•••]", &[Identity]),
        ("số 001203004567 của tôi", "số [•••] của tôi", &[Identity]),
        ("căn cước 001 203 004 567", "căn cước [•••]", &[Identity]),
        ("căn cước 001.203.004.567", "căn cước [•••]", &[Identity]),
        ("CMND số 123456789", "CMND số [•••]", &[Identity]),
        ("chứng minh thư 123 456 789", "chứng minh thư [•••]", &[Identity]),
        ("cmt 012345678", "cmt [•••]", &[Identity]),
        ("012345678", "[•••]", &[Identity]),
        ("hộ chiếu B1234567", "hộ chiếu [•••]", &[Identity]),
        ("stk 19036512345678 Techcombank", "stk [•••] Techcombank", &[Account]),
        ("STK: 1234567", "STK: [•••]", &[Account]),
        ("số tài khoản là 0011 0045 6789 0", "số tài khoản là [•••]", &[Account]),
        ("số TK 123.456.789", "số TK [•••]", &[Account]),
        (
            "chuyển vào tài khoản 102873645 ngân hàng VietinBank",
            "chuyển vào tài khoản [•••] ngân hàng VietinBank",
            &[Account],
        ),
        ("ngân hàng MB 88 8888 8888", "ngân hàng MB [•••]", &[Account]),
        ("ngân hàng MB 8888 8888 88", "ngân hàng MB [•••]", &[Account]),
        ("thẻ 4111111111111111", "thẻ [•••]", &[Account]),
        ("stk 0123456789 5.000.000 đồng", "stk [•••] 5.000.000 đồng", &[Account]),
        ("thư về an.nguyen+a@gmail.com nhé", "thư về [•••] nhé", &[Email]),
        ("an.nguyen @ gmail.com", "[•••]", &[Email]),
        ("an.nguyen(at)hanoi.gov.vn.", "[•••].", &[Email]),
        ("an＠mail.vn", "[•••]", &[Email]),
        (
            "CCCD 001203004567, đt 0912345678, stk 190365123456, a@b.vn",
            "CCCD [•••], đt [•••], stk [•••], [•••]",
            &[Identity, Phone, Account, Email],
        ),
    ] {
        check(text, expected, kinds);
    }
}

#[test]
fn what_residents_must_be_able_to_say_stays() {
    for text in [
        "",
        "ngõ 189 Hoàng Hoa Thám",
        "số 12/34/56 ngõ 189/3",
        "1.250.000.000 đồng",
        "1.250.000.000",
        "12.345.678.901 đồng",
        "1,250,000,000 VND",
        "1 250 000 000 đồng",
        "đền bù 912345678 đồng",
        "125000000000 đồng",
        "giá 900000000",
        "ngày 20/10/2026",
        "ngày 20.10.2026",
        "ngày 01-09-2026 10 giờ",
        "02.10.2026 08",
        "05-09-2026 - 06-09-2026",
        "2026-09-05 08:30",
        "từ 08.30 - 11.30 02/10",
        "07:30:00 05/09/2026 08:00",
        "đường 70, quốc lộ 32, đường Vành đai 3.5",
        "diện tích 1.234,5 m2",
        "12345678 m2 đất",
        "tổ 5, cụm 2, khu 10",
        "gọi 113, 114, 115 không được",
        "tổng đài 1900 1234 và 18001234",
        "tài khoản bị trừ 1.250.000 đồng",
        "ngân hàng ở số 12 phố Huế",
        "ngân hàng đóng cửa ngày 20 10 2026",
        "nghị định 124/2020/NĐ-CP ngày 19/10/2020",
        "mã hồ sơ 000.00.04.H26-240115-0012",
        "mã khách hàng PD0400123456",
        "tọa độ 21.028511, 105.804817",
        "tọa độ 21.028511234567, 105.804817123",
        "0.912345678",
        "năm 2024 2025 2026",
        "3.500 hộ, 12.000 người",
        "8.328.858 · 3,5 %",
        "giờ 0730 1130",
        "phiếu 7K2M-P9QX-4TDW-81HC",
        "giá 5 @ chợ",
        "một hai ba bốn năm",
        "xe 29C-123.45 đổ trộm phế thải",
    ] {
        check(text, text, &[]);
    }
}

#[test]
fn plates_are_masked_where_asked() {
    for (text, expected) in [
        ("xe 29C-123.45 đổ trộm", "xe [•••] đổ trộm"),
        ("29A-12345", "[•••]"),
        ("30H 456.78", "[•••]"),
        ("biển số 29-B1 123.45", "biển số [•••]"),
        ("biển 29b1-1234", "biển [•••]"),
        ("bks 51F12345", "bks [•••]"),
        ("số 29A Hàng Bài", "số 29A Hàng Bài"),
        ("nhà 12A 345", "nhà 12A 345"),
        ("20 m 1234", "20 m 1234"),
    ] {
        assert_eq!(mask_with_plates(text).text, expected, "{text}");
    }
}

#[test]
fn what_names_a_person_is_found() {
    let mut wrong = Vec::new();
    for (text, named) in [
        ("ông Nguyễn Văn A lấn chiếm", "ông Nguyễn Văn A"),
        ("Nguyễn Văn A lấn chiếm", "Nguyễn Văn A"),
        ("bà Tư bán nước", "bà Tư"),
        ("nhà anh Hùng ở số 5", "anh Hùng"),
        ("Chị Lan tổ 5 nói", "Chị Lan"),
        ("gia đình Trần Thị Bình", "Trần Thị Bình"),
        ("do Phạm Minh Đức làm", "Phạm Minh Đức"),
        ("hàng xóm là Lê Hùng", "Lê Hùng"),
        ("hàng xóm là Hoàng Minh Tuấn", "Hoàng Minh Tuấn"),
        ("cụ Đặng Thị Ngọc Ánh", "cụ Đặng Thị Ngọc Ánh"),
        ("đồng chí Vũ Quang Hải", "đồng chí Vũ Quang Hải"),
        ("đ/c Hải phụ trách", "đ/c Hải"),
        ("bác sĩ Hạnh", "bác sĩ Hạnh"),
        ("ông John Smith mở quán", "ông John Smith"),
        ("ở ngõ 189 Hoàng Hoa Thám có ông Bùi Văn Tám", "ông Bùi Văn Tám"),
        ("tổ trưởng Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("ông Tổ trưởng Nguyễn Văn Hoà", "Nguyễn Văn Hoà"),
        ("Công ty của ông Nguyễn Hoàng", "ông Nguyễn Hoàng"),
        ("công ty do Nguyễn Văn Bình làm chủ", "Nguyễn Văn Bình"),
        ("ông nguyễn văn a", "ông nguyễn văn a"),
        ("nguyễn văn bình đổ rác", "nguyễn văn bình"),
        ("ong nguyen van binh do rac", "nguyen van binh"),
        ("chú hùng đầu ngõ", "chú hùng"),
        ("ÔNG NGUYỄN VĂN BÌNH ĐỔ RÁC", "ÔNG NGUYỄN VĂN BÌNH ĐỔ RÁC"),
        ("đường Nguyễn Trãi, gặp Trần Thị Mận", "Trần Thị Mận"),
        ("cô giáo Mai", "cô giáo Mai"),
        ("nhà bà Hồ Thu Thủy", "bà Hồ Thu Thủy"),
        ("Dương Quốc Hùng chặt cây", "Dương Quốc Hùng"),
        ("anh Thanh sửa xe", "anh Thanh"),
        ("chị Hội bán rau", "chị Hội"),
        ("bị Nguyễn Thị Hạnh chiếm vỉa hè", "Nguyễn Thị Hạnh"),
        ("Gặp Phạm Tuấn để hỏi", "Phạm Tuấn"),
        ("Trưởng thôn Đỗ Văn Quyết không họp", "Đỗ Văn Quyết"),
        ("vợ chồng anh Thắng cãi nhau", "anh Thắng"),
        ("cháu Minh con chị Hoa", "cháu Minh"),
        ("Bác Năm nói nước bẩn", "Bác Năm"),
        ("(ông Lý Thông)", "ông Lý Thông"),
        ("đất nhà Trần Phú Hùng", "Trần Phú Hùng"),
        ("o\u{302}ng Nguye\u{302}\u{303}n Va\u{306}n An", "o\u{302}ng Nguye\u{302}\u{303}n Va\u{306}n An"),
    ] {
        let found = names_somebody(text).map(|at| &text[at]);
        if found != Some(named) {
            wrong.push((text, found));
        }
    }
    assert_eq!(wrong, []);
}

#[test]
fn places_and_offices_name_nobody() {
    let mut wrong = Vec::new();
    for text in [
        "",
        "phố Nguyễn Trãi",
        "đường Trần Hưng Đạo ngập",
        "ngõ 12 Đội Cấn",
        "phường Ngọc Hà",
        "ngõ 189 Hoàng Hoa Thám mất nước",
        "số 5 Nguyễn Văn Mận",
        "ngõ 189/3 Nguyễn Văn Tám",
        "Công ty Nguyễn Hoàng xả khói",
        "Công ty TNHH Thương mại Nguyễn Hùng",
        "quán phở Lê Hùng",
        "ông tổ trưởng chưa trả lời",
        "ông Tổ trưởng chưa trả lời",
        "ông Chủ tịch UBND phường",
        "các anh Công an phường",
        "bà con tổ 5",
        "Bà con Nhân dân",
        "ông A, bà B",
        "chị em phụ nữ",
        "anh hùng lao động",
        "đường Nguyễn Trãi, Trần Phú và Lê Lợi",
        "đường Nguyễn Văn Mận, Trần Quang Tám",
        "từ Nguyễn Trãi đến Khuất Duy Tiến",
        "ngã tư Nguyễn Trãi - Khuất Duy Tiến",
        "đoạn Lê Văn Mận bị sụt",
        "Nguyễn Trãi tắc cứng",
        "phố Bà Triệu",
        "Bà Triệu mất điện",
        "quận Hai Bà Trưng",
        "xã Đông Anh, Hà Nội",
        "Hoàng Mai, Hà Đông, Mai Dịch",
        "trường tiểu học Nguyễn Bá Ngọc",
        "trường THPT Phan Đình Mận",
        "công viên Võ Thị Hai",
        "chợ Bà Tư",
        "chùa Bà Đá",
        "tiếng Anh",
        "tượng đài Bác Hồ",
        "Chủ tịch Hồ Chí Minh",
        "lễ ông Công ông Táo",
        "cầu Vĩnh Tuy, sông Tô Lịch, hồ Hoàn Kiếm",
        "Đại lộ Thăng Long, Vành đai 4",
        "Ủy ban nhân dân phường Ba Đình",
        "Ngân hàng Phương Đông",
        "cô giáo Trường Mầm non",
        "đường nguyễn văn cừ",
        "duong nguyen van mit ngap",
        "MẤT NƯỚC Ở NGÕ 189",
        "ĐƯỜNG LÊ VĂN LƯƠNG NGẬP",
        "chú ý trẻ em",
        "Bác sĩ trực không có",
        "người dân nói chính sách chưa rõ",
        "Tết Nguyên đán, Trung thu",
        "Thôn Đoài, Xã Cổ Đô",
        "mọi người gần Nguyễn Trãi",
        "Nhà văn hóa tổ 12 dột, chị em phản ánh nhiều lần",
        "Nhân dân tổ dân phố số 3 Phú Diễn kiến nghị",
        "Trạm y tế phường Hoàng Liệt thiếu thuốc",
        "Dự án Vành đai 4 qua xã Dương Hoà chậm chi trả",
        "Bệnh viện Đa khoa Hà Đông quá tải",
        "Ban Quản lý chợ Đồng Xuân",
        "Hồ Tây bốc mùi, Hồ Gươm đông người",
        "Chung cư Trung Hoà Nhân Chính mất nước",
        "giá điện tháng Mười tăng",
        "Lương hưu chi trả chậm",
        "Cao tốc Hà Nội Hải Phòng",
        "Đường Lê Trọng Tấn kéo dài",
        "Từ Tết đến nay chưa thu gom rác",
        "Mai mới có nước",
        "Lê Văn Lương kéo dài ùn tắc",
    ] {
        if let Some(at) = names_somebody(text) {
            wrong.push((text, &text[at]));
        }
    }
    assert_eq!(wrong, []);
}

/// An independent look for what must not be left: joined digits of a phone's or card's shape.
fn leftover(text: &str) -> Option<String> {
    let mut run = String::new();
    for character in text.chars().chain(['x']) {
        if character.is_ascii_digit() {
            run.push(character);
            continue;
        }
        let card_or_phone = match run.len() {
            9 | 12 => run.starts_with('0'),
            10 => run.starts_with('0') && !run.starts_with("00"),
            _ => false,
        };
        if card_or_phone {
            return Some(run);
        }
        run.clear();
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn masking_is_idempotent(text in any::<String>()) {
        let once = mask_with_plates(&text).text;
        let twice = mask_with_plates(&once);
        prop_assert_eq!(&twice.text, &once);
        prop_assert!(twice.found.is_empty());
    }

    #[test]
    fn looking_for_names_never_panics(
        text in prop_oneof![
            any::<String>(),
            "(ông|Bà|Nguyễn|văn|Thị|A|đ/c|189/3|công ty|[ ,./-]|o\u{302}|İ|ß){0,14}",
        ]
    ) {
        if let Some(at) = names_somebody(&text) {
            prop_assert!(!text[at].trim().is_empty());
        }
    }

    #[test]
    fn masking_busy_texts_leaves_no_number(
        text in "([0-9０-９Oo]{1,13}|stk|CCCD|đt|@|mail\\.vn|[ ./+()-]|ngân hàng|đồng|\n|\u{200b}|a\u{301}){0,14}"
    ) {
        let once = mask(&text).text;
        prop_assert_eq!(&mask(&once).text, &once);
    }

    #[test]
    fn no_phone_or_card_number_survives(
        before in "[a-zđ ,:]{0,8}", number in "(0[1-9][0-9]{8}|0[0-9]{11}|0[0-9]{8})", after in "[a-zđ ,!]{0,8}"
    ) {
        prop_assume!(!before.contains("ma"));
        let masked = mask(&format!("{before}{number}{after}"));
        prop_assert_eq!(leftover(&masked.text), None);
        prop_assert!(!masked.found.is_empty());
    }
}
