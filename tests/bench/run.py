"""Runs benchmarks and writes `build/bench.json`; names on the command line choose some, none means all."""

import importlib
import json
import pkgutil
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "build" / "bench.json"


def modules() -> list[str]:
    """Names of all benchmark modules: those with a `figures` function."""
    return sorted(found.name for found in pkgutil.iter_modules([str(HERE)]) if found.name not in {"run", "conftest"})


def main(chosen: list[str]) -> int:
    """Run, merge into the file, and print; 1 when a benchmark failed."""
    figures = {item["figure"]: item for item in json.loads(OUT.read_text())} if OUT.exists() else {}
    failed = []
    for name in modules():
        if chosen and not any(word in name for word in chosen):
            continue
        module = importlib.import_module(f"tests.bench.{name}")
        if not hasattr(module, "figures"):
            continue
        began = time.monotonic()
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            found = module.figures()
        except Exception as error:  # noqa: BLE001 - one benchmark must not stop the others
            failed.append(f"{name}: {error!r}")
            continue
        figures |= {item["figure"]: item for item in found}
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text(json.dumps([figures[key] for key in sorted(figures)], indent=2) + "\n")
    print(OUT.read_text() if OUT.exists() else "[]")
    for line in failed:
        print(f"failed: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
