//! What Excel workbooks can hold.

use super::{cells, rows, says, zip};
use crate::diagnostic::Code;
use crate::document::Document;
use crate::source::budget::Budget;
use crate::source::xlsx;

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='0&quot;人&quot;'/>\
    <numFmt numFmtId='177' formatCode='[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/></numFmts>\
    <fonts><font/><font><name val='Wingdings'/></font><font><strike/></font></fonts>\
    <borders><border/><border><left style='thin'/><right style='thin'/><top style='thin'/><bottom style='thin'/></border></borders>\
    <cellXfs><xf/><xf numFmtId='176'/><xf numFmtId='177'/><xf fontId='1'/><xf fontId='2'/><xf borderId='1'/><xf numFmtId='14'/></cellXfs>\
    </styleSheet>";

/// A workbook of one sheet, with more parts.
fn book(sheet: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let workbook = "<workbook xmlns:r='r'><sheets><sheet name='表 1' sheetId='1' r:id='a'/></sheets></workbook>";
    let rels = "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/>\
        <Relationship Id='b' Type='x/styles' Target='styles.xml'/><Relationship Id='c' Type='x/sharedStrings' Target='s.xml'/></Relationships>";
    let sheet = format!("<worksheet xmlns:r='r'>{sheet}</worksheet>");
    let mut all = vec![
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", rels),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/styles.xml", STYLES),
    ];
    all.extend(parts);
    zip(&all)
}

fn read(sheet: &str) -> Document {
    xlsx::read(&book(sheet, &[]), &Budget::default()).unwrap()
}

fn text(reference: &str, text: &str) -> String {
    format!("<c r='{reference}' t='inlineStr'><is><t>{text}</t></is></c>")
}

#[test]
fn values_read_as_shown() {
    let sheet = "<sheetData><row r='1'><c r='A1' s='1'><v>20</v></c><c r='B1' s='2'><v>43647</v></c><c r='C1'><v>12.5</v></c>\
        <c r='D1' t='b'><v>1</v></c><c r='E1' s='3' t='str'><f>x</f><v>þ</v></c><c r='F1' s='4' t='str'><v>否</v></c>\
        <c s='6'><v>43647</v></c></row></sheetData>";
    let document = read(sheet);
    assert_eq!(rows(&document), [["20人", "令和1年7月1日", "12.5", "TRUE", "☑", "2019/7/1"]]);
    assert!(says(&document, Code::SourceStruckLeftOut));
    let place = document.runs[1].place;
    assert_eq!(document.cell_name(place).unwrap(), "'表 1'!B1");
}

#[test]
fn squared_paper_collapses() {
    let sheet = format!(
        "<sheetData><row r='1'>{}{}</row><row r='2'>{}{}{}</row></sheetData>\
         <mergeCells><mergeCell ref='A1:F1'/><mergeCell ref='G1:Z1'/><mergeCell ref='A2:F2'/><mergeCell ref='G2:P2'/><mergeCell ref='Q2:Z2'/></mergeCells>",
        text("A1", "機関名"),
        text("G1", "見本"),
        text("A2", "技術者"),
        text("G2", "本体"),
        text("Q2", "委託先")
    );
    assert_eq!(
        cells(&read(&sheet)),
        [
            (0, 0, 1, 1, "機関名"),
            (0, 1, 1, 2, "見本"),
            (1, 0, 1, 1, "技術者"),
            (1, 1, 1, 1, "本体"),
            (1, 2, 1, 1, "委託先")
        ]
    );
}

#[test]
fn rows_of_one_text_are_paragraphs_unless_lines_say_otherwise() {
    let sheet = format!(
        "<sheetData><row r='1'>{}</row><row r='3'>{}{}</row><row r='4'>{}<c r='B4' s='5'/></row><row r='5'>{}</row></sheetData>",
        text("A1", "題"),
        text("A3", "甲"),
        text("B3", "乙"),
        text("A4", "空欄"),
        text("A5", "注")
    );
    assert_eq!(rows(&read(&sheet)), [vec!["題"], vec!["甲", "乙"], vec!["空欄"], vec!["注"]]);
    assert_eq!(read(&sheet).blocks.len(), 3);
}

