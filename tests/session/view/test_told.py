import msgspec
from hypothesis import given
from hypothesis import strategies as st

from session.view import messages as m
from session.view.told import applied, difference
from session.view.wire import WireLine, WireView

VIEWS = ("axial", "coronal", "volume")


def view(name: str, image: int, x: float, *, crosshair: bool) -> WireView:
    return WireView(
        view=name,  # type: ignore[arg-type]
        kind="slice",
        width=682,
        height=384,
        mm_per_pixel=0.75,
        zoom=1.0,
        letters=("R", "L", "A", "P"),
        position_mm=x,
        image=image,
        images=300,
        fraction=image / 300,
        oblique=False,
        window=None,
        preset="lung",
        invert=False,
        slab_mm=0.0,
        slab_mode="mean",
        crosshair=(x, 2.0) if crosshair else None,
        lines=(WireLine("coronal", x, 0.0, x, 383.0),),
        seen_from="",
        epoch=image,
    )


views = st.builds(view, st.sampled_from(VIEWS), st.integers(1, 3), st.sampled_from([0.5, 1.5]), crosshair=st.booleans())
states = st.builds(
    m.State,
    revision=st.integers(1, 5),
    sequence=st.integers(0, 5),
    snapshot=st.just(b""),
    views=st.lists(views, min_size=1, max_size=3, unique_by=lambda one: one.view).map(
        lambda found: tuple(sorted(found, key=lambda one: one.view))
    ),
    planes=st.sampled_from(["patient", "oblique"]),
    undo=st.booleans(),
)


@given(states, states)
def test_a_state_and_its_change_make_the_next_state(before: m.State, after: m.State) -> None:
    change = difference(before, after)

    if [one.view for one in before.views] != [one.view for one in after.views]:
        assert change is None
    else:
        assert change is not None
        read = m.decode_server(m.encode(change))
        assert isinstance(read, m.StateChange)
        assert applied(before, read) == after


def test_what_did_not_change_is_not_said() -> None:
    before = m.State(1, 1, b"", tuple(view(name, 1, 0.5, crosshair=True) for name in VIEWS), undo=True)
    after = msgspec.structs.replace(
        before, revision=2, sequence=2, views=(view("axial", 2, 0.5, crosshair=True), *before.views[1:])
    )

    change = difference(before, after)

    assert change is not None
    assert change.also == {}
    assert [sorted(one) for one in change.views] == [["epoch", "fraction", "image", "view"]]
    assert len(m.encode(change)) < 100 < len(m.encode(after)) / 10
