//! Identity: which disclosures are of one agency.
//!
//! Stands behind the record, before whatever keeps the latest of each agency. An agency is known by its code, else by
//! its name without spelling and its prefecture; a registry settles what these can't. Agencies that disclose at the same
//! time are never merged on a doubt: one would vanish. Doubts come out as conflicts.

mod groups;
mod name;
mod registry;

pub use name::name_key;
pub use registry::{Entry, Registry, RegistryError};

use groups::Groups;

/// What one disclosure says about whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim {
    /// The agency's code.
    pub code: Option<String>,
    /// The agency's name.
    pub name: Option<String>,
    /// The prefecture of its address.
    pub prefecture: Option<String>,
    /// Whether the document is there now.
    pub is_current: bool,
    /// What it is ordered by in time: a smaller number was seen earlier.
    pub first_seen: i64,
    /// What it goes by where it says neither code nor name.
    pub own: String,
}

/// Who is who.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// The agency of each claim, in the order of the claims: what it goes by in all imports.
    pub agencies: Vec<String>,
    /// Claims whose agency is doubted, with what is wrong; in the order of the claims.
    pub conflicts: Vec<(usize, String)>,
}

/// Settles the agencies of all claims. Equal claims come to the same in any order, but for the order of the result.
#[must_use]
pub fn settle(claims: &[Claim], registry: &Registry) -> Settled {
    let mut groups = Groups::new(claims);
    groups.by_registry(registry);
    groups.by_code();
    groups.same_name_other_code();
    groups.by_name();
    groups.settled()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(code: &str, name: &str, prefecture: &str, first_seen: i64, is_current: bool) -> Claim {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (code, name, prefecture) = (said(code), said(name), said(prefecture));
        Claim { code, name, prefecture, is_current, first_seen, own: first_seen.to_string() }
    }

    fn agencies(claims: &[Claim]) -> (Vec<String>, usize) {
        let settled = settle(claims, &Registry::default());
        (settled.agencies, settled.conflicts.len())
    }

    #[test]
    fn spellings_with_and_without_code_are_one_agency() {
        let claims = [
            claim("91000018", "きた健康株式会社", "北海道", 1, true),
            claim("", "（株）きた健康", "北海道", 1, true),
            claim("", "きた健康㈱", "", 2, true),
        ];
        assert_eq!(agencies(&claims), (vec!["91000018".to_owned(); 3], 0));
        // Another of that name elsewhere: which one states no prefecture can't be told.
        let elsewhere = claim("", "きた健康", "沖縄県", 2, true);
        let (agencies, conflicts) = agencies(&[&claims[..], &[elsewhere]].concat());
        assert_eq!(agencies[..2], ["91000018", "91000018"]);
        assert_eq!((agencies[2].as_str(), agencies[3].as_str(), conflicts), ("きた健康㈱", "きた健康 沖縄県", 1));
    }

    #[test]
    fn one_code_and_two_names_at_once_are_two_agencies_and_said() {
        let two = |is_current| {
            [
                claim("91000026", "みなみ代行", "東京都", 1, is_current),
                claim("91000026", "あずま総研", "京都府", 2, true),
            ]
        };
        assert_eq!(agencies(&two(true)), (vec!["91000026".to_owned(), "91000026 あずま総研".to_owned()], 2));
        // One after the other it is one agency under a new name.
        assert_eq!(agencies(&two(false)), (vec!["91000026".to_owned(), "91000026".to_owned()], 0));
    }

    #[test]
    fn one_name_and_two_codes() {
        // The second is mistyped: its check digit is wrong.
        let (one, other) = ("91000042", "91000041");
        let pair = |first: &str, second: &str, is_current| {
            [claim(first, "ひがし", "愛知県", 1, is_current), claim(second, "ひがし", "愛知県", 2, true)]
        };
        let same = |conflicts| (vec![one.to_owned(), one.to_owned()], conflicts);
        assert_eq!(agencies(&pair(one, other, false)), same(1));
        assert_eq!(agencies(&pair(other, one, false)), same(0), "it was mended");
        assert_eq!(agencies(&pair(one, other, true)), same(1), "even where both are there");
        // Both are right: one after the other, or two agencies of one name.
        let right = "91000059";
        assert_eq!(agencies(&pair(one, right, false)), same(1));
        assert_eq!(agencies(&pair(one, right, true)), (vec![one.to_owned(), right.to_owned()], 2));
    }

    #[test]
    fn the_registry_settles() {
        let text = "code,name,aliases\n91000026,サウスヘルス,みなみ代行\n91000059,あずま総研,\n";
        let registry = Registry::read(text.as_bytes()).unwrap();
        let claims = [
            claim("91000026", "みなみ代行", "東京都", 1, true),
            claim("91000026", "サウスヘルス", "東京都", 2, true),
            claim("91000026", "あずま総研", "京都府", 2, true),
        ];
        let settled = settle(&claims, &registry);
        assert_eq!(settled.agencies, ["91000026", "91000026", "91000059"]);
        assert!(settled.conflicts.is_empty());
    }

    #[test]
    fn what_names_no_agency_stands_by_itself() {
        let (agencies, conflicts) = agencies(&[claim("", "", "", 1, true), claim("", "", "", 2, true)]);
        assert_ne!(agencies[0], agencies[1]);
        assert_eq!(conflicts, 0);
    }
}
