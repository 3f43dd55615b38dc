//! Initiatives as a city would have had them: as many in a year as were told publicly, with a share that dropped out, and
//! this year's in every stage. Each says that it is simulated.

use crate::chance::Chance;
use danvan_domain::{
    ids::{InitiativeId, PersonId, UnitId},
    initiatives::{
        Act, Done, How, InYear, Initiative, Keeper, Kind, Outcome, Registration, Stage, Story, outcome, rule,
    },
    time::{Day, Moment},
    units::{Level, Tree},
};

/// An initiative with all that was done to it.
pub struct Deed {
    /// As it stands.
    pub initiative: Initiative,
    /// The years in which it ran.
    pub years: Vec<InYear>,
    /// What was done to it.
    pub acts: Vec<Done>,
    /// Who stands behind it.
    pub owner: Option<String>,
    /// Its public story.
    pub story: Option<Story>,
}

/// How many of what in a year.
#[derive(Clone, Copy, Debug)]
pub struct Year {
    /// The year.
    pub year: i64,
    /// On which day they were registered.
    pub registered_on: Day,
    /// How many in all.
    pub all: usize,
    /// How many of them collective.
    pub collective: usize,
}

/// What an initiative is about: field of life, name, what is done, what comes of it.
const ABOUT: &[(&str, &str, &str, &str)] = &[
    (
        "economy",
        "Tổ vốn xoay vòng giúp nhau thoát nghèo",
        "Mỗi hộ góp một phần, quay vòng cho hộ cần vốn trước",
        "Số hộ được vay và trả đủ",
    ),
    (
        "economy",
        "Chuyển đất trũng sang trồng rau sạch",
        "Họp bàn từng cánh đồng rồi cùng chuyển một vụ",
        "Diện tích đã chuyển, thu nhập mỗi sào",
    ),
    (
        "economy",
        "Chợ quê không tiền mặt",
        "Hướng dẫn từng quầy dùng mã thanh toán",
        "Số quầy nhận thanh toán không tiền mặt",
    ),
    (
        "economy",
        "Dân hiến đất mở đường ngõ",
        "Đến từng nhà bàn cách lùi tường, góp ngày công",
        "Mét đường đã mở, số hộ hiến đất",
    ),
    (
        "culture_society",
        "Ngõ không rác",
        "Phát thùng hai ngăn, đổ rác đúng giờ, cùng dọn sáng chủ nhật",
        "Số hộ phân loại, điểm rác đã xóa",
    ),
    (
        "culture_society",
        "Tuyến đường hoa",
        "Chia đoạn cho từng chi hội trồng và chăm",
        "Mét đường có hoa còn sống sau sáu tháng",
    ),
    (
        "culture_society",
        "Bữa cơm nghĩa tình cho người già neo đơn",
        "Mỗi tuần một nhóm nấu và mang đến nhà",
        "Số suất cơm mỗi tháng",
    ),
    (
        "culture_society",
        "Tiếng trống khuyến học",
        "Giờ tự học buổi tối, nhà trường và tổ dân phố cùng nhắc",
        "Số học sinh học đúng giờ",
    ),
    (
        "culture_society",
        "Việc cưới văn minh, tiết kiệm",
        "Ký cam kết từng gia đình trước khi cưới",
        "Số đám cưới làm đúng cam kết",
    ),
    (
        "defence_security",
        "Camera an ninh do dân góp",
        "Họp tổ chọn chỗ đặt, góp kinh phí, giao người trông",
        "Số camera chạy tốt, vụ việc đã giải quyết nhờ camera",
    ),
    (
        "defence_security",
        "Tổ liên gia phòng cháy",
        "Mười nhà một tổ, chung chuông báo và bình chữa cháy",
        "Số tổ có chuông, số buổi thực hành",
    ),
    ("defence_security", "Tiếng kẻng bình yên", "Giờ kẻng nhắc khóa cửa, tắt bếp", "Số tháng không có trộm"),
    (
        "political_system",
        "Chính quyền nghe dân ngày thứ năm",
        "Mỗi tuần một buổi cán bộ xuống nhà văn hóa nghe và ghi",
        "Số ý kiến đã trả lời đúng hạn",
    ),
    (
        "political_system",
        "Tổ công nghệ số giúp dân làm thủ tục",
        "Thanh niên trực tại nhà văn hóa, làm cùng người dân",
        "Số hồ sơ nộp trực tuyến",
    ),
    (
        "political_system",
        "Tổ hòa giải ba bên",
        "Mặt trận, công an, đoàn thể cùng đến nhà",
        "Số vụ hòa giải thành",
    ),
];

/// Of a hundred that were appraised so many became what: effective, found not effective, not recognised, dropped out. After the
/// share that one province told of a year (2,071 registered, 1,808 effective).
const BECAME: [f64; 4] = [87.3, 90.3, 94.3, 100.0];

