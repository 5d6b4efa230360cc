//! What other programs' OCR writes: hOCR and ALTO XML. Both say which words stand where on the pictures of pages.
//!
//! hOCR (kba.github.io/hocr-spec) is HTML whose classes and titles say what a recognizer found; ALTO (loc.gov/standards/alto) is XML of
//! libraries. Files of both are often a little wrong, so tags that are not closed do no harm.

use crate::recognizer::Word;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use yomitori_core::budget::{Budget, Supply};
use yomitori_core::document::Rect;
use yomitori_core::failure::{Failure, Reason};

/// Points of an inch.
const INCH: f32 = 72.0;
/// Tenths of a millimetre of an inch.
const TENTHS: f32 = 254.0;
/// ALTO's other unit: so many are an inch.
const TWELVE_HUNDREDTHS: f32 = 1200.0;

/// Elements of HTML that have no end.
const VOID: [&str; 8] = ["br", "col", "hr", "img", "input", "link", "meta", "wbr"];

/// A kind of file that OCR programs write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsFormat {
    /// hOCR.
    Hocr,
    /// ALTO XML.
    Alto,
}

/// A page as an OCR program saw it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordPage {
    /// Width and height, in the unit of the words; 0 where the file does not say.
    pub size: (f32, f32),
    /// How many units a point (1/72 inch) has; none where the file counts pixels and does not say of what resolution.
    pub scale: Option<f32>,
    /// The words in the file's order, those of a line as high as most of its characters.
    pub words: Vec<Word>,
    /// How probable each word is, from 0 to 1, where the program says so.
    pub probabilities: Vec<Option<f32>>,
}

impl WordsFormat {
    /// The format of a text that begins so.
    #[must_use]
    pub fn of(head: &str) -> Option<Self> {
        let is_hocr =
            head.contains("ocr_page") && ["ocr-system", "ocr_line", "ocrx_word"].iter().any(|word| head.contains(word));
        let is_alto = || {
            let root = head.split('<').skip(1).find(|tag| tag.starts_with(|c: char| c.is_alphabetic()));
            let name = root.and_then(|tag| tag.split(|c: char| c.is_whitespace() || c == '>').next());
            name.is_some_and(|name| name.rsplit(':').next() == Some("alto"))
        };
        if is_hocr { Some(Self::Hocr) } else { is_alto().then_some(Self::Alto) }
    }

    /// The IANA media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Hocr => "text/html",
            Self::Alto => "application/xml",
        }
    }

    /// The pages of a file.
    ///
    /// # Errors
    /// When a tag is cut off, elements stand too deep in each other, or a limit is reached.
    pub fn pages(self, text: &str, budget: &Budget) -> Result<Vec<WordPage>, Failure> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        let mut pages = ReadPages::new(self);
        loop {
            let damaged = |error: quick_xml::Error| Failure::new(Reason::Damaged, format!("the OCR file: {error}"));
            match reader.read_event().map_err(damaged)? {
                Event::Start(tag) => {
                    budget.charge(Supply::Elements, 1)?;
                    pages.open(&tag);
                    budget.reach(pages.open.len() as u64)?;
                }
                Event::End(tag) => pages.close(tag.local_name().into_inner()),
                Event::Text(text) => pages.text(&text.into_inner()),
                Event::CData(text) => pages.text(&text.into_inner()),
                Event::GeneralRef(name) => pages.text(&resolved(&name)),
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(pages.finished())
    }
}

/// A reference to a character: `amp`, `#12354`. Others stand for nothing.
fn resolved(name: &str) -> Cow<'static, str> {
    unescape(&format!("&{name};")).map_or(Cow::Borrowed(" "), |text| Cow::Owned(text.into_owned()))
}

/// An element that is open.
struct OpenElement {
    name: String,
    role: ElementRole,
}

/// What an element is to the page.
#[derive(Debug, Clone, PartialEq)]
enum ElementRole {
    /// A line, and how many words there were before it.
    Line { bbox: Option<Rect>, before: usize },
    /// A word.
    Word { bbox: Option<Rect>, probability: Option<f32> },
    /// ALTO's unit of measurement.
    Unit,
    /// Anything else.
    Other,
}

