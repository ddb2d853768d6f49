"""The peer: VTK's fixed-point ray caster and image reslice, set to do what our kernels do."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import vtk
from vtk.util import numpy_support

from bench.render_data import BenchVolume

THREADS = 2
DISTANCE_MM = 760.0
VIEW_ANGLE_DEG = 30.0


def use_threads() -> None:
    """Let all of VTK use as many threads as ours."""
    vtk.vtkMultiThreader.SetGlobalDefaultNumberOfThreads(THREADS)


def image(volume: BenchVolume) -> Any:
    """The volume as VTK's image data, sharing its memory."""
    data = vtk.vtkImageData()
    data.SetDimensions(*volume.voxels.shape[::-1])
    data.SetSpacing(*volume.spacing_mm)
    scalars = numpy_support.numpy_to_vtk(volume.voxels.ravel(), deep=False, array_type=vtk.VTK_SHORT)
    data.GetPointData().SetScalars(scalars)
    return data


class RayCast:
    """A window with one volume; a step turns the camera, a render is what is timed."""

    def __init__(self, data: Any, points: Sequence[tuple[float, ...]], size: int, *, maximum: bool) -> None:
        mapper = vtk.vtkFixedPointVolumeRayCastMapper()
        mapper.SetAutoAdjustSampleDistances(0)
        mapper.SetImageSampleDistance(1)
        mapper.SetSampleDistance(1.0)
        mapper.SetInteractiveSampleDistance(1.0)
        mapper.SetBlendMode(1 if maximum else 0)
        mapper.SetNumberOfThreads(THREADS)
        mapper.SetInputData(data)
        actor = vtk.vtkVolume()
        actor.SetMapper(mapper)
        actor.SetProperty(_property(points, shaded=not maximum))
        self._renderer = vtk.vtkRenderer()
        self._renderer.AddVolume(actor)
        self.window = vtk.vtkRenderWindow()
        self.window.SetOffScreenRendering(1)
        self.window.SetSize(size, size)
        self.window.AddRenderer(self._renderer)
        self._camera = self._renderer.GetActiveCamera()
        self._look_from_the_front(np.array(data.GetCenter()))
        self.window.Render()  # the first picture also prepares gradients and tables

    def _look_from_the_front(self, center: Any) -> None:
        self._camera.SetFocalPoint(*center)
        self._camera.SetPosition(*(center - (0.0, DISTANCE_MM, 0.0)))
        self._camera.SetViewUp(0, 0, 1)
        self._camera.SetViewAngle(VIEW_ANGLE_DEG)
        self._renderer.ResetCameraClippingRange()

    def turn(self, degrees: float) -> None:
        """Carry the camera round the long axis."""
        self._camera.Azimuth(degrees)
        self._renderer.ResetCameraClippingRange()

    def render(self) -> None:
        """Draw one picture."""
        self.window.Render()

    def close(self) -> None:
        """Give the window back."""
        self.window.Finalize()


def _property(points: Sequence[tuple[float, ...]], *, shaded: bool) -> Any:
    colors, opacities = vtk.vtkColorTransferFunction(), vtk.vtkPiecewiseFunction()
    for value, red, green, blue, opacity in points:
        colors.AddRGBPoint(value, red, green, blue)
        opacities.AddPoint(value, opacity)
    look = vtk.vtkVolumeProperty()
    look.SetColor(colors)
    look.SetScalarOpacity(opacities)
    look.SetInterpolationTypeToLinear()
    look.SetScalarOpacityUnitDistance(1.0)
    if shaded:
        look.ShadeOn()
        look.SetAmbient(0.2)
        look.SetDiffuse(0.7)
        look.SetSpecular(0.2)
        look.SetSpecularPower(32)
    return look


class Reslice:
    """An oblique plane or slab with its window applied; `pose` sets it, `update` is what is timed."""

    def __init__(self, data: Any, size: int, pixel_mm: float, *, slab: int = 1, step_mm: float = 1.0) -> None:
        self._center = data.GetCenter()
        self._reslice = vtk.vtkImageReslice()
        self._reslice.SetInputData(data)
        self._reslice.SetOutputDimensionality(2)
        self._reslice.SetInterpolationModeToLinear()
        self._reslice.SetOutputExtent(0, size - 1, 0, size - 1, 0, 0)
        self._reslice.SetOutputSpacing(pixel_mm, pixel_mm, 1)
        self._reslice.SetOutputOrigin(-pixel_mm * (size - 1) / 2, -pixel_mm * (size - 1) / 2, 0)
        self._reslice.SetBackgroundLevel(-1000)
        self._reslice.SetNumberOfThreads(THREADS)
        self._reslice.SetSlabModeToMax()
        self._reslice.SetSlabNumberOfSlices(slab)
        self._reslice.SetSlabSliceSpacingFraction(step_mm)
        self._grey = vtk.vtkImageMapToWindowLevelColors()
        self._grey.SetInputConnection(self._reslice.GetOutputPort())
        self._grey.SetWindow(400)
        self._grey.SetLevel(40)
        self._grey.SetOutputFormatToLuminance()
        self._grey.SetNumberOfThreads(THREADS)

    def pose(self, right: Sequence[float], down: Sequence[float]) -> None:
        """Lay the plane through the volume's centre along two unit vectors."""
        axes = vtk.vtkMatrix4x4()
        for row in range(3):
            values = (right[row], down[row], float(np.cross(right, down)[row]), self._center[row])
            for column, value in enumerate(values):
                axes.SetElement(row, column, value)
        self._reslice.SetResliceAxes(axes)
        self._reslice.Modified()

    def update(self) -> None:
        """Compute one picture."""
        self._grey.Update()

    def pixels(self) -> Any:
        """The last picture."""
        output = self._grey.GetOutput()
        columns, rows, _ = output.GetDimensions()
        return numpy_support.vtk_to_numpy(output.GetPointData().GetScalars()).reshape(rows, columns)
