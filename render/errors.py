"""The exceptions of `render`: everything it raises on purpose is a `RenderError`."""


class RenderError(Exception):
    """Something that was asked of the renderer cannot be done; the text says what and why."""


class BadVolumeError(RenderError):
    """A description of a volume contradicts itself or lies outside what can be rendered."""


class BadRequestError(RenderError):
    """A request asks for a picture that cannot exist: a size, camera, window or name out of bounds."""


class UnknownVolumeError(RenderError):
    """A request names a volume that is not prepared here, or another revision of it."""


class MemoryBudgetError(RenderError):
    """A volume needs more memory than there is, or than this process may use."""


class KernelsUnavailableError(RenderError):
    """The compiled kernels are missing, or the device that was asked for is."""
