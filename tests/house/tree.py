"""The repository's own files, for tests about the house itself."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("render", "archive", "streaming", "session")
_NOT_OURS = {".git", ".venv", ".hypothesis", "node_modules", "dist", "__pycache__", "coverage", "test-results"}
_BINARY = {".png", ".jpg", ".ico", ".woff2", ".so", ".dcm", ".zip", ".bin", ".pyc"}


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and path.name not in _NOT_OURS and not path.name.endswith("_cache"):
            yield from _walk(path)
        elif path.is_file():
            yield path


def tracked_files() -> list[Path]:
    """Every file that is kept in the repository; without git, every file that is not an output."""
    if shutil.which("git") and (CHECKOUT / ".git").exists():
        names = subprocess.run(
            ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
        ).stdout
        return [path for name in names.split("\0") if name and (path := CHECKOUT / name).is_file()]
    return sorted(_walk(CHECKOUT))


def text_files() -> list[Path]:
    """The tracked files that hold text."""
    return [path for path in tracked_files() if path.suffix not in _BINARY]


def modules() -> list[Path]:
    """The Python modules of the four packages, relative to the checkout."""
    return [path.relative_to(CHECKOUT) for package in PACKAGES for path in sorted((CHECKOUT / package).rglob("*.py"))]
