"""Films and pictures through the whole server: listed, opened, streamed, still without loss, probed."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from archive.archive import Archive
from session.view import messages as m
from session.view import operations as o
from streaming.encoders.still import pixel_hash
from tests.archive.samples import part10, slice_dataset
from tests.session.gateway.conftest import Serve
from tests.session.support import Page, admit_all

FRAMES: NDArray[np.uint8] = np.random.default_rng(2).integers(0, 256, (5, 48, 64, 3)).astype(np.uint8)
SERIES = "1.2.826.0.1.3680043.2.1125.1"


@pytest.fixture(scope="session")
def archive_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one series: a colour film and two grey pictures."""
    files, data = tmp_path_factory.mktemp("films"), tmp_path_factory.mktemp("film-data")
    film = slice_dataset(
        1,
        FRAMES[0, ..., 0],
        SOPClassUID="1.2.840.10008.5.1.4.1.1.3.1",
        Modality="US",
        ImagePositionPatient=None,
        NumberOfFrames=5,
        SamplesPerPixel=3,
        PhotometricInterpretation="RGB",
        PlanarConfiguration=0,
        FrameTime="50",
        PixelData=FRAMES.tobytes(),
    )
    (files / "film.dcm").write_bytes(part10(film))
    for n in (2, 3):
        page = slice_dataset(n, np.full((48, 64), n * 300, np.uint16), Modality="US", ImagePositionPatient=None)
        (files / f"{n}.dcm").write_bytes(part10(page))
    with Archive(data) as archive:
        archive.import_paths([files])
    return data


async def test_a_series_lists_everything_that_can_be_opened(serve: Serve) -> None:
    async with serve() as (client, _), client.get("/api/studies/1.2.826.0.1.3680043.2.1125") as response:
        (series,) = (await response.json())["series"]
    assert (series["volumes"], series["films"], series["pictures"]) == ([], 1, 2)
    film, pages = series["items"]
    assert film == {
        "n": 1,
        "kind": "film",
        "label": "5 frames",
        "columns": 64,
        "rows": 48,
        "frames": 5,
        "colour": True,
        "frame_ms": 50.0,
        "loops": True,
        "calibrated": False,
        "why": "a colour picture",
    }
    assert (pages["n"], pages["kind"], pages["frames"], pages["colour"]) == (2, "pages", 2, False)


async def test_previews_are_the_first_frame(serve: Serve) -> None:
    async with serve() as (client, _):
        for number, mode in ((1, "RGB"), (2, "L")):
            async with client.get(f"/api/series/{SERIES}/preview?volume={number}") as response:
                picture = Image.open(io.BytesIO(await response.read()))
            assert (picture.size, picture.mode) == ((256, 256), mode)


async def test_a_session_shows_each_frame_without_loss(serve: Serve) -> None:
    async with serve() as (_, services):
        opened = await services.catalogue.opened(SERIES, 1)
        room = services.registry.create(opened)
        page = Page()
        views = (
            m.ViewBinding(view="film", stream=0, width=64, height=48),
            m.ViewBinding(view="axial", stream=1, width=64, height=48),
        )
        page.say(m.Hello(version=1, ticket="t", views=views))
        page.say(m.Input(sequence=1, view="film", operations=(o.Frame(number=4),)))
        serving = asyncio.create_task(room.serve(page.socket, admit_all))
        still = await page.until(
            lambda: next((s for s in page.of(m.StillPicture) if s.sequence == 1 and s.stream == 0), None)
        )
        page.say(m.Probe(id=1, view="film", x=10, y=20))
        (value,) = await page.until(lambda: page.of(m.Value))
        page.leave()
        await serving
    (welcome,) = page.of(m.Welcome)
    assert welcome.volume.film is not None
    assert (welcome.volume.film.frames, welcome.volume.film.frame_ms, welcome.volume.film.colour) == (5, 50.0, True)
    assert (welcome.windows, welcome.presets) == ((), ())
    assert still.channels == 3
    assert still.sha256 == pixel_hash(FRAMES[3])
    assert value.value is None
    assert value.colour == tuple(FRAMES[3, 20, 10])
    state = next(page.states())
    film, axial = state.views
    assert (film.image, film.images, film.kind) == (4, 5, "film")
    assert "film view" in axial.empty
