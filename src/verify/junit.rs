//! A report as JUnit XML, which build servers show as tests: one for each document.

use super::compare::Report;
use super::finding::{Finding, FindingKind, findings, leaves};
use super::print::judgement;
use crate::explain::Lang;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::HashMap;
use std::io::{self, Write};

/// The suite's name, and the class of every test.
const SUITE: &str = "yomitori verify";

/// Writes the report. A document that is not as it was accepted fails, one that can't be read is an error; where a
/// budget lets the report pass, what changed stands in the test's output instead. A budget is a test of its own.
///
/// # Errors
/// When the output can't be written.
pub fn junit(report: &Report, show_evidence: bool, budget: Option<usize>, out: &mut impl Write) -> io::Result<()> {
    let findings = findings(report, show_evidence, Lang::En);
    let passes = report.passes(budget);
    let is_error = |finding: &&Finding| matches!(finding.kind, FindingKind::Failing | FindingKind::Broken);
    let errors = if passes { 0 } else { findings.iter().filter(is_error).count() };
    let is_over = budget.is_some_and(|budget| report.changed_leaves() > budget);
    let failures = if passes { 0 } else { findings.len() - errors + usize::from(is_over) };
    let tests = report.fixtures.len() + report.missing.len() + usize::from(budget.is_some());
    let counts = [("tests", tests), ("failures", failures), ("errors", errors)].map(|(key, n)| (key, n.to_string()));
    let attributes = || [("name", SUITE)].into_iter().chain(counts.iter().map(|(key, n)| (*key, n.as_str())));
    let (missing, read): (Vec<_>, Vec<_>) = findings.iter().partition(|finding| finding.kind == FindingKind::Missing);
    let by_name: HashMap<&str, &Finding> = read.into_iter().map(|finding| (finding.name.as_str(), finding)).collect();

    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element("testsuites").with_attributes(attributes()).write_inner_content(|writer| {
        let suite = writer.create_element("testsuite").with_attributes(attributes());
        suite.write_inner_content(|writer| {
            for (name, _) in &report.fixtures {
                test(writer, name, by_name.get(name.as_str()).copied(), passes)?;
            }
            for finding in missing {
                test(writer, &finding.name, Some(finding), passes)?;
            }
            budget_test(writer, is_over, judgement(report, budget, Lang::En))
        })?;
        Ok(())
    })?;
    writeln!(out)
}

fn test<W: Write>(writer: &mut Writer<W>, name: &str, finding: Option<&Finding>, passes: bool) -> io::Result<()> {
    let name = legal(name);
    let test = writer.create_element("testcase").with_attributes([("classname", SUITE), ("name", name.as_str())]);
    let Some(finding) = finding else {
        test.write_empty()?;
        return Ok(());
    };
    let message = match finding.kind {
        FindingKind::Changed => format!("{} changed", leaves(finding.leaves)),
        _ => legal(&finding.summary),
    };
    let details = legal(if finding.details.is_empty() { &finding.summary } else { &finding.details });
    test.write_inner_content(|writer| {
        let element = match finding.kind {
            _ if passes => writer.create_element("system-out"),
            FindingKind::Failing | FindingKind::Broken => writer.create_element("error"),
            FindingKind::Changed | FindingKind::New | FindingKind::Missing => writer.create_element("failure"),
        };
        let attributes = [("type", finding.kind.name()), ("message", message.as_str())];
        let element = if passes { element } else { element.with_attributes(attributes) };
        element.write_text_content(BytesText::new(&details))?;
        Ok(())
    })?;
    Ok(())
}

fn budget_test<W: Write>(writer: &mut Writer<W>, is_over: bool, judgement: Option<String>) -> io::Result<()> {
    let Some(judgement) = judgement else { return Ok(()) };
    let test = writer.create_element("testcase").with_attributes([("classname", SUITE), ("name", "update budget")]);
    test.write_inner_content(|writer| {
        let element = writer.create_element(if is_over { "failure" } else { "system-out" });
        let element = if is_over { element.with_attribute(("message", judgement.as_str())) } else { element };
        element.write_text_content(BytesText::new(&judgement))?;
        Ok(())
    })?;
    Ok(())
}

/// The text without what XML 1.0 can't hold, not even escaped.
fn legal(text: &str) -> String {
    let is_legal = |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if is_legal(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}
