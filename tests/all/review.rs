//! The review page over HTTP: who may ask, what is kept, what is escaped; and its static twin.

use crate::support::{DISCLOSURE, command, run};
use serde_json::{Value, json};
use std::fs::{copy, create_dir_all, read, read_to_string, write};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use tempfile::{TempDir, tempdir};

const TODAY: &str = "--today=2026-11-20";
const HOSTILE: &str = "<img src=x onerror=alert(1)>&quot;'.txt";

/// A text, a page and a workbook, imported.
fn data_set() -> TempDir {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    copy(DISCLOSURE, folder.path().join("in").join(HOSTILE)).unwrap();
    for name in ["calc.pdf", "chromium-checks.pdf"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rendered").join(name);
        copy(from, folder.path().join("in").join(name)).unwrap();
    }
    let imported = run(folder.path(), &["import", "in", "--db", "d.db", TODAY]);
    assert_eq!(imported.status, Some(0), "{}", imported.err);
    folder
}

fn hash(path: &Path) -> String {
    yomitori::digest::sha256(&read(path).unwrap())
}

/// A page that is open.
struct Page {
    child: Child,
    host: String,
    cookie: String,
}

impl Page {
    fn open(folder: &Path, args: &[&str]) -> Self {
        let mut child = command(folder, &[&["review", "--who", "山田", TODAY], args].concat())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (host, token) = line.trim().strip_prefix("http://").and_then(|rest| rest.split_once("/?token=")).unwrap();
        let mut page = Self { child, host: host.to_owned(), cookie: String::new() };
        let (status, headers, _) = page.ask("GET", &format!("/?token={token}"), &[], "");
        assert_eq!(status, 303, "{headers}");
        let cookie = headers.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Strict"));
        page.cookie = cookie.split(';').next().unwrap().to_owned();
        page
    }

