"""The links of the documentation."""

import re
from pathlib import Path

import pytest

from tests.house.tree import CHECKOUT, tracked_files

PAGES = [path for path in tracked_files() if path.suffix == ".md" and "tests" not in path.parts]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<(?:img|a)\b[^>]*?(?:src|href)=\"([^\"]+)\"")
_CODE = re.compile(r"```.*?```|`[^`\n]*`|^    .*$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)


def links(page: Path) -> list[str]:
    text = _CODE.sub("", page.read_text())
    return [match[1] or match[2] for match in _LINK.finditer(text)]


def anchors(page: Path) -> set[str]:
    """The fragment of each heading, as web front ends of repositories make them."""
    headings = _HEADING.findall(re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def broken(page: Path, link: str, root: Path = CHECKOUT) -> bool:
    if re.match(r"[a-z]+:", link):
        return False
    path, _, fragment = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(root):
        return True
    return bool(fragment) and target.suffix == ".md" and fragment not in anchors(target)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in links(page) if broken(page, link)] == []


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[gone](gone.md) [there](#a-heading)\n\n# A heading\n")
    assert [link for link in links(page) if broken(page, link, tmp_path)] == ["gone.md"]
