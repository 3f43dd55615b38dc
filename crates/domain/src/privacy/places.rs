//! Words that tell names of persons from names of places and offices. All in lower case with marks.

use crate::fold::fold;

/// Surnames that hardly ever begin a place's name by themselves.
pub(super) const SURNAMES: &[&str] = &[
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "ngô", "đinh", "đoàn",
    "trịnh", "phùng", "trương", "lương", "lưu", "nghiêm", "khuất", "quách", "tống", "doãn", "đàm", "vương",
    "triệu", "tạ", "khổng", "nhữ", "hứa", "giàng", "quàng", "thân", "lò", "sùng",
];

/// Surnames that are also common in names of places; they name somebody only with more behind them.
pub(super) const AMBIGUOUS_SURNAMES: &[&str] = &[
    "hoàng", "dương", "đào", "lý", "hồ", "mai", "hà", "cao", "lâm", "chu", "tô", "thái", "kiều", "la",
    "bạch", "kim", "đậu", "ninh", "nông", "mạc", "từ", "tăng", "châu", "giang", "đồng", "cù", "ứng", "lại",
    "phí", "tôn", "thạch", "tưởng",
];

/// Middle names; after a surname they make a person.
pub(super) const MIDDLES: &[&str] = &[
    "văn", "thị", "đức", "hữu", "ngọc", "quang", "minh", "thu", "thanh", "xuân", "duy", "bá", "đình", "công",
    "tiến", "mạnh", "trọng", "quốc", "anh", "phương", "thùy", "thuỳ", "hồng", "bích", "kim", "như", "hải",
    "việt", "tuấn", "thế", "gia", "bảo", "khánh", "nhật", "huy", "hoàng", "viết", "xuân", "diệu", "cẩm",
    "tường", "đăng", "khắc", "huyền",
];

/// Words before a person's name.
pub(super) const TITLES: &[&str] = &[
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "cụ", "cậu", "dì", "thím", "mợ", "cháu", "thầy",
    "bạn", "đ/c", "mr", "mrs", "ms",
];

/// Second syllables that make a title of two: "đồng chí", "bác sĩ", "cô giáo", "kỹ sư", "luật sư".
pub(super) const LONG_TITLES: &[(&str, &str)] = &[
    ("đồng", "chí"),
    ("bác", "sĩ"),
    ("bác", "sỹ"),
    ("cô", "giáo"),
    ("thầy", "giáo"),
    ("kỹ", "sư"),
    ("luật", "sư"),
    ("vợ", "chồng"),
    ("chị", "gái"),
    ("anh", "trai"),
];

/// Given names that, written small after a title, are no other word.
pub(super) const GIVEN_NAMES: &[&str] = &[
    "hùng", "dũng", "tuấn", "hương", "nga", "thủy", "thuỷ", "hằng", "oanh", "loan", "yến", "huyền", "quân",
    "cường", "quỳnh", "vân", "lan", "cúc", "nhung", "tuyết", "khánh", "huy", "tùng", "thúy", "thuý", "hà",
    "thảo", "linh",
];

/// Words that begin an office or a role rather than a name, after a title: "ông Tổ trưởng", "các anh Công an".
pub(super) const ROLES: &[&str] = &[
    "tổ",
    "chủ",
    "bí",
    "trưởng",
    "phó",
    "giám",
    "công",
    "cán",
    "hội",
    "đội",
    "ban",
    "ubnd",
    "hđnd",
    "cảnh",
    "bảo",
    "bộ",
    "dân",
    "chi",
    "đảng",
    "đoàn",
    "nhân",
    "giáo",
    "học",
    "sinh",
    "thanh",
    "phụ",
    "cựu",
    "nông",
    "ủy",
    "uỷ",
    "mặt",
    "kế",
    "hiệu",
    "bác",
    "viện",
    "sở",
    "phòng",
    "trung",
    "cty",
    "htx",
    "tiểu",
    "lãnh",
    "chánh",
    "tổng",
    "mttq",
    "cb",
    "ctv",
];

