//! The laid-out pages of a PDF. What reading writes into the document and what `inspect` shows are both these.

use super::furniture;
use super::page::ink::Ink;
use super::sheet::{self, PreparedPage};
use super::tables::layout::PageLayout;
use super::text::spacing::WordSpacing;
use crate::budget::Budget;

/// Lays out the pages, all together, for all of them tell how the document is set. Each comes with its number; two pages on one
/// sheet have the same. `see` is shown each sheet, with its page's number and size.
pub(super) fn pages(
    inks: Vec<Ink>,
    budget: &Budget,
    mut see: impl FnMut(u32, (f32, f32), &PreparedPage),
) -> Vec<(u32, PageLayout)> {
    let gaps = WordSpacing::of(&inks);
    let (mut numbers, mut leaves) = (Vec::new(), Vec::new());
    for (number, ink) in (1..).zip(inks) {
        let (size, sheet) = (ink.size, PreparedPage::new(ink, budget));
        see(number, size, &sheet);
        for leaf in sheet.leaves(&gaps) {
            numbers.push(number);
            leaves.push(leaf);
        }
    }
    let mut layouts = sheet::layouts(leaves);
    furniture::remove(&mut layouts);
    numbers.into_iter().zip(layouts).collect()
}
