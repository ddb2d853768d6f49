"""The CUDA sources compile for every architecture that is supported, on machines without a GPU."""

import re

import pytest

from render.kernels.cuda_source import OPTIONS, TEXTURE_OPTION, cuda_source
from tests.render.kernels import nvrtc

ENTRY_POINTS = re.findall(r"__global__ void (\w+)\(", cuda_source())


def test_source_is_one_text_without_includes_of_ours() -> None:
    source = cuda_source()
    includes = re.findall(r"#include \"\w+\.h\"", source)
    assert includes == []
    assert source.count("struct CompositeJob {") == 1


def test_every_combination_has_an_entry_point() -> None:
    voxels = ("int16", "float32")
    expected = {f"{kind}_{voxel}" for kind in ("slice", "mip") for voxel in voxels}
    expected |= {f"composite_{v}_{table}{light}" for v in voxels for table in (0, 1) for light in (0, 1, 2)}
    expected.add("frame")
    assert set(ENTRY_POINTS) == expected
    assert len(ENTRY_POINTS) == len(expected)


@pytest.mark.parametrize("texture", [False, True], ids=["exact", "texture"])
@pytest.mark.parametrize("architecture", ["sm_75", "sm_80", "sm_90"])
def test_compiles(architecture: str, texture: bool) -> None:
    options = (*OPTIONS, *([TEXTURE_OPTION] if texture else []), f"-arch={architecture}")
    machine_code = nvrtc.compile_cubin(cuda_source(), options)
    assert all(name.encode() in machine_code for name in ENTRY_POINTS)


def test_a_mistake_does_not_compile() -> None:
    with pytest.raises(nvrtc.NvrtcError, match="error"):
        nvrtc.compile_cubin(cuda_source() + "\n__global__ void broken() { undefined(); }", (*OPTIONS, "-arch=sm_80"))