/// Makes those of a year in some communes, oldest first.
pub fn deeds(tree: &Tree, communes: &[UnitId], year: Year, now: Moment, seed: u64) -> Vec<Deed> {
    let mut chance = Chance::new(seed ^ u64::try_from(year.year).unwrap_or(0));
    let mut all = Vec::with_capacity(year.all);
    if communes.is_empty() {
        return all;
    }
    for number in 0..year.all {
        let commune = communes[number * communes.len() / year.all.max(1)];
        // So many of the whole are collective, spread evenly.
        let is_collective = (number + 1) * year.collective / year.all > number * year.collective / year.all;
        let kind = if is_collective { Kind::Collective } else { Kind::Individual };
        all.push(one(tree, (commune, kind, number), year, now, &mut chance));
    }
    all
}

fn one(
    tree: &Tree,
    (commune, kind, number): (UnitId, Kind, usize),
    year: Year,
    now: Moment,
    chance: &mut Chance,
) -> Deed {
    let at = Moment::at(year.registered_on, 8, 0).plus_seconds(i64::try_from(number).unwrap_or(0));
    let content = content(tree, (commune, kind, number), year, chance);
    let is_past = year.year < i64::from(now.day().0.year());
    let stage = if is_past { past(chance) } else { present(chance) };
    let mut it = Initiative {
        id: InitiativeId(chance.id(at)),
        unit: commune,
        commune,
        content,
        stage: Stage::Registered,
        year: year.year,
        adopted_from: None,
        registered_at: at,
        registered_by: None,
        check_due_on: None,
        sheet: None,
        ended_at: None,
    };
    let mut became = Outcome::Registered;
    let mut acts = Vec::new();
    for (act, after) in way(stage) {
        let day = year.registered_on.plus_days(after);
        if now.day() <= day {
            break;
        }
        it.stage = act.leads_to();
        became = outcome(it.stage, became);
        acts.push(done(&it, act, Moment::at(day, 15, 0), acts.len(), chance));
    }
    let last = acts.last().map(|act| act.at);
    it.ended_at = last.filter(|_| it.stage.is_over());
    if it.stage == Stage::Underway {
        let begun = last.unwrap_or(at).day();
        it.check_due_on = Some(begun.plus_days(rule("check_after_months") * 30));
    }
    if matches!(it.stage, Stage::Judging) {
        it.sheet = Some(danvan_domain::initiatives::Sheet::usual());
    }
    let years = vec![InYear {
        initiative: it.id,
        year: it.year,
        how: How::Registered,
        unit: commune,
        commune,
        field: it.content.field.clone(),
        level: it.content.level.clone(),
        kind,
        outcome: became,
    }];
    let owner = (kind == Kind::Individual).then(|| format!("(Mô phỏng) Người dân số {}", number + 1));
    let story = (it.stage == Stage::Spread).then(|| story(&it, last.unwrap_or(at), chance));
    Deed { initiative: it, years, acts, owner, story }
}

/// Keeps some of last year's for this year: they count in it too.
pub fn kept(deeds: &mut [Deed], year: i64, on: Day, share: f64, seed: u64) {
    let mut chance = Chance::new(seed ^ 0x6b65_7074);
    for deed in deeds.iter_mut().filter(|deed| deed.initiative.stage.may_be_adopted()) {
        if !chance.happens(share) {
            continue;
        }
        let it = &mut deed.initiative;
        (it.year, it.stage) = (year, Stage::Underway);
        it.check_due_on = Some(on.plus_days(rule("check_after_months") * 30));
        let act = done(it, Act::Keep, Moment::at(on, 9, 0), deed.acts.len(), &mut chance);
        deed.acts.push(act);
        let first = &deed.years[0];
        deed.years.push(InYear { year, how: How::Kept, outcome: Outcome::Underway, ..first.clone() });
        // Told publicly is what was found effective; what is kept is judged anew.
        deed.story = None;
    }
}

/// Lets some of a year follow others of the years before: a tree of who did the same.
pub fn adopt(deeds: &mut [Deed], from: &[InitiativeId], share: f64, seed: u64) {
    let mut chance = Chance::new(seed ^ 0x6164_6f70);
    for deed in deeds.iter_mut() {
        if !from.is_empty() && chance.happens(share) {
            deed.initiative.adopted_from = Some(*chance.pick(from));
        }
    }
}

fn past(chance: &mut Chance) -> Stage {
    let of_effective = [84.0, 93.0, 100.0];
    match chance.weighted(&BECAME) {
        0 => [Stage::Effective, Stage::Rewarded, Stage::Spread][chance.weighted(&of_effective)],
        1 => Stage::Ineffective,
        2 => Stage::Declined,
        _ if chance.happens(0.5) => Stage::Stopped,
        _ => Stage::Withdrawn,
    }
}