/// The pages as far as they are read.
struct ReadPages {
    format: WordsFormat,
    /// How many units a point has, where the file as a whole says so.
    scale: Option<f32>,
    pages: Vec<WordPage>,
    open: Vec<OpenElement>,
    /// The text since the word, or the line, began.
    text: String,
}

impl ReadPages {
    fn new(format: WordsFormat) -> Self {
        Self { format, scale: None, pages: Vec::new(), open: Vec::new(), text: String::new() }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let role = match self.format {
            WordsFormat::Hocr => self.hocr(tag),
            WordsFormat::Alto => self.alto(tag),
        };
        if role != ElementRole::Other {
            self.text.clear();
        }
        let name = tag.local_name().into_inner();
        if !VOID.contains(&name) {
            self.open.push(OpenElement { name: name.to_owned(), role });
        }
    }

    fn hocr(&mut self, tag: &BytesStart<'_>) -> ElementRole {
        let (class, title) = (attribute(tag, "class"), attribute(tag, "title"));
        let bbox = || property(&title, "bbox").and_then(|numbers| rect(&numbers));
        let is = |name: &str| class.split_whitespace().any(|own| own == name);
        if is("ocr_page") {
            let size = bbox().map_or((0.0, 0.0), |bbox| (bbox.x1 - bbox.x0, bbox.y1 - bbox.y0));
            let scale =
                property(&title, "scan_res").and_then(|numbers| numbers.first().copied()).map(|dots| dots / INCH);
            self.pages.push(WordPage { size, scale, ..WordPage::default() });
            ElementRole::Other
        } else if is("ocrx_word") || is("ocr_word") {
            let sure = property(&title, "x_wconf").and_then(|numbers| numbers.first().copied());
            ElementRole::Word { bbox: bbox(), probability: sure.map(|percent| (percent / 100.0).clamp(0.0, 1.0)) }
        } else if ["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"].into_iter().any(is) {
            ElementRole::Line { bbox: bbox(), before: self.count() }
        } else {
            ElementRole::Other
        }
    }

    fn alto(&mut self, tag: &BytesStart<'_>) -> ElementRole {
        let number = |name: &str| attribute(tag, name).trim().parse::<f32>().ok().filter(|number| number.is_finite());
        let bbox = || {
            let (x0, y0) = (number("HPOS")?, number("VPOS")?);
            rect(&[x0, y0, x0 + number("WIDTH")?, y0 + number("HEIGHT")?])
        };
        match tag.local_name().into_inner() {
            "MeasurementUnit" => ElementRole::Unit,
            "Page" => {
                let size = (number("WIDTH").unwrap_or_default(), number("HEIGHT").unwrap_or_default());
                self.pages.push(WordPage { size, scale: self.scale, ..WordPage::default() });
                ElementRole::Other
            }
            "TextLine" => ElementRole::Line { bbox: bbox(), before: self.count() },
            "String" | "HYP" => {
                let probability = number("WC").map(|chance| chance.clamp(0.0, 1.0));
                self.add(&attribute(tag, "CONTENT"), bbox(), probability);
                ElementRole::Other
            }
            _ => ElementRole::Other,
        }
    }

    fn text(&mut self, text: &str) {
        if !self.open.is_empty() {
            self.text.push_str(text);
        }
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        // What is still open inside was never closed: HTML does so.
        for open in self.open.split_off(at).into_iter().rev() {
            let text = std::mem::take(&mut self.text);
            match open.role {
                ElementRole::Word { bbox, probability } => self.add(&text, bbox, probability),
                // A line without words of its own is one.
                ElementRole::Line { bbox, before } if before == self.count() => self.add(&text, bbox, None),
                ElementRole::Line { before, .. } => {
                    let words = self.pages.last_mut().map_or(&mut [][..], |page| &mut page.words);
                    settle(words.get_mut(before..).unwrap_or_default());
                }
                ElementRole::Unit => {
                    self.scale = match text.trim() {
                        "mm10" => Some(TENTHS / INCH),
                        "inch1200" => Some(TWELVE_HUNDREDTHS / INCH),
                        _ => None,
                    };
                }
                // The words of an element are a part of the line's text.
                ElementRole::Other => self.text = text,
            }
        }
    }

