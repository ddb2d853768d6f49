"""Chromium, started once for all the tests that drive it one after the other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

# Without a background network, a sandbox or a GPU; loopback is a network to WebRTC here.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"),
    "--allow-loopback-in-peer-connection",
]


@dataclass(slots=True)
class Browsers:
    """One browser for each set of flags. Where `kept` is set, it stays from use to use until `close`."""

    kept: bool = False
    _playwright: Playwright | None = None
    _open: dict[tuple[str, ...], Browser] = field(default_factory=dict)

    @contextmanager
    def use(self, flags: Sequence[str] = ()) -> Iterator[Browser]:
        """A browser with these flags beside the usual ones; skips loudly where there is none."""
        try:
            yield self._started(tuple(flags))
        finally:
            if not self.kept:
                self.close()

    def _started(self, flags: tuple[str, ...]) -> Browser:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if chromium is None:
            pytest.skip("needs the Debian package chromium")
        browser = self._open.get(flags)
        if browser is None or not browser.is_connected():
            self._playwright = self._playwright or sync_playwright().start()
            browser = self._playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *flags])
            self._open[flags] = browser
        return browser

    def close(self) -> None:
        """End them all, and the loop that drives them: no other may run beside it."""
        for browser in self._open.values():
            browser.close()
        self._open.clear()
        if self._playwright is not None:
            self._playwright.stop()
            self._playwright = None


BROWSERS = Browsers()
