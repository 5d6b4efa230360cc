//! What the interpreter would be asked for, told before it is: it takes every number that a PDF states, and unpacks every stream.
//!
//! Looked at are the pages' contents, the forms that they draw (which may draw each other, and so multiply), the masks that they set,
//! and their fonts. Nothing is drawn here: names are followed ([`Told`]), costs multiplied ([`nesting`]), ranges of widths summed up.

use super::nesting::{self, Cost, Drawing};
use super::streams::data;
use super::told::Told;
use crate::budget::{Budget, Supply};
use crate::failure::Failure;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a width of a font costs, in steps: the interpreter keeps each.
const WIDTH: u64 = 16;
/// How many other glyphs a glyph that is drawn by content takes the room of, while its string is drawn.
const DRAWN_GLYPH: u64 = 8;
/// What a form costs each time that it is drawn beside its own bytes, in bytes unpacked: a decoder's tables, the state that is kept.
const FORM: u64 = 2048;

/// Checks what the pages ask for.
///
/// # Errors
/// When it is more than the budget has.
pub fn check(pdf: &Pdf, budget: &Budget) -> Result<(), Failure> {
    let mut look =
        Look { budget, told: BTreeMap::new(), drawings: Vec::new(), known: BTreeMap::new(), fonts: BTreeMap::new() };
    let pages: Vec<usize> =
        pdf.pages().iter().enumerate().map(|(at, page)| look.page(at, page)).collect::<Result<_, _>>()?;
    let costs = nesting::costs(&look.drawings, budget)?;
    for cost in pages.iter().filter_map(|page| costs.get(*page)) {
        budget.hold(Supply::Operations, cost.operators)?;
        budget.charge(Supply::Unpacked, cost.unpacked)?;
    }
    Ok(())
}

/// Whose resources a form draws with: its own, or those of what draws it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ResourceOwner {
    Page(usize),
    Object(ObjectIdentifier),
}

/// A drawing whose names are still to be followed.
struct OpenDrawing<'a> {
    drawing: usize,
    told: Rc<Told>,
    resources: Rc<Resources<'a>>,
    owner: ResourceOwner,
}

struct Look<'b> {
    budget: &'b Budget,
    told: BTreeMap<ObjectIdentifier, Rc<Told>>,
    drawings: Vec<Drawing>,
    known: BTreeMap<(ObjectIdentifier, ResourceOwner), usize>,
    /// The fonts that were looked at, each with what its glyphs are drawn by.
    fonts: BTreeMap<ObjectIdentifier, Vec<usize>>,
}

