# Every target does what it depends on first; nothing is done twice.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup build host idl node localnet demo test bench fuzz lint migrate clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  ALTHING_SBF=platform-tools|toolchain   with what to build the program (default: looks)"
	@echo "  LOCALNET=surfpool|solana-test-validator make localnet runs that one from PATH"
	@echo "  SUITES='unit program bank interop client cli'  which suites make test runs (default: all)"

setup: ## makes the toolchain and installs the npm packages
	@toolchain/setup.sh
	@scripts/node.sh

build: ## builds the program into target/deploy/althing.so and says with what
	@scripts/build-program.sh

host: ; @scripts/host.sh
node: ; @scripts/node.sh

idl: ## makes idl/althing.json from the program
	@scripts/idl.sh

localnet: build host ## keeps a local validator with the program running (Ctrl-C stops it)
	@scripts/localnet.sh

demo: build host node ## the whole story on a local validator, told step by step
	@scripts/with-localnet.sh npm run --silent demo

test: build host node ## runs all suites and ends with their counts
	@scripts/test.sh $(SUITES)

bench: build host ## measures the program, and logs and digests beside their peers, into docs/benchmarks*.md (BENCH=--check: holds the ceilings)
	@scripts/bench.sh $(BENCH)

fuzz: ## gives the parsers new input for SECONDS_EACH (60) seconds each; see scripts/fuzz.sh --help
	@scripts/fuzz.sh --seconds $(or $(SECONDS_EACH),60)

lint: node ## formatting, clippy, types, and whether the IDL is up to date
	@scripts/lint.sh

migrate: build host node ## founds the first DAO on a fresh local validator, to try the migration
	@scripts/with-localnet.sh npm run --silent migrate

clean: ## removes what was built here (the shared caches stay)
	@rm -rf target .localnet .anchor node_modules
