"""Vectors and affine matrices in patient space.

Patient space is DICOM's: x to the patient's left, y to the back, z to the head, in millimetres (PS3.3 C.7.6.2.1.1).
Index space counts voxels: i along a row, j down the columns, k through the slices; integers are voxel centres.
"""

import math

Vec3 = tuple[float, float, float]
Row4 = tuple[float, float, float, float]
# Rows of the affine (i, j, k, 1) -> (x, y, z); shear is allowed, so that gantry tilt lives here.
Matrix34 = tuple[Row4, Row4, Row4]


def add(a: Vec3, b: Vec3) -> Vec3:
    """The sum."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def subtract(a: Vec3, b: Vec3) -> Vec3:
    """The way from `b` to `a`."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec3, factor: float) -> Vec3:
    """`a` times a number."""
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Vec3, b: Vec3) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec3, b: Vec3) -> Vec3:
    """The vector product, right-handed."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec3) -> float:
    """The Euclidean norm."""
    return math.sqrt(dot(a, a))


def normalize(a: Vec3) -> Vec3:
    """The unit vector along `a`; the null vector raises ZeroDivisionError."""
    return scale(a, 1.0 / length(a))


def column(matrix: Matrix34, n: int) -> Vec3:
    """Column `n` of the matrix: 0, 1, 2 are the steps of one voxel along i, j, k; 3 is the place of voxel (0, 0, 0)."""
    return (matrix[0][n], matrix[1][n], matrix[2][n])


def to_patient(matrix: Matrix34, index: Vec3) -> Vec3:
    """The patient point (mm) of a voxel index."""
    i, j, k = index
    x, y, z = (row[0] * i + row[1] * j + row[2] * k + row[3] for row in matrix)
    return (x, y, z)


def determinant(matrix: Matrix34) -> float:
    """Signed volume of a voxel in mm³."""
    return dot(cross(column(matrix, 0), column(matrix, 1)), column(matrix, 2))


def inverse_rows(matrix: Matrix34) -> tuple[Vec3, Vec3, Vec3]:
    """Rows of the inverse of the matrix's 3x3 part; a flat matrix raises ZeroDivisionError."""
    i, j, k = column(matrix, 0), column(matrix, 1), column(matrix, 2)
    factor = 1.0 / determinant(matrix)
    return (scale(cross(j, k), factor), scale(cross(k, i), factor), scale(cross(i, j), factor))


def direction_to_index(matrix: Matrix34, direction: Vec3) -> Vec3:
    """A patient direction (mm) in voxels."""
    a, b, c = inverse_rows(matrix)
    return (dot(a, direction), dot(b, direction), dot(c, direction))


def to_index(matrix: Matrix34, point: Vec3) -> Vec3:
    """The (fractional) voxel index of a patient point."""
    return direction_to_index(matrix, subtract(point, column(matrix, 3)))


def rotate(vector: Vec3, axis: Vec3, degrees: float) -> Vec3:
    """`vector` turned about the unit `axis` by the right-hand rule (Rodrigues' formula)."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    along = scale(axis, dot(axis, vector) * (1.0 - c))
    return add(add(scale(vector, c), scale(cross(axis, vector), s)), along)
