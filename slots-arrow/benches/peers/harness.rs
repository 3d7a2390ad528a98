//! Compares subjects in one run: each round times every subject once.

use std::hint::black_box;
use std::time::Instant;

/// Makes a subject that is given what `make` makes, which takes no time.
pub fn subject_of<'a, I: 'a, R: 'a>(
    name: &'static str,
    mut make: impl FnMut() -> I + 'a,
    mut run: impl FnMut(I) -> R + 'a,
) -> Timed<'a> {
    (
        name,
        Box::new(move || {
            let input = make();
            let start = Instant::now();
            let result = black_box(run(input));
            let taken = start.elapsed().as_secs_f64();
            drop(result);
            taken
        }),
    )
}

/// Makes a subject whose result is dropped outside of the time that is taken: rows and columns are
/// given to somebody.
pub fn subject<'a, R: 'a>(name: &'static str, mut run: impl FnMut() -> R + 'a) -> Timed<'a> {
    (
        name,
        Box::new(move || {
            let start = Instant::now();
            let result = black_box(run());
            let taken = start.elapsed().as_secs_f64();
            drop(result);
            taken
        }),
    )
}

/// A subject: its name, and what takes the time of one run, in seconds.
pub type Timed<'a> = (&'static str, Box<dyn FnMut() -> f64 + 'a>);

/// Up to so many rows are meant to lie in the processor's cache.
const IN_CACHE: usize = 100_000;

/// Prints the fastest and the median round of each, in nanoseconds a row, and the ratio of the
/// medians to the first.
pub fn compare(title: &str, rows: usize, mut subjects: Vec<Timed<'_>>) {
    let rounds = (9_000_000 / rows).clamp(3, 301);
    let mut taken = vec![Vec::new(); subjects.len()];
    for round in 0..=rounds {
        for ((_, run), taken) in subjects.iter_mut().zip(&mut taken) {
            if rows <= IN_CACHE {
                // The subject before has driven the rows out, and has given memory back.
                run();
            }
            let seconds = run();
            if round > 0 {
                taken.push(seconds);
            }
        }
    }
    println!("\n| {title} | min ns/row | median ns/row | ratio |\n|---|---|---|---|");
    let mut first = None;
    for ((name, _), mut taken) in subjects.into_iter().zip(taken) {
        taken.sort_by(f64::total_cmp);
        let [min, median] = [taken[0], taken[taken.len() / 2]].map(|it| it * 1e9 / rows as f64);
        let first = *first.get_or_insert(median);
        println!("| {name} | {min:.2} | {median:.2} | {:.2} |", median / first);
    }
}
