import pytest
from pydicom.uid import UID, AllTransferSyntaxes

from archive.syntaxes import Codec, transfer_syntax


@pytest.mark.parametrize("uid", [uid for uid in AllTransferSyntaxes if ".4.10" not in uid], ids=lambda uid: uid.name)
def test_agrees_with_pydicom(uid: UID) -> None:
    syntax = transfer_syntax(uid)
    assert syntax.explicit == (not uid.is_implicit_VR)
    assert syntax.little == uid.is_little_endian
    assert syntax.deflated == uid.is_deflated
    assert syntax.encapsulated == uid.is_encapsulated


def test_a_private_syntax_is_taken_for_explicit_little_endian_and_named() -> None:
    syntax = transfer_syntax("1.2.276.0.7230010.99")
    assert (syntax.explicit, syntax.little, syntax.codec) == (True, True, Codec.UNSUPPORTED)
    assert "1.2.276.0.7230010.99" in syntax.name


def test_lossy_ones_are_known() -> None:
    lossy = ("4.50", "4.51", "4.81", "4.91", "4.203")
    assert all(transfer_syntax(f"1.2.840.10008.1.2.{end}").lossy for end in lossy)
    assert not any(transfer_syntax(f"1.2.840.10008.1.2.{end}").lossy for end in ("1", "4.70", "4.80", "4.90", "5"))
