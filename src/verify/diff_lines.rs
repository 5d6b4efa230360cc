//! A diff as the lines that people read.

use super::diff::{Diff, Difference};
use crate::diagnostic::CODES;
use crate::explain::{Lang, severity_name};

/// The differences as lines.
pub(super) fn print_diff(diff: &Diff, show_evidence: bool, lang: Lang) -> String {
    let mut lines = Vec::new();
    if diff.is_empty() {
        let same = "the same values, written otherwise (order of keys, white space)";
        lines.push(format!("  {}", lang.word(same)));
    }
    diff.values.iter().for_each(|change| print_change(change, &mut lines));
    if !diff.gone.is_empty() || !diff.raised.is_empty() {
        lines.push(format!("  {}", lang.word("diagnostics")));
    }
    lines.extend(diff.gone.iter().map(|line| format!("    - {}", doubt(line, lang))));
    lines.extend(diff.raised.iter().map(|line| format!("    + {}", doubt(line, lang))));
    match diff.evidence.len() {
        0 => {}
        _ if show_evidence => {
            lines.push(format!("  {}", lang.word("evidence")));
            diff.evidence.iter().for_each(|change| print_change(change, &mut lines));
        }
        1 => lines.push(format!("  {}", lang.word("evidence of 1 value (--evidence shows it)"))),
        count => {
            let japanese = lang.ja("evidence of {} values (--evidence shows it)", &[&count]);
            let english = || format!("evidence of {count} values (--evidence shows it)");
            lines.push(format!("  {}", japanese.unwrap_or_else(english)));
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// A diagnostic's line, `severity code pointer: message`, in a language.
fn doubt(line: &str, lang: Lang) -> String {
    let parts = line.split_once(": ").and_then(|(head, message)| Some((head.split_once(' ')?, message)));
    let Some(((severity, rest), message)) = parts.filter(|_| lang == Lang::Ja) else { return line.to_owned() };
    let code = rest.split(' ').next().unwrap_or_default();
    let known = CODES.iter().map(|meaning| meaning.severity).find(|known| severity_name(*known) == severity);
    format!("{} {rest}: {}", known.map_or(severity, |known| lang.severity(known)), lang.doubt(code, message))
}

fn print_change(change: &Difference, lines: &mut Vec<String>) {
    lines.push(match &change.title {
        Some(title) => format!("  {}  {title}", change.pointer),
        None => format!("  {}", change.pointer),
    });
    let sides = [('-', &change.old), ('+', &change.new)];
    lines.extend(sides.iter().filter_map(|(sign, side)| Some(format!("    {sign} {}", side.as_ref()?))));
}