    fn count(&self) -> usize {
        self.pages.last().map_or(0, |page| page.words.len())
    }

    fn add(&mut self, text: &str, bbox: Option<Rect>, probability: Option<f32>) {
        let (Some(bbox), Some(page)) = (bbox, self.pages.last_mut()) else { return };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            page.words.push(Word { text, bbox });
            page.probabilities.push(probability);
        }
    }

    /// The pages, of which those that say nothing of their size are as large as what stands on them.
    fn finished(self) -> Vec<WordPage> {
        let mut pages = self.pages;
        for page in &mut pages {
            let ends =
                page.words.iter().fold((0.0_f32, 0.0_f32), |(x, y), word| (x.max(word.bbox.x1), y.max(word.bbox.y1)));
            page.size = (page.size.0.max(ends.0), page.size.1.max(ends.1));
        }
        pages
    }
}

/// Makes the words of a line as high as most of its characters are, for each word's own box ends where its ink does; and parts boxes
/// that overlap: recognizers tell the order of words better than where in the line each of them ends.
fn settle(words: &mut [Word]) {
    let middle = |end: fn(&Rect) -> f32| {
        let mut ends: Vec<f32> =
            words.iter().flat_map(|word| std::iter::repeat_n(end(&word.bbox), word.text.chars().count())).collect();
        ends.sort_by(f32::total_cmp);
        ends.get(ends.len() / 2).copied()
    };
    let (Some(y0), Some(y1)) = (middle(|bbox| bbox.y0), middle(|bbox| bbox.y1)) else { return };
    let mut before: Option<&mut Word> = None;
    for word in words.iter_mut() {
        if let Some(before) = &mut before {
            part(&mut before.bbox, &mut word.bbox);
        }
        before = Some(word);
    }
    for word in words.iter_mut().filter(|word| (y0..=y1).contains(&word.bbox.y0.midpoint(word.bbox.y1))) {
        (word.bbox.y0, word.bbox.y1) = (y0, y1);
    }
}

/// Parts the boxes of two words, the first before the second.
fn part(before: &mut Rect, behind: &mut Rect) {
    if before.x1 <= behind.x0 {
        return;
    }
    let border = before.x1.midpoint(behind.x0);
    if before.x0 < border && border < behind.x1 {
        (before.x1, behind.x0) = (border, border);
    } else {
        (behind.x0, behind.x1) = (before.x1, behind.x1.max(before.x1 + 1.0));
    }
}

/// An attribute's value; empty where it is not there.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.html_attributes().flatten().find(|attribute| attribute.key.local_name().into_inner() == name);
    found
        .map(|attribute| unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), Cow::into_owned))
        .unwrap_or_default()
}

/// The numbers of a property in an hOCR title: `bbox 0 0 2480 3508; ppageno 0`.
fn property(title: &str, name: &str) -> Option<Vec<f32>> {
    let values = title.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix(' '))?;
    let numbers =
        values.split_whitespace().map(|number| number.parse::<f32>().ok().filter(|number| number.is_finite()));
    numbers.collect()
}

