import numpy as np

from render.frame import Frame
from tests.render.test_request import REQUEST


def test_a_frame_is_an_array_to_others() -> None:
    pixels = np.arange(12, dtype=np.uint8).reshape(3, 4)
    frame = Frame(pixels, REQUEST)
    assert (frame.width, frame.height) == (4, 3)
    assert np.asarray(frame).ctypes.data == pixels.ctypes.data


def test_a_frame_is_released_once() -> None:
    released: list[int] = []
    with Frame(np.zeros((2, 2, 3), np.uint8), REQUEST, on_release=lambda: released.append(1)) as frame:
        assert not released
    frame.release()
    assert released == [1]
