"""The wheel's build hook: compiles the CPU kernels and packs the built client."""

import importlib.util
import sys
import sysconfig
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CLIENT = Path("client/dist")


class KernelsAndClientHook(BuildHookInterface[Any]):
    """Leaves the library where an editable install finds it, and adds library and client to a wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """The compiler from the package index, on a machine that has none of its own."""
        build = _kernels_build(Path(self.root))
        try:
            build.find_compiler()
        except build.BuildError:
            return ["ziglang>=0.14"]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before hatchling collects files; `version` is "editable" or "standard"."""
        root = Path(self.root)
        build = _kernels_build(root)
        library = build.LIBRARY if _is_fresh(build.LIBRARY, root / "render/kernels") else build.build(build.LIBRARY)
        if version == "editable":
            return
        if not (root / CLIENT / "index.html").is_file():
            raise FileNotFoundError(f"{CLIENT} is not built: run `./dev env` first")
        build_data["force_include"][str(library)] = str(library.relative_to(root))
        build_data["force_include"][str(root / CLIENT)] = str(CLIENT)
        build_data["force_include"][str(root / "client/__init__.py")] = "client/__init__.py"
        build_data["pure_python"] = False
        # The library is called through ctypes: any Python 3, but this platform only.
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"


def _is_fresh(library: Path, sources: Path) -> bool:
    """Whether the library is younger than all it is made of."""
    made_of = [sources / "build.py", *(sources / "source").iterdir()]
    return library.is_file() and all(path.stat().st_mtime < library.stat().st_mtime for path in made_of)


def _kernels_build(root: Path) -> ModuleType:
    # By its path: importing render would need numpy, which a build environment does not have.
    spec = importlib.util.spec_from_file_location("kernels_build", root / "render/kernels/build.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("render/kernels/build.py is missing")
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
