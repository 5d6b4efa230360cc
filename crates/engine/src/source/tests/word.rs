//! What Word documents can hold.

use super::{cells, rows, says, zip};
use crate::diagnostic::Code;
use crate::document::{Document, Place, Script};
use crate::source::budget::Budget;
use crate::source::docx;

fn document(body: &str) -> Vec<u8> {
    let spaces = "xmlns:w='w' xmlns:w14='w14' xmlns:mc='mc' xmlns:wps='wps' xmlns:wp='wp' xmlns:v='v'";
    format!("<?xml version='1.0'?><w:document {spaces}><w:body>{body}<w:sectPr/></w:body></w:document>").into_bytes()
}

fn read_with(body: &str, parts: &[(&str, &str)]) -> Document {
    let main = String::from_utf8(document(body)).unwrap();
    let mut all = vec![("word/document.xml", main.as_str())];
    all.extend(parts);
    docx::read(&zip(&all), &Budget::default()).unwrap()
}

fn read(body: &str) -> Document {
    read_with(body, &[])
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{}</w:p></w:tc>", run(text))
}

#[test]
fn merged_cells_appear_once() {
    let (restart, goes_on) = ("<w:vMerge w:val='restart'/>", "<w:vMerge/>");
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell(restart, "群"),
        cell("<w:gridSpan w:val='4'/>", "広い"),
        cell(goes_on, ""),
        cell("<w:gridSpan w:val='3'/>", "左"),
        cell("", "右"),
        cell(goes_on, ""),
        cell("<w:gridSpan w:val='4'/>", ""),
    );
    let document = read(&body);
    assert_eq!(cells(&document), [(0, 0, 3, 1, "群"), (0, 1, 1, 2, "広い"), (1, 1, 1, 1, "左"), (1, 2, 1, 1, "右")]);
    assert_eq!(document.runs[0].place, Place::TableCell { table: 1, row: 1, cell: 1 });
    assert_eq!(document.cell_name(document.runs[0].place).unwrap(), "table 1, row 1, cell 1");
}

#[test]
fn tables_in_cells_join_the_table_around() {
    let inner = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("", "年間"),
        cell("", "十"),
        cell("", "日"),
        cell("", "一")
    );
    let nested = format!("<w:tc>{inner}<w:p/></w:tc>");
    let body = format!(
        "<w:tbl><w:tr>{}{nested}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("", "処理可能件数の全体"),
        cell("", "下"),
        cell("", "値")
    );
    assert_eq!(
        cells(&read(&body)),
        [
            (0, 0, 2, 1, "処理可能件数の全体"),
            (0, 1, 1, 1, "年間"),
            (0, 2, 1, 1, "十"),
            (1, 1, 1, 1, "日"),
            (1, 2, 1, 1, "一"),
            (2, 0, 1, 1, "下"),
            (2, 1, 1, 2, "値"),
        ]
    );
}

#[test]
fn a_layout_table_is_left_away() {
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "機関名"), cell("", "見本"));
    let body = format!("<w:tbl><w:tr><w:tc><w:p>{}</w:p>{inner}<w:p/></w:tc></w:tr></w:tbl>", run("題"));
    assert_eq!(rows(&read(&body)), [vec!["題"], vec!["機関名", "見本"]]);
}

#[test]
fn tracked_changes_are_as_if_accepted() {
    let body = format!(
        "<w:p>{}<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{}</w:ins><w:moveFrom>{}</w:moveFrom></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>\
         <w:tbl><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        run("甲"),
        run("新"),
        run("移"),
        run("前"),
        run("後"),
        cell("", "消"),
        cell("", "残")
    );
    assert_eq!(rows(&read(&body)), [["甲新"], ["前後"], ["残"]]);
}

#[test]
fn hidden_and_struck_text_is_left_out_and_said() {
    let body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隠</w:t></w:r><w:r><w:rPr><w:dstrike/><w:strike w:val='0'/></w:rPr>\
                <w:t>否</w:t></w:r><w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>可</w:t></w:r></w:p>";
    let document = read(body);
    assert_eq!(rows(&document), [["可"]]);
    assert!(says(&document, Code::SourceHiddenLeftOut) && says(&document, Code::SourceStruckLeftOut));
}

