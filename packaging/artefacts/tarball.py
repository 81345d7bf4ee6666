"""c/backstay-<version>-<platform>.tar.gz: headers, the library, its CMake package and pkg-config file; it can lie anywhere."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import archive
import debug_info
import materials
import native
from steps import jobs
from target import DIST, SHIPPED, Target


def build(target: Target) -> Path:
    prefix = target.folder / "installed"
    native.install(target, prefix)
    (library,) = (path for path in (prefix / "lib").glob("libbackstay.so.*") if not path.is_symlink())
    debug = DIST / "debug" / target.name
    shutil.rmtree(debug, ignore_errors=True)
    debug_info.split(library, target, debug)
    components = materials.native()
    notices = prefix / "share" / "licenses" / "backstay" / "THIRD-PARTY-NOTICES"
    notices.write_text(materials.notices(components), encoding="utf-8")
    made = DIST / "c" / f"backstay-{materials.version()}-{target.name}.tar.gz"
    archive.pack_folder(prefix, made)
    materials.write(made, components)
    return made


def build_all() -> list[Path]:
    """Platforms side by side: the compiler builds its C++ runtime for each of them on one core alone."""
    shutil.rmtree(DIST / "c", ignore_errors=True)
    materials.native()  # fetches what they share
    with ThreadPoolExecutor(max_workers=int(jobs())) as pool:
        return list(pool.map(build, SHIPPED))