    /// Status, headers and body of an answer.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String, Vec<u8>) {
        self.try_ask(method, path, headers, body).unwrap()
    }

    /// The same; nothing where the server ended before its whole answer came.
    fn try_ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Option<(u16, String, Vec<u8>)> {
        let mut stream = TcpStream::connect(&self.host).ok()?;
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "host") {
            request += &format!("host: {}\r\n", self.host);
        }
        headers.iter().for_each(|(name, value)| request += &format!("{name}: {value}\r\n"));
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Some((status, head, answer[end + 4..].to_vec()))
    }

    fn get(&self, path: &str) -> (u16, String) {
        let (status, _, body) = self.ask("GET", path, &[("cookie", &self.cookie), ("accept-language", "ja")], "");
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.try_post(path, body).unwrap()
    }

    fn try_post(&self, path: &str, body: &Value) -> Option<(u16, Value)> {
        let origin = format!("http://{}", self.host);
        let headers = [("cookie", self.cookie.as_str()), ("origin", &origin), ("content-type", "application/json")];
        let (status, _, answer) = self.try_ask("POST", path, &headers, &body.to_string())?;
        Some((status, serde_json::from_slice(&answer).unwrap_or_default()))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn corrections(folder: &Path, db: &str) -> String {
    run(folder, &["corrections", "export", "--db", db]).out
}

#[test]
fn only_the_page_itself_may_ask_and_what_it_shows_is_escaped() {
    let folder = data_set();
    let page = Page::open(folder.path(), &["--db", "d.db"]);
    let cookie = page.cookie.clone();
    assert_eq!(page.ask("GET", "/", &[], "").0, 403);
    assert_eq!(page.ask("GET", "/", &[("host", "evil.example"), ("cookie", &cookie)], "").0, 421);
    assert_eq!(
        page.ask(
            "POST",
            "/say",
            &[("cookie", &cookie), ("origin", "http://evil.example"), ("content-type", "application/json")],
            "{}"
        )
        .0,
        403
    );
    let (status, headers, body) = page.ask("GET", "/", &[("cookie", &cookie)], "");
    assert_eq!(status, 200);
    assert!(
        headers.contains("content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'"),
        "{headers}"
    );
    let body = String::from_utf8(body).unwrap();
    assert!(body.contains("&lt;img src=x onerror") && !body.contains("<img"), "{body}");
    for inline in ["<style", " style=", " onclick=", "javascript:"] {
        assert!(!body.contains(inline), "{inline}");
    }
    let (status, text) = page.get(&format!("/document/{}", hash(&folder.path().join("in").join(HOSTILE))));
    assert_eq!(status, 200);
    assert!(
        text.contains("lang=\"ja\"")
            && text.contains("最終更新日")
            && text.contains("class=\"took")
            && !text.contains("<img")
    );
    let pdf = hash(&folder.path().join("in/calc.pdf"));
    let (_, text) = page.get(&format!("/document/{pdf}"));
    assert!(text.contains("<svg") && text.contains("class=\"box"));
    let (status, labels) = page.get(&format!("/document/{pdf}/labels"));
    assert!(status == 200 && labels.starts_with("[[1,["), "{labels}");
    let (status, headers, png) = page.ask("GET", &format!("/document/{pdf}/page/1"), &[("cookie", &cookie)], "");
    assert_eq!((status, &png[1..4]), (200, &b"PNG"[..]), "{headers}");
    assert_eq!(page.get("/document/0").0, 404);
    assert_eq!(page.get("/nowhere").0, 404);
    // Without the documents there is the record still.
    std::fs::remove_dir_all(folder.path().join("in")).unwrap();
    let (status, text) = page.get(&format!("/document/{}", hash(Path::new(DISCLOSURE))));
    assert_eq!(status, 200);
    assert!(text.contains("最終更新日"));
}

#[test]
fn what_is_said_outlives_the_server() {
    let folder = data_set();
    let mut page = Page::open(folder.path(), &["--db", "d.db"]);
    let sha256 = hash(Path::new(DISCLOSURE));
    let word = |pointer: &str, kind: &str, value: Value| json!({ "sha256": sha256, "who": "山田", "pointer": pointer, "kind": kind, "value": value });
    for (refused, said) in [
        (word("/data/updated_on", "corrected", json!("2024-02-30")), "none that this field can have"),
        (word("/data/nowhere", "accepted", Value::Null), "no such value"),
        (word("/data/updated_on", "accepted", json!("1999-01-01")), "read otherwise"),
        (word("/data/checklist/sections/technical/1/status", "not-in-document", Value::Null), "in every document"),
        (
            json!({ "sha256": sha256, "who": " ", "pointer": "/data/updated_on", "kind": "accepted", "value": null }),
            "your name",
        ),
    ] {
        let (status, answer) = page.post("/say", &refused);
        assert_eq!(status, 422);
        assert!(answer["error"].as_str().unwrap().contains(said), "{answer}");
    }
    assert_eq!(corrections(folder.path(), "d.db"), "");
    let (status, answer) = page.post("/say", &word("/data/updated_on", "corrected", json!("2024-02-29")));
    assert_eq!((status, &answer["field"]["said"]["state"]), (200, &json!("corrected")), "{answer}");
    page.child.kill().unwrap();
    page.child.wait().unwrap();
    assert!(corrections(folder.path(), "d.db").contains("\"value\":\"2024-02-29\""), "it was kept before the answer");

    // Two servers at once on one database, each with a word and one taken back.
    let pages = [Page::open(folder.path(), &["--db", "d.db"]), Page::open(folder.path(), &["--db", "d.db"])];
    std::thread::scope(|scope| {
        for (at, page) in pages.iter().enumerate() {
            let word = &word;
            scope.spawn(move || {
                for item in 1..=4 {
                    let pointer = format!("/data/checklist/sections/technical/{}/plan", item * 2 - at);
                    assert_eq!(page.post("/say", &word(&pointer, "corrected", json!("2027年"))).0, 200, "{pointer}");
                }
            });
        }
    });
    assert_eq!(corrections(folder.path(), "d.db").lines().count(), 9);
    let back = json!({ "sha256": sha256, "who": "山田" });
    let (status, answer) = pages[0].post("/undo", &back);
    assert_eq!((status, &answer["field"]["said"]), (200, &Value::Null));
    for _ in 0..8 {
        assert_eq!(pages[0].post("/undo", &back).0, 200);
    }
    assert_eq!(pages[0].post("/undo", &back).0, 422, "there is nothing left");
    let shown = run(folder.path(), &["status", "--db", "d.db"]).out;
    assert!(!shown.contains("settled values"), "{shown}");
}

#[test]
fn a_server_killed_at_any_moment_keeps_every_word_that_it_confirmed() {
    let folder = data_set();
    let sha256 = hash(Path::new(DISCLOSURE));
    let mut confirmed = 0;
    for round in 0..6 {
        let mut page = Page::open(folder.path(), &["--db", "d.db"]);
        let kill = format!("sleep 0.0{round}; kill -9 {}", page.child.id());
        let killer = std::process::Command::new("sh").args(["-c", &kill]).spawn();
        // The signal comes while words are on their way, each round somewhere else.
        for word in 0.. {
            let value = json!(format!("{round}-{word}"));
            let said = json!({ "sha256": sha256, "who": "山田", "kind": "corrected", "value": value,
                "pointer": "/data/organization/name" });
            match page.try_post("/say", &said) {
                Some((status, answer)) => assert_eq!(status, 200, "{answer}"),
                None => break,
            }
            confirmed += 1;
            assert!(word < 10_000, "the server goes on");
        }
        assert!(killer.unwrap().wait().unwrap().success());
        page.child.wait().unwrap();
        let kept = corrections(folder.path(), "d.db").lines().count();
        // A word may have been kept whose answer did not come.
        assert!((confirmed..=confirmed + 1).contains(&kept), "round {round}: {confirmed} confirmed, {kept} kept");
        confirmed = kept;
    }
}

#[test]
fn records_without_a_database_get_one_beside_them() {
    let folder = data_set();
    let records = run(folder.path(), &["extract", "in", TODAY]);
    write(folder.path().join("r.jsonl"), &records.out).unwrap();
    let page = Page::open(folder.path(), &["r.jsonl", "--sources", "in"]);
    let sha256 = hash(&folder.path().join("in/calc.pdf"));
    let (status, text) = page.get(&format!("/document/{sha256}"));
    assert!(status == 200 && text.contains("<svg"), "{text}");
    let word = json!({ "sha256": sha256, "who": "a", "pointer": "/data/updated_on", "kind": "corrected", "value": "2024-02-29" });
    assert_eq!(page.post("/say", &word).0, 200);
    assert_eq!(corrections(folder.path(), "r.jsonl.review.db").lines().count(), 1);
}

#[test]
fn a_report_is_plain_files_and_the_same_every_time() {
    let folder = data_set();
    let report = |to: &str| {
        let done = run(folder.path(), &["report", "--db", "d.db", "--to", to, TODAY]);
        assert_eq!(done.status, Some(0), "{}", done.err);
        let mut files: Vec<_> =
            std::fs::read_dir(folder.path().join(to)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.is_file());
        files.sort();
        files.iter().map(|file| (file.file_name().unwrap().to_owned(), read(file).unwrap())).collect::<Vec<_>>()
    };
    let files = report("one");
    assert_eq!(files, report("two"));
    let index = read_to_string(folder.path().join("one/index.html")).unwrap();
    assert!(index.contains("href=\"calc.pdf.html\"") && !index.contains("<img") && !index.contains("<form"));
    let page = read_to_string(folder.path().join("one/calc.pdf.html")).unwrap();
    assert!(page.contains("href=\"calc.pdf-p001.png\"") && page.contains("href=\"assets/review.css\""));
    assert!(
        !page.contains("data-editable") && !page.contains("data-do=") && !page.contains("http://"),
        "nothing is edited or fetched"
    );
    assert!(files.iter().any(|(name, bytes)| name == "calc.pdf-p001.png" && bytes.starts_with(b"\x89PNG")));
}
