import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render import geometry
from render.geometry import Vec3
from tests.render.volumes import OBLIQUE, TILTED

numbers = st.floats(-1000, 1000)
vectors = st.tuples(numbers, numbers, numbers)


@given(vectors, vectors)
def test_products_agree_with_numpy(a: Vec3, b: Vec3) -> None:
    assert geometry.dot(a, b) == pytest.approx(float(np.dot(a, b)), abs=1e-6)
    assert geometry.cross(a, b) == pytest.approx(tuple(np.cross(a, b)), abs=1e-6)
    assert geometry.add(geometry.subtract(a, b), b) == pytest.approx(a, abs=1e-9)


@pytest.mark.parametrize("matrix", [OBLIQUE, TILTED])
def test_an_index_returns_from_the_patient_through_a_sheared_matrix(matrix: geometry.Matrix34) -> None:
    point = geometry.to_patient(matrix, (3.0, -4.5, 7.25))
    assert point == pytest.approx(tuple(np.array(matrix) @ [3.0, -4.5, 7.25, 1.0]))
    assert geometry.to_index(matrix, point) == pytest.approx((3.0, -4.5, 7.25))


def test_the_determinant_is_the_voxels_volume() -> None:
    assert geometry.determinant(OBLIQUE) == pytest.approx(float(np.linalg.det(np.array(OBLIQUE)[:, :3])))


def test_a_flat_matrix_has_no_inverse() -> None:
    with pytest.raises(ZeroDivisionError):
        geometry.inverse_rows(((1.0, 0.0, 1.0, 0.0), (0.0, 1.0, 1.0, 0.0), (0.0, 0.0, 0.0, 0.0)))


def test_rotation_is_right_handed() -> None:
    assert geometry.rotate((1.0, 0.0, 0.0), (0.0, 0.0, 1.0), 90.0) == pytest.approx((0.0, 1.0, 0.0))
    assert geometry.rotate((0.0, 1.0, 0.0), (1.0, 0.0, 0.0), 90.0) == pytest.approx((0.0, 0.0, 1.0))
    tilted = geometry.rotate((0.0, 0.0, 2.0), geometry.normalize((1.0, 1.0, 0.0)), 30.0)
    assert geometry.length(tilted) == pytest.approx(2.0)
    assert tilted[2] == pytest.approx(2.0 * math.cos(math.radians(30)))
