"""Values under a picture point, from source voxels."""

from session.errors import MessageError
from session.farm.port import RenderPort
from session.room.stage import Stage
from session.view.camera import camera, picture_to_patient
from session.view.messages import Probe, Value
from session.view.resolve import empty_reason


async def probe(port: RenderPort, stage: Stage, message: Probe) -> Value:
    """The value under a picture point of a stage.

    Raises:
        MessageError: the view is no plane and no film, has nothing to show, or is not on the screen.
    """
    info = stage.subject.info
    binding = stage.binding(message.view)
    if message.view == "volume":
        raise MessageError("A projection has no depth: values are read in the planes.")
    empty = empty_reason(stage.state, message.view, info)
    if empty:
        raise MessageError(empty)
    seen = camera(stage.subject, stage.state, message.view, binding.width, binding.height)
    point = picture_to_patient(seen, message.x, message.y, binding.width, binding.height)
    if info.colour:
        colour = await port.colour(info.key, point)
        return Value(id=message.id, value=None, unit="", position_mm=point, colour=colour)
    if message.view != "film" and stage.state.slab_mm > 0 and stage.state.slab_mode != "mean":
        # A thick slab's extreme lies at a depth of its own: the plane's voxel is not what is seen.
        return Value(id=message.id, value=None, unit=info.unit, position_mm=point)
    (value,) = await port.probe(info.key, [point])
    return Value(id=message.id, value=value, unit=info.unit, position_mm=point)
