# The two commands: `make demo` and `make test`. Both work from nothing but Python 3.11.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
INSTALLED := .venv/.installed
BROWSER := .venv/.browser
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
DEMO := build/demo

.PHONY: demo test lint types check bench fuzz bench-memory bench-spark bench-track benchmark cues models docs browser wheel clean

# torch first: it is by far the largest, and everything else builds on it.
$(INSTALLED): setup.cfg pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) torch
	$(PIP) --editable '.[dev]'
	touch $@

demo: $(INSTALLED)
	mkdir -p $(DEMO)
	$(BIN)/quotex extract corpora -o $(DEMO)/quotes.csv -o $(DEMO)/quotes.jsonl --summary > $(DEMO)/summary.txt
	$(BIN)/quotex track corpora -o $(DEMO)
	$(BIN)/quotex report corpora -o $(DEMO)/report.html
	@cat $(DEMO)/summary.txt

# The tests of the report run in a browser, where one can be installed; else they are skipped.
test: $(INSTALLED)
	@$(MAKE) --no-print-directory browser || echo "no browser can be installed here: the tests that need one are skipped"
	$(BIN)/python -m pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml quotex

types: $(INSTALLED)
	$(BIN)/mypy

check: test lint types

# Words a second, memory, growth, and the ratio to a plain Stanza pipeline: build/bench.json. With DATA=folder
# (annotated articles) also what 16-bit floats cost.
bench: $(INSTALLED)
	$(BIN)/python benchmarks/speed.py $(if $(DATA),--data $(DATA))

# 100,000 articles in constant memory (hours on two cores: some 3 million words).
bench-memory: $(INSTALLED)
	$(BIN)/python benchmarks/memory.py

# Property tests with chance instead of a fixed seed, for so many minutes.
MINUTES ?= 10
fuzz: $(INSTALLED)
	$(BIN)/python benchmarks/fuzz.py $(MINUTES)

bench-track: $(INSTALLED)
	$(BIN)/python benchmarks/tracking.py 10000 100000 1000000
	$(BIN)/python benchmarks/tracking.py --store 10000 100000

bench-spark: $(INSTALLED)
	$(BIN)/python benchmarks/spark.py 10000 100000

# Annotated articles are not part of the project: make benchmark DATA=folder
benchmark: $(INSTALLED)
	$(if $(DATA),,$(error say where the annotated articles are: make benchmark DATA=folder))
	$(BIN)/python benchmarks/polnear.py $(DATA)

# Precision and recall of each cue of the lexicon: make cues DATA=folder
cues: $(INSTALLED)
	$(if $(DATA),,$(error say where the annotated articles are: make cues DATA=folder))
	$(BIN)/python benchmarks/cues.py $(DATA)

# Trains the whole bundled pipeline from treebanks: make models DATA=folder
models: $(INSTALLED)
	$(if $(DATA),,$(error say where the treebanks are: make models DATA=folder))
	$(BIN)/python -m quotex.training $(DATA) -o build/models

# Writes what the commands print into README and docs/commands.md.
docs: demo
	$(BIN)/python docs/refresh.py $(DEMO)/summary.txt

# What the tests of the report in a real browser need; without it they are skipped.
browser: $(BROWSER)

$(BROWSER): $(INSTALLED)
	$(PIP) --editable '.[browser]'
	command -v chromium > /dev/null || (apt-get update -q && apt-get install -q -y chromium)
	touch $@

wheel: $(INSTALLED)
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf build dist .venv *.egg-info