fn rect(numbers: &[f32]) -> Option<Rect> {
    let [x0, y0, x1, y1] = numbers else { return None };
    (x0 < x1 && y0 < y1).then_some(Rect { x0: *x0, y0: *y0, x1: *x1, y1: *y1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(format: WordsFormat, text: &str) -> Vec<(usize, String, [f32; 4], Option<f32>)> {
        let pages = format.pages(text, &Budget::default()).unwrap();
        let of = |(number, page): (usize, &WordPage)| -> Vec<_> {
            let all = page.words.iter().zip(&page.probabilities);
            all.map(|(Word { text, bbox: b }, sure)| (number, text.clone(), [b.x0, b.y0, b.x1, b.y1], *sure)).collect()
        };
        pages.iter().enumerate().flat_map(of).collect()
    }

    #[test]
    fn words_of_hocr_are_as_high_as_their_lines() {
        let text = "<!DOCTYPE html><html><head><meta name='ocr-system' content='x'></head><body>\
            <div class='ocr_page' title='image \"a.png\"; bbox 0 0 1000 1400; scan_res 300 300'>\
            <p class='ocr_par'><span class='ocr_line' title='bbox 10 20 300 60; x_size 40'>\
            <span class='ocrx_word' title='bbox 10 20 90 60; x_wconf 91'><strong>機関</strong>名称</span><br>\
            <span class='ocrx_word' title='bbox 100 30 300 50'>A&amp;&#x4E00;</span></span></p>\
            <span class='ocr_line' title='bbox 10 80 300 120'>一行 だけ</span></div>\
            <div class='ocr_page' title='bbox 0 0 10 10'></div></body></html>";
        assert_eq!(WordsFormat::of(text), Some(WordsFormat::Hocr));
        assert_eq!(
            words(WordsFormat::Hocr, text),
            [
                (0, "機関名称".into(), [10.0, 20.0, 90.0, 60.0], Some(0.91)),
                (0, "A&一".into(), [100.0, 20.0, 300.0, 60.0], None),
                (0, "一行 だけ".into(), [10.0, 80.0, 300.0, 120.0], None),
            ]
        );
        let pages = WordsFormat::Hocr.pages(text, &Budget::default()).unwrap();
        assert_eq!((pages.len(), pages[0].size, pages[0].scale), (2, (1000.0, 1400.0), Some(300.0 / 72.0)));
    }

    #[test]
    fn words_of_a_line_keep_their_order() {
        for (first, second, expected) in [
            ((10.0, 50.0), (60.0, 90.0), ((10.0, 50.0), (60.0, 90.0))),
            ((10.0, 60.0), (50.0, 90.0), ((10.0, 55.0), (55.0, 90.0))),
            ((40.0, 90.0), (10.0, 30.0), ((40.0, 90.0), (90.0, 91.0))),
        ] {
            let of = |(x0, x1)| Rect { x0, y0: 0.0, x1, y1: 10.0 };
            let (mut before, mut behind) = (of(first), of(second));
            part(&mut before, &mut behind);
            assert_eq!(((before.x0, before.x1), (behind.x0, behind.x1)), expected);
        }
    }

    #[test]
    fn words_of_alto_have_its_units() {
        let text = "<?xml version=\"1.0\"?><!-- made --><alto:alto xmlns:alto=\"a\"><alto:Description>\
            <alto:MeasurementUnit>mm10</alto:MeasurementUnit></alto:Description><alto:Layout>\
            <alto:Page WIDTH=\"2100\" HEIGHT=\"2970\"><alto:TextLine HPOS=\"10\" VPOS=\"20\" WIDTH=\"300\" HEIGHT=\"40\">\
            <alto:String CONTENT=\"所在地等\" HPOS=\"10\" VPOS=\"20\" WIDTH=\"80\" HEIGHT=\"40\" WC=\"0.5\"/><alto:SP/>\
            <alto:String CONTENT=\"&lt;1&gt;\" HPOS=\"100\" VPOS=\"30\" WIDTH=\"90\" HEIGHT=\"20\"/>\
            <alto:String CONTENT=\"x\"/></alto:TextLine></alto:Page></alto:Layout></alto:alto>";
        assert_eq!(WordsFormat::of(text), Some(WordsFormat::Alto));
        assert_eq!(
            words(WordsFormat::Alto, text),
            [
                (0, "所在地等".into(), [10.0, 20.0, 90.0, 60.0], Some(0.5)),
                (0, "<1>".into(), [100.0, 20.0, 190.0, 60.0], None)
            ]
        );
        assert_eq!(WordsFormat::Alto.pages(text, &Budget::default()).unwrap()[0].scale, Some(254.0 / 72.0));
    }

    #[test]
    fn other_texts_are_neither() {
        for text in ["<html><body>ocr_page</body></html>", "<root><alto/></root>", "alto", ""] {
            assert_eq!(WordsFormat::of(text), None, "{text}");
        }
    }
}
