//! The `yomitori` command.
fn main() {
    let engine = yomitori::Engine::new(yomitori::Form::daiko_kikan().unwrap());
    for path in std::env::args().skip(1) {
        match engine.read_path(path.as_ref()) {
            Ok(record) => println!("{}", record.to_json()),
            Err(failure) => eprintln!("{path}: {failure}"),
        }
    }
}
