//! Records the core's answers over the demo world for the interface's tests: `record FOLDER`.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: record FOLDER")?;
    warraq_tests::recording::write(std::path::Path::new(&folder)).await
}
