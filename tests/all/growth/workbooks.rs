//! Shapes of Excel workbooks of before 2007: records of a stream in a compound file, written here as small as they may be.

use super::shapes::Shape;

/// A record: its kind and its content.
type Record = (u16, Vec<u8>);
/// The name of a shape and what makes it.
type Made = (&'static str, fn(usize) -> Vec<u8>);
/// Bytes of a sector of a compound file.
const SECTOR: usize = 512;
/// The end of a chain of sectors, the allocation table's own sectors, and sectors that are free.
const END: u32 = 0xffff_fffe;
const TABLE: u32 = 0xffff_fffd;
const FREE: u32 = 0xffff_ffff;
/// Bytes that a record holds at most.
const MOST: usize = 8224;

/// All of them.
pub fn all() -> Vec<Shape> {
    let kinds: [Made; 6] = [
        ("rows", |n| workbook(&[], (0..40 * n).map(|at| label(at, 0)).collect())),
        ("cells of a row", |n| workbook(&[], (0..(40 * n).min(4000)).map(|at| label(0, at)).collect())),
        ("cells on one place", |n| workbook(&[], (0..40 * n).map(|_| label(3, 3)).collect())),
        ("merged areas", |n| workbook(&[], (0..40 * n).flat_map(|at| [label(at, 0), merge(at, at, 0, 40)]).collect())),
        ("areas over each other", |n| {
            workbook(&[], (0..10 * n).flat_map(|at| [label(at, 0), merge(0, 400, 0, 40)]).collect())
        }),
        ("shared strings in many pieces", |n| workbook(&vec!["電話番号".repeat(20); 40 * n], shared(40 * n))),
    ];
    kinds.into_iter().map(|(name, make)| Shape { name: format!("{name} of .xls"), make: Box::new(make) }).collect()
}

fn words(words: &[usize]) -> Vec<u8> {
    words.iter().flat_map(|word| u16::try_from(*word).unwrap().to_le_bytes()).collect()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = words(&[units.len()]);
    out.push(1);
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    out
}

fn label(row: usize, column: usize) -> Record {
    (0x0204, [words(&[row, column, 0]), wide("電話番号")].concat())
}

fn merge(first: usize, last: usize, left: usize, right: usize) -> Record {
    (0x00e5, words(&[1, first, last, left, right]))
}

fn shared(count: usize) -> Vec<Record> {
    (0..count).map(|at| (0x00fd, words(&[at, 0, 0, at, 0]))).collect()
}

fn write(out: &mut Vec<u8>, (kind, content): &Record) {
    out.extend(words(&[usize::from(*kind), content.len()]));
    out.extend(content);
}

/// A workbook of one sheet.
fn workbook(strings: &[String], cells: Vec<Record>) -> Vec<u8> {
    let begin = |kind: usize| (0x0809, words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let count = words(&[strings.len(), 0]);
    let mut pieces = vec![[count.clone(), count].concat()];
    for string in strings.iter().map(|string| wide(string)) {
        if pieces.last().is_some_and(|last| last.len() + string.len() > MOST) {
            pieces.push(Vec::new());
        }
        pieces.last_mut().unwrap().extend(string);
    }
    let pieces = pieces.into_iter().enumerate().map(|(at, piece)| (if at == 0 { 0x00fc } else { 0x003c }, piece));
    let mut globals = vec![begin(5), (0x0085, vec![0, 0, 0, 0, 0, 0, 1, 0, b's'])];
    globals.extend(pieces);
    globals.push((0x000a, Vec::new()));
    let mut stream = Vec::new();
    let place = 4 + globals[0].1.len() + 4;
    globals.iter().for_each(|record| write(&mut stream, record));
    let start = u32::try_from(stream.len()).unwrap().to_le_bytes();
    stream[place..place + 4].copy_from_slice(&start);
    let sheet = [vec![begin(16)], cells, vec![(0x000a, Vec::new())]].concat();
    sheet.iter().for_each(|record| write(&mut stream, record));
    compound(stream)
}

/// A compound file of one stream: the allocation table, the directory, the stream.
fn compound(mut stream: Vec<u8>) -> Vec<u8> {
    // Shorter streams would lie in sectors of their own.
    let size = u32::try_from(stream.len().max(4096)).unwrap();
    stream.resize((size as usize).next_multiple_of(SECTOR), 0);
    let sectors = stream.len() / SECTOR;
    // The table has entries for itself, too.
    let tables = (1..).find(|tables| tables * SECTOR / 4 > sectors + tables).unwrap();
    let directory = u32::try_from(tables).unwrap();
    let mut table = vec![TABLE; tables];
    table.push(END);
    table.extend((directory + 2..).take(sectors - 1).chain([END]));
    table.resize(tables * SECTOR / 4, FREE);
    let mut header = vec![0; SECTOR];
    let mut set = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    set(0, &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    set(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    for (at, number) in [(44, directory), (48, directory), (56, 4096), (60, END), (68, END)] {
        set(at, &number.to_le_bytes());
    }
    for at in 0..109 {
        set(76 + 4 * at, &(if at < tables { u32::try_from(at).unwrap() } else { FREE }).to_le_bytes());
    }
    let entry = |name: &str, kind: u8, (first, size): (u32, u32)| {
        let mut entry = [name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), vec![0; 128]].concat();
        entry.truncate(128);
        entry[64..66].copy_from_slice(&u16::try_from(2 * name.len() + 2).unwrap().to_le_bytes());
        entry[66] = kind;
        entry[68..76].fill(0xff);
        entry[76..80].copy_from_slice(&(if kind == 5 { 1 } else { FREE }).to_le_bytes());
        entry[116..120].copy_from_slice(&first.to_le_bytes());
        entry[120..124].copy_from_slice(&size.to_le_bytes());
        entry
    };
    let mut directories = [entry("Root Entry", 5, (END, 0)), entry("Workbook", 2, (directory + 1, size))].concat();
    directories.resize(SECTOR, 0);
    [header, table.into_iter().flat_map(u32::to_le_bytes).collect(), directories, stream].concat()
}

/// What is measured must be read: a workbook that is damaged costs nothing.
#[test]
fn the_workbooks_are_read() {
    let engine = yomitori::Engine::new(yomitori::Form::daiko_kikan().unwrap());
    for shape in all() {
        for times in [1, 10] {
            let failure = engine.read_all("small.xls", &(shape.make)(times)).unwrap_err();
            assert_eq!(failure.reason.name(), "form.unrecognized", "{}: {failure}", shape.name);
        }
    }
}
