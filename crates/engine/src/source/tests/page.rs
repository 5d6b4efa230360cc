//! What HTML pages can hold, and how kinds of documents are told.

use super::{cells, rows, says, zip};
use crate::diagnostic::Code;
use crate::document::{Document, Script};
use crate::source::budget::Budget;
use crate::source::html;
use crate::source::image::PictureFormat;
use crate::source::sniff::{Kind, kind};

fn read(page: &str) -> Document {
    html::read(page.as_bytes(), &Budget::default()).unwrap()
}

#[test]
fn spans_and_unclosed_cells() {
    let page = "<table><tr><th rowspan=2>群<td colspan=2>広い<tr><td>左<td rowspan=9>右<tr><td>A<td>B</table>";
    assert_eq!(
        cells(&read(page)),
        [
            (0, 0, 2, 1, "群"),
            (0, 1, 1, 2, "広い"),
            (1, 1, 1, 1, "左"),
            (1, 2, 2, 1, "右"),
            (2, 0, 1, 1, "A"),
            (2, 1, 1, 1, "B"),
        ]
    );
}

#[test]
fn controls_show_their_state() {
    let page = "<p><input type=checkbox checked>甲<input type='radio'>乙<input type=hidden value=x><input value='090'>\
        <select><option>一<option selected>二</select><textarea>行\n行</textarea><button>送信</button>\
        <img src=a.png alt='チェック'>丙<i class='fa fa-square-o'></i>丁<span role=checkbox aria-checked=true></span>戊</p>";
    let document = read(page);
    assert_eq!(rows(&document), [vec!["☑甲☐乙090二行"], vec!["行☑丙☐丁☑戊"]]);
    assert_eq!(document.runs[0].literal.as_deref(), Some("<input type=\"checkbox\" checked=\"\">"));
}

#[test]
fn hidden_elements_are_left_out_and_said() {
    let page = "<nav>案内</nav><p style='color:red; DISPLAY : none !important'>隠<p hidden>隠<p>可<del>否</del>\
        <span style='visibility:hidden'>隠</span><s>否</s><script>x</script><noscript>x</noscript><template>x</template>";
    let document = read(page);
    assert_eq!(rows(&document), [["可"]]);
    assert!(says(&document, Code::SourceHiddenLeftOut) && says(&document, Code::SourceStruckLeftOut));
    assert!(read("<p>可<p hidden> </p>").notices.is_empty());
}

#[test]
fn notes_breaks_lists_and_symbol_fonts() {
    let page = "<table><tr><td>機関名<sup>注1)</sup><td>一<br>二 \n 三<p>四</p><ul><li>甲<li>・乙<li><p>■丙</ul><ol type=a start=2><li>丁</ol>\
        <font face='Wingdings'>þ</font>有<ruby>無<rt>む</rt></ruby></table>";
    let document = read(page);
    assert_eq!(rows(&document), [["機関名注1)", "一\n二 三\n四\n・甲\n・乙\n■丙\nb. 丁\n☑有無"]]);
    assert_eq!(document.runs[1].script, Script::Superscript);
}

#[test]
fn layout_tables_are_left_away_and_others_joined() {
    let layout = "<table><tr><td><table><tr><td>左の案内</table><td><h1>題</h1><table><caption>表</caption><tr><td>甲<td>乙</table></table>";
    assert_eq!(rows(&read(layout)), [vec!["左の案内"], vec!["題"], vec!["表"], vec!["甲", "乙"]]);
    let nested = "<table><tr><td>長い見出しの行<td><table><tr><td>一<td>二</table><tr><td>下<td>値</table>";
    assert_eq!(rows(&read(nested)), [vec!["長い見出しの行", "一", "二"], vec!["下", "値"]]);
}

#[test]
fn kinds_are_told_by_content() {
    let cases: [(&[u8], Kind); 13] = [
        (b"junk\n%PDF-1.4", Kind::Pdf),
        (b"{\\rtf1", Kind::Rtf),
        (b"\x89PNG\r\n", Kind::Image(PictureFormat::Png)),
        (b"II*\0", Kind::Image(PictureFormat::Tiff)),
        (b"<!-- x --><!DOCTYPE html><p>", Kind::Html),
        (b"\xEF\xBB\xBF<?xml version='1.0'?>\n<html xmlns='x'>", Kind::Html),
        (b"x <TABLE border=0>\n<tr><td>", Kind::Html),
        ("| 甲 | 乙 |\n|---|---|\n".as_bytes(), Kind::Markdown),
        ("甲\t<input type=\"checkbox\"/> 有\n---\t---".as_bytes(), Kind::Text),
        ("甲\t乙\n| a |\n|---|\n".as_bytes(), Kind::Text),
        (b"", Kind::Text),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::CompoundFile),
        (b"<htmlx>", Kind::Text),
    ];
    for (bytes, expected) in cases {
        assert_eq!(kind(bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(kind(&zip(&[("a.txt", "x")])), Kind::Zip);
    assert_eq!(kind(&zip(&[("[Content_Types].xml", "x"), ("xl/workbook.xml", "x")])), Kind::Xlsx);
    assert_eq!(kind(&zip(&[("[Content_Types].xml", "x"), ("Word\\Document.xml", "x")])), Kind::Docx);
    let corpus = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/corpus/000_cebe9fe5dc1501d1.txt"));
    assert_eq!(kind(&corpus.unwrap()), Kind::Text);
}
