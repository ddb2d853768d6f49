"""Draws the client's PNG icons from its SVG: home screens and app switchers take no vectors."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PUBLIC = Path(__file__).resolve().parents[2] / "client" / "public"


@dataclass(frozen=True, slots=True)
class Icon:
    """A square picture of the icon.

    `share` is how much of the side the drawing takes. Systems cut a maskable icon as they like but leave a circle of
    80 % of it (W3C App Manifest, "purpose"), and iOS puts black where an icon is transparent: both are `full`, without
    corners of their own.
    """

    name: str
    size: int
    share: float = 1.0
    full: bool = False


ICONS = (
    Icon("icon-192", 192),
    Icon("icon-512", 512),
    Icon("maskable-512", 512, share=0.95, full=True),
    Icon("apple-touch-180", 180, full=True),
)


def drawing(svg: str, icon: Icon) -> str:
    """A page that is the icon."""
    ground = re.search(r'<rect [^>]*fill="(#\w+)"', svg)
    colour = ground[1] if ground and icon.full else "transparent"
    side = round(icon.size * icon.share)
    inner = svg.replace("<svg ", f'<svg width="{side}" height="{side}" ', 1)
    return f'<body style="margin:0;height:100vh;display:grid;place-items:center;background:{colour}">{inner}</body>'


def draw(page: Page, svg: str, icon: Icon) -> None:
    """Write the icon's file."""
    page.set_viewport_size({"width": icon.size, "height": icon.size})
    page.set_content(drawing(svg, icon))
    page.screenshot(path=PUBLIC / "icons" / f"{icon.name}.png", omit_background=True)


def main() -> int:
    """Draw all icons."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("needs the Debian package chromium", file=sys.stderr)
        return 1
    (PUBLIC / "icons").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for icon in ICONS:
            draw(page, (PUBLIC / "favicon.svg").read_text(encoding="utf-8"), icon)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
