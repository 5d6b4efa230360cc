//! The documentation page of all codes, as Markdown.

use super::rules::{RULES, name};
use super::severity_name;
use crate::diagnostic::CODES;
use crate::failure::REASONS;
use crate::form::{Check, Form};
use std::fmt::Write;

const HEAD: &str = "\
# Diagnostics and failures

<!-- Made by `yomitori explain --markdown`; a test holds this page to the program. -->

A *diagnostic* is a doubt about one place of a record; the record is there all the same. A *failure* says why a
document gave no record. Their codes are stable. `yomitori explain CODE` prints the same on the command line.

Severities: `info` is worth knowing, nothing is to be done; on a `warning` a person should look; with an `error`
the value can't be relied on.

";

/// The page, with the checks of the given form.
#[must_use]
pub fn markdown(form: &Form) -> String {
    let mut page = HEAD.to_owned();
    // Writing to a string never fails.
    let _ = diagnostics(&mut page).and_then(|()| failures(&mut page)).and_then(|()| checks(&mut page, form));
    page
}

fn diagnostics(page: &mut String) -> std::fmt::Result {
    writeln!(page, "## Diagnostics\n\n| code | severity | says |\n|---|---|---|")?;
    for meaning in CODES {
        let severity = severity_name(meaning.severity);
        let code = meaning.code.name();
        writeln!(page, "| [`{code}`](#{}) | {severity} | {} |", anchor(code), cell(meaning.summary))?;
    }
    for meaning in CODES {
        writeln!(page, "\n### `{}`\n\n{} {}", meaning.code, meaning.summary, meaning.detail)?;
    }
    Ok(())
}

fn failures(page: &mut String) -> std::fmt::Result {
    writeln!(page, "\n## Failures\n\n| reason | says |\n|---|---|")?;
    REASONS.iter().try_for_each(|(_, reason, summary)| writeln!(page, "| `{reason}` | {} |", cell(summary)))
}

fn checks(page: &mut String, form: &Form) -> std::fmt::Result {
    writeln!(page, "\n## Rules over several values\n")?;
    writeln!(page, "A form file applies these rules in its `[[check]]` entries: `rule` names one, `pointers` what it")?;
    writeln!(
        page,
        "is about, `option` the option it asks for, `code` the diagnostic it raises when it does not hold."
    )?;
    writeln!(page, "A rule whose values are not all stated holds.\n")?;
    writeln!(page, "| rule | takes | holds when |\n|---|---|---|")?;
    for rule in RULES {
        writeln!(page, "| `{}` | {} | {} |", rule.name, rule.takes, rule.holds)?;
    }
    writeln!(page, "\nThe checks of the form `{}`:\n\n| rule | about | raises |\n|---|---|---|", form.id)?;
    form.checks
        .iter()
        .try_for_each(|check| writeln!(page, "| `{}` | {} | `{}` |", name(check.rule), about(form, check), check.code))
}

fn about(form: &Form, check: &Check) -> String {
    let pointers = check.leaves.iter().map(|leaf| format!("`{}`", form.leaf(*leaf).pointer));
    let option = check.option.iter().map(|option| format!("option `{option}`"));
    pointers.chain(option).collect::<Vec<_>>().join(", ")
}

/// The anchor that Markdown viewers give a heading: letters, digits and hyphens stay.
fn anchor(code: &str) -> String {
    code.replace('.', "")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
