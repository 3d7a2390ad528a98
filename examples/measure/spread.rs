//! The spread of a ratio over several samples, and what it says.

use std::fmt;

/// The ratio from which on a difference counts as measured. Not 1: two copies of the same machine
/// code differ by a few percent, by where they and their data lie.
const NOISE: f64 = 1.05;

/// The maximum ratio of the upper to the lower quartile at which the samples count as stable.
const STABLE: f64 = 1.04;

/// The ratios of two times over the samples of a run: their median and quartiles.
///
/// Quartiles, since the extremes spread further with each sample that is added.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) low: f64,
    pub(crate) median: f64,
    pub(crate) high: f64,
}

/// What a [`Spread`] says of two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// At least a quarter of the samples show no difference beyond noise.
    NoDifference,
    /// Three quarters of the samples show more time.
    Slower,
    /// Three quarters of the samples show less time.
    Faster,
}

impl Spread {
    /// Returns the spread of `times` as multiples of `base`, sample by sample: both lists have the
    /// time of each sample in the same order. `None` without a sample.
    pub(crate) fn of(times: &[f64], base: &[f64]) -> Option<Self> {
        let mut ratios: Vec<f64> = times.iter().zip(base).map(|(time, base)| time / base).collect();
        ratios.retain(|ratio| ratio.is_finite());
        ratios.sort_by(f64::total_cmp);
        let last = ratios.len().checked_sub(1)?;
        let at = |quarters: usize| ratios[(last * quarters + 2) / 4];
        Some(Spread { low: at(1), median: at(2), high: at(3) })
    }

    /// Whether more samples would hardly change the median.
    pub(crate) fn is_stable(&self) -> bool {
        self.high <= self.low * STABLE
    }

    pub(crate) fn verdict(&self) -> Verdict {
        if self.low > NOISE {
            Verdict::Slower
        } else if self.high * NOISE < 1.0 {
            Verdict::Faster
        } else {
            Verdict::NoDifference
        }
    }
}

/// The quartiles, such as `×0.99–1.02`.
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "×{:.2}–{:.2}", self.low, self.high)
    }
}
