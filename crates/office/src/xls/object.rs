//! What an object over a sheet is ([MS-XLS] 2.4.181 Obj): records in a record. Check boxes and option buttons are read.

use crate::compound::u16_at;

/// Parts of an object: what all have, states as LibreOffice writes and as Excel writes them, the cell linked to it
/// ([MS-XLS] 2.5.143 FtCmo, 2.5.140 FtCbls, 2.5.141 FtCblsData, 2.5.187 ObjLinkFmla).
mod part {
    pub const COMMON: u16 = 0x15;
    pub const BOX: u16 = 0x0A;
    pub const BOX_DATA: u16 = 0x12;
    pub const LINK: u16 = 0x14;
}

/// Kinds of objects.
const CHECK_BOX: u16 = 0x0B;
const OPTION_BUTTON: u16 = 0x0C;
/// Kinds of references in a formula, without their class: to a cell of the sheet, to one of any sheet ([MS-XLS]
/// 2.5.198.84 PtgRef, 2.5.198.85 PtgRef3d).
const REFERENCE: u8 = 0x04;
const REFERENCE_3D: u8 = 0x1A;
/// The bits of a reference's kind, and of its class, which no operator has.
const KIND: u8 = 0x1F;
const CLASS: u8 = 0x60;
/// Bytes of a formula before its references.
const FORMULA_HEAD: usize = 6;
/// The bits of a reference's column that are its number.
const COLUMN: u16 = 0x3FFF;

/// A check box or option button.
#[derive(Debug, Default)]
pub struct Object {
    /// Whether it is ticked.
    pub ticked: bool,
    /// What is written on it, which a record of its own says.
    pub caption: String,
    /// Row and column of the cell that holds its state.
    pub link: Option<(u32, u32)>,
}

/// Reads an object, if it is a check box or option button.
pub fn read(content: &[u8]) -> Option<Object> {
    let mut object = None;
    let mut rest = content;
    while let (Some(kind), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        let end = usize::from(length) + 4;
        let part = rest.get(4..end.min(rest.len())).unwrap_or_default();
        match (kind, &mut object) {
            (part::COMMON, None) => {
                let kind = u16_at(part, 0)?;
                object = matches!(kind, CHECK_BOX | OPTION_BUTTON).then(Object::default);
            }
            // The first is undefined where Excel writes, which always writes the second, too.
            (part::BOX | part::BOX_DATA, Some(object)) => object.ticked = u16_at(part, 0) == Some(1),
            (part::LINK, Some(object)) => object.link = link(part),
            _ => {}
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    object
}

/// The cell that a formula refers to, if it does nothing else.
fn link(part: &[u8]) -> Option<(u32, u32)> {
    let (kind, operands) = part.get(FORMULA_HEAD..)?.split_first()?;
    let offset = match kind & KIND {
        _ if kind & CLASS == 0 => return None,
        REFERENCE => 0,
        REFERENCE_3D => 2,
        _ => return None,
    };
    Some((u32::from(u16_at(operands, offset)?), u32::from(u16_at(operands, offset + 2)? & COLUMN)))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn object(kind: u8, parts: &[&[u8]]) -> Vec<u8> {
        let mut bytes = vec![0x15, 0, 18, 0, kind, 0];
        bytes.resize(22, 0);
        parts.iter().for_each(|part| bytes.extend(*part));
        bytes
    }

    #[test]
    fn states() {
        let (off, on) = ([0x0A, 0, 2, 0, 0, 0], [0x12, 0, 2, 0, 1, 0]);
        let ticked = |parts: &[&[u8]]| read(&object(0x0B, parts)).map(|object| object.ticked);
        assert_eq!(ticked(&[&off]), Some(false));
        assert_eq!(ticked(&[&off, &on]), Some(true));
        assert_eq!(ticked(&[&on[..3]]), Some(false));
        assert!(read(&object(0x08, &[&on])).is_none());
    }

    #[test]
    fn linked_cells() {
        let link = |formula: &[u8]| {
            let length = u8::try_from(formula.len() + 6).unwrap();
            let head = [0x14, 0, length, 0, 5, 0, 0, 0, 0, 0];
            read(&object(0x0C, &[&head, formula])).unwrap().link
        };
        assert_eq!(link(&[0x24, 20, 0, 5, 0xC0]), Some((20, 5)));
        assert_eq!(link(&[0x5A, 1, 0, 20, 0, 5, 0]), Some((20, 5)));
        assert_eq!(link(&[0x04, 20, 0, 5, 0]), None);
        assert_eq!(link(&[0x24, 20]), None);
        assert_eq!(link(&[]), None);
    }
}
