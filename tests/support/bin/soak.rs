//! Days that are cut short: `soak` (or `make soak`) kills a thousand of them and looks after each; `soak live LIBRARY SEED
//! [ACTS]` lives one; `soak power [CUTS]` records one and cuts its record.

use std::path::Path;

use warraq_tests::soak::{self, power};

#[tokio::main]
#[allow(clippy::print_stdout)]
async fn main() -> soak::Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u64| arguments.get(at).and_then(|word| word.parse().ok()).unwrap_or(default);
    let program = std::env::current_exe()?;
    match arguments.first().map(String::as_str) {
        Some("live") => {
            let library = arguments.get(1).ok_or("soak live LIBRARY SEED")?;
            let acts = usize::try_from(number(3, u64::from(u32::MAX)))?;
            soak::live(Path::new(library), number(2, 1), acts).await
        }
        Some("power") => {
            let folder = tempfile::tempdir()?;
            let recorder = power::recorder(folder.path()).ok_or("the recorder can't be built here")?;
            let day = power::record(&program, &recorder, folder.path(), number(2, 7), 120)?;
            let verdict = day.cut(usize::try_from(number(1, 300))?, number(2, 7))?;
            println!("{verdict:#?}");
            if verdict.lost + verdict.corrupt == 0 { Ok(()) } else { Err("a cut took something".into()) }
        }
        _ => {
            let (rounds, seed) = (number(0, 1_000), number(1, 22_112_026));
            let told = soak::soak(&program, rounds, seed, |round, told| {
                if round % 50 == 0 {
                    println!("{round} of {rounds}: {} acts told, none lost", told.acts);
                }
            });
            println!("{} acts told over {rounds} kills, none lost", told.await?.acts);
            Ok(())
        }
    }
}
