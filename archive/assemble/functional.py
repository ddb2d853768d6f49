"""One frame's header, wherever an attribute stands: top level, shared or per-frame group (PS3.3 C.7.6.16)."""

from collections.abc import Sequence

from archive.assemble import attributes
from archive.assemble.elements import Elements

_GROUP_OF = {
    "ImagePositionPatient": "PlanePositionSequence",
    "ImageOrientationPatient": "PlaneOrientationSequence",
    "PixelSpacing": "PixelMeasuresSequence",
    "SliceThickness": "PixelMeasuresSequence",
    "SpacingBetweenSlices": "PixelMeasuresSequence",
    "RescaleSlope": "PixelValueTransformationSequence",
    "RescaleIntercept": "PixelValueTransformationSequence",
    "RescaleType": "PixelValueTransformationSequence",
    "WindowCenter": "FrameVOILUTSequence",
    "WindowWidth": "FrameVOILUTSequence",
    "WindowCenterWidthExplanation": "FrameVOILUTSequence",
    "VOILUTFunction": "FrameVOILUTSequence",
    "StackID": "FrameContentSequence",
    "TemporalPositionIndex": "FrameContentSequence",
    "FrameAcquisitionNumber": "FrameContentSequence",
    "FrameAcquisitionDateTime": "FrameContentSequence",
    "FrameReferenceDateTime": "FrameContentSequence",
    "NominalPercentageOfCardiacPhase": "CardiacSynchronizationSequence",
    "NominalCardiacTriggerDelayTime": "CardiacSynchronizationSequence",
    "DiffusionBValue": "MRDiffusionSequence",
    "DiffusionDirectionality": "MRDiffusionSequence",
    "DiffusionGradientDirectionSequence": "MRDiffusionSequence",
    "EffectiveEchoTime": "MREchoSequence",
    "FlipAngle": "MRTimingAndRelatedParametersSequence",
    "ContrastBolusAgentPhase": "ContrastBolusUsageSequence",
    "ComplexImageComponent": "MRImageFrameTypeSequence",
}
_FRAME_TYPES = ("MRImageFrameTypeSequence", "CTImageFrameTypeSequence", "PETFrameTypeSequence")


class FrameHeader:
    """Reads one frame's attributes; the nearest place that has a value wins."""

    def __init__(self, elements: Elements, shared: Elements | None = None, own: Elements | None = None) -> None:
        self.elements = elements
        self._groups = tuple(group for group in (own, shared) if group is not None)

    def _place(self, keyword: str) -> Elements:
        group = _GROUP_OF.get(keyword)
        if group is not None:
            for macro in self._groups:
                item = attributes.first_item(macro, group)
                if item is not None and item.raw(attributes.tag_of(keyword)):
                    return item
        return self.elements

    def numbers(self, keyword: str) -> tuple[float, ...]:
        """As `attributes.numbers`."""
        return attributes.numbers(self._place(keyword), keyword)

    def number(self, keyword: str) -> float | None:
        """As `attributes.number`."""
        return attributes.number(self._place(keyword), keyword)

    def code(self, keyword: str) -> str:
        """As `attributes.code`."""
        return attributes.code(self._place(keyword), keyword)

    def codes(self, keyword: str) -> tuple[str, ...]:
        """As `attributes.codes`."""
        return attributes.codes(self._place(keyword), keyword)

    def text(self, keyword: str) -> str:
        """As `attributes.text`."""
        return attributes.text(self._place(keyword), keyword)

    def items(self, keyword: str) -> Sequence[Elements]:
        """As `attributes.items`."""
        return attributes.items(self._place(keyword), keyword)

    def macro(self, sequence: str) -> Elements | None:
        """The first item of a functional group's own sequence, or of the same sequence at the top level."""
        for place in (*self._groups, self.elements):
            item = attributes.first_item(place, sequence)
            if item is not None:
                return item
        return None

    def image_type(self) -> tuple[str, ...]:
        """FrameType where there is one, else ImageType."""
        for sequence in _FRAME_TYPES:
            if self._groups and (item := self.macro(sequence)) is not None:
                return attributes.codes(item, "FrameType")
        return attributes.codes(self.elements, "ImageType")


def frame_headers(elements: Elements, frames: int) -> list[FrameHeader]:
    """A header for each of an object's frames; frames beyond the per-frame groups have the shared ones alone."""
    shared = attributes.first_item(elements, "SharedFunctionalGroupsSequence")
    own = attributes.items(elements, "PerFrameFunctionalGroupsSequence")
    return [FrameHeader(elements, shared, own[n] if n < len(own) else None) for n in range(frames)]
