"""Every state of the page that is not plain reading, caused for real: for the gallery and for checks of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import FilePayload, Page, expect
from pydicom import dcmread
from pydicom.uid import JPEGLSLossless

from archive.archive import Archive
from archive.phantom import write_series, write_torso
from tests.journeys.browsing import wait_lossless
from tests.journeys.serving import Serving, serving
from tests.journeys.slowly import slowly
from tests.journeys.vessels import write_vessels
from tests.journeys.wire import Values, Wire, is_exact, with_another_pixel

# Not localhost, so not secure without https; the browser is told that it is this machine.
NAME: Final = "tomocast.test"
FLAGS: Final = (f"--host-resolver-rules=MAP {NAME} 127.0.0.1",)
FAULT: Final = "The renderer failed; it is being started again."
_LONG_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Servers:
    """What the states are caused with: the sample and a film; nothing; one place; a key; and data that loads slowly."""

    sample: Serving
    empty: Serving
    full: Serving
    locked: Serving
    slow: Path


@contextmanager
def servers(folder: Path, torso: Path | None = None) -> Iterator[Servers]:
    """Import what is needed, the sample study's files made anew where there are none, and serve it."""
    torso = torso or write_torso(folder / "torso")
    write_vessels(folder / "film")
    write_series(folder / "small", slices=24, rows=64, columns=64)
    _compress(torso, folder / "coded")
    small = folder / "small"
    contents = {"sample": [torso, folder / "film"], "empty": [], "full": [small], "locked": [small]}
    for name, what in {**contents, "slow": [folder / "coded"]}.items():
        with Archive(folder / name) as archive:
            archive.import_paths(what)
    (folder / "key").write_text("a key that nobody guesses")
    key = ("--access-token-file", str(folder / "key"), "--contact", "Radiology IT, telephone 4711")
    with ExitStack() as stack:
        start = stack.enter_context
        yield Servers(
            start(serving(folder / "sample", "--allowed-host", NAME)),
            start(serving(folder / "empty")),
            start(serving(folder / "full", "--places", "1")),
            start(serving(folder / "locked", *key)),
            folder / "slow",
        )


