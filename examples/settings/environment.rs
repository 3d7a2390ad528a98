//! Settings from the environment: `APP_ENGINE__OIL__TEMP=120`.

use std::ffi::OsString;

use crate::fault::Fault;
use crate::nearest::did_you_mean;
use crate::store::{Given, Origin, Refusal, Store};

const PREFIX: &str = "APP_";

/// The variable that sets the setting of that path.
pub(crate) fn name(path: &str) -> String {
    PREFIX.to_owned() + &path.replace('.', "__").to_uppercase()
}

/// Sets what the variables say, in the order of their names. What is returned are warnings.
///
/// A wrong value is a fault, since it was certainly meant for us. An unknown name is a warning
/// only: `APP_` is everybody's prefix, and the variables of another program are no reason
/// to refuse to start.
pub(crate) fn apply(
    store: &mut Store,
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Result<Vec<String>, Fault> {
    let mut ours: Vec<(String, OsString)> = variables
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    ours.sort();
    let mut warnings = Vec::new();
    for (variable, value) in ours {
        let path = variable[PREFIX.len()..].to_lowercase().replace("__", ".");
        let Some(text) = value.to_str() else {
            return Err(Fault::of(variable, "it is not UTF-8"));
        };
        match store.set(&path, Given::Text(text), Origin::Environment(variable.clone())) {
            Ok(()) => {}
            Err(Refusal::Unknown { nearest, .. }) => {
                let nearest = nearest.map(|path| name(&path));
                let meant = did_you_mean(nearest.as_deref());
                warnings.push(format!("{variable} is no setting{meant}"));
            }
            Err(refusal) => return Err(Fault::of(variable, refusal)),
        }
    }
    Ok(warnings)
}
