//! Checks: rules over several values raise diagnostics. They change no value.
//!
//! Fifth phase. The rules are the form file's `[[check]]` tables; that no date lies in the future is a
//! rule for every date.

use crate::diagnostic::{Code, Diagnostic};
use crate::form::{Check, FieldKind, Form, LeafId, Rule};
use crate::record::{Checklist, Status, Value};
use crate::text::values::code;
use jiff::civil::Date;

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The form.
    pub form: &'a Form,
    /// The values, by leaf.
    pub values: &'a [Value],
    /// The checklist.
    pub checklist: &'a Checklist,
    /// The day behind which dates lie in the future.
    pub today: Date,
}

/// Applies every rule.
#[must_use]
pub fn check(facts: Facts<'_>) -> Vec<Diagnostic> {
    let rules = facts.form.checks.iter().filter_map(|check| facts.apply(check));
    rules.chain(facts.future_dates()).collect()
}

/// A value in a message; of a list how many it holds.
fn shown(value: &Value) -> String {
    match value {
        Value::List(entries) => entries.len().to_string(),
        value => serde_json::to_value(value)
            .map_or(String::new(), |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
    }
}

impl Facts<'_> {
    /// What the form calls a leaf.
    fn title(&self, leaf: LeafId) -> &str {
        &self.form.leaf(leaf).title
    }

    fn value(&self, leaf: LeafId) -> &Value {
        static NULL: Value = Value::Null;
        self.values.get(leaf).unwrap_or(&NULL)
    }

    fn diagnostic(&self, check: &Check, leaf: LeafId, message: String) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(check.code, &*self.form.leaf(leaf).pointer, message);
        if let Some(own) = &check.message {
            diagnostic.message = check.leaves.iter().enumerate().fold(own.clone(), |message, (at, leaf)| {
                message.replace(&format!("{{{at}}}"), &shown(self.value(*leaf)))
            });
        }
        diagnostic.severity = check.severity.unwrap_or(diagnostic.severity);
        diagnostic
    }

    fn apply(&self, check: &Check) -> Option<Diagnostic> {
        let (&first, others) = check.leaves.split_first()?;
        let second = others.first().copied();
        let message = match check.rule {
            Rule::CheckDigit => self.check_digit(first),
            Rule::NotFewerThanListed => self.fewer_than_listed(first, second?),
            Rule::NotAbove => self.above(first, second?),
            Rule::NotBefore => self.before(first, second?),
            Rule::SameDate => self.different_dates(first, second?),
            Rule::NoAmountWhen => self.amount_when(check, first, others),
            Rule::Compliance => self.compliance(check, first),
        };
        message.map(|message| self.diagnostic(check, first, message))
    }

    fn check_digit(&self, leaf: LeafId) -> Option<String> {
        let Value::Text(text) = self.value(leaf) else { return None };
        (!code::check_digit_ok(text)).then(|| format!("the last digit of {text} is not its check digit"))
    }

    fn fewer_than_listed(&self, count_leaf: LeafId, list_leaf: LeafId) -> Option<String> {
        let (Value::Integer(count), Value::List(list)) = (self.value(count_leaf), self.value(list_leaf)) else {
            return None;
        };
        let listed = list.len() as u64;
        let (number, entries) = (self.title(count_leaf), self.title(list_leaf));
        (*count < listed).then(|| format!("「{number}」 is {count}, yet 「{entries}」 lists {listed}"))
    }

    fn above(&self, lesser_leaf: LeafId, greater_leaf: LeafId) -> Option<String> {
        let (Value::Integer(lesser), Value::Integer(greater)) = (self.value(lesser_leaf), self.value(greater_leaf))
        else {
            return None;
        };
        let (first, second) = (self.title(lesser_leaf), self.title(greater_leaf));
        (lesser > greater).then(|| format!("「{first}」 is {lesser}, more than 「{second}」 with {greater}"))
    }

    fn before(&self, later: LeafId, earlier: LeafId) -> Option<String> {
        let (Value::Date(later), Value::Date(earlier)) = (self.value(later), self.value(earlier)) else { return None };
        (later < earlier).then(|| format!("{later} lies before {earlier}"))
    }

    fn different_dates(&self, one_leaf: LeafId, other_leaf: LeafId) -> Option<String> {
        let (Value::Date(one), Value::Date(other)) = (self.value(one_leaf), self.value(other_leaf)) else {
            return None;
        };
        let (first, second) = (self.title(one_leaf), self.title(other_leaf));
        (one != other).then(|| format!("「{first}」 is {one}, 「{second}」 is {other}"))
    }

    fn amount_when(&self, check: &Check, choice: LeafId, amounts: &[LeafId]) -> Option<String> {
        self.is_chosen(choice, check.option.as_deref()?).then_some(())?;
        let amount = amounts.iter().find_map(|leaf| match self.value(*leaf) {
            Value::Integer(amount) if *amount > 0 => Some(*amount),
            _ => None,
        })?;
        Some(format!("{} is marked, yet {amount} yen are written", check.option.as_deref().unwrap_or_default()))
    }

    fn compliance(&self, check: &Check, choice: LeafId) -> Option<String> {
        let Value::List(chosen) = self.value(choice) else { return None };
        let items = || self.checklist.sections.iter().flat_map(|section| &section.items);
        if chosen.is_empty() || items().next().is_none() {
            return None;
        }
        let open = items().filter(|item| item.status != Status::Done).count();
        let says_compliant = self.is_chosen(choice, check.option.as_deref()?);
        let total = items().count();
        (says_compliant != (open == 0))
            .then(|| format!("{} is marked, and {open} of {total} items are not done", chosen.join(", ")))
    }

    fn is_chosen(&self, leaf: LeafId, option: &str) -> bool {
        matches!(self.value(leaf), Value::List(chosen) if chosen.iter().any(|id| id == option))
    }

    fn future_dates(&self) -> impl Iterator<Item = Diagnostic> {
        self.form.leaves.iter().zip(self.values).enumerate().filter_map(|(id, (leaf, value))| match value {
            // A period usually ends in the future.
            Value::Date(date)
                if *date > self.today
                    && self.form.field_of(id).is_none_or(|field| field.kind != FieldKind::DateRange) =>
            {
                Some(Diagnostic::new(Code::DateFuture, &*leaf.pointer, format!("{date} lies in the future")))
            }
            _ => None,
        })
    }
}