def _compress(files: Path, to: Path) -> None:
    """Its middle half in JPEG-LS, which takes a while to decode."""
    to.mkdir()
    all_files = sorted(one for one in files.rglob("*") if one.is_file())
    for number, file in enumerate(all_files[len(all_files) // 4 : -len(all_files) // 4]):
        dataset = dcmread(file)
        dataset.compress(JPEGLSLossless, generate_instance_uid=False)
        dataset.save_as(to / f"{number}.dcm")


def open_study(page: Page, words: str = "", view: str = "axial") -> None:
    """As mouse and finger do; waits for the view."""
    row = page.get_by_test_id("study-row").filter(has_text=words).first
    row.wait_for()
    if page.evaluate("() => matchMedia('(pointer: coarse)').matches"):
        row.tap()
    else:
        row.dblclick()
    page.get_by_test_id(f"viewport-{view}").wait_for()


@contextmanager
def no_studies(page: Page, on: Servers) -> Iterator[None]:
    """Nothing has been received yet."""
    page.goto(on.empty.address)
    page.get_by_text("No studies yet").wait_for()
    yield


@contextmanager
def no_match(page: Page, on: Servers) -> Iterator[None]:
    """A search that finds nothing."""
    page.goto(on.sample.address)
    page.get_by_test_id("study-row").first.wait_for()
    page.get_by_test_id("search").fill("nobody at all")
    page.get_by_text("Nothing matches").wait_for()
    yield


@contextmanager
def refused_files(page: Page, on: Servers) -> Iterator[None]:
    """Files that are no images were dropped."""
    page.goto(on.sample.address)
    page.get_by_test_id("study-row").first.wait_for()
    page.get_by_test_id("choose-files").first.set_input_files(
        [FilePayload(name=name, mimeType="image/jpeg", buffer=b"no DICOM") for name in ("sea.jpg", "report.pdf")]
    )
    page.get_by_text("2 files were not taken").wait_for(timeout=_LONG_MS)
    yield


@contextmanager
def loading(page: Page, on: Servers) -> Iterator[None]:
    """Some slices have come."""
    with serving(on.slow) as server:
        wire = Wire(page)
        page.goto(server.address)
        page.get_by_test_id("study-row").first.wait_for()
        with slowly(server, 0.2) as slow:
            open_study(page)
            while not any(one["t"] == "progress" and 20 < one["slices"] < one["slices_total"] for one in wire.heard):
                page.wait_for_timeout(20)
            slow.share = 0
            page.get_by_test_id("viewport-axial").locator(".plate").wait_for()
            yield


@contextmanager
def silent(page: Page, on: Servers) -> Iterator[None]:
    """The server has said nothing for more than two seconds."""
    wire = Wire(page)
    page.goto(on.sample.address)
    open_study(page, "Torso")
    wait_lossless(page)
    wire.held = True
    expect(page.locator(".stage")).to_have_attribute("data-freshness", "dim", timeout=_LONG_MS)
    yield


@contextmanager
def gone(page: Page, on: Servers) -> Iterator[None]:
    """The server has said nothing for more than thirty seconds."""
    page.clock.install()
    with silent(page, on):
        page.clock.fast_forward(31_000)
        expect(page.locator(".stage")).to_have_attribute("data-freshness", "gone", timeout=_LONG_MS)
        yield


@contextmanager
def busy(page: Page, on: Servers) -> Iterator[None]:
    """All places are taken."""
    first = page.context.new_page()
    first.goto(on.full.address)
    open_study(first)
    wait_lossless(first, "axial")
    page.bring_to_front()
    page.goto(on.full.address)
    open_study(page)
    page.get_by_text("All places are taken").first.wait_for()
    yield
    first.close()


@contextmanager
def not_signed_in(page: Page, on: Servers) -> Iterator[None]:
    """The server asks for a key."""
    page.goto(on.locked.address)
    page.get_by_text("You are not signed in").wait_for()
    yield


@contextmanager
def no_volume(page: Page, on: Servers) -> Iterator[None]:
    """A series without positions, which plays as a film."""
    page.goto(on.sample.address)
    page.get_by_test_id("study-row").filter(has_text="XA").click()
    # On touch a tap opens it.
    if page.evaluate("() => matchMedia('(pointer: coarse)').matches"):
        wait_lossless(page, "film")
    else:
        page.get_by_test_id("open-film").wait_for()
        page.wait_for_function("() => [...document.images].every(one => one.complete)")
    yield


@contextmanager
def stills(page: Page, on: Servers) -> Iterator[None]:
    """A page over plain http, where the browser shows no video from a WebSocket."""
    page.goto(on.sample.address.replace("localhost", NAME) + "?transport=websocket")
    open_study(page, "Torso")
    page.get_by_text("Still pictures", exact=True).wait_for(timeout=_LONG_MS)
    wait_lossless(page)
    yield


@contextmanager
def fault_in_view(page: Page, on: Servers) -> Iterator[None]:
    """The server could not make a picture."""
    wire = Wire(page)
    page.goto(on.sample.address)
    open_study(page, "Torso")
    wait_lossless(page, "axial")
    wire.instead("pong", lambda _: {"t": "error", "code": "picture", "text": FAULT, "view": "axial", "fatal": False})
    page.get_by_text(FAULT).wait_for(timeout=_LONG_MS)
    yield


@contextmanager
def fault(page: Page, on: Servers) -> Iterator[None]:
    """The session failed."""
    wire = Wire(page)
    page.goto(on.sample.address)
    open_study(page, "Torso")
    wait_lossless(page, "axial")
    why = "The session failed; open the study again."
    wire.instead("pong", lambda _: {"t": "error", "code": "session", "text": why, "view": "", "fatal": True})
    page.get_by_text(why).wait_for(timeout=_LONG_MS)
    yield


@contextmanager
def unverified(page: Page, on: Servers) -> Iterator[None]:
    """The stills of one view are altered on their way."""

    def altered(message: Values) -> Values:
        wrong = is_exact(message, stream=0)
        return {**message, "data": with_another_pixel(message["data"])} if wrong else message

    Wire(page).alter = altered
    page.goto(on.sample.address)
    open_study(page, "Torso")
    wait_lossless(page, "coronal", "sagittal", "volume")
    expect(page.get_by_test_id("viewport-axial").get_by_test_id("viewport-fidelity")).to_have_text("Not verified")
    yield


STATES: Final[dict[str, Callable[[Page, Servers], AbstractContextManager[None]]]] = {
    "empty": no_studies,
    "no-match": no_match,
    "refused-files": refused_files,
    "loading": loading,
    "silent": silent,
    "gone": gone,
    "busy": busy,
    "no-access": not_signed_in,
    "cannot-render": no_volume,
    "stills": stills,
    "fault-in-view": fault_in_view,
    "fault": fault,
    "unverified": unverified,
}
