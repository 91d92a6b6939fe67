//! Time, by turns.

use super::clock::thread_time;
use super::report::Row;
use super::{Arguments, Lane};
use crate::kinds::Kind;
use std::hint::black_box;

/// Gives each contestant its turn in each round; a figure is the median over the rounds.
pub(super) fn take_turns(arguments: &Arguments, kind: &Kind, lanes: &mut [Lane]) -> Vec<Row> {
    let turn = arguments.turn * 1_000_000;
    let passes: Vec<u64> = lanes.iter_mut().map(|lane| passes_in(lane, turn)).collect();
    let mut rounds: Vec<Vec<f64>> = Vec::new();
    for round in 0..arguments.rounds {
        let mut times = vec![0.0; lanes.len()];
        for turn in 0..lanes.len() {
            // Another begins in each round, so that none always comes behind the same one.
            let index = (turn + round) % lanes.len();
            let total = time(&mut lanes[index], passes[index]);
            times[index] = total as f64 / (passes[index] as f64 * kind.stanzas.len() as f64);
        }
        rounds.push(times);
    }
    let row = |(index, lane): (usize, &Lane)| {
        let own = rounds.iter().map(|times| times[index]).collect();
        let ratio = lane.reference.map(|reference| {
            median(
                rounds
                    .iter()
                    .map(|times| times[index] / times[reference])
                    .collect(),
            )
        });
        Row::new(lane, median(own), ratio)
    };
    lanes.iter().enumerate().map(row).collect()
}

/// How many passes fill a turn.
fn passes_in(lane: &mut Lane, turn: u64) -> u64 {
    let mut passes = 1;
    loop {
        let spent = time(lane, passes);
        if spent >= turn / 2 {
            return (passes * turn / spent.max(1)).max(1);
        }
        passes *= 2;
    }
}

fn time(lane: &mut Lane, passes: u64) -> u64 {
    let start = thread_time();
    for _ in 0..passes {
        black_box((lane.run)());
    }
    thread_time() - start
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        return values[middle];
    }
    (values[middle - 1] + values[middle]) / 2.0
}
