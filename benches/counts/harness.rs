//! Runs each subject for a tool that counts, where the harness of the benches takes times.

use std::hint::black_box;

/// A subject: its name, and a closure that does one pass.
pub(crate) type Subject<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// Runs each subject twice, the second time counted, and prints one line of three columns for each:
/// the number of operations in a pass, the title and the name of the subject.
pub(crate) fn compare(title: &str, operations: usize, subjects: Vec<Subject<'_>>) {
    for (name, mut run) in subjects {
        // Once uncounted, so that nothing is counted that happens once.
        run();
        start_count();
        run();
        end_count();
        println!("{operations}\t{title}\t{name}");
    }
}

/// `ci/instruction-counts` names this function to the tool, as the place where counts are zeroed.
#[inline(never)]
fn start_count() {
    // Each of the two has a body of its own: the compiler would make equal ones a single function.
    black_box("start");
}

/// The place where the counts are written.
#[inline(never)]
fn end_count() {
    black_box("end");
}
