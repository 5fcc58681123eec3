# What people do with the project; each target installs what it needs first.
.DEFAULT_GOAL := help
JOBS ?= $(shell nproc)
KEWP := build/release/kewp

.PHONY: help build run test test-deploy bench lint asan tsan fuzz clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build the server and its web application: build/release/kewp, web/dist
	@scripts/setup
	@cmake --preset release -DKEWP_TESTS=OFF -DKEWP_BENCH=OFF >/dev/null
	@cmake --build build/release -j $(JOBS) --target kewp web

run: build ## Build and start the demo on http://127.0.0.1:5000
	@$(KEWP) serve --config data/demo/kewp.toml

test: ## Build and run all tests
	@scripts/setup --test
	@cmake --preset dev >/dev/null
	@cmake --build build/dev -j $(JOBS)
	@ctest --preset dev -j $(JOBS)

test-deploy: build ## Build the image and test it on a Docker engine
	@scripts/setup --deploy
	@PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m pytest -q -rs -s -p no:cacheprovider tests/deploy

bench: ## Build and run the benchmarks
	@scripts/setup --dev
	@cmake --preset release -DKEWP_TESTS=OFF -DKEWP_BENCH=ON >/dev/null
	@cmake --build build/release -j $(JOBS)
	@bench/run

lint: ## Check format, rooms and clang-tidy
	@scripts/setup --dev
	@scripts/lint

asan: ## Unit tests under address and undefined-behaviour sanitizers
	@scripts/setup --dev
	@cmake --preset asan >/dev/null && cmake --build build/asan -j $(JOBS) --target unit_tests
	@ctest --preset asan -j $(JOBS) -L unit

tsan: ## Unit tests under the thread sanitizer
	@scripts/setup --dev
	@cmake --preset tsan >/dev/null && cmake --build build/tsan -j $(JOBS) --target unit_tests
	@ctest --preset tsan -j $(JOBS) -L unit

fuzz: ## Fuzz each parser for a minute
	@scripts/setup --dev
	@cmake --preset fuzz >/dev/null && cmake --build build/fuzz -j $(JOBS)
	@scripts/fuzz

clean: ## Remove all build folders
	@rm -rf build
