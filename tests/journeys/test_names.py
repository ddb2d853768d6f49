"""Names from the world's scripts reach the page in all their writings, and hostile ones stay text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect
from pydicom.uid import generate_uid

from archive.archive import Archive
from tests.archive.samples import slice_file
from tests.journeys.browsing import page_on
from tests.journeys.serving import Serving, serving

# An equals sign would begin another writing of a name; the description may hold it.
HOSTILE = '"><script>alert(1)</script><svg/onload>^&lt;b&gt;'
HOSTILE_SERIES = "<img src=x onerror=alert(2)>{{7*7}}${alert(3)}"
# Character set, name as the file has it, and each line that the list shows of it.
NAMES: dict[str, tuple[list[str], str, list[str]]] = {
    "japanese": (
        ["", "ISO 2022 IR 87"],
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
        ["Yamada, Tarou", "山田 太郎  やまだ たろう"],
    ),
    "korean": (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동", ["Hong, Gildong", "洪 吉洞  홍 길동"]),
    "chinese": (["GB18030"], "Wang^XiaoDong=王^小东", ["Wang, XiaoDong", "王 小东"]),
    "unicode": (["ISO_IR 192"], "Müller^Jörg^^Dr.", ["Müller, Dr. Jörg"]),
    # Files without an alphabetic writing, and such whose only group is not alphabetic.
    "without": (["ISO_IR 192"], "=佐藤^花子", ["佐藤 花子"]),
    "mislaid": (["ISO_IR 192"], "김^민준", ["김 민준"]),
    "arabic": (["ISO_IR 127"], "قباني^لنزار", ["قباني, لنزار"]),
    "hostile": (["ISO_IR 192"], HOSTILE, []),
}


def write(folder: Path, who: str) -> None:
    charset, name, _ = NAMES[who]
    study, series = generate_uid(entropy_srcs=[who]), generate_uid(entropy_srcs=[who, "series"])
    (folder / who).mkdir(parents=True)
    for number in range(3):
        data = slice_file(
            number,
            SpecificCharacterSet=charset,
            PatientName=name,
            PatientID=f"ID-{who}",
            StudyInstanceUID=study,
            SeriesInstanceUID=series,
            SOPInstanceUID=generate_uid(entropy_srcs=[who, str(number)]),
            SeriesDescription=HOSTILE_SERIES if who == "hostile" else "Head",
            ImageOrientationPatient=[1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
            PixelSpacing=[1.0, 1.0],
        )
        (folder / who / f"{number}.dcm").write_bytes(data)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("names")
    for who in NAMES:
        write(folder / "files", who)
    with Archive(folder / "data") as archive:
        archive.import_paths([folder / "files"])
    with serving(folder / "data") as running:
        yield running


def search(page: Page, words: str, found: list[str]) -> None:
    """One study is left in the list, whose patient is written so."""
    page.get_by_test_id("search").fill(words)
    for line in found:
        expect(page.get_by_test_id("study-row").locator("td").first).to_contain_text(line)
    expect(page.get_by_test_id("study-row")).to_have_count(1)


def test_names_in_all_their_writings_and_hostile_ones_as_text(server: Serving) -> None:
    shown: list[str] = []
    with page_on(server.address) as page:

        def dialog(opened: Dialog) -> None:
            shown.append(opened.message)
            opened.dismiss()

        page.on("dialog", dialog)
        page.get_by_test_id("study-row").first.wait_for()
        for who, (_, _, lines) in NAMES.items():
            search(page, f"ID-{who}", lines)
        search(page, "山田", ["Yamada"])
        page.get_by_test_id("study-row").dblclick()
        page.get_by_test_id("viewport-axial").wait_for()
        expect(page.locator(".patient b")).to_have_text("Yamada, Tarou  山田 太郎  やまだ たろう")
        expect(page).to_have_title("Yamada, Tarou  山田 太郎  やまだ たろう · Tomocast")
        page.get_by_test_id("back").click()
        hostile_words_stay_text(page)
    assert shown == []


def hostile_words_stay_text(page: Page) -> None:
    family, given = HOSTILE.split("^")
    search(page, "ID-hostile", [f"{family}, {given}"])
    row = page.get_by_test_id("study-row")
    row.click()
    expect(page.get_by_test_id("series-row")).to_contain_text(HOSTILE_SERIES)
    row.dblclick()
    expect(page.locator(".patient b")).to_have_text(f"{family}, {given}")
    page.get_by_test_id("viewport-axial").focus()
    page.keyboard.press("b")
    page.get_by_role("tab", name="Series").click()
    expect(page.get_by_test_id("panel").get_by_test_id("series-row")).to_contain_text(HOSTILE_SERIES)
    assert page.locator("img[src=x], svg[onload], #app script").count() == 0
    assert page.title().startswith(family)
