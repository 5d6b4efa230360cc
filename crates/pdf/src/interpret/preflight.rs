//! What the interpreter would be asked for, told before it is: it takes every number that a PDF states, and unpacks every stream.
//!
//! Looked at are the pages' contents, the forms that they draw (which may draw each other, and so multiply), and their fonts. Nothing
//! is drawn here: strings are counted, names of forms followed, ranges of widths summed up.

use super::bombs::unpacked;
use crate::budget::{Budget, Supply};
use crate::failure::Failure;
use hayro_syntax::Filter;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Resources;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How deep forms in forms are followed: producers nest two or three.
const DEPTH: u64 = 64;
/// What a width of a font costs, in steps: the interpreter keeps each.
const WIDTH: u64 = 16;
/// The most that LZW makes of a byte: its longest entry for every 12 bits.
const LZW: u64 = 2560;

/// Checks what the pages ask for.
///
/// # Errors
/// When it is more than the budget has.
pub fn check(pdf: &Pdf, budget: &Budget) -> Result<(), Failure> {
    let mut look = Look { budget, costs: BTreeMap::new(), fonts: BTreeSet::new() };
    for page in pdf.pages().iter() {
        let resources = page.resources();
        let mut cost = 0;
        for stream in contents(page.raw()) {
            cost = look.content(&stream, resources, 0)?.saturating_add(cost);
        }
        for stream in appearances(page.raw()) {
            cost = look.form(&stream, resources, 0)?.saturating_add(cost);
        }
        budget.hold(Supply::Operations, cost)?;
        look.fonts(resources)?;
    }
    Ok(())
}

struct Look<'b> {
    budget: &'b Budget,
    /// What drawing each form costs, in operations.
    costs: BTreeMap<ObjectIdentifier, u64>,
    fonts: BTreeSet<ObjectIdentifier>,
}

impl Look<'_> {
    /// What drawing a form costs.
    fn form(&mut self, form: &Stream<'_>, outer: &Resources<'_>, depth: u64) -> Result<u64, Failure> {
        let id = form.obj_id();
        if let Some(cost) = self.costs.get(&id) {
            return Ok(*cost);
        }
        // A form that draws itself is left to the interpreter, which looks for just that.
        self.costs.insert(id, 1);
        let own = form.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        let resources = own.as_ref().unwrap_or(outer);
        if depth < DEPTH {
            self.fonts(resources)?;
        }
        let cost = self.content(form, resources, depth)?;
        self.costs.insert(id, cost);
        Ok(cost)
    }

    /// What drawing a content stream costs: one for each operator, and what the forms cost that it draws.
    fn content(&mut self, stream: &Stream<'_>, resources: &Resources<'_>, depth: u64) -> Result<u64, Failure> {
        let data = data(stream, self.budget)?;
        let told = Told::of(&data, self.budget)?;
        let mut cost = 1_u64;
        for (name, times) in &told.forms {
            let form = resources.get_x_object(&Name::new_unescaped(name)).filter(|_| depth < DEPTH);
            let Some(form) = form.filter(is_form) else { continue };
            cost = cost.saturating_add(self.form(&form, resources, depth + 1)?.saturating_mul(*times));
        }
        Ok(cost.saturating_add(told.operators))
    }

    /// Sums up what the fonts of the resources state.
    fn fonts(&mut self, resources: &Resources<'_>) -> Result<(), Failure> {
        for key in resources.fonts.keys() {
            let Some(font) = resources.fonts.get::<Dict<'_>>(&key) else { continue };
            if font.obj_id().is_some_and(|id| !self.fonts.insert(id)) {
                continue;
            }
            for stream in ["ToUnicode", "Encoding"].into_iter().filter_map(|key| font.get::<Stream<'_>>(key)) {
                data(&stream, self.budget)?;
            }
            let descendant = font.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
            for widths in ["W", "W2"].iter().filter_map(|key| descendant.as_ref()?.get::<Array<'_>>(*key)) {
                self.budget.hold(Supply::Steps, ranges(&widths).saturating_mul(WIDTH))?;
            }
        }
        Ok(())
    }
}

/// The content streams of a page.
fn contents<'a>(page: &Dict<'a>) -> Vec<Stream<'a>> {
    match page.get::<Stream<'_>>("Contents") {
        Some(stream) => vec![stream],
        None => page.get::<Array<'_>>("Contents").map(|all| all.iter::<Stream<'_>>().collect()).unwrap_or_default(),
    }
}

/// What the annotations of a page are drawn with.
fn appearances<'a>(page: &Dict<'a>) -> Vec<Stream<'a>> {
    let annotations = page.get::<Array<'_>>("Annots").map(|all| all.iter::<Dict<'_>>().collect::<Vec<_>>());
    let drawn = |annotation: &Dict<'a>| {
        let normal = annotation.get::<Dict<'_>>("AP")?;
        normal.get::<Stream<'_>>("N").map(|stream| vec![stream]).or_else(|| {
            let states = normal.get::<Dict<'_>>("N")?;
            Some(states.keys().filter_map(|key| states.get::<Stream<'_>>(&key)).collect())
        })
    };
    annotations.unwrap_or_default().iter().filter_map(drawn).flatten().collect()
}

fn is_form(stream: &Stream<'_>) -> bool {
    stream.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Form")
}

