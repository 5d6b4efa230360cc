//! Page furniture: running heads, feet and page numbers, which belong to no field.

use super::page::geometry::Area;
use super::tables::content::PageItem;
use super::tables::layout::PageLayout;
use super::text::lines::Line;
use crate::document::Rect;
use std::collections::BTreeMap;
use yomitori_text::page_number::page_number;

/// Furniture stands in the outermost parts of the page, this share of its height from the top or the bottom.
const MARGIN: f32 = 0.12;
/// How far furniture may move from page to page, in points.
const DRIFT: f32 = 4.0;

/// Leaves page numbers and lines that repeat from page to page out of the layouts.
pub(super) fn remove(layouts: &mut [PageLayout]) {
    let repeated = repeated(layouts);
    for layout in layouts {
        let (size, outer) = (layout.size, outermost(layout));
        let furniture = |item: &PageItem| match item {
            PageItem::Line(line) => {
                zone(&line.bbox, size).is_some()
                    && outer.is_none_or(|inner| !inner.holds(line.bbox.center()))
                    && (page_number(&line.text()).is_some() || repeated.contains_key(&key(line, size)))
            }
            PageItem::Table(_) => false,
        };
        layout.items.retain(|item| !furniture(item));
    }
}

/// The area of the page's tables: what stands beside or between them is no furniture.
fn outermost(layout: &PageLayout) -> Option<Rect> {
    super::page::geometry::around(
        layout.items.iter().filter(|item| matches!(item, PageItem::Table(_))).map(PageItem::bbox),
    )
}

/// Whether a line stands in the top (0) or bottom (1) margin.
fn zone(bbox: &Rect, (_, height): (f32, f32)) -> Option<u8> {
    let (_, y) = bbox.center();
    match y / height.max(1.0) {
        share if share <= MARGIN => Some(0),
        share if share >= 1.0 - MARGIN => Some(1),
        _ => None,
    }
}

type FurnitureKey = (Option<u8>, String);

/// What a running line has in common on all pages: margin and text, whatever its numbers.
fn key(line: &Line, size: (f32, f32)) -> FurnitureKey {
    let text =
        line.text().chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_numeric() { '#' } else { c }).collect();
    (zone(&line.bbox, size), text)
}

/// Lines that stand in the margin of at least two pages and of at least half of them, equally far from the page's edge.
fn repeated(layouts: &[PageLayout]) -> BTreeMap<FurnitureKey, Vec<f32>> {
    let mut heights: BTreeMap<FurnitureKey, Vec<f32>> = BTreeMap::new();
    for layout in layouts {
        for item in &layout.items {
            if let PageItem::Line(line) = item
                && let Some(zone) = zone(&line.bbox, layout.size)
            {
                // Pages may be of several sizes: what runs at their foot is as far from the foot of each.
                let edge = if zone == 0 { 0.0 } else { layout.size.1 };
                heights.entry(key(line, layout.size)).or_default().push((line.bbox.y0 - edge).abs());
            }
        }
    }
    heights.retain(|_, ys| {
        let (low, high) = ys.iter().fold((f32::MAX, f32::MIN), |(low, high), y| (low.min(*y), high.max(*y)));
        ys.len() >= 2 && ys.len() * 2 >= layouts.len() && high - low <= DRIFT
    });
    heights
}

#[cfg(test)]
mod tests {
    use super::super::page::geometry::Turn;
    use super::super::text::lines::LinePiece;
    use super::*;
    use crate::document::Script;

    fn line(text: &str, y0: f32) -> PageItem {
        let bbox = Rect { x0: 50.0, y0, x1: 200.0, y1: y0 + 10.0 };
        let pieces =
            vec![LinePiece { text: text.into(), bbox, script: Script::Normal, spaced: false, gap: f32::INFINITY }];
        PageItem::Line(Line { pieces, bbox, size: 10.0, ends_spaced: false })
    }

    fn pages(pages: &[&[(&str, f32)]]) -> Vec<Vec<String>> {
        sheets(&pages.iter().map(|lines| (800.0, *lines)).collect::<Vec<_>>())
    }

    /// Pages with their heights.
    fn sheets(pages: &[(f32, &[(&str, f32)])]) -> Vec<Vec<String>> {
        let mut layouts: Vec<PageLayout> = pages
            .iter()
            .map(|(height, lines)| PageLayout {
                size: (600.0, *height),
                turn: Turn::None,
                is_aligned: false,
                items: lines.iter().map(|(text, y)| line(text, *y)).collect(),
            })
            .collect();
        remove(&mut layouts);
        let text = |item: &PageItem| match item {
            PageItem::Line(line) => line.text(),
            PageItem::Table(_) => String::new(),
        };
        layouts.iter().map(|layout| layout.items.iter().map(text).collect()).collect()
    }

    #[test]
    fn running_lines_go_and_the_text_stays() {
        let kept = pages(&[
            &[("代行機関 概要 1", 20.0), ("本文", 300.0), ("- 1 -", 770.0)],
            &[("代行機関 概要 2", 20.0), ("本文", 300.0), ("- 2 -", 770.0), ("注9) 試用期間を除く。", 740.0)],
        ]);
        assert_eq!(kept, [vec!["本文"], vec!["本文", "注9) 試用期間を除く。"]]);
    }

    #[test]
    fn the_foot_of_pages_is_where_each_of_them_ends() {
        let kept = sheets(&[
            (600.0, &[("事業者名 1", 570.0), ("本文", 300.0)]),
            (800.0, &[("本文", 300.0), ("事業者名 2", 770.0)]),
            (800.0, &[("本文", 300.0), ("事業者名 3", 770.0)]),
        ]);
        assert_eq!(kept, [["本文"], ["本文"], ["本文"]]);
    }

    #[test]
    fn a_number_in_the_text_is_no_page_number() {
        assert_eq!(pages(&[&[("12", 300.0)]]), [["12"]]);
    }
}
