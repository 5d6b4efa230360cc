//! A report as GitHub workflow commands, which become annotations of the files they name.

use super::compare::Report;
use super::finding::{Finding, FindingKind, findings, leaves};
use super::print::{judgement, summary};
use crate::explain::Lang;
use std::io::{self, Write};

/// Writes an annotation for each document that is not as it was accepted: an error where the report does not pass,
/// else a warning; and one notice with the summary.
///
/// # Errors
/// When the output can't be written.
pub fn github(report: &Report, show_evidence: bool, budget: Option<usize>, out: &mut impl Write) -> io::Result<()> {
    let findings = findings(report, show_evidence, Lang::En);
    let passes = report.passes(budget);
    let command = if passes { "warning" } else { "error" };
    for Finding { kind, file, summary, details, leaves: changed, .. } in &findings {
        let title = match kind {
            // Only how it is read may have changed: evidence, diagnostics, the hash of its bytes.
            FindingKind::Changed if *changed == 0 => "changed, no leaf among it".to_owned(),
            FindingKind::Changed => format!("{} changed", leaves(*changed)),
            kind => kind.name().to_owned(),
        };
        let message = if summary.is_empty() { details } else { summary };
        let (file, title, message) = (property(file), property(&title), data(message.trim_end()));
        writeln!(out, "::{command} file={file},title={title}::{message}")?;
    }
    let mut lines = vec![summary(report, &findings, Lang::En)];
    lines.extend(judgement(report, budget, Lang::En));
    writeln!(out, "::notice title=yomitori verify::{}", data(&lines.join("\n")))
}

/// Text behind `::`, which must not end the command's line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value, which ends at a comma or at `::`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100%\r\na: b, c"), "100%25%0D%0Aa: b, c");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}
