use super::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn a_block_shows_what_was_packed_added_up() {
    let mut seed = 7_u64;
    let mut chance = |limit: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % limit
    };
    for size in [0, 1, 2, 30, 4000] {
        let mut entries: Vec<Entry> = Vec::new();
        let mut expected: BTreeMap<(u16, u32), i64> = BTreeMap::new();
        for _ in 0..size {
            let topic = u16::try_from(chance(5)).expect("small");
            let unit = u32::try_from(chance(14_000)).expect("small");
            let measure = u32::try_from(chance(MEASURES as u64)).expect("small");
            let count = i64::try_from(chance(5)).expect("small") - 1;
            entries.push((topic, unit * ROOM + measure, count));
            *expected.entry((topic, unit * ROOM + measure)).or_default() += count;
        }
        expected.retain(|_, count| *count != 0);
        let block = Block::pack(entries);
        for topic in 0..6 {
            let mut shown = BTreeMap::new();
            block.each(
                |other| other == topic,
                |unit, measure, count| {
                    let key = unit * ROOM + u32::try_from(measure).expect("small");
                    assert!(shown.insert((topic, key), count).is_none(), "shown once");
                },
            );
            let own = expected.iter().filter(|((other, _), _)| *other == topic);
            assert_eq!(shown, own.map(|(key, count)| (*key, *count)).collect(), "{size} {topic}");
        }
        assert!(block.bytes.len() <= size * 4, "{size}: {} bytes", block.bytes.len());
    }
}

#[test]
fn what_was_asked_for_longest_ago_is_forgotten_first() {
    let mut shelf = Months::default();
    let months = ["2026-01-01", "2026-02-01", "2026-03-01"].map(day);
    let block = || Arc::new(Block { parts: Box::default(), bytes: vec![0; 1000].into() });
    for month in months {
        shelf.month(month).days.insert(month, (1, block()));
    }
    let whole = |month: Day| (month, month.first_of_next_month());
    shelf.month(months[0]).keep_stretch(whole(months[0]), 1, block());
    shelf.make_room(5000);
    assert_eq!(shelf.months.len(), 3, "there is room");
    shelf.make_room(4000);
    assert!(shelf.month(months[0]).days.is_empty(), "its days are kept together");
    assert!(shelf.month(months[0]).stretch(whole(months[0]), 1).is_some());
    shelf.make_room(3000);
    let mut left: Vec<Day> = shelf.months.keys().copied().collect();
    left.sort_unstable();
    assert_eq!(left, [months[0], months[2]], "February was asked for longest ago");
    shelf.make_room(0);
    assert!(shelf.months.is_empty());
}

#[test]
fn a_stretch_is_known_at_its_turn_alone() {
    let block = |bytes: usize| Arc::new(Block { parts: Box::default(), bytes: vec![0; bytes].into() });
    let (mut month, days) = (Month::default(), (day("2026-01-01"), day("2026-01-15")));
    month.keep_stretch(days, 7, block(1));
    assert_eq!(month.stretch(days, 7), Some(block(1)));
    assert_eq!(month.stretch(days, 8), None);
    assert_eq!(month.stretch((days.0, days.1.next()), 7), None);
    month.keep_stretch(days, 8, block(2));
    assert_eq!((month.stretch(days, 7), month.stretch(days, 8)), (None, Some(block(2))));
    for length in 1..=MOST_STRETCHES as i64 {
        month.keep_stretch((days.1, days.1.plus_days(length)), 1, block(3));
    }
    assert_eq!((month.stretch(days, 8), month.stretches.len()), (None, MOST_STRETCHES));
}
