"""``tomocast bench``: measurements beside a peer; they live in the checkout, not in the installed product."""

from __future__ import annotations

import argparse
import importlib

from session.errors import UsageError


def run(options: argparse.Namespace) -> int:
    """Run one benchmark."""
    if options.minutes is not None and options.name != "soak":
        raise UsageError("Only a soak lasts minutes: tomocast bench soak --minutes N.")
    try:
        module = importlib.import_module(f"bench.{options.name}")
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "bench":
            raise UsageError(f"There is no benchmark {options.name!r} here; run this in a checkout.") from error
        raise UsageError(f"The benchmark needs {error.name}: run ./dev bench {options.name}.") from error
    more = {} if options.minutes is None else {"minutes": options.minutes}
    status: int = module.run(as_json=options.json, cases=options.cases, **more)
    return status
