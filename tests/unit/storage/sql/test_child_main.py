import subprocess
import sys


def test_importing_the_entrance_loads_no_engine() -> None:
    code = "import sys, storage.sql.child_main; sys.exit('duckdb' in sys.modules or 'pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
