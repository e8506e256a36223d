"""The built wheel: everything is in it, and it works where no source tree is near."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

import quotex

ROOT = Path(quotex.__file__).parents[1]
MOST_BYTES = 60_000_000
"""Of the wheel; the bundled models are most of it."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # The build leaves its own folders behind, so it works on a copy.
    source = folder / "source"
    source.mkdir()
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "quotex"):
        (source / name).symlink_to(ROOT / name)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
    ]
    subprocess.run([*build, str(source)], check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_everything_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    for path in (ROOT / "quotex").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in inside
    assert not [name for name in inside if name.startswith(("tests/", "corpora/", "benchmarks/", "build/"))]
    assert [name for name in inside if name.endswith("/LICENSE")]
    assert wheel.stat().st_size < MOST_BYTES


def test_it_works_from_elsewhere(wheel: Path, tmp_path: Path) -> None:
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(tmp_path / "site")]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    (tmp_path / "a.txt").write_text("“Nobody heard us,” said Ines Ferrol.\n", encoding="utf-8")
    code = "import sys, quotex.command as c; assert 'site' in c.__file__; sys.exit(c.main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", "a.txt", "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert "Ines Ferrol" in done.stdout


def test_metadata_and_constraints_agree() -> None:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    from packaging.requirements import Requirement

    pinned = {
        name.lower().replace("_", "-"): version
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
        for name, version in [line.split("==")]
    }
    extras = config["options.extras_require"]
    wanted = [config["options"]["install_requires"], *(extras[name] for name in extras if name != "spark")]
    for line in "\n".join(wanted).splitlines():
        if line.strip() and not line.startswith("#"):
            requirement = Requirement(line)
            assert requirement.name in pinned, f"{requirement.name} has no constraint"
            assert requirement.specifier.contains(pinned[requirement.name]), line
