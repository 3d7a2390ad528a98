//! Settings from the environment: `APP_ENGINE__OIL__TEMP=120`.

use std::ffi::OsString;

use crate::fault::Fault;
use crate::layer::{Entry, Given, Origin};
use crate::nearest::did_you_mean;
use crate::store::{Refusal, Store};

const PREFIX: &str = "APP_";

/// Returns the name of the variable that sets the setting at that path.
pub(crate) fn name(path: &str) -> String {
    PREFIX.to_owned() + &path.replace('.', "__").to_uppercase()
}

/// Merges the settings that the variables name. Returns warnings.
///
/// A wrong value is an error, since the variable was certainly meant for this program. An unknown
/// name is only a warning: any program may use the prefix `APP_`, and the variables of another
/// program are no reason to refuse to start.
pub(crate) fn apply(
    store: &mut Store,
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Result<Vec<String>, Fault> {
    let mut ours: Vec<(String, OsString)> = variables
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    ours.sort();
    let (mut entries, mut warnings) = (Vec::new(), Vec::new());
    for (variable, value) in ours {
        let path = variable[PREFIX.len()..].to_lowercase().replace("__", ".");
        let Some(text) = value.to_str() else {
            return Err(Fault::of(variable, "it is not UTF-8"));
        };
        if let Err(Refusal::Unknown { nearest, .. }) = store.find(&path) {
            let nearest = nearest.map(|path| name(&path));
            let meant = did_you_mean(nearest.as_deref());
            warnings.push(format!("{variable} is no setting{meant}"));
            continue;
        }
        let given = Given::Text(text.to_owned());
        entries.push(Entry { path, given, origin: Origin::Environment(variable) });
    }
    store.merge(entries).map_err(|(origin, refusal)| Fault::of(origin, refusal))?;
    Ok(warnings)
}
