//! The cases of repetitions, in the order of time.

use super::{LANES, Number};
use crate::scan::chance::{Chance, Strewing};

/// The cases of each lane by their time.
pub(super) struct Strewn<N> {
    /// How many units of time matter.
    times: usize,
    strewing: Strewing,
    /// Of the lane that is strewn: time, place and count.
    drawn: Vec<(u32, u16, N)>,
    /// Of all lanes: place and count.
    cases: Vec<(u16, N)>,
    /// For each lane and each unit of time where its cases begin; they end where the next begin.
    begins: Vec<u32>,
    lanes: usize,
}

impl<N: Number> Strewn<N> {
    pub(super) fn new(times: usize) -> Self {
        Strewn {
            times,
            strewing: Strewing::default(),
            drawn: Vec::new(),
            cases: Vec::new(),
            begins: vec![0; LANES * (times + 1)],
            lanes: 0,
        }
    }

    pub(super) fn clear(&mut self) {
        self.cases.clear();
        self.lanes = 0;
    }

    /// Strews a repetition into the next lane; `put` takes place, time from the first that matters, and how many.
    pub(super) fn strew(
        &mut self,
        chance: &Chance,
        seed: u64,
        repetition: u32,
        first: usize,
        mut put: impl FnMut(usize, usize, N),
    ) {
        self.drawn.clear();
        let begins = &mut self.begins[self.lanes * (self.times + 1)..][..=self.times];
        begins.fill(0);
        let drawn = &mut self.drawn;
        chance.strew(seed, repetition, &mut self.strewing, |place, time, count| {
            let (time, count) = (time - first, N::from_count(i64::from(count)));
            put(place, time, count);
            drawn.push((time as u32, place as u16, count));
            begins[time] += 1;
        });
        // Sorted by counting: first where those of each time end, then back from there.
        let mut end = self.cases.len() as u32;
        for begin in begins.iter_mut() {
            end += *begin;
            *begin = end;
        }
        self.cases.resize(end as usize, (0, N::default()));
        for (time, place, count) in &self.drawn {
            let begin = &mut begins[*time as usize];
            *begin -= 1;
            self.cases[*begin as usize] = (*place, *count);
        }
        self.lanes += 1;
    }

    /// The cases of a lane at a time.
    pub(super) fn at(&self, lane: usize, time: usize) -> &[(u16, N)] {
        let begins = &self.begins[lane * (self.times + 1) + time..];
        &self.cases[begins[0] as usize..begins[1] as usize]
    }
}