/// Words right before the name of a place or an office.
pub(super) const PLACE_WORDS: &[&str] = &[
    "phố",
    "đường",
    "ngõ",
    "ngách",
    "hẻm",
    "kiệt",
    "phường",
    "xã",
    "quận",
    "huyện",
    "tỉnh",
    "tổ",
    "thôn",
    "xóm",
    "làng",
    "ấp",
    "bản",
    "khu",
    "cụm",
    "chợ",
    "cầu",
    "hồ",
    "sông",
    "đình",
    "chùa",
    "đền",
    "phủ",
    "miếu",
    "ga",
    "vườn",
    "dốc",
    "trường",
    "viện",
    "hầm",
    "bến",
    "đê",
    "cống",
    "trạm",
    "tượng",
    "tp",
    "p",
    "q",
    "kđt",
    "kcn",
    "ccn",
    "thpt",
    "thcs",
    "tdp",
    "nghĩa trang",
    "lăng",
    "tòa",
    "toà",
    "chcc",
    "ct",
    "đài",
    "hàng",
    "vành",
    "đảo",
    "núi",
    "đồi",
    "kênh",
    "mương",
    "ao",
    "bãi",
    "sân",
    "rạp",
    "nhà hát",
    "quảng trường",
    "trục",
    "tuyến",
    "ql",
    "tl",
    "số",
    "lô",
    "kiot",
    "bưu điện",
];

/// Two syllables right before the name of a place or an office.
pub(super) const PLACE_PAIRS: &[(&str, &str)] = &[
    ("công", "viên"),
    ("ngã", "ba"),
    ("ngã", "tư"),
    ("ngã", "năm"),
    ("ngã", "sáu"),
    ("nút", "giao"),
    ("chung", "cư"),
    ("đô", "thị"),
    ("siêu", "thị"),
    ("tiểu", "học"),
    ("trung", "học"),
    ("đại", "học"),
    ("mầm", "non"),
    ("mẫu", "giáo"),
    ("khu", "vực"),
    ("nghĩa", "trang"),
    ("bưu", "điện"),
    ("thị", "trấn"),
    ("thị", "xã"),
    ("thành", "phố"),
    ("sân", "vận"),
    ("nhà", "hát"),
    ("nhà", "thờ"),
    ("tập", "thể"),
    ("vận", "động"),
    ("văn", "hóa"),
    ("văn", "hoá"),
    ("tưởng", "niệm"),
    ("bảo", "tàng"),
    ("mang", "tên"),
    ("dòng", "họ"),
    ("họ", "tộc"),
    ("nhà", "văn"),
    ("giải", "thưởng"),
];

/// Words that place what follows: nobody stands "on" a person.
pub(super) const PREPOSITIONS: &[&str] = &[
    "tại", "ở", "trên", "dọc", "đoạn", "từ", "đến", "tới", "cuối", "đầu", "ngang", "giáp", "sang", "qua",
    "quanh", "hướng", "vào", "ra", "gần", "nối",
];

/// Words of firms and offices; a name in the same phrase belongs to them.
pub(super) const OFFICES: &[(&str, &str)] = &[
    ("công", "ty"),
    ("doanh", "nghiệp"),
    ("hợp", "tác"),
    ("tập", "đoàn"),
    ("ngân", "hàng"),
    ("cửa", "hàng"),
    ("nhà", "hàng"),
    ("khách", "sạn"),
    ("cơ", "sở"),
    ("xí", "nghiệp"),
    ("nhà", "máy"),
    ("bệnh", "viện"),
    ("trung", "tâm"),
    ("phòng", "khám"),
    ("nhà", "thuốc"),
    ("chi", "nhánh"),
    ("thương", "hiệu"),
    ("thẩm", "mỹ"),
    ("cổ", "phần"),
    ("học", "viện"),
];

/// The same in one syllable.
pub(super) const OFFICE_WORDS: &[&str] =
    &["cty", "tnhh", "htx", "quán", "tiệm", "garage", "gara", "spa", "shop", "hãng", "dnnt", "dntn"];

/// Words that end an office's phrase: what follows them may be a person again.
pub(super) const BREAKERS: &[&str] =
    &["do", "của", "tên", "là", "cho", "bởi", "gặp", "với", "và", "bị", "có", "gọi", "nhờ"];

/// Words between places of one list: "đường Nguyễn Trãi và Trần Phú".
pub(super) const LINKS: &[&str] = &["và", "với", "hoặc", "đến", "tới", "sang", "cắt", "giao", "hay", "ra"];

