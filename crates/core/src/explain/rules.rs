//! The rules that a form's checks can use, in words.

use crate::form::Rule;

/// What a rule means and how a form names it.
#[derive(Debug, Clone, Copy)]
pub struct RuleMeaning {
    /// The rule.
    pub rule: Rule,
    /// Its name in form files.
    pub name: &'static str,
    /// What pointers and option it takes.
    pub takes: &'static str,
    /// What must hold; otherwise the check's diagnostic is raised.
    pub holds: &'static str,
}

/// Every rule, in the order of the type.
pub const RULES: &[RuleMeaning] = &[
    RuleMeaning {
        rule: Rule::CheckDigit,
        name: "check-digit",
        takes: "a code",
        holds: "The code's last digit is its check digit.",
    },
    RuleMeaning {
        rule: Rule::NotFewerThanListed,
        name: "not-fewer-than-listed",
        takes: "a number, a list",
        holds: "The number is at least the length of the list.",
    },
    RuleMeaning {
        rule: Rule::NotAbove,
        name: "not-above",
        takes: "two numbers",
        holds: "The first number is not above the second.",
    },
    RuleMeaning {
        rule: Rule::NoAmountWhen,
        name: "no-amount-when",
        takes: "a choice, amounts; an option",
        holds: "When the option is chosen, none of the amounts is stated.",
    },
    RuleMeaning {
        rule: Rule::NotBefore,
        name: "not-before",
        takes: "two dates",
        holds: "The first date is not before the second.",
    },
    RuleMeaning { rule: Rule::SameDate, name: "same-date", takes: "two dates", holds: "Both dates are the same." },
    RuleMeaning {
        rule: Rule::Compliance,
        name: "compliance",
        takes: "a choice; an option",
        holds: "The option is chosen exactly when every item of the checklist is done.",
    },
];

/// A rule's entry in the table.
pub(super) fn name(rule: Rule) -> &'static str {
    RULES.iter().find(|meaning| meaning.rule == rule).map_or("", |meaning| meaning.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_form_files() {
        for meaning in RULES {
            let rule: Rule = serde_json::from_value(meaning.name.into()).unwrap();
            assert_eq!(rule, meaning.rule);
        }
        let form = crate::form::Form::daiko_kikan().unwrap();
        assert!(form.checks.iter().all(|check| !name(check.rule).is_empty()));
    }
}
