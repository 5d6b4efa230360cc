//! Takes the text out of PDF files with pdf-extract, for `benches/side_by_side.sh`, and says how many gave none.

use std::panic::{catch_unwind, set_hook};

fn main() {
    // It panics on fonts that it does not know; a file must not end the comparison.
    set_hook(Box::new(|_| {}));
    let read = |path: &String| matches!(catch_unwind(|| pdf_extract::extract_text(path)), Ok(Ok(text)) if !text.trim().is_empty());
    let files: Vec<String> = std::env::args().skip(1).collect();
    let without = files.iter().filter(|path| !read(path)).count();
    println!("{without} of {} files without text", files.len());
}
