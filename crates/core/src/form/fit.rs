//! How much of a form has to stand in a document before it counts as that form.

use serde::Deserialize;

/// The least that makes a document of the form; the form file may say other numbers under `[form.fit]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LeastFit {
    /// Labels that stand as labels do, in a document without the form's title.
    pub labels: usize,
    /// The same where the title stands as well.
    pub labels_with_title: usize,
    /// Marked items of a checklist that stands alone, without the rest of the form.
    pub items: usize,
}

impl Default for LeastFit {
    fn default() -> Self {
        Self { labels: 8, labels_with_title: 3, items: 5 }
    }
}
