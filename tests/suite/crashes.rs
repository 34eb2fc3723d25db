//! Killed at any moment, cut off from power at any moment: nothing told is lost, nothing is half done.

use std::path::Path;

use warraq_tests::soak::{self, power};

use crate::Outcome;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_kills_lose_nothing_that_was_told() -> Outcome {
    let told = soak::soak(Path::new(env!("CARGO_BIN_EXE_soak")), 100, 22_112_026, |_, _| {}).await?;
    // The days were lived: kills that come before any act prove nothing.
    assert!(told.acts >= 300, "{} acts", told.acts);
    Ok(())
}

#[test]
fn three_hundred_power_cuts_lose_nothing_that_was_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    let Some(recorder) = power::recorder(folder.path()) else {
        return if cfg!(target_os = "linux") { Err("the recorder could not be built".into()) } else { Ok(()) };
    };
    let day = power::record(Path::new(env!("CARGO_BIN_EXE_soak")), &recorder, folder.path(), 5, 110)?;
    let verdict = day.cut(300, 5)?;
    assert_eq!((verdict.intact, verdict.lost, verdict.corrupt), (300, 0, 0), "{:?}", verdict.wrong);
    Ok(())
}
