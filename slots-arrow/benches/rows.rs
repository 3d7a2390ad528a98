//! The rows of the benchmarks of columns.

/// Declares a row of 15 columns and 152 bytes, with the attributes of one benchmark, and the
/// function that makes so many of them. `distance` is evenly spread below 10,000.
macro_rules! rows {
    ($(#[$attribute:meta])*) => {
        $(#[$attribute])*
        struct Row {
            id: u64,
            time: i64,
            x: f64,
            y: f64,
            z: f64,
            speed: f64,
            delay: Option<f64>,
            arrival: Option<f64>,
            origin: String,
            destination: String,
            distance: i32,
            flight: i32,
            wheels: Option<i32>,
            year: u16,
            cancelled: bool,
        }

        fn rows(n: usize) -> Vec<Row> {
            let mut state = 1_u64;
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005);
                state = state.wrapping_add(1_442_695_040_888_963_407);
                state >> 33
            };
            let airports = ["EWR", "JFK", "LGA", "San Francisco International", "ORD"];
            let row = |id| Row {
                id,
                time: next() as i64,
                x: next() as f64,
                y: next() as f64,
                z: next() as f64,
                speed: next() as f64,
                delay: (next() % 10 > 0).then_some(1.0),
                arrival: (next() % 10 > 0).then_some(2.0),
                origin: airports[next() as usize % 5].into(),
                destination: airports[next() as usize % 5].into(),
                distance: (next() % 10_000) as i32,
                flight: next() as i32,
                wheels: (next() % 2 > 0).then_some(3),
                year: 2013,
                cancelled: next() % 50 == 0,
            };
            (0..n as u64).map(row).collect()
        }
    };
}
