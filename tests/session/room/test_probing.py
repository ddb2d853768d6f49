"""Values under a picture point, and where there are none."""

import pytest

from session.errors import MessageError
from session.farm.local import LocalRenderPort
from session.room.probing import probe
from session.room.stage import Stage
from session.view import messages as m
from session.view import operations as o
from session.view.subject import Subject
from tests.session.support import INFO, KEY, local_port, voxels_of

LAYOUT = (m.ViewBinding("axial", 0, 64, 48), m.ViewBinding("volume", 1, 64, 64))


async def loaded(port: LocalRenderPort) -> Stage:
    await port.load(KEY)
    async for loading in port.watch(KEY):
        if loading.over:
            break
    stage = Stage(Subject.of(INFO))
    stage.bind(LAYOUT, 0.0)
    return stage


async def test_a_value_is_that_of_the_source_voxel() -> None:
    async with local_port() as port:
        stage = await loaded(port)
        value = await probe(port, stage, m.Probe(5, "axial", 20.0, 10.0))
        i, j = round(value.position_mm[0] + 30), round(value.position_mm[1] + 20)
        slices = {int(voxels_of()[k, j, i]) for k in range(INFO.slices)}
        assert (value.id, value.unit) == (5, "HU")
        assert any(abs((value.value or 0) - one) <= 10.5 for one in slices)


async def test_a_projection_has_no_depth_and_a_view_that_is_not_shown_no_value() -> None:
    async with local_port() as port:
        stage = await loaded(port)
        with pytest.raises(MessageError, match="depth"):
            await probe(port, stage, m.Probe(1, "volume", 1.0, 1.0))
        with pytest.raises(MessageError, match="not on the screen"):
            await probe(port, stage, m.Probe(1, "coronal", 1.0, 1.0))


async def test_a_slabs_extreme_is_no_voxel_of_the_plane() -> None:
    async with local_port() as port:
        stage = await loaded(port)
        stage.act(m.Input(1, "axial", (o.Slab(10.0), o.SetSlabMode("max"))), 1.0)
        assert (await probe(port, stage, m.Probe(1, "axial", 20.0, 10.0))).value is None
