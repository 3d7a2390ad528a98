//! Compares subjects in one run. Each round times every subject once, so that a slowdown of the
//! machine affects all of them. Reports the fastest and the median round, and their ratios to those
//! of the first subject, the floor.

use std::time::Instant;

/// Returns the number of rounds. Under `cargo test --benches`, one round shows that everything
/// works.
fn rounds() -> usize {
    if std::env::args().any(|argument| argument == "--bench") { 200 } else { 1 }
}

/// Prints the name of the processor, on which ratios depend too.
#[allow(dead_code)]
pub(crate) fn print_processor() {
    let all = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = all.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    println!("Processor: {}", name.map_or("unknown", |(_, name)| name));
}

/// A subject to compare: its name, and a closure that does one pass.
pub(crate) type Subject<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// The measurement of one subject, in nanoseconds per operation.
#[derive(Clone, Copy)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) min: f64,
    pub(crate) median: f64,
}

/// Measures the subjects and prints the figures as a table. Each pass of a subject does
/// `operations` operations.
pub(crate) fn compare(
    title: &str,
    operations: usize,
    mut subjects: Vec<Subject<'_>>,
) -> Vec<Figure> {
    let rounds = rounds();
    let mut taken = vec![Vec::with_capacity(rounds); subjects.len()];
    for _ in 0..rounds {
        for ((_, run), taken) in subjects.iter_mut().zip(&mut taken) {
            // Run once untimed, so that the caches hold this subject's data.
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
