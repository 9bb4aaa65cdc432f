# make demo: build the Dong Nai workbook.  make test: run the whole suite.  Both set up all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-windows hunt trust whole mutants lint judges bench bench-checks bench-press bench-trust bench-import pictures template examples docs house changelog clean

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; set PYTHON=/path/to/it."; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || sh scripts/setup-venv.sh $(PYTHON) $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(READY)
	@mkdir -p demo
	@$(BIN)/kehoach build examples/dong-nai-2021.xlsx -o demo/PhuLuc_dong-nai-2021.xlsx --report demo/report.json
	@$(BIN)/python -m scripts.describe demo/PhuLuc_dong-nai-2021.xlsx

judges:
	@sh scripts/setup-judges.sh

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(READY) judges lint
	$(BIN)/python -m pytest -n auto --dist loadgroup

# The code for Windows, run by a Windows Python under wine.
test-windows: $(READY)
	sh scripts/setup-windows.sh $(BIN)/python
	KEHOACH_WINDOWS=1 $(BIN)/python -m pytest -q tests/windows

# What takes longer: faults put into many clean plans, and small changes to the code that tests must notice.
hunt: bench-checks
	$(BIN)/python -m scripts.mutants --sample 40 --least 85

# Damaged, harmful and re-serialised workbooks; commands killed and stopped (bench-trust tries more, and
# each harm in all three places).
trust: $(READY) judges
	$(BIN)/python -m benchmarks.trust --once --tries 100 --kills 45 --signals 12

# What the suite tries some of, whole: faults at each call to the system and to the program of a press,
# every workbook of Excel, the pages of every plan.
whole: $(READY) judges
	KEHOACH_EVERY=1 $(BIN)/python -m pytest -q -n auto --dist loadgroup \
		tests/machine/test_faults_at_every_call.py tests/jobs/test_press_every_call.py \
		tests/render/test_transplant.py tests/render/test_pages_as_printed.py

# All the changes; takes about half an hour.
mutants: $(READY)
	$(BIN)/python -m scripts.mutants --least 85

bench: $(READY)
	$(BIN)/python -m benchmarks.run

bench-checks: $(READY)
	$(BIN)/python -m benchmarks.checks

bench-trust: $(READY)
	$(BIN)/python -m benchmarks.trust

# Imports of tables whose truth is known, in many layouts and formats.
bench-import: $(READY)
	$(BIN)/python -m benchmarks.import_tables

# All rules over workbooks that nobody here wrote; the judged ones' precision by rule.
bench-natural: $(READY)
	$(BIN)/python -m benchmarks.natural

bench-press: $(READY)
	$(BIN)/python -m benchmarks.press

docs: $(READY)
	$(BIN)/python -m scripts.make_docs

house: $(READY)
	$(BIN)/python -m scripts.draw_house --write

changelog: $(READY)
	$(BIN)/towncrier build --draft

template: $(READY)
	$(BIN)/python -m scripts.make_template

examples: template
	$(BIN)/python -m scripts.make_examples

# Every sheet of plans of every shape as PNGs in demo/pictures, to be looked at; and those of the guides.
pictures: $(READY)
	$(BIN)/python -m scripts.pictures --docs

clean:
	rm -rf $(VENV) .judges demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
