//! ZIP archives as the containers of Office and OpenDocument files: the parts that a reader asks for, and bounds on
//! what they may unpack to.

use super::budget::{Budget, Supply};
use crate::failure::{Failure, Reason};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Entries an archive may have. Office files have some tens, one more for every picture.
const ENTRIES: usize = 10_000;
/// How often larger than packed a part may be. XML packs to a tenth, sheets of equal empty cells to a hundredth;
/// archives made to overflow memory come near to the method's bound of 1032.
const RATIO: u64 = 400;
/// Parts up to this many bytes may be packed as tightly as they like.
const RATIO_FREE: u64 = 8 << 20;

/// An archive of which parts are read.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    budget: &'a Budget,
}

impl<'a> Archive<'a> {
    /// Reads the archive's directory.
    ///
    /// # Errors
    /// When the directory is damaged or has too many entries.
    pub fn open(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, Failure> {
        // Counted before the directory is read, for that makes a record of each.
        let entries = memchr::memmem::find_iter(bytes, b"PK\x01\x02").take(ENTRIES + 1).count();
        if entries > ENTRIES {
            return Err(Failure::new(Reason::TooLarge, format!("the archive has more than {ENTRIES} entries")));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault("its directory", error))?;
        Ok(Self { zip, budget })
    }

    /// What the document that it holds draws on.
    pub fn budget(&self) -> &'a Budget {
        self.budget
    }

    /// Whether there is a part of that name.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The text of a part, or none where the archive does not have it.
    ///
    /// # Errors
    /// When the part is damaged, is protected by a password, unpacks to more than the limits allow, or is no text.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let text = match bytes.as_slice() {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => encoding_rs::UTF_16LE.decode(&bytes).0.into_owned(),
            [0xEF, 0xBB, 0xBF, text @ ..] | text => utf8(name, text)?,
        };
        Ok(Some(text))
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(index) = self.find(name) else { return Ok(None) };
        let entry = self.zip.by_index(index).map_err(|error| fault(name, error))?;
        let most = entry.compressed_size().saturating_mul(RATIO).max(RATIO_FREE);
        let too_dense =
            || Failure::new(Reason::TooLarge, format!("{name} unpacks to more than {RATIO} times its size"));
        if entry.size() > most {
            return Err(too_dense());
        }
        self.budget.charge(Supply::Unpacked, entry.size())?;
        // The directory may lie about the size: what is read counts.
        let (stated, allowed) = (entry.size(), most.min(entry.size() + self.budget.left(Supply::Unpacked)));
        let mut bytes = Vec::with_capacity(usize::try_from(stated).unwrap_or_default());
        let read = entry.take(allowed + 1).read_to_end(&mut bytes);
        read.map_err(|error| Failure::new(Reason::Damaged, format!("{name} can't be unpacked: {error}")))?;
        self.budget.charge(Supply::Unpacked, (bytes.len() as u64).saturating_sub(stated))?;
        if bytes.len() as u64 > most {
            return Err(too_dense());
        }
        Ok(Some(bytes))
    }

    /// Names are compared as Office does: without regard to case, and with either slash.
    fn find(&self, name: &str) -> Option<usize> {
        let fold = |byte: u8| if byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() };
        let same =
            |other: &[u8]| other.len() == name.len() && other.iter().map(|&b| fold(b)).eq(name.bytes().map(fold));
        self.zip.file_names_raw().position(same)
    }
}

fn utf8(name: &str, bytes: &[u8]) -> Result<String, Failure> {
    // With the copy, quicker than the standard library's check.
    let text = encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(Cow::into_owned).ok_or_else(|| Failure::new(Reason::Damaged, format!("{name} is no UTF-8 text")))
}

fn fault(name: &str, error: ZipError) -> Failure {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            Failure::new(Reason::Encrypted, format!("{name} is protected by a password"))
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Failure::new(Reason::Unsupported, format!("{name} is packed by a method that is not read: {error}"))
        }
        error => Failure::new(Reason::Damaged, format!("the archive is damaged at {name}: {error}")),
    }
}
