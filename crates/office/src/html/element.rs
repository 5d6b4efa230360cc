//! Elements of a page: what each means for the text around it.

use html5ever::Attribute;
use yomitori_text::symbol::{SymbolFont, check_box, pictured_mark};

/// Elements whose content is no text of the page.
const NO_TEXT: [&str; 20] = [
    "script", "style", "head", "nav", "template", "noscript", "iframe", "object", "canvas", "audio", "video", "svg",
    "datalist", "button", "rt", "rp", "map", "title", "frameset", "noframes",
];
/// Elements that begin and end a line.
const BLOCKS: [&str; 38] = [
    "html",
    "body",
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dl",
    "dt",
    "dd",
    "form",
    "fieldset",
    "legend",
    "figure",
    "figcaption",
    "address",
    "blockquote",
    "hr",
    "details",
    "summary",
    "center",
    "caption",
    "tr",
    "td",
    "th",
    "hgroup",
    "search",
    "menu",
    "dir",
];

/// The attributes of an element.
#[derive(Clone, Copy)]
pub struct Attributes<'a>(pub &'a [Attribute]);

impl<'a> Attributes<'a> {
    /// The value of an attribute.
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
    }

    /// The value as a number.
    pub fn number(self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// The value of a property in the `style` attribute, in small letters.
    fn style(self, property: &str) -> Option<String> {
        let style = self.get("style")?.to_lowercase();
        let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
        // The last one holds.
        let mut values = declarations.filter(|(name, _)| name.trim() == property).map(|(_, value)| value);
        values.next_back().map(|value| value.trim_end_matches("!important").trim().to_owned())
    }

    /// Whether the page hides the element.
    pub fn is_hidden(self) -> bool {
        self.get("hidden").is_some()
            || self.style("display").is_some_and(|value| value == "none")
            || self.style("visibility").is_some_and(|value| value == "hidden" || value == "collapse")
            || self.style("mso-hide").is_some_and(|value| value == "all")
    }

    /// Whether the text is struck through.
    pub fn is_struck(self) -> bool {
        let properties = ["text-decoration", "text-decoration-line"];
        properties.iter().any(|property| self.style(property).is_some_and(|value| value.contains("line-through")))
    }

    /// Whether the text is raised.
    pub fn is_raised(self) -> bool {
        self.style("vertical-align").is_some_and(|value| value == "super")
    }

    /// Whether entries of the list have no bullets.
    pub fn is_bare_list(self) -> bool {
        ["list-style", "list-style-type"].iter().any(|property| {
            self.style(property).is_some_and(|value| value.split_whitespace().any(|word| word == "none"))
        })
    }

    /// The font that the element sets its text in, where it names one: whether it is a symbol font, and which.
    pub fn font(self) -> Option<Option<SymbolFont>> {
        let family = self.style("font-family").or_else(|| Some(self.get("face")?.to_owned()))?;
        Some(family.split(',').find_map(SymbolFont::named))
    }
}

/// What an element means.
#[derive(Debug, PartialEq, Eq)]
pub enum ElementMeaning {
    /// Its content is no text of the page.
    NoText,
    /// It is hidden.
    Hidden,
    /// Its content does not hold any more.
    Struck,
    /// It begins and ends a line.
    Block,
    /// A line break.
    Break,
    /// Its text is raised.
    Raised,
    /// A list; the format of its labels by Office's name.
    List(&'static str),
    /// An entry of a list.
    Item,
    /// White space counts.
    Preformatted,
    /// A table.
    Table,
    /// A list to choose from.
    Select,
    /// A text in place of the element, and whether it is a check box.
    Shows(String, bool),
    /// Nothing: its content belongs to the line.
    Inline,
}

/// The meaning of an element.
pub fn meaning(name: &str, attributes: Attributes<'_>) -> ElementMeaning {
    if NO_TEXT.contains(&name) {
        return ElementMeaning::NoText;
    }
    if attributes.is_hidden() {
        return ElementMeaning::Hidden;
    }
    match name {
        "del" | "s" | "strike" => ElementMeaning::Struck,
        _ if attributes.is_struck() => ElementMeaning::Struck,
        "br" => ElementMeaning::Break,
        "sup" => ElementMeaning::Raised,
        "ul" if attributes.is_bare_list() => ElementMeaning::List("none"),
        "ul" => ElementMeaning::List("bullet"),
        "ol" => ElementMeaning::List(list_format(attributes)),
        "li" => ElementMeaning::Item,
        "pre" | "textarea" => ElementMeaning::Preformatted,
        "table" => ElementMeaning::Table,
        "select" => ElementMeaning::Select,
        "input" => input(attributes),
        "img" => image(attributes),
        _ if BLOCKS.contains(&name) => ElementMeaning::Block,
        _ => icon(attributes).unwrap_or(if attributes.is_raised() {
            ElementMeaning::Raised
        } else {
            ElementMeaning::Inline
        }),
    }
}

fn list_format(attributes: Attributes<'_>) -> &'static str {
    if attributes.is_bare_list() {
        return "none";
    }
    match attributes.get("type") {
        Some("a") => "lowerLetter",
        Some("A") => "upperLetter",
        Some("i") => "lowerRoman",
        Some("I") => "upperRoman",
        _ => "decimal",
    }
}

/// What a form control shows.
fn input(attributes: Attributes<'_>) -> ElementMeaning {
    let kind = attributes.get("type").unwrap_or("text").to_lowercase();
    match kind.as_str() {
        "checkbox" | "radio" => ElementMeaning::Shows(check_box(attributes.get("checked").is_some()).to_owned(), true),
        "hidden" | "submit" | "button" | "reset" | "image" | "file" | "password" => ElementMeaning::NoText,
        _ => ElementMeaning::Shows(attributes.get("value").unwrap_or_default().to_owned(), false),
    }
}

fn image(attributes: Attributes<'_>) -> ElementMeaning {
    let alternative = attributes.get("alt").unwrap_or_default();
    match pictured_mark(alternative) {
        Some(ticked) => ElementMeaning::Shows(check_box(ticked).to_owned(), true),
        None => ElementMeaning::Shows(alternative.to_owned(), false),
    }
}

/// Boxes drawn by an icon font or a script: the class or role says what they are.
fn icon(attributes: Attributes<'_>) -> Option<ElementMeaning> {
    const TICKED: [&str; 6] =
        ["fa-check-square", "fa-check-square-o", "fa-square-check", "bi-check-square", "glyphicon-check", "fa-check"];
    const EMPTY: [&str; 4] = ["fa-square", "fa-square-o", "bi-square", "glyphicon-unchecked"];
    let shows = |ticked| Some(ElementMeaning::Shows(check_box(ticked).to_owned(), true));
    if matches!(attributes.get("role"), Some("checkbox" | "radio")) {
        return shows(attributes.get("aria-checked") == Some("true"));
    }
    let mut classes = attributes.get("class")?.split_whitespace();
    let class = classes.find(|class| TICKED.contains(class) || EMPTY.contains(class))?;
    shows(TICKED.contains(&class))
}
