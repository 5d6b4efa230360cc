//! A document goes to the form that it is of, and to no other: forms of one family share half their labels.

use std::path::PathBuf;
use yomitori::failure::Reason;
use yomitori::form::Forms;
use yomitori::{Engine, Form};

/// A document of each sibling form, as an agency may write it.
const KENSHIN: &str = "運営についての重要事項に関する規程の概要[健診機関]\n\n更新情報\t最終更新日\t令和5年4月1日\n\
    機関情報\t機関名\t青葉クリニック\n\t所在地\t宮城県仙台市1-1\n\t電話番号\t022-123-4567\n\tFAX番号\t022-123-4568\n\
    \t健診機関番号\t0411234567\n\t経営主体\t医療法人\n\t開設者名\t佐藤一郎\n\t管理者名\t鈴木花子\n\
    スタッフ情報\t\t常勤\t非常勤\n\t医師\t3人\t2人\n\t看護師\t5人\t4人\n\t臨床検査技師\t2人\t0人\n\
    施設及び設備情報\t受診者に対するプライバシーの保護\t■有 □無\n\t受動喫煙対策\t■敷地内禁煙 □施設内禁煙 □完全分煙 □なし\n\
    運営に関する情報\t特定健康診査の単価\t9,800円/人\n\t救急時の応急処置体制\t■有 □無\n";

fn file(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn form_of(engine: &Engine, text: &[u8]) -> Result<String, Reason> {
    engine.read("a", text).map(|record| record.form.id.clone()).map_err(|failure| failure.reason)
}

#[test]
fn a_document_goes_to_its_form_and_no_other_form_takes_it() {
    let all = Engine::new(Forms::built_in().unwrap());
    let daiko = file("fixtures/corpus/001_cc183ff5e25e1523.txt");
    assert_eq!(form_of(&all, &daiko).as_deref(), Ok("daiko-kikan"));
    assert_eq!(form_of(&all, KENSHIN.as_bytes()).as_deref(), Ok("kenshin-kikan"));
    let untitled = KENSHIN.split_once('\n').unwrap().1;
    assert_eq!(form_of(&all, untitled.as_bytes()).as_deref(), Ok("kenshin-kikan"));
    for form in Forms::built_in().unwrap().all() {
        let alone = Engine::new(
            Forms::from_paths(&[format!("{}/forms/{}.toml", env!("CARGO_MANIFEST_DIR"), form.id).into()]).unwrap(),
        );
        for (text, id) in [(daiko.as_slice(), "daiko-kikan"), (KENSHIN.as_bytes(), "kenshin-kikan")] {
            let expected = if form.id == id { Ok(id.to_owned()) } else { Err(Reason::Unrecognized) };
            assert_eq!(form_of(&alone, text), expected, "{} for a document of {id}", form.id);
        }
    }
}

#[test]
fn what_fits_two_forms_as_well_is_ambiguous_and_both_are_named() {
    let form = include_str!("../../forms/kenshin-kikan.toml");
    let twin = Form::from_toml(&form.replace("kenshin-kikan", "twin"), "twin.toml").unwrap();
    let forms = Forms::new(vec![Form::from_toml(form, "kenshin.toml").unwrap(), twin]).unwrap();
    let failure = Engine::new(forms).read("a", KENSHIN.as_bytes()).unwrap_err();
    assert_eq!(failure.reason, Reason::Ambiguous);
    assert_eq!(failure.message.matches("[健診機関]").count(), 2, "{failure}");
}

#[test]
fn a_form_that_is_not_known_is_refused_and_the_nearest_is_named() {
    let engine = Engine::new(Form::daiko_kikan().unwrap());
    let failure = engine.read("a", KENSHIN.as_bytes()).unwrap_err();
    assert_eq!(failure.reason, Reason::Unrecognized);
    assert!(failure.message.contains("[代行機関]") && failure.message.contains("labels"), "{failure}");
}
