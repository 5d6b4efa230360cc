//! Relationships: how the parts of an Office file (Open Packaging Conventions) name each other.

use super::archive::Archive;
use super::xml::{Node, Xml};
use crate::failure::Failure;

/// A relationship of a part to another part of the archive. Those to places outside are never followed.
pub struct Relationship {
    /// Its id within the part.
    pub id: String,
    /// The last word of its type: `styles`, `worksheet`. The words before it differ between editions of the standard.
    pub kind: String,
    /// The name of the part it leads to.
    pub target: String,
}

/// The relationships of a part; of the archive as a whole for the empty name.
///
/// # Errors
/// When the part that lists them is damaged or exceeds a limit.
pub fn relationships(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relationship>, Failure> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let separator = if folder.is_empty() { "" } else { "/" };
    let name = format!("{folder}{separator}_rels/{file}.rels");
    let Some(text) = archive.text(&name)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut xml = Xml::new(&text, &name, archive.budget());
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        let outside = tag.attribute("TargetMode").is_some_and(|mode| mode == "External");
        if let (false, Some(id), Some(kind), Some(target)) =
            (outside, tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
        {
            found.push(Relationship {
                id: id.into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve(folder, &target),
            });
        }
    }
    Ok(found)
}

/// The target of the first relationship of the given kind.
pub fn target<'a>(relationships: &'a [Relationship], kind: &str) -> Option<&'a str> {
    relationships.iter().find(|relationship| relationship.kind == kind).map(|relationship| relationship.target.as_str())
}

/// The text of a part that a document can do without; an empty element where there is none.
///
/// # Errors
/// When the part is damaged or exceeds a limit.
pub fn text_or_empty(archive: &mut Archive<'_>, name: Option<&str>) -> Result<String, Failure> {
    let text = name.map(|name| archive.text(name)).transpose()?.flatten();
    Ok(text.unwrap_or_else(|| "<none/>".to_owned()))
}

/// The name of the part that a target names, seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("xl/worksheets", "../drawings/vmlDrawing1.vml"), "xl/drawings/vmlDrawing1.vml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("", "../../word/document.xml"), "word/document.xml");
    }
}
