//! Templates and files of the page, inside the program.

use super::words::Language;
use minijinja::{AutoEscape, Environment};
use serde_json::{Map, Value};

/// The sheet, the script and the icon: name, media type, content.
pub(super) const FILES: [(&str, &str, &str); 3] = [
    ("icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
    ("review.css", "text/css; charset=utf-8", include_str!("../assets/review.css")),
    ("review.js", "text/javascript; charset=utf-8", include_str!("../assets/review.js")),
];

const TEMPLATES: [(&str, &str); 4] = [
    ("base.html", include_str!("../assets/base.html")),
    ("queue.html", include_str!("../assets/queue.html")),
    ("document.html", include_str!("../assets/document.html")),
    ("message.html", include_str!("../assets/message.html")),
];

/// The templates, compiled. Everything that is put into them is escaped.
#[derive(Debug)]
pub(super) struct Templates(Environment<'static>);

impl Templates {
    pub fn new() -> Result<Self, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        for (name, text) in TEMPLATES {
            environment.add_template(name, text)?;
        }
        Ok(Self(environment))
    }

    /// A page in a language; `root` leads to the page's own files.
    pub fn page(
        &self,
        name: &str,
        language: Language,
        (root, editable): (&str, bool),
        own: Value,
    ) -> Result<String, minijinja::Error> {
        let words = language.words();
        let mut all = Map::new();
        all.insert("lang".to_owned(), language.tag().into());
        all.insert("w".to_owned(), words.clone());
        // Inside an element of the page: no text in it ends the element.
        all.insert("words_json".to_owned(), words.to_string().replace('<', "\\u003c").into());
        all.insert("root".to_owned(), root.into());
        all.insert("editable".to_owned(), editable.into());
        if let Value::Object(own) = own {
            all.extend(own);
        }
        self.0.get_template(name)?.render(minijinja::value::Serde(all))
    }
}
