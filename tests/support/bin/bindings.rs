//! Writes the TypeScript side of the contract: `ui/src/lib/api/bindings/{types,commands}.ts`.
//! `make bindings` runs it; a test compares the committed files with what it would write.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: bindings FOLDER")?;
    warraq_tests::bindings::write(std::path::Path::new(&folder))
}
