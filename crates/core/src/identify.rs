//! Which form a document is: the one whose title stands there and whose labels and items fill it, by a margin.
//!
//! Stands between the phases and the record. A form is read with as a trial; how much of it was found, and how much of
//! the document it left over, says whether the document is of it. Forms of one family share half their labels, so
//! labels alone tell little: what else the document holds tells as much.

pub mod parts;

use crate::diagnostic::Diagnostic;
use crate::failure::{Failure, Reason};
use crate::form::{Form, Forms, LabelId, TitlePlace};
use crate::record::{Checklist, Evidence, Value};
use std::fmt::Write;
use std::sync::Arc;

/// How many times the labels of a form must outnumber the texts that it leaves over, in a document without its title that
/// has less than half of them.
const LABELS_PER_STRANGER: usize = 3;

/// A form that is found has so many percent of its labels, whatever else the document holds.
const MOST_OF_IT: usize = 50;

/// A form that is found with its title and its labels filled in has so many.
const SOME_OF_IT: usize = 25;

/// The weight of a title, in shares of the labels: a form without it must fit this many times better.
const TITLE_WEIGHT: usize = 2;

/// A form fits better than another when its share is more than five quarters of the other's.
const MARGIN: (usize, usize) = (5, 4);

/// What of a form was found in a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Whether the form's title stands there as a title does.
    pub has_title: bool,
    /// Labels that stand as labels do.
    pub labels: usize,
    /// How many labels the form has.
    pub of: usize,
    /// Values that are stated.
    pub filled: usize,
    /// Texts that no label and no value took.
    pub strangers: usize,
    /// Whether a checklist's title stands there.
    pub has_checklist_title: bool,
    /// Items that are marked.
    pub marked: usize,
    /// Items that are worded as in an edition of the checklist.
    pub worded: usize,
}

/// A document read with one form.
#[derive(Debug)]
pub struct Trial {
    /// The form.
    pub form: Arc<Form>,
    /// What of it was found.
    pub found: Found,
    /// The labels that were found.
    pub labels: Vec<LabelId>,
    /// The values, by leaf.
    pub values: Vec<Value>,
    /// The rows of the form's lists, by table.
    pub rows: Vec<Vec<Vec<Value>>>,
    /// The checklist.
    pub checklist: Checklist,
    /// Where values were read.
    pub evidence: Vec<(String, Evidence)>,
    /// The doubts.
    pub diagnostics: Vec<Diagnostic>,
}

impl Found {
    /// The labels found, in percent of the form's.
    fn share(&self) -> usize {
        (self.labels * 100).checked_div(self.of).unwrap_or_default()
    }

    /// Whether a document with this is of the form.
    fn is_enough(&self, form: &Form) -> bool {
        let fit = form.fit;
        let is_checklist = self.has_title || self.has_checklist_title || self.worded * 2 >= self.marked;
        if self.marked >= fit.items && is_checklist {
            return true;
        }
        if self.has_title { self.labels >= fit.labels_with_title && self.is_filled() } else { self.is_likely(form) }
    }

    /// Whether a document with the title holds the form, and does not only speak of it.
    fn is_filled(&self) -> bool {
        let is_no_list = self.share() >= SOME_OF_IT || self.strangers <= self.labels * 2;
        self.share() >= MOST_OF_IT || (self.filled * 2 >= self.labels && is_no_list)
    }

    /// Whether a document without the title has labels enough, and little else.
    fn is_likely(&self, form: &Form) -> bool {
        let is_most = self.share() >= MOST_OF_IT && self.strangers <= self.labels;
        self.labels >= form.fit.labels && (is_most || self.labels >= self.strangers * LABELS_PER_STRANGER)
    }

    /// How well the form fits, to be compared with others.
    fn points(&self) -> usize {
        self.share().max(self.worded.min(100)) * if self.has_title { TITLE_WEIGHT } else { 1 }
    }
}

