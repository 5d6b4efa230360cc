//! Form controls of Word: content controls (`w:sdt`), of which check boxes matter most, and the older form fields.

use crate::failure::Failure;
use crate::xml::Xml;
use yomitori_text::symbol::check_box;

/// A content control while its content is read.
#[derive(Debug, Default)]
pub struct ContentControl {
    /// The state of a check box; none for controls of other kinds.
    pub ticked: Option<bool>,
    /// Whether the check box has been written: its content may be more than one run.
    pub written: bool,
    /// Whether the content is only the prompt to fill it in.
    pub prompt: bool,
}

impl ContentControl {
    /// Reads `sdtPr`.
    pub fn read(xml: &mut Xml<'_>) -> Result<Self, Failure> {
        let mut control = Self::default();
        xml.children(|xml, tag| match tag.name() {
            "checkbox" => {
                control.ticked = Some(false);
                xml.children(|_, tag| {
                    if tag.name() == "checked" {
                        control.ticked = Some(tag.is_on());
                    }
                    Ok(())
                })
            }
            "showingPlcHdr" => {
                control.prompt = tag.is_on();
                Ok(())
            }
            _ => Ok(()),
        })?;
        // An empty box is shown by its own character, not by a prompt.
        control.prompt &= control.ticked.is_none();
        Ok(control)
    }
}

/// What a form field shows that the runs around it do not write, with how the file writes it.
pub struct FormField {
    /// What it shows.
    pub text: String,
    /// The field's name in the file.
    pub literal: &'static str,
}

/// Reads `fldChar`: the beginning of a form field carries its state.
pub fn form_field(xml: &mut Xml<'_>) -> Result<Option<FormField>, Failure> {
    let (mut is_box, mut checked, mut default) = (false, None, None);
    let (mut entries, mut chosen) = (Vec::new(), None);
    xml.within(|tag| match tag.name() {
        "checkBox" => is_box = true,
        "checked" => checked = Some(tag.is_on()),
        "default" => default = tag.attribute("val").map(std::borrow::Cow::into_owned),
        "listEntry" => entries.push(tag.attribute("val").unwrap_or_default().into_owned()),
        "result" => chosen = tag.number::<usize>("val"),
        _ => {}
    })?;
    if is_box {
        let ticked = checked.unwrap_or_else(|| default.is_some_and(|value| crate::xml::is_true(&value)));
        return Ok(Some(FormField { text: check_box(ticked).to_owned(), literal: "FORMCHECKBOX" }));
    }
    let index = chosen.or_else(|| default?.parse().ok()).unwrap_or_default();
    Ok(entries.into_iter().nth(index).map(|text| FormField { text, literal: "FORMDROPDOWN" }))
}
