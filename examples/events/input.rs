//! Where the events come from: a file, or standard input.

use std::fs::File;
use std::io::{BufReader, Read, stdin};
use std::path::{Path, PathBuf};

use crate::fault::Fault;

/// The input if no `FILE` is given, relative to the root of the checkout.
const DEFAULT: &str = "examples/data/earthquakes.ndjson";

/// The maximum number of bytes to read at once.
const CHUNK: usize = 1 << 17;

/// An input, and its name in messages.
pub(crate) struct Input {
    /// `None` is standard input.
    path: Option<PathBuf>,
    pub(crate) shown: String,
}

impl Input {
    /// Returns the input that was given, or else the sample in the checkout.
    pub(crate) fn new(given: Option<&Path>) -> Self {
        match given {
            Some(path) if path == Path::new("-") => {
                Input { path: None, shown: "standard input".to_owned() }
            }
            Some(path) => Input { path: Some(path.to_owned()), shown: path.display().to_string() },
            None => {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DEFAULT);
                Input { path: Some(path), shown: DEFAULT.to_owned() }
            }
        }
    }

    pub(crate) fn is_file(&self) -> bool {
        self.path.is_some()
    }

    /// Returns the size of the input in bytes, if it is known.
    pub(crate) fn size(&self) -> Option<u64> {
        let file = self.path.as_ref()?.metadata().ok()?;
        file.is_file().then_some(file.len())
    }

    /// Opens the input.
    pub(crate) fn open(&self) -> Result<BufReader<Box<dyn Read>>, Fault> {
        let opened: Box<dyn Read> = match &self.path {
            Some(path) => {
                let file = File::open(path);
                Box::new(file.map_err(|error| Fault::of_file(&self.shown, &error))?)
            }
            None => Box::new(stdin()),
        };
        Ok(BufReader::with_capacity(CHUNK, opened))
    }
}
