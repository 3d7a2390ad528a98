//! How subjects are compared: in one run, in rounds that run every subject once, so that what slows the machine slows
//! them all. The fastest and the middle round count, as ratios to the first subject, the floor.

use std::time::Instant;

/// How many rounds; `cargo test --benches` needs no more than to see that all works.
fn rounds() -> usize {
    if std::env::args().any(|argument| argument == "--bench") { 200 } else { 1 }
}

/// What is compared: a name, and something to be done once.
pub(crate) type Subject<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// What was measured of one subject, in nanoseconds per operation.
#[derive(Clone, Copy)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) min: f64,
    pub(crate) median: f64,
}

/// Compares the subjects, each of which does so many operations, and prints the figures as a table.
pub(crate) fn compare(
    title: &str,
    operations: usize,
    mut subjects: Vec<Subject<'_>>,
) -> Vec<Figure> {
    let rounds = rounds();
    let mut taken = vec![Vec::with_capacity(rounds); subjects.len()];
    for _ in 0..rounds {
        for ((_, run), taken) in subjects.iter_mut().zip(&mut taken) {
            // Once untimed, so that the caches hold what this one needs.
            run();
            let start = Instant::now();
            run();
            taken.push(start.elapsed().as_nanos() as f64 / operations as f64);
        }
    }
    let figures: Vec<Figure> = subjects
        .iter()
        .zip(taken)
        .map(|((name, _), mut taken)| {
            taken.sort_by(f64::total_cmp);
            Figure { name, min: taken[0], median: taken[taken.len() / 2] }
        })
        .collect();
    print(title, &figures);
    figures
}

fn print(title: &str, figures: &[Figure]) {
    println!("\n| {title:<38} | min ns | ratio | median ns | ratio |\n|---|---|---|---|---|");
    let floor = figures[0];
    for figure in figures {
        let Figure { name, min, median } = figure;
        println!(
            "| {name:<38} | {min:6.2} | {:5.2} | {median:9.2} | {:5.2} |",
            min / floor.min,
            median / floor.median
        );
    }
}
