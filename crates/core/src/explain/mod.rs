//! Explanations: what a diagnostic or a failure means, for people.
//!
//! Stands beside the phases: everything here is made from the tables [`CODES`] and [`REASONS`] and from
//! the form's checks, for `yomitori explain` and for `docs/diagnostics.md`. [`Lang`] has the same in Japanese.

mod lang;
mod markdown;
mod rules;

pub use lang::Lang;
pub use markdown::markdown;
pub use rules::{RULES, RuleMeaning};

use crate::diagnostic::{CODES, Meaning, Severity};
use crate::failure::{REASONS, Reason};

/// How many names are offered for one that is unknown.
const SUGGESTIONS: usize = 3;
/// How much of a name must agree for another to be offered, from 0 to 1.
const SIMILAR: f32 = 0.6;

/// What is known of a code: some codes are a diagnostic, some a failure, a few are both.
#[derive(Debug, Clone, Copy)]
pub struct Explanation {
    /// As a diagnostic.
    pub diagnostic: Option<&'static Meaning>,
    /// As the reason of a failure, with its summary.
    pub failure: Option<(Reason, &'static str)>,
}

/// Looks a code up; upper case and surrounding spaces do not matter.
#[must_use]
pub fn explain(name: &str) -> Option<Explanation> {
    let name = name.trim().to_ascii_lowercase();
    let diagnostic = CODES.iter().find(|meaning| meaning.code.name() == name);
    let failure = REASONS.iter().find(|(_, reason, _)| *reason == name).map(|(reason, _, summary)| (*reason, *summary));
    (diagnostic.is_some() || failure.is_some()).then_some(Explanation { diagnostic, failure })
}

/// Codes that look like an unknown one, the nearest first.
#[must_use]
pub fn nearest(name: &str) -> Vec<&'static str> {
    let name = name.trim().to_ascii_lowercase();
    let mut known: Vec<&'static str> = CODES.iter().map(|meaning| meaning.code.name()).collect();
    known.extend(REASONS.iter().map(|(_, reason, _)| *reason));
    known.sort_unstable();
    known.dedup();
    let near = similar::get_close_matches(name.as_str(), &known, SUGGESTIONS, SIMILAR);
    if !near.is_empty() {
        return near.iter().filter_map(|near| known.iter().find(|code| *code == near).copied()).collect();
    }
    // Someone who remembers only a part of the code: `check-digit`, `choice`.
    known.retain(|code| !name.is_empty() && code.contains(&name));
    known.truncate(SUGGESTIONS);
    known
}

/// A severity's name.
#[must_use]
pub const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_and_unknown_ones_get_near_names() {
        assert!(explain("Field.Blank ").unwrap().failure.is_none());
        let both = explain("form.unrecognized").unwrap();
        assert!(both.diagnostic.is_some() && both.failure.is_some());
        assert!(explain("field").is_none());
        assert_eq!(nearest("field.blnk").first(), Some(&"field.blank"));
        assert_eq!(nearest("digit"), ["code.check-digit"]);
        assert_eq!(nearest("xyzzy"), Vec::<&str>::new());
    }
}
