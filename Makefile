# The project's commands. `make` alone lists them; each line below can also be typed by hand.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

# The same flags everywhere, so that running, testing and linting share what they build.
WORKSPACE := --workspace --features warraq/custom-protocol
UI_SOURCES := $(shell find ui -type d \( -name node_modules -o -name dist \) -prune -o -type f -print 2>/dev/null)
STAMPS := target/stamps
say = printf '\033[1m==>\033[0m %s\n'

.PHONY: help run demo dev setup test test-rust test-wordpress test-ui test-pages test-desktop record pictures e2e lint format bench bench-refresh bench-search soak fuzz bindings package check clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## install what is missing, build, and open the window
	@$(say) "make run: installs what is missing, builds Warraq (the first time takes several minutes) and opens its window"
	@scripts/setup build
	@$(MAKE) $(STAMPS)/ui
	@$(say) "building the app"
	@cargo build $(WORKSPACE) --bin warraq
	@if [ "$$(uname -s)" = Linux ] && [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  echo "make run: built, but there is no display to open the window on; on a machine without a screen: scripts/with-display target/debug/warraq" >&2; exit 1; fi
	@$(say) "opening the window (close it, or press Ctrl+C here, to end)"
	@target/debug/warraq

demo: ## the same with invented papers and a throw-away library; needs no network
	@$(say) "make demo: builds Warraq and opens it on a throw-away library with invented papers"
	@scripts/setup build
	@$(MAKE) $(STAMPS)/ui
	@$(say) "building the app"
	@cargo build $(WORKSPACE) --bin warraq --bin warraq-cli --bin warraq-world
	@scripts/demo

dev: ## the app with the interface reloading as it is edited
	@scripts/setup package
	@CARGO_TARGET_DIR=target/dev-server scripts/node_modules/.bin/tauri dev

setup: ## install everything that running and testing need
	@scripts/setup test

test: ## every test, without a screen; installs what is missing
	@$(say) "make test: installs what is missing, builds everything and runs every test on a virtual display (the first time takes a quarter of an hour)"
	@scripts/setup test
	@$(MAKE) $(STAMPS)/ui
	@$(MAKE) test-rust
	@$(MAKE) test-ui
	@$(MAKE) test-pages
	@$(MAKE) test-desktop
	@$(say) "make test: everything passed"

test-rust: ## the engine, the command line, the behaviour tests and the shell
	@$(say) "Rust: building the engine, the command line, the shell and their tests"
	@cargo build $(WORKSPACE) --bins
	@cargo test $(WORKSPACE) --exclude warraq-desktop-tests --no-run
	@$(say) "Rust: engine, command line, behaviour, shell"
	@WARRAQ_BUILT=1 cargo test $(WORKSPACE) --exclude warraq-desktop-tests --quiet

test-wordpress: ## a real WordPress followed, where it is installed (it is part of test-rust)
	@if tests/wordpress/start --installed; then \
	  cargo test --package warraq-tests --test suite wordpress; \
	else $(say) "skipped: WordPress is not installed; tests/wordpress/start says what it needs"; fi

test-ui: ## the interface's unit tests
	@$(say) "interface: unit tests"
	@npm --prefix ui test --silent

test-pages: $(STAMPS)/ui record ## the built interface: its size, and its pages in Chromium
	@$(say) "interface: the size of what is built"
	@npm --prefix ui run size --silent
	@$(say) "interface: the built pages in Chromium"
	@npm --prefix tests/ui test --silent

record: ## answers of the real core over the demo world, for the pages' tests (target/recorded)
	@cargo build --quiet $(WORKSPACE) --bin record
	@$(MAKE) $(STAMPS)/recorded

pictures: $(STAMPS)/ui record ## the pictures of docs/pictures
	@npm --prefix tests/ui run pictures --silent

test-desktop: $(STAMPS)/ui ## the whole app, driven on a virtual display
	@if [ -f tests/desktop/Cargo.toml ]; then \
	  $(say) "the whole app on a virtual display"; \
	  cargo build $(WORKSPACE) --bins --tests; \
	  WARRAQ_BIN="$$PWD/target/debug/warraq" WARRAQ_WORLD_BIN="$$PWD/target/debug/warraq-world" \
	    scripts/with-display cargo test $(WORKSPACE) --test desktop --quiet -- --test-threads=1; fi

e2e: test-pages test-desktop ## both of the above

lint: ## formatting, clippy, types, style
	@$(say) "make lint: formatting, clippy, types, style"
	@scripts/setup build
	@cargo fmt --all --check
	@cargo clippy $(WORKSPACE) --all-targets -- -D warnings
	@npm --prefix ui run lint --silent
	@npm --prefix ui run check --silent
	@npm --prefix ui run i18n:check --silent
	@$(say) "make lint: nothing to say"

format: ## format the Rust sources
	@cargo fmt --all

bench: ## the benchmarks, against their named baselines
	@cargo run --profile measure --package warraq-bench -- $(BENCH)

soak: ## a thousand days that are killed at random moments, and 300 power cuts: SOAK="rounds seed"
	@cargo build --quiet --package warraq-tests --bin soak
	@target/debug/soak $(SOAK)
	@target/debug/soak power

fuzz: ## the fuzzer over the readers of outside bytes: FUZZ_TARGETS=feed FUZZ_SECONDS=600 FUZZ_SEEDS=folder
	@scripts/fuzz

bench-refresh: ## fetching 1,000 feeds, beside newsboat where it is installed
	@cargo run --profile measure --package warraq-bench -- --only newsboat $(BENCH)

bench-search: ## what the search finds and how fast, beside FTS5's and Tantivy's own (WARRAQ_CORPUS: JSON lines with title and body)
	@CARGO_TARGET_DIR=target cargo run --profile measure --manifest-path tests/bench-search/Cargo.toml -- $(BENCH)

bindings: ## write the TypeScript side of the command list
	@cargo run --quiet --package warraq-tests --bin bindings -- ui/src/lib/api/bindings

package: ## a .deb in target/release/bundle/deb
	@$(say) "make package: builds the release and its .deb (a quarter of an hour the first time)"
	@scripts/setup package
	@scripts/node_modules/.bin/tauri build --bundles deb
	@ls -l target/release/bundle/deb/*.deb

check: lint test ## what the continuous integration runs

clean: ## remove everything that was built or installed here
	@cargo clean
	@rm -rf ui/dist ui/node_modules tests/ui/node_modules scripts/node_modules gen

# The interface, built again when a file of it changed.
$(STAMPS)/ui: $(UI_SOURCES)
	@scripts/setup build
	@$(say) "building the interface"
	@npm --prefix ui run build --silent
	@mkdir -p $(STAMPS) && touch $@

# The recording, made again when the program that makes it changed: the demo world is compiled into it.
$(STAMPS)/recorded: target/debug/record
	@$(say) "recording the core's answers over the demo world"
	@rm -rf target/recorded && target/debug/record target/recorded
	@mkdir -p $(STAMPS) && touch $@
