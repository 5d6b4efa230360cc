//! Explanations on the command line and the page made of them.

use crate::support::{form, run};
use std::path::Path;
use yomitori::diagnostic::CODES;
use yomitori::failure::REASONS;

#[test]
fn every_code_is_listed_and_explained() {
    let all = run(Path::new("."), &["explain"]).out;
    for meaning in CODES {
        assert!(all.contains(meaning.code.name()) && all.contains(meaning.summary));
    }
    for (_, name, summary) in REASONS {
        assert!(all.contains(name) && all.contains(summary));
    }
    let one = run(Path::new("."), &["explain", "choice.multiple"]);
    assert_eq!(one.status, Some(0));
    assert!(one.out.starts_with("choice.multiple (diagnostic, warning)\n"), "{}", one.out);
    let both = run(Path::new("."), &["explain", "form.unrecognized"]).out;
    assert!(both.contains("(diagnostic, error)") && both.contains("(failure"), "{both}");
}

#[test]
fn the_page_in_the_documentation_is_up_to_date() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md")).unwrap();
    let made = yomitori::explain::markdown(&form());
    assert!(page == made, "run `cargo run -- explain --markdown > docs/diagnostics.md`");
}