fn present(chance: &mut Chance) -> Stage {
    use Stage::{Assessed, Checked, Judging, Recognised, Registered, Underway};
    *chance.pick(&[Registered, Recognised, Underway, Underway, Underway, Checked, Assessed, Judging])
}

/// The acts that lead to a stage, each so many days after it was registered.
fn way(stage: Stage) -> Vec<(Act, i64)> {
    let all = [
        (Act::Recognise, 9),
        (Act::Begin, 14),
        (Act::Check, 120),
        (Act::Assess, 126),
        (Act::Open, 128),
        (Act::Confirm, 133),
    ];
    let until = |act: Act| all.iter().position(|(one, _)| *one == act).map_or(0, |at| at + 1);
    let with = |act: Act, more: &[(Act, i64)]| [&all[..until(act)], more].concat();
    match stage {
        Stage::Registered => Vec::new(),
        Stage::Declined => vec![(Act::Decline, 10)],
        Stage::Withdrawn => with(Act::Recognise, &[(Act::Withdraw, 40)]),
        Stage::Recognised => with(Act::Recognise, &[]),
        Stage::Underway => with(Act::Begin, &[]),
        Stage::Checked => with(Act::Check, &[]),
        Stage::Assessed => with(Act::Assess, &[]),
        Stage::Judging => with(Act::Open, &[]),
        Stage::Effective => with(Act::Confirm, &[]),
        Stage::Ineffective => with(Act::Open, &[(Act::Refuse, 133)]),
        Stage::Rewarded => with(Act::Confirm, &[(Act::Reward, 140)]),
        Stage::Spread => with(Act::Confirm, &[(Act::Reward, 140), (Act::Spread, 141)]),
        Stage::Stopped => with(Act::Begin, &[(Act::Stop, 100)]),
    }
}

fn done(it: &Initiative, act: Act, at: Moment, before: usize, chance: &mut Chance) -> Done {
    let words =
        if act.needs_words() { "(Mô phỏng) Theo tình hình thực tế tại địa bàn." } else { "" };
    let paper = if act.needs_paper() { "(Mô phỏng) Quyết định của cấp công nhận" } else { "" };
    Done {
        id: chance.id(at),
        position: i64::try_from(before).unwrap_or(0) + 1,
        act,
        year: it.year,
        at,
        person: None::<PersonId>,
        unit: it.unit,
        words: words.into(),
        paper: paper.into(),
    }
}

fn content(
    tree: &Tree,
    (commune, kind, number): (UnitId, Kind, usize),
    year: Year,
    chance: &mut Chance,
) -> Registration {
    let (field, name, method, outputs) = *chance.pick(ABOUT);
    let place = tree.get(commune).map_or("", |unit| unit.name.as_str());
    let has_districts = tree.ancestors(commune).any(|unit| unit.level() == Level::District);
    let level = match chance.between(1, 100) {
        1..=92 => "base",
        93..=98 if has_districts => "district",
        93..=98 => "commune",
        _ => "city",
    };
    Registration {
        kind,
        keeper: *chance.pick(Keeper::ALL),
        field: field.into(),
        level: level.into(),
        name: format!("(Mô phỏng) {name}"),
        reason: "Bà con nhiều lần nêu ở buổi họp, chưa có cách làm chung.".into(),
        objective: format!("{name} tại địa bàn dân cư số {}.", number % 37 + 1),
        criteria: format!("{outputs}; ít nhất {} hộ tham gia.", chance.between(20, 400)),
        method: format!("{method}. Mỗi tháng nhìn lại một lần."),
        place: place.into(),
        beneficiaries: format!("{} hộ", chance.between(40, 900)),
        lead: "Ban công tác Mặt trận".into(),
        coordinate: "Chi hội Phụ nữ".into(),
        take_part: "Người dân".into(),
        resources: "Đóng góp của người dân".into(),
        starts_on: year.registered_on,
        ends_on: year.registered_on.plus_days(300),
        outputs: format!("{outputs}."),
        keeping: "Giữ nếp sinh hoạt hằng tháng; tổ bên cạnh đến xem và làm theo.".into(),
        difference: "Làm ở địa bàn khác, người thụ hưởng khác.".into(),
    }
}

fn story(it: &Initiative, at: Moment, chance: &mut Chance) -> Story {
    let content = &it.content;
    Story {
        initiative: it.id,
        thing: chance.id(at),
        title: content.name.clone(),
        body: format!(
            "{}\n\n{} {}\n\nĐến nay: {}. {}",
            content.reason, content.method, content.criteria, content.beneficiaries, content.keeping
        ),
        unit: it.unit,
        field: content.field.clone(),
        kind: content.kind.word().into(),
        year: it.year,
        published_at: at,
    }
}

#[cfg(test)]
mod tests;