impl Look<'_> {
    /// The drawing that a page is.
    fn page<'a>(&mut self, at: usize, page: &Page<'a>) -> Result<usize, Failure> {
        let (resources, owner) = (Rc::new(page.resources().clone()), ResourceOwner::Page(at));
        for stream in contents(page.raw()) {
            data(&stream, self.budget)?;
        }
        let told = Rc::new(Told::of(page.page_stream().unwrap_or_default(), self.budget)?);
        let drawing = self.drawings.len();
        self.drawings.push(Drawing::default());
        let mut open = vec![OpenDrawing { drawing, told, resources: Rc::clone(&resources), owner }];
        for stream in appearances(page.raw()) {
            let form = self.form(&stream, (&resources, owner), FORM, &mut open)?;
            self.draw(drawing, form, 1);
        }
        let mut owners = vec![owner];
        self.glyphs(drawing, (&resources, owner), &mut open)?;
        while let Some(next) = open.pop() {
            if owners.last() != Some(&next.owner) {
                owners.push(next.owner);
                self.glyphs(drawing, (&next.resources, next.owner), &mut open)?;
            }
            self.follow(&next, &mut open)?;
        }
        Ok(drawing)
    }

    fn draw(&mut self, drawing: usize, drawn: usize, times: u64) {
        if let Some(drawing) = self.drawings.get_mut(drawing) {
            drawing.draws.push((drawn, times));
        }
    }

    /// Follows the names of a drawing.
    fn follow<'a>(&mut self, from: &OpenDrawing<'a>, open: &mut Vec<OpenDrawing<'a>>) -> Result<(), Failure> {
        let glyphs = from.told.strings.saturating_mul(DRAWN_GLYPH);
        if glyphs > self.budget.left(Supply::Glyphs) && has_drawn_glyphs(&from.resources) {
            self.budget.hold(Supply::Glyphs, glyphs)?;
        }
        let mut own = Cost { operators: from.told.operators.saturating_add(1), unpacked: 0 };
        for (name, times) in &from.told.objects {
            self.budget.charge(Supply::Steps, 1)?;
            let object = from.resources.get_x_object(&Name::new_unescaped(name));
            let Some(form) = object.filter(is_form) else { continue };
            let drawn = self.form(&form, (&from.resources, from.owner), FORM, open)?;
            self.draw(from.drawing, drawn, *times);
        }
        for (name, times) in &from.told.states {
            let state = from.resources.get_ext_g_state(&Name::new_unescaped(name));
            let mask = state.and_then(|state| state.get::<Dict<'_>>("SMask")?.get::<Stream<'_>>("G"));
            let Some(mask) = mask else { continue };
            let unpacked = self.told(&mask)?.bytes.saturating_add(FORM);
            own = own.plus(Cost { operators: 0, unpacked }.times(*times));
        }
        if let Some(drawing) = self.drawings.get_mut(from.drawing) {
            drawing.own = drawing.own.plus(own);
        }
        Ok(())
    }

    /// The drawing that a form is, which costs so many bytes beside its own.
    fn form<'a>(
        &mut self,
        form: &Stream<'a>,
        (outer, owner): (&Rc<Resources<'a>>, ResourceOwner),
        beside: u64,
        open: &mut Vec<OpenDrawing<'a>>,
    ) -> Result<usize, Failure> {
        let id = form.obj_id();
        let own = form.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        let owner = if own.is_some() { ResourceOwner::Object(id) } else { owner };
        if let Some(known) = self.known.get(&(id, owner)) {
            return Ok(*known);
        }
        let drawing = self.drawings.len();
        self.known.insert((id, owner), drawing);
        let told = self.told(form)?;
        let own_cost = Cost { operators: 0, unpacked: told.bytes.saturating_add(beside) };
        self.drawings.push(Drawing { own: own_cost, draws: Vec::new() });
        open.push(OpenDrawing { drawing, told, resources: own.map_or_else(|| Rc::clone(outer), Rc::new), owner });
        Ok(drawing)
    }

    fn told(&mut self, stream: &Stream<'_>) -> Result<Rc<Told>, Failure> {
        let id = stream.obj_id();
        if let Some(told) = self.told.get(&id) {
            return Ok(Rc::clone(told));
        }
        let told = Rc::new(Told::of(&data(stream, self.budget)?, self.budget)?);
        self.told.insert(id, Rc::clone(&told));
        Ok(told)
    }

    /// Sums up what the fonts of the resources state. Glyphs that are drawn by content may be looked at on each page, once each.
    fn glyphs<'a>(
        &mut self,
        page: usize,
        (resources, owner): (&Rc<Resources<'a>>, ResourceOwner),
        open: &mut Vec<OpenDrawing<'a>>,
    ) -> Result<(), Failure> {
        for key in resources.fonts.keys() {
            let Some(font) = resources.fonts.get::<Dict<'_>>(&key) else { continue };
            let known = font.obj_id().and_then(|id| self.fonts.get(&id).cloned());
            let drawn = match known {
                Some(drawn) => drawn,
                None => {
                    self.font(&font)?;
                    let mut drawn = Vec::new();
                    let own = font.get::<Dict<'_>>("Resources").map(|own| Rc::new(Resources::new(own)));
                    let owner = own.as_ref().and(font.obj_id()).map_or(owner, ResourceOwner::Object);
                    let resources = own.unwrap_or_else(|| Rc::clone(resources));
                    let programs = font.get::<Dict<'_>>("CharProcs").unwrap_or_default();
                    for program in programs.keys().filter_map(|key| programs.get::<Stream<'_>>(&key)) {
                        drawn.push(self.form(&program, (&resources, owner), 0, open)?);
                    }
                    font.obj_id().map(|id| self.fonts.insert(id, drawn.clone()));
                    drawn
                }
            };
            self.budget.charge(Supply::Steps, 1 + drawn.len() as u64)?;
            drawn.into_iter().for_each(|drawn| self.draw(page, drawn, 1));
        }
        Ok(())
    }

    /// Sums up what a font states.
    fn font(&self, font: &Dict<'_>) -> Result<(), Failure> {
        for stream in ["ToUnicode", "Encoding"].into_iter().filter_map(|key| font.get::<Stream<'_>>(key)) {
            data(&stream, self.budget)?;
        }
        let descendant = font.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        for widths in ["W", "W2"].iter().filter_map(|key| descendant.as_ref()?.get::<Array<'_>>(*key)) {
            self.budget.hold(Supply::Steps, ranges(&widths).saturating_mul(WIDTH))?;
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

/// Whether glyphs of a font among the resources are drawn by content (ISO 32000-1, 9.6.5).
fn has_drawn_glyphs(resources: &Resources<'_>) -> bool {
    let is_drawn =
        |key: Name<'_>| resources.fonts.get::<Dict<'_>>(&key).is_some_and(|font| font.contains_key("CharProcs"));
    resources.fonts.keys().any(is_drawn)
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

#[cfg(test)]
mod tests {
    use super::super::open::open;
    use super::*;
    use crate::failure::Reason;

    /// Deflated data in a block of its own, stored; what says that it is whole is wrong.
    fn damaged(content: &str) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_le_bytes();
        [&[0x78, 0x9c, 1], &length[..], &[0, 0], content.as_bytes()].concat()
    }

    /// A page that draws the first of some forms as X; to each form X is the one of its number, or what it is to what draws it.
    /// Streams may be damaged.
    fn drawn(forms: &[(Option<usize>, &str)], is_damaged: bool) -> Result<(), Reason> {
        let mut out =
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                .to_vec();
        let page = "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n";
        out.extend(page.as_bytes());
        let mut stream = |number: usize, entries: &str, content: &str| {
            let (filter, data) = match is_damaged {
                true => ("/Filter/FlateDecode", damaged(content)),
                false => ("", content.as_bytes().to_vec()),
            };
            out.extend(format!("{number} 0 obj<<{entries}{filter}/Length {}>>stream\n", data.len()).into_bytes());
            out.extend(data);
            out.extend(b"\nendstream endobj\n");
        };
        stream(4, "", "/X Do");
        for (at, (next, content)) in forms.iter().enumerate() {
            let own = next.map(|next| format!("/Resources<</XObject<</X {} 0 R>>>>", next + 5)).unwrap_or_default();
            stream(at + 5, &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{own}"), content);
        }
        out.extend(b"trailer<</Root 1 0 R>>\n");
        open(out, &Budget::default(), None).map(|_| ()).map_err(|failure| failure.reason)
    }

    #[test]
    fn forms_that_multiply_are_refused_however_they_are_packed() {
        let chain = |length: usize| (1..=length).map(|next| (Some(next), "/X Do /X Do")).collect::<Vec<_>>();
        for is_damaged in [false, true] {
            assert_eq!(drawn(&chain(8), is_damaged), Ok(()));
            assert_eq!(drawn(&chain(20), is_damaged), Err(Reason::TooLarge));
        }
        // Nothing is drawn between the two words for an image's bytes where no image begins.
        let hidden = (1..=20).map(|next| (Some(next), "ID /X Do /X Do")).collect::<Vec<_>>();
        assert_eq!(drawn(&hidden, false), Err(Reason::TooLarge));
    }

    #[test]
    fn forms_that_draw_themselves_are_refused_where_they_multiply() {
        assert_eq!(drawn(&[(None, "/X Do")], false), Ok(()));
        assert_eq!(drawn(&[(None, "/X Do /X Do")], false), Err(Reason::TooLarge));
        assert_eq!(drawn(&[(Some(1), "/X Do"), (None, "/X Do /X Do")], false), Err(Reason::TooLarge));
        // What refers to the object that it stands in, directly or through others, is nothing to the library.
        assert_eq!(drawn(&[(Some(0), "/X Do /X Do")], false), Ok(()));
        assert_eq!(drawn(&[(Some(1), "/X Do"), (Some(0), "/X Do /X Do")], false), Ok(()));
    }

    #[test]
    fn forms_beside_each_other_are_not_nested() {
        let siblings: Vec<_> = (1..=200).map(|_| (Some(200), "/X Do")).chain([(None, "0 0 m")]).collect();
        assert_eq!(drawn(&siblings, false), Ok(()));
        let chain: Vec<_> = (1..=200).map(|next| (Some(next), "/X Do")).collect();
        assert_eq!(drawn(&chain, false), Ok(()));
    }
}
