"""Builds mediakit's JupyterLab extension from labextension/ with JupyterLab's own builder; needs npm and the network.

The output is committed, so nobody else needs either. ``--check`` builds in a scratch folder and compares byte by byte.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "labextension"
BUILT = ROOT / "mediakit" / "labextension" / "labextensions" / "mediakit-lessons"


def source_digest() -> str:
    """The digest of everything the extension is built from: names and bytes, in order."""
    digest = sha256()
    files = [*SOURCE.glob("*.json"), *SOURCE.glob("*.cjs"), *SOURCE.glob("lib/*.js")]
    for path in sorted(files, key=lambda one: one.relative_to(SOURCE).as_posix()):
        text = path.read_text(encoding="utf-8")  # line ends are Git's business
        digest.update(f"{path.relative_to(SOURCE).as_posix()}\n{len(text)}\n{text}".encode())
    return digest.hexdigest()


def build(out: Path) -> None:
    """Build the extension into a folder, and write the source's digest into its package.json."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch, "work", "labextension")
        shutil.copytree(SOURCE, work, ignore=shutil.ignore_patterns("node_modules"))
        built = Path(scratch, "work", BUILT.relative_to(ROOT))
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("npm is missing. On Debian or Ubuntu: sudo apt install npm")
        install = "ci --ignore-scripts --no-audit --no-fund".split()
        subprocess.run([npm, *install], cwd=work, check=True, stdout=subprocess.DEVNULL)
        builder = [
            Path(sys.executable).with_name("jupyter-builder"),
            "build",
            ".",
        ]  # comes with JupyterLab
        subprocess.run(builder, cwd=work, check=True)
        package = json.loads((built / "package.json").read_text(encoding="utf-8"))
        package["mediakit"] = {"source": source_digest()}
        text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
        (built / "package.json").write_text(text, encoding="utf-8", newline="\n")
        shutil.copy(SOURCE / "install.json", built)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(built, out)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def main() -> int:
    """Run the program; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    if not parser.parse_args().check:
        build(BUILT)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(scratch, "built"))
        new, old = read_tree(Path(scratch, "built")), read_tree(BUILT)
    differ = [name for name in sorted({*new, *old}) if new.get(name) != old.get(name)]
    if differ:
        print(f"{BUILT.relative_to(ROOT)} is not what labextension/ builds: {', '.join(differ)}.")
        print("Next: make labextension, and commit what it writes.")
    return bool(differ)


if __name__ == "__main__":
    sys.exit(main())
