//! Compound files (OLE2): the container of Office files before 2007. A file system in a file: sectors chained by an
//! allocation table, a directory of streams, small streams in sectors of their own.

use crate::failure::{Failure, Reason};

/// Values in the allocation table above which an entry is no sector.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// Bytes of a directory entry.
const ENTRY: usize = 128;
/// Allocation table sectors that the header names.
const IN_HEADER: usize = 109;

/// A compound file.
pub struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    small_sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small_below: u64,
    directory: Vec<u8>,
}

/// An unsigned number of two bytes at an offset.
pub fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    bytes.get(offset..offset.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

/// An unsigned number of four bytes at an offset.
pub fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    bytes.get(offset..offset.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

impl<'a> Compound<'a> {
    /// Reads the tables and the directory.
    ///
    /// # Errors
    /// When the header makes no sense.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Failure> {
        Self::parse(bytes).ok_or_else(|| Failure::new(Reason::Damaged, "the compound file's header is damaged"))
    }

    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let size = |offset| Some(1usize << u16_at(bytes, offset).filter(|shift| (6..=16).contains(shift))?);
        let mut file = Self {
            bytes,
            sector: size(30)?,
            small_sector: size(32)?,
            table: Vec::new(),
            small_table: Vec::new(),
            small_below: u64::from(u32_at(bytes, 56)?),
            directory: Vec::new(),
        };
        file.table = file.allocation_table()?;
        file.small_table = numbers(&file.chain(u32_at(bytes, 60)?));
        file.directory = file.chain(u32_at(bytes, 48)?);
        Some(file)
    }

    /// The allocation table: its first sectors are named in the header, more in a chain of sectors of names.
    fn allocation_table(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> = (0..IN_HEADER).filter_map(|index| u32_at(self.bytes, 76 + 4 * index)).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector;
        for _ in 0..most {
            let Some(names) = self.sector(next) else { break };
            let mut names = numbers(names);
            next = names.pop()?;
            sectors.extend(names);
        }
        sectors.retain(|sector| *sector < LAST_SECTOR);
        // Each sector of the file is in the table once at most.
        sectors.truncate(most);
        Some(sectors.iter().filter_map(|sector| self.sector(*sector)).flat_map(numbers).collect())
    }

    fn sector(&self, index: u32) -> Option<&'a [u8]> {
        let start = (index as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The sectors of a chain, one behind the other. A chain can't be longer than the file.
    fn chain(&self, first: u32) -> Vec<u8> {
        let next = |sector: &u32| self.table.get(*sector as usize).copied();
        let sectors = std::iter::successors(Some(first), next).take_while(|sector| *sector < LAST_SECTOR);
        let most = self.bytes.len() / self.sector;
        sectors.take(most).map_while(|sector| self.sector(sector)).flatten().copied().collect()
    }

    /// The content of the stream with one of the given names, whatever the case.
    pub fn stream(&self, names: &[&str]) -> Option<Vec<u8>> {
        let entries = || self.directory.chunks_exact(ENTRY);
        let entry = entries().find(|entry| {
            let length = usize::from(u16_at(entry, 64).unwrap_or_default()).saturating_sub(2).min(64);
            let units = entry.get(..length).unwrap_or_default().chunks_exact(2).filter_map(|unit| u16_at(unit, 0));
            let name: String = char::decode_utf16(units).map_while(Result::ok).collect();
            names.iter().any(|wanted| wanted.eq_ignore_ascii_case(&name))
        })?;
        let (first, size) = (u32_at(entry, 116)?, u64::from(u32_at(entry, 120)?));
        let mut content = if size < self.small_below {
            // The sectors of small streams lie in the stream of the directory's root.
            let container = self.chain(u32_at(entries().next()?, 116)?);
            self.small_chain(first, &container)
        } else {
            self.chain(first)
        };
        content.truncate(usize::try_from(size).ok()?);
        Some(content)
    }

    fn small_chain(&self, first: u32, container: &[u8]) -> Vec<u8> {
        let next = |sector: &u32| self.small_table.get(*sector as usize).copied();
        let sectors = std::iter::successors(Some(first), next).take_while(|sector| *sector < LAST_SECTOR);
        let most = container.len() / self.small_sector + 1;
        let content = |sector: u32| {
            let start = (sector as usize).checked_mul(self.small_sector)?;
            container.get(start..start.checked_add(self.small_sector)?.min(container.len()))
        };
        sectors.take(most).map_while(content).flatten().copied().collect()
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|number| u32_at(number, 0)).collect()
}