/// True for a street, ward, feast or figure of history by its whole name: naming it names nobody of today.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.split('|').any(|known| known == name)
}

/// The same in folded letters, for names written without marks.
pub(super) fn is_known_folded(name: &str) -> bool {
    KNOWN.split('|').any(|known| fold(known) == name)
}

const KNOWN: &str = "\
    an dương vương|bà chúa kho|bà huyện thanh quan|bà nà|bà rịa|bà triệu|bà trưng|bà đen|bác hồ|\
    bùi huy bích|bùi ngọc dương|bùi thị xuân|bùi xương trạch|cao bá quát|cao bằng|cao lỗ|\
    cao thắng|cao đạt|chu huy mân|chu văn an|cù chính lan|duy tân|dương hoà|dương hòa|dương nội|\
    dương quảng hàm|dương văn bé|dương xá|dương đình nghệ|giang biên|giang cao|giang văn minh|\
    hai bà trưng|hoàng cầu|hoàng diệu|hoàng hoa thám|hoàng liệt|hoàng mai|hoàng minh giám|\
    hoàng ngân|hoàng như tiếp|hoàng quốc việt|hoàng sa|hoàng sâm|hoàng thế thiện|hoàng tích trí|\
    hoàng văn thái|hoàng văn thụ|hoàng đạo thúy|huỳnh thúc kháng|huỳnh tấn phát|huỳnh văn nghệ|\
    hà bổng|hà giang|hà nam|hà nội|hà tĩnh|hà đông|hồ chí minh|hồ hoàn kiếm|hồ tây|hồ tùng mậu|\
    hồ xuân hương|hồ đắc di|khuất duy tiến|kim anh|kim giang|kim hoa|kim liên|kim mã|kim ngưu|\
    kim đồng|la khê|la phù|la thành|la tinh|lâm hạ|lâm đồng|lê chân|lê duẩn|lê gia định|\
    lê hoàn|lê hồng phong|lê lai|lê lợi|lê mật|lê ngọc hân|lê phụng hiểu|lê quang đạo|\
    lê quý đôn|lê thanh nghị|lê thái tổ|lê thánh tông|lê thạch|lê trọng tấn|lê trực|lê văn hưu|\
    lê văn linh|lê văn lương|lê văn thiêm|lê đại hành|lê đức thọ|lý nam đế|lý quốc sư|lý sơn|\
    lý thái tổ|lý thường kiệt|lý văn phức|lý đạo thành|lưu hữu phước|lưu xá|lương khánh thiện|\
    lương ngọc quyến|lương sơn|lương thế vinh|lương văn can|lương yên|lương đình|lương định của|\
    mai châu|mai dịch|mai hắc đế|mai lâm|mai động|mạc thái tông|mạc thái tổ|mạc đĩnh chi|\
    nghiêm xuân yêm|nguyễn an ninh|nguyễn biểu|nguyễn bỉnh khiêm|nguyễn cao|nguyễn chánh|\
    nguyễn chí thanh|nguyễn chế nghĩa|nguyễn công hoan|nguyễn công trứ|nguyễn cơ thạch|\
    nguyễn cảnh dị|nguyễn du|nguyễn duy trinh|nguyễn gia thiều|nguyễn hoàng|nguyễn hoàng tôn|\
    nguyễn huy tưởng|nguyễn huy tự|nguyễn huệ|nguyễn hữu huân|nguyễn hữu thọ|nguyễn khang|\
    nguyễn khiết|nguyễn khoái|nguyễn khuyến|nguyễn khánh toàn|nguyễn khả trạc|nguyễn khắc cần|\
    nguyễn khắc hiếu|nguyễn khắc nhu|nguyễn lân|nguyễn lương bằng|nguyễn mậu tài|nguyễn ngọc doãn|\
    nguyễn ngọc nại|nguyễn ngọc vũ|nguyễn phong sắc|nguyễn phúc lai|nguyễn phạm tuân|\
    nguyễn quang bích|nguyễn quyền|nguyễn quý đức|nguyễn siêu|nguyễn sơn|nguyễn sơn hà|\
    nguyễn thiếp|nguyễn thiện thuật|nguyễn thái học|nguyễn thượng hiền|nguyễn thị duệ|\
    nguyễn thị minh khai|nguyễn thị thập|nguyễn thị định|nguyễn tri phương|nguyễn trung trực|\
    nguyễn trãi|nguyễn trường tộ|nguyễn trực|nguyễn tuân|nguyễn viết thứ|nguyễn viết xuân|\
    nguyễn văn cừ|nguyễn văn giáp|nguyễn văn huyên|nguyễn văn linh|nguyễn văn lộc|nguyễn văn ngọc|\
    nguyễn văn trỗi|nguyễn văn tuyết|nguyễn văn tố|nguyễn vĩnh bảo|nguyễn xiển|nguyễn xuân khoát|\
    nguyễn xuân nguyên|nguyễn xí|nguyễn ái quốc|nguyễn đình chiểu|nguyễn đình hoàn|nguyễn đình thi|\
    nguyễn đức cảnh|nguyễn đức thuận|ngô gia tự|ngô minh dương|ngô quyền|ngô sĩ liên|ngô thì nhậm|\
    ngô thì sĩ|ngô tất tố|ngô văn sở|ngô xuân quảng|ninh bình|ninh hiệp|phan bội châu|\
    phan chu trinh|phan huy chú|phan huy ích|phan kế bính|phan phù tiên|phan trọng tuệ|\
    phan văn trường|phan văn trị|phan văn đáng|phan xích|phan đình giót|phan đình phùng|\
    phùng chí kiên|phùng hưng|phùng khoang|phùng khắc khoan|phạm huy thông|phạm hùng|\
    phạm hồng thái|phạm khắc quảng|phạm ngũ lão|phạm ngọc thạch|phạm sư mạnh|phạm thận duật|\
    phạm tuấn tài|phạm văn đồng|phạm đình hổ|quang trung|thái bình|thái hà|thái nguyên|\
    thái phiên|thái thịnh|thạch bàn|thạch hòa|thạch thất|triệu khúc|triệu quốc đạt|triệu sơn|\
    triệu việt vương|trương công giai|trương hán siêu|trương sa|trương định|trần bình|\
    trần bình trọng|trần cao vân|trần cung|trần duy hưng|trần hoà|trần huy liệu|trần hòa|\
    trần hưng đạo|trần khánh dư|trần khát chân|trần kim chung|trần kim xuyến|trần nguyên hãn|\
    trần nguyên đán|trần nhân tông|trần nhật duật|trần phú|trần quang diệu|trần quang khải|\
    trần quý cáp|trần quý kiên|trần quốc hoàn|trần quốc toản|trần quốc vượng|trần thái tông|\
    trần thánh tông|trần thủ độ|trần tế xương|trần tử bình|trần văn lai|trần vĩ|trần vỹ|\
    trần xuân soạn|trần điền|trần đoàn|trần đăng ninh|trần đại nghĩa|trịnh công sơn|\
    trịnh hoài đức|trịnh văn bô|trịnh đình cửu|tô hiến thành|tô hiệu|tô hoàng|tô lịch|\
    tô ngọc vân|tô tịch|tô vĩnh diện|tôn quang phiệt|tôn thất thiệp|tôn thất thuyết|tôn thất tùng|\
    tôn đản|tôn đức thắng|tạ hiện|tạ quang bửu|tạ uyên|tống duy tân|từ liêm|từ sơn|võ chí công|\
    võ nguyên giáp|võ nhai|võ thị sáu|võ văn dũng|võ văn kiệt|vũ hữu|vũ ngọc phan|vũ phạm hàm|\
    vũ quỳnh|vũ thư|vũ thạnh|vũ trọng khánh|vũ trọng phụng|vũ tông phan|vương hoa|vương thừa vũ|\
    âu cơ|ông công|ông táo|ông ích khiêm|đinh bộ lĩnh|đinh công|đinh công tráng|đinh liệt|\
    đinh lễ|đinh tiên hoàng|đoàn kết|đoàn thị điểm|đoàn trần nghiệp|đào duy anh|đào duy từ|\
    đào tấn|đặng dung|đặng thai mai|đặng tiến đông|đặng văn ngữ|đặng xuân bảng|đặng xá|đồng mai|\
    đồng nai|đồng tháp|đồng tâm|đồng xuân|đỗ hành|đỗ ngọc du|đỗ nhuận|đỗ quang|đỗ động|\
    đỗ đức dục|ứng hoà|ứng hòa|ứng thiên";