/// Reads with the forms that may be meant, and chooses the one that fits.
///
/// # Errors
/// [`Reason::Unrecognized`] when none fits, naming the nearest; [`Reason::Ambiguous`] when two fit about as well.
pub fn choose(
    forms: &Forms,
    titles: &[TitlePlace],
    read: impl Fn(&Arc<Form>, bool) -> Trial,
) -> Result<Trial, Failure> {
    let is_titled = |form: usize| titles.iter().any(|title| title.form == form && title.is_own);
    let is_excluded = |form: usize| titles.iter().any(|title| title.form == form && !title.is_own);
    let form_of = |at: usize| forms.all().get(at);
    let (titled, others): (Vec<usize>, Vec<usize>) = (0..forms.all().len()).partition(|form| is_titled(*form));
    let mut trials: Vec<Trial> = titled.into_iter().filter_map(form_of).map(|form| read(form, true)).collect();
    let is_settled =
        |trial: &Trial| trial.found.is_enough(&trial.form) && trial.found.share().max(trial.found.marked) >= MOST_OF_IT;
    if !trials.iter().any(is_settled) {
        let others = others.into_iter().filter(|form| !is_excluded(*form)).filter_map(form_of);
        // Another form's title speaks against a form of which not most is found.
        let has_rival = !trials.is_empty();
        let may_be = |trial: &Trial| !has_rival || trial.found.share() >= MOST_OF_IT || trial.found.marked > 0;
        trials.extend(others.map(|form| read(form, false)).filter(may_be));
    }
    decide(forms, trials)
}

fn decide(forms: &Forms, mut trials: Vec<Trial>) -> Result<Trial, Failure> {
    trials.sort_by_key(|trial| {
        let found = trial.found;
        std::cmp::Reverse((found.is_enough(&trial.form), found.points(), found.has_title))
    });
    let mut trials = trials.into_iter();
    let Some(best) = trials.next() else {
        return Err(unrecognized(forms, None));
    };
    if !best.found.is_enough(&best.form) {
        return Err(unrecognized(forms, Some(&best)));
    }
    match trials.next().filter(|second| second.found.is_enough(&second.form)) {
        Some(second) if second.found.points() * MARGIN.0 > best.found.points() * MARGIN.1 => {
            Err(ambiguous(&best, &second))
        }
        _ => Ok(best),
    }
}

fn unrecognized(forms: &Forms, nearest: Option<&Trial>) -> Failure {
    let Some(Trial { form, found, .. }) = nearest else {
        let message = format!("not the form 「{}」: the document has another form's title", forms.first().title);
        return Failure::new(Reason::Unrecognized, message);
    };
    let title = if found.has_title { "its title" } else { "not its title" };
    let mut message = format!(
        "not the form 「{}」: {title}, {} of its {} labels and {} marked items of a checklist were found",
        form.title, found.labels, found.of, found.marked
    );
    if found.strangers > 0 {
        // Writing to a string never fails.
        let _ = write!(message, ", beside {} texts that are none of its", found.strangers);
    }
    if forms.all().len() > 1 {
        message.push_str("; of the known forms it comes nearest");
    }
    Failure::new(Reason::Unrecognized, message)
}

fn ambiguous(best: &Trial, second: &Trial) -> Failure {
    let shown = |trial: &Trial| {
        let found = trial.found;
        format!("「{}」 ({} of {} labels)", trial.form.title, found.labels, found.of)
    };
    let message = format!("the document may be {} or {}", shown(best), shown(second));
    Failure::new(Reason::Ambiguous, message).hint("name the form with --form")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(has_title: bool, labels: usize, filled: usize, strangers: usize) -> Found {
        Found { has_title, labels, of: 67, filled, strangers, ..Found::default() }
    }

    #[test]
    fn what_else_a_document_holds_tells_as_much_as_its_labels() {
        let form = Form::daiko_kikan().unwrap();
        for (what, found, expected) in [
            ("a whole document", found(true, 60, 50, 12), true),
            ("the same without its title", found(false, 60, 50, 60), true),
            ("a blank form", found(true, 64, 0, 0), true),
            ("its first page", found(true, 10, 9, 0), true),
            ("a part without the title", found(false, 17, 15, 1), true),
            ("a sibling", found(false, 15, 10, 12), false),
            ("a list of what is to be disclosed", found(true, 11, 2, 1), false),
            ("a page with links to documents", found(true, 4, 4, 30), false),
            ("few labels", found(false, 7, 7, 0), false),
        ] {
            assert_eq!(found.is_enough(&form), expected, "{what}");
        }
    }

    #[test]
    fn a_checklist_alone_is_known_by_its_title_or_its_wording() {
        let form = Form::daiko_kikan().unwrap();
        let list = |has_checklist_title, marked, worded| Found {
            has_checklist_title,
            marked,
            worded,
            of: 67,
            ..Found::default()
        };
        for (found, expected) in [
            (list(true, 20, 0), true),
            (list(false, 6, 1), false),
            (list(false, 6, 5), true),
            (list(true, 0, 56), false),
        ] {
            assert_eq!(found.is_enough(&form), expected, "{found:?}");
        }
    }
}
