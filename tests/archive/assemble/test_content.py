from tests.archive.assemble.samples import content, image, row, rows


def test_why_there_is_no_volume_counts_pictures_and_frames() -> None:
    cine = row(image(1, NumberOfFrames=34, ImagePositionPatient=None))
    still = row(image(2, ImagePositionPatient=None))
    assert content([cine]).why_no_volume == "34 pictures for the film view, no volume: no position in the patient"
    assert content([cine, still]).why_no_volume.startswith("35 pictures")


def test_a_series_with_a_volume_needs_no_reason() -> None:
    assert content(rows(2)).why_no_volume == ""


def test_what_was_refused_is_the_reason_where_nothing_else_is() -> None:
    report = row(image(0, SOPClassUID="1.2.840.10008.5.1.4.1.1.88.11"))
    assert "structured reports" in content([report]).why_no_volume
