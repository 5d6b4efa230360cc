//! Which pages a user wants to see: `1,3-4`.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::str::FromStr;

const FORM: &str = "pages are numbers and ranges from 1 on, such as 1,3-4";

/// Page numbers, as they are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct PageNumbers(Vec<RangeInclusive<u32>>);

impl PageNumbers {
    /// Whether a page is among them.
    pub fn holds(&self, page: u32) -> bool {
        self.0.iter().any(|range| range.contains(&page))
    }

    /// The first page of each range.
    pub fn firsts(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().map(|range| *range.start())
    }
}

impl FromStr for PageNumbers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|page| *page > 0).ok_or(FORM);
        let range = |part: &str| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (number(first)?, number(last)?);
            if first <= last { Ok(first..=last) } else { Err(FORM.to_owned()) }
        };
        text.split(',').map(range).collect::<Result<_, String>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges() {
        let pages: PageNumbers = "1,3-4".parse().unwrap();
        assert_eq!((1..=5).filter(|page| pages.holds(*page)).collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(pages.firsts().collect::<Vec<_>>(), [1, 3]);
        for wrong in ["", "0", "2-", "4-3", "1;2", "all"] {
            assert!(wrong.parse::<PageNumbers>().is_err(), "{wrong}");
        }
    }
}