/// What a stream unpacks to, one layer after the other, each paid for before it is made. What is packed as no text is, is empty.
fn data<'a>(stream: &Stream<'a>, budget: &Budget) -> Result<Cow<'a, [u8]>, Failure> {
    let mut data = stream.raw_data();
    for filter in stream.filters() {
        let left = budget.left(Supply::Unpacked);
        let next = match filter {
            Filter::FlateDecode => unpacked(&data, left),
            Filter::RunLengthDecode => run_lengths(&data, left),
            Filter::AsciiHexDecode | Filter::Ascii85Decode => return stated(stream, data.len(), 1, budget),
            Filter::LzwDecode => return stated(stream, data.len(), LZW, budget),
            _ => return Ok(Cow::Borrowed(&[])),
        };
        let Some(next) = next else {
            budget.charge(Supply::Unpacked, left.saturating_add(1))?;
            return Ok(Cow::Borrowed(&[]));
        };
        budget.charge(Supply::Unpacked, next.len() as u64)?;
        data = Cow::Owned(next);
    }
    Ok(data)
}

/// What a stream unpacks to by methods that are only bounded here, in whatever follows: all that they could make must be there.
fn stated<'a>(stream: &Stream<'a>, size: usize, ratio: u64, budget: &Budget) -> Result<Cow<'a, [u8]>, Failure> {
    budget.hold(Supply::Unpacked, (size as u64).saturating_mul(ratio))?;
    let data = stream.decoded_data().unwrap_or_default();
    budget.charge(Supply::Unpacked, data.len() as u64)?;
    Ok(data)
}

/// What run lengths unpack to (ISO 32000-1, 7.4.5); `None` when it is more than `most`.
fn run_lengths(data: &[u8], most: u64) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), data);
    while let [length, behind @ ..] = rest {
        let taken = match usize::from(*length) {
            128 => break,
            length @ 0..=127 => {
                let (bytes, _) = behind.split_at_checked(length + 1).unwrap_or((behind, &[]));
                out.extend_from_slice(bytes);
                length + 1
            }
            length => {
                out.resize(out.len() + 257 - length, behind.first().copied().unwrap_or_default());
                1
            }
        };
        if out.len() as u64 > most {
            return None;
        }
        rest = behind.get(taken..).unwrap_or_default();
    }
    Some(out)
}

/// How many widths the ranges of an array of widths cover (ISO 32000-1, 9.7.4.3).
fn ranges(widths: &Array<'_>) -> u64 {
    let (mut numbers, mut sum) = (Vec::new(), 0_u64);
    for object in widths.iter::<Object<'_>>() {
        match object {
            Object::Number(number) => numbers.push(number.as_f64()),
            // A list states each width.
            _ => numbers.clear(),
        }
        if let [first, last, _] = numbers.as_slice() {
            sum = sum.saturating_add((last - first).max(0.0) as u64);
            numbers.clear();
        }
    }
    sum
}

/// What a content stream tells without being drawn.
#[derive(Default)]
struct Told {
    operators: u64,
    /// The forms that it draws, each with how often.
    forms: BTreeMap<Vec<u8>, u64>,
}

impl Told {
    /// Goes through a content stream; its strings are glyphs, which must be there.
    fn of(data: &[u8], budget: &Budget) -> Result<Self, Failure> {
        let (mut told, mut name, mut strings, mut rest) = (Self::default(), None, 0_u64, data);
        while let [first, behind @ ..] = rest {
            let length = match first {
                b'(' => string(behind, budget)?,
                b'/' => 1 + behind.iter().take_while(|byte| is_regular(**byte)).count(),
                byte if is_regular(*byte) => rest.iter().take_while(|byte| is_regular(**byte)).count(),
                _ => 1,
            };
            let (token, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            rest = behind;
            match token {
                [b'(', ..] => strings = strings.saturating_add(token.len() as u64),
                [b'/', own @ ..] => name = Some(own),
                b"Do" => *told.forms.entry(name.take().unwrap_or_default().to_vec()).or_default() += 1,
                // The bytes of an image in the content are no operators.
                b"ID" => rest = memchr::memmem::find(rest, b"EI").and_then(|at| rest.get(at..)).unwrap_or_default(),
                _ => {}
            }
            told.operators += u64::from(first.is_ascii_alphabetic());
        }
        budget.hold(Supply::Glyphs, strings)?;
        Ok(told)
    }
}

/// How long a string is whose bracket was opened, in bytes.
fn string(behind: &[u8], budget: &Budget) -> Result<usize, Failure> {
    let (mut depth, mut escaped) = (1_u64, false);
    for (at, byte) in behind.iter().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'(' => {
                depth += 1;
                budget.reach(depth)?;
            }
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok(at + 2);
        }
    }
    Ok(behind.len() + 1)
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_stream_tells_its_forms_and_strings() {
        let told = Told::of(b"q /X Do (a(b)\\)c) Tj /X Do BI /W 1 ID /X Do EI Q", &Budget::default()).unwrap();
        assert_eq!(told.forms.get(&b"X"[..]), Some(&2));
        assert!(Told::of(&[b'('; 3000], &Budget::default()).is_err());
        assert_eq!(run_lengths(&[2, 1, 2, 3, 254, 9, 128, 7], 10), Some(vec![1, 2, 3, 9, 9, 9]));
        assert_eq!(run_lengths(&[129, 0].repeat(10), 100), None);
    }
}
