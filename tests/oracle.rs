//! serde's derive is the oracle: for each type of slot and each word, ours and serde's write the
//! same bytes, take the same inputs to the same values, and refuse the same inputs; in JSON,
//! MessagePack (with names and without), TOML and postcard.
//!
//! | file | what |
//! |---|---|
//! | `compare.rs` | reads and writes through both, and finds where they differ |
//! | `types.rs` | the types of one's own that rows hold, declared for both |
//! | `rows.rs` | the table of types, each in a slot |
//! | `structs.rs` | the table of structs with words |
//! | `inputs.rs` | the inputs that every row gets |
//! | `differences.rs` | what differs on purpose, with the reason |
//! | `documents.rs` | random documents near valid ones |

#![cfg(feature = "serde")]

#[path = "oracle/compare.rs"]
mod compare;
#[path = "oracle/differences.rs"]
mod differences;
#[path = "oracle/documents.rs"]
mod documents;
#[path = "oracle/inputs.rs"]
mod inputs;
#[path = "oracle/rows.rs"]
mod rows;
#[path = "oracle/structs.rs"]
mod structs;
#[path = "oracle/types.rs"]
mod types;

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::compare::Finding;
use crate::differences::DIFFERENCES;

/// Asserts that each finding is a difference on purpose, and returns how many each one covers.
fn assert_on_purpose(findings: &[Finding]) -> Vec<usize> {
    let mut covered = vec![0; DIFFERENCES.len()];
    let mut unexpected: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        match DIFFERENCES.iter().position(|difference| difference.covers(finding)) {
            Some(index) => covered[index] += 1,
            None => unexpected
                .entry(format!("{} {:?} {}", finding.row, finding.format, finding.what.kind()))
                .or_default()
                .push(finding),
        }
    }
    let mut report = String::new();
    for (which, findings) in &unexpected {
        writeln!(report, "{which}: {} times, such as {}", findings.len(), findings[0]).unwrap();
    }
    assert!(report.is_empty(), "\n{report}");
    covered
}

#[test]
fn every_type_and_word_is_in_data_what_serde_has() {
    let mut findings = Vec::new();
    let (mut rows, mut taken, mut refused) = (0, 0, 0);
    for row in rows::TYPES.iter().chain(structs::STRUCTS) {
        let compared = row.compare(&mut findings);
        assert!(compared.taken > 0 && compared.refused > 0, "{}: {compared:?}", row.name);
        rows += 1;
        taken += compared.taken;
        refused += compared.refused;
    }
    println!("{rows} rows, {taken} inputs taken by both, {refused} refused by both");
    let covered = assert_on_purpose(&findings);
    for (difference, times) in DIFFERENCES.iter().zip(covered) {
        assert!(times > 0, "this difference is none any more: {}", difference.why);
    }
    assert!(rows >= 80, "{rows}");
}

#[test]
fn every_difference_on_purpose_is_in_the_spec() {
    let spec = include_str!("../docs/spec.md");
    for difference in DIFFERENCES {
        assert!(spec.contains(&format!("\n| {} ", difference.spec)), "{}", difference.spec);
        let known =
            |name: &&str| rows::TYPES.iter().chain(structs::STRUCTS).any(|row| row.name == *name);
        assert!(difference.rows.iter().all(known), "{:?}", difference.rows);
    }
}

#[test]
fn random_documents_are_taken_and_refused_as_by_serde() {
    let counts = documents::compare(4_000, 1);
    assert!(counts.taken > 500 && counts.refused > 500, "{counts:?}");
}

/// `ci/oracle` runs this.
#[test]
#[ignore = "takes a minute"]
fn a_hundred_thousand_random_documents_are_taken_and_refused_as_by_serde() {
    let counts = documents::compare(100_000, 2);
    assert!(counts.taken > 20_000 && counts.refused > 20_000, "{counts:?}");
}