#[test]
fn hidden_rows_and_columns_are_left_out_and_said() {
    let sheet = format!(
        "<cols><col min='2' max='2' hidden='1'/></cols><sheetData><row r='1'>{}{}{}</row><row r='2' hidden='1'>{}{}</row>\
         <row r='3'>{}{}</row></sheetData>",
        text("A1", "甲"),
        text("B1", "隠"),
        text("C1", "乙"),
        text("A2", "隠"),
        text("C2", "隠"),
        text("A3", "丙"),
        text("C3", "丁")
    );
    let document = read(&sheet);
    assert_eq!(cells(&document), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")]);
    assert!(says(&document, Code::SourceHiddenLeftOut));
}

#[test]
fn what_lies_under_a_merged_cell_is_not_read() {
    let sheet = format!(
        "<sheetData><row r='1'>{}{}{}</row><row r='2'>{}{}</row></sheetData><mergeCells><mergeCell ref='A1:A2'/></mergeCells>",
        text("A1", "群"),
        text("B1", "甲"),
        text("C1", "乙"),
        text("A2", "下"),
        text("B2", "丙")
    );
    assert_eq!(cells(&read(&sheet)), [(0, 0, 2, 1, "群"), (0, 1, 1, 1, "甲"), (0, 2, 1, 1, "乙"), (1, 1, 1, 1, "丙")]);
}

#[test]
fn rich_texts_without_readings() {
    let strings = "<sst><si><r><t>機関名</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>注1)</t></r>\
        <r><rPr><strike/></rPr><t>消</t></r><rPh sb='0' eb='3'><t>キカンメイ</t></rPh></si><si><t>値_x000D_\n行</t></si></sst>";
    let sheet = "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' t='s'><v>9</v></c></row></sheetData>";
    let document = xlsx::read(&book(sheet, &[("xl/s.xml", strings)]), &Budget::default()).unwrap();
    assert_eq!(rows(&document), [["機関名注1)", "値\n行"]]);
}

#[test]
fn check_boxes_stand_in_the_cell_below_them() {
    let sheet = format!(
        "<sheetData><row r='2' ht='20'>{}{}</row><row r='3'>{}{}<c r='H3' t='b'><v>1</v></c></row></sheetData><legacyDrawing r:id='d'/>",
        text("A2", "保有"),
        text("B2", "自己導入"),
        text("A3", "運用"),
        text("C3", "右")
    );
    let control = |anchor: &str, checked: &str, caption: &str| {
        format!(
            "<v:shape><v:textbox><div style='x'><font face='ＭＳ'>{caption}<br></font></div></v:textbox>\
             <x:ClientData ObjectType='Checkbox'><x:Anchor>{anchor}</x:Anchor>{checked}<x:FmlaLink>$H$3</x:FmlaLink></x:ClientData></v:shape>"
        )
    };
    let drawing = format!(
        "<xml xmlns:v='v' xmlns:x='x'>{}{}{}<v:shape><x:ClientData ObjectType='Note'/></v:shape></xml>",
        control("1, 5, 1, 2, 1, 40, 1, 18", "<x:Checked>1</x:Checked>", ""),
        control("1, 60, 1, 15, 2, 3, 2, 19", "", "全部委託"),
        control("1, 5, 1, 15, 1, 50, 2, 19", "<x:Checked>1</x:Checked>", "自機関内"),
    );
    let rels = "<Relationships><Relationship Id='d' Type='x/vmlDrawing' Target='../drawings/v.vml'/></Relationships>";
    let parts = [("xl/worksheets/_rels/sheet1.xml.rels", rels), ("xl/drawings/v.vml", drawing.as_str())];
    let document = xlsx::read(&book(&sheet, &parts), &Budget::default()).unwrap();
    assert_eq!(rows(&document), [vec!["保有", "☑ 自己導入"], vec!["運用", "☑自機関内 ☐全部委託", "右"]]);
}
