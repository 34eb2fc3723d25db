//! libFuzzer's entry: hands every input to the target that `WARRAQ_FUZZ_TARGET` names (`feed` without it). Built and run
//! by `scripts/fuzz`, which sets the compiler's coverage options.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use warraq_fuzz::Target;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("WARRAQ_FUZZ_TARGET").unwrap_or_else(|_| "feed".to_owned());
    Target::by_name(&name).unwrap_or_else(|| {
        let known: Vec<&str> = Target::ALL.iter().map(|target| target.name()).collect();
        // An unknown name must end the run, or it would pass without having looked at anything.
        std::panic::panic_any(format!("WARRAQ_FUZZ_TARGET={name}: one of {}", known.join(", ")))
    })
});

fuzz_target!(|bytes: &[u8]| TARGET.run(bytes));
