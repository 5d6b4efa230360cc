//! A diff as the lines that people read.

use super::diff::{Change, Diff};

/// The differences as lines.
pub(super) fn print_diff(diff: &Diff, show_evidence: bool) -> String {
    let mut lines = Vec::new();
    if diff.is_empty() {
        lines.push("  the same values, written otherwise (order of keys, white space)".to_owned());
    }
    diff.values.iter().for_each(|change| print_change(change, &mut lines));
    if !diff.gone.is_empty() || !diff.raised.is_empty() {
        lines.push("  diagnostics".to_owned());
    }
    lines.extend(diff.gone.iter().map(|line| format!("    - {line}")));
    lines.extend(diff.raised.iter().map(|line| format!("    + {line}")));
    match diff.evidence.len() {
        0 => {}
        _ if show_evidence => {
            lines.push("  evidence".to_owned());
            diff.evidence.iter().for_each(|change| print_change(change, &mut lines));
        }
        1 => lines.push("  evidence of 1 value (--evidence shows it)".to_owned()),
        count => lines.push(format!("  evidence of {count} values (--evidence shows it)")),
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn print_change(change: &Change, lines: &mut Vec<String>) {
    lines.push(match &change.title {
        Some(title) => format!("  {}  {title}", change.pointer),
        None => format!("  {}", change.pointer),
    });
    let sides = [('-', &change.old), ('+', &change.new)];
    lines.extend(sides.iter().filter_map(|(sign, side)| Some(format!("    {sign} {}", side.as_ref()?))));
}
