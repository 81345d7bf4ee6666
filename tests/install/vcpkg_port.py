#!/usr/bin/env python3
"""Plays the overlay port of packaging/vcpkg through CMake itself, and compares what it promises with what it installs.

    vcpkg_port.py <empty work directory>

The functions that a portfile calls are replaced by ones that do the same CMake steps (configure, install, move the package), so the
options, paths and files of the port are tried, as a debug build, which compiles fastest. The vcpkg tool itself is not run.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORT = ROOT / "packaging" / "vcpkg" / "backstay"
CONSUMER = Path(__file__).resolve().parent / "consumer"

# What the port's helper functions do, as far as this port uses them.
STAND_INS = """
set(PORT backstay)
set(CURRENT_PACKAGES_DIR "@packages@")
function(step)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(status)
    message(FATAL_ERROR "${said}")
  endif()
endfunction()
function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  step(${CMAKE_COMMAND} -G Ninja -S ${arg_SOURCE_PATH} -B "@build@" -DCMAKE_BUILD_TYPE=Debug -DBUILD_SHARED_LIBS=ON
       -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR} ${arg_OPTIONS})
endfunction()
function(vcpkg_cmake_install)
  step(${CMAKE_COMMAND} --build "@build@" --target install)
endfunction()
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "CONFIG_PATH" "")
  file(MAKE_DIRECTORY ${CURRENT_PACKAGES_DIR}/share)
  file(RENAME ${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH} ${CURRENT_PACKAGES_DIR}/share/${PORT})
  file(REMOVE_RECURSE ${CURRENT_PACKAGES_DIR}/lib/cmake)
endfunction()
function(vcpkg_fixup_pkgconfig)
  if(NOT EXISTS ${CURRENT_PACKAGES_DIR}/lib/pkgconfig/backstay.pc)
    message(FATAL_ERROR "the port installs no lib/pkgconfig/backstay.pc")
  endif()
endfunction()
function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(COPY_FILE ${arg_FILE_LIST} ${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright)
endfunction()
include("@portfile@")
"""

WANTED = {
    "include/backstay/backstay.h",
    "include/backstay/backstay.hpp",
    "lib/libbackstay.so",
    "lib/libbackstay.so.1",
    "lib/pkgconfig/backstay.pc",
    "share/backstay/backstay-config.cmake",
    "share/backstay/backstay-config-version.cmake",
    "share/backstay/backstay-targets.cmake",
    "share/backstay/copyright",
    "share/backstay/usage",
}


def run(*command: str | Path) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"failed: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def check_manifest() -> None:
    """The manifest names what CMake looks for, by vcpkg's names."""
    manifest = json.loads((PORT / "vcpkg.json").read_text(encoding="utf-8"))
    dependencies = {entry if isinstance(entry, str) else entry["name"] for entry in manifest["dependencies"]}
    names = {"OpenSSL": "openssl", "nlohmann_json": "nlohmann-json"}
    cmake = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    looked_for = set(re.findall(r"find_package\((\w+)", cmake)) - {"Threads", "Python3"}
    missing = {names.get(package, package) for package in looked_for} - dependencies
    assert not missing, f"vcpkg.json does not depend on {missing}"
    options = set(re.findall(r"-D(BACKSTAY_\w+)=", (PORT / "portfile.cmake").read_text(encoding="utf-8")))
    known = set(re.findall(r"option\((BACKSTAY_\w+)", cmake))
    assert options <= known, f"the port sets options that CMake does not know: {options - known}"


def install(work: Path) -> Path:
    packages = work / "packages"
    script = work / "port.cmake"
    text = STAND_INS
    for name, value in {"packages": packages, "build": work / "build", "portfile": PORT / "portfile.cmake"}.items():
        text = text.replace(f"@{name}@", str(value))
    script.write_text(text, encoding="utf-8")
    run("cmake", "-P", script)
    find_prefix_from_share(packages / "share" / "backstay" / "backstay-targets.cmake")
    return packages


def find_prefix_from_share(targets: Path) -> None:
    """The package moved from lib/cmake/backstay to share/backstay: its prefix is one folder nearer, as vcpkg rewrites it too."""
    step = 'get_filename_component(_IMPORT_PREFIX "${_IMPORT_PREFIX}" PATH)\n'
    text = targets.read_text(encoding="utf-8")
    assert text.count(step) == 3, "CMake writes its prefix in another way now"
    targets.write_text(text.replace(step, "", 1), encoding="utf-8")


def check_files(packages: Path) -> None:
    files = {path.relative_to(packages).as_posix() for path in packages.rglob("*") if not path.is_dir()}
    assert files >= WANTED, f"the port does not install {sorted(WANTED - files)}"
    stray = {name for name in files if name.split("/")[0] not in ("include", "lib", "share")}
    assert not stray, f"the port installs files where vcpkg wants none: {sorted(stray)}"


def main(work_directory: str) -> None:
    work = Path(work_directory).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    check_manifest()
    packages = install(work)
    check_files(packages)
    shutil.copytree(CONSUMER, work / "consumer")
    run("cmake", "-G", "Ninja", "-S", work / "consumer", "-B", work / "binary", f"-DCMAKE_PREFIX_PATH={packages}")
    run("cmake", "--build", work / "binary")
    for program in ("consumer_c", "consumer_cpp"):
        print(run(work / "binary" / program), end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
