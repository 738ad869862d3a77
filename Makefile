# Every target does its own set-up: a virtual environment in .venv with pinned packages.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
unexport PYTHONDONTWRITEBYTECODE  # kept bytecode makes every start of Python quick, and tests start many

.PHONY: run test proof check translations bench screenshots wheel bundle clean
.DELETE_ON_ERROR:

run: $(READY)
	@if $(BIN)/python -m ganstudio.gui.app.screen_check; then $(BIN)/ganstudio gui; \
	else echo "Here is the main job without a window."; $(BIN)/ganstudio demo --out results; fi

test proof: $(READY)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m ganstudio.gui.app.screen_check || echo "The tests of the window are left out until then."
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "$(MARKED_$@)"

# Two tiers: every test is in exactly one of them.
MARKED_test := not proof
MARKED_proof := proof

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m i18n check

# New texts come into the catalogues, and these are compiled; LANGUAGE=de begins another one.
translations: $(READY)
	$(BIN)/python -m i18n $(LANGUAGE)

bench: $(READY)
	$(BIN)/python -m benchmarks

screenshots: $(READY)
	$(BIN)/python -m benchmarks.screenshots

wheel: $(READY)
	$(BIN)/python -m build --wheel --no-isolation

# From the wheel, so that it holds what an installation holds; the folder is dist/ganstudio.
bundle: $(READY)
	rm -rf build/bundle dist/ganstudio
	$(BIN)/python -m build --wheel --no-isolation --outdir build/bundle
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target build/bundle/site build/bundle/*.whl
	PYTHONPATH=build/bundle/site $(BIN)/python -P -m PyInstaller --noconfirm --log-level WARN \
		--distpath dist --workpath build/bundle/work bundle/ganstudio.spec
	@echo "dist/ganstudio is $$(du -sm dist/ganstudio | cut -f1) MB; start dist/ganstudio/ganstudio"

clean:
	rm -rf .venv build dist results *.egg-info

$(READY): pyproject.toml constraints.txt
	@sh .ci/venv $(PYTHON)
	@echo "Installing the packages of constraints.txt into .venv (the first time this downloads a few hundred megabytes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[neural,export,film,heic,jxl,exr,raw,metrics,openvino,dev]'
	@touch $@