#[test]
fn boxes_of_every_kind() {
    let control = |state: &str| {
        format!(
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='{state}'/></w14:checkbox></w:sdtPr>\
             <w:sdtContent><w:r><w:t>?</w:t></w:r></w:sdtContent></w:sdt>"
        )
    };
    let field = |state: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar></w:r>\
             <w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )
    };
    let body = format!(
        "<w:p>{}{}{}{}{}{}<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>\
         <w:r><w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr><w:t>¨</w:t></w:r>\
         <w:r><w:drawing><wp:docPr id='1' descr='チェック'/></w:drawing></w:r></w:p>",
        control("1"),
        control("false"),
        field("<w:default w:val='1'/>"),
        field("<w:default w:val='1'/><w:checked w:val='0'/>"),
        field("<w:checked/>"),
        field(""),
    );
    let document = read(&body);
    assert_eq!(rows(&document), [["☑☐☑☐☑☐☑☐☑"]]);
    assert!(document.runs.iter().any(|run| run.literal.as_deref() == Some("FORMCHECKBOX")));
}

#[test]
fn prompts_of_empty_controls_are_no_text() {
    let body = format!(
        "<w:p>{}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt></w:p>",
        run("機関名"),
        run("ここをクリックして入力")
    );
    assert_eq!(rows(&read(&body)), [["機関名"]]);
}

#[test]
fn text_boxes_stand_at_their_anchor_and_once() {
    let boxed = format!("<w:txbxContent><w:p>{}</w:p></w:txbxContent>", run("箱"));
    let body = format!(
        "<w:p>{}</w:p><w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx>{boxed}</wps:txbx></mc:Choice>\
         <mc:Fallback><v:textbox>{boxed}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        run("前"),
        run("後")
    );
    assert_eq!(rows(&read(&body)), [["前"], ["箱"], ["後"]]);
}

#[test]
fn lists_have_their_labels() {
    let numbering = "<w:numbering xmlns:w='w'>\
        <w:abstractNum w:abstractNumId='5'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId='6'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='\u{f06c}'/>\
        <w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='5'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='6'/></w:num>\
        <w:num w:numId='3'><w:abstractNumId w:val='5'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>\
        </w:numbering>";
    let styles = "<w:styles xmlns:w='w'><w:style w:styleId='a'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId='b'><w:basedOn w:val='a'/></w:style><w:style w:styleId='c'><w:basedOn w:val='c'/>\
        <w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style></w:styles>";
    let rels = "<Relationships><Relationship Id='1' Type='x/numbering' Target='numbering.xml'/>\
        <Relationship Id='2' Type='x/styles' Target='/word/styles.xml'/></Relationships>";
    let item = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>{}</w:p>",
            run(text)
        )
    };
    let styled = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val='b'/></w:pPr>{}</w:p>", run(text));
    let note = "<w:p><w:r><w:rPr><w:rStyle w:val='c'/></w:rPr><w:t>注1)</w:t></w:r></w:p>";
    let body = [
        item(1, 0, "一"),
        item(1, 1, "い"),
        item(1, 1, "ろ"),
        item(1, 0, ""),
        item(2, 0, "点"),
        item(2, 0, "■有"),
        item(2, 0, ""),
        item(3, 0, "新"),
        styled("様"),
        note.to_owned(),
    ]
    .concat();
    let parts =
        [("word/_rels/document.xml.rels", rels), ("word/numbering.xml", numbering), ("word/styles.xml", styles)];
    let document = read_with(&body, &parts);
    let texts = ["1. 一", "(a) い", "(b) ろ", "2.", "・点", "■有", "1. 新", "・様", "注1)"];
    assert_eq!(rows(&document), texts.map(|text| vec![text]));
    assert_eq!(document.runs.iter().rev().nth(1).unwrap().script, Script::Superscript);
}

#[test]
fn readings_and_line_breaks() {
    let body = format!(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>\
         <w:r><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p><w:p>{}</w:p></w:tc>{}</w:tr></w:tbl>",
        run("きかん"),
        run("機関"),
        run("段"),
        cell("", "隣")
    );
    assert_eq!(rows(&read(&body)), [["機関\n二\t三\n段", "隣"]]);
}

#[test]
fn the_main_part_may_have_another_name() {
    let main = String::from_utf8(document(&format!("<w:p>{}</w:p>", run("文")))).unwrap();
    let rels =
        "<Relationships><Relationship Id='1' Type='x/officeDocument' Target='word/document2.xml'/></Relationships>";
    let bytes = zip(&[("_rels/.rels", rels), ("word/document2.xml", &main)]);
    assert_eq!(rows(&docx::read(&bytes, &Budget::default()).unwrap()), [["文"]]);
}
