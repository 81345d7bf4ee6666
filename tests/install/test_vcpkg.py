"""The overlay port of dist/vcpkg: what it promises is what it installs, and a stranger's project builds against that.

By the vcpkg tool where it is on PATH. Where it isn't, the functions that a portfile calls are replaced by ones that do the same CMake
steps (unpack, configure, install, move the package), so options, paths and files of the port are tried, without optimisation, which
compiles fastest; the release report then says that the tool itself was not run.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import report
from sandbox import HOME, ROOT, Sandbox
from target import DIST

PORT = DIST / "vcpkg" / "backstay"
CONSUMER = Path(__file__).resolve().parent / "consumer"
NOT_VERIFIED = "not verified with the vcpkg tool"

# What the port's helper functions do, as far as this port uses them.
STAND_INS = """
set(PORT backstay)
set(VERSION @version@)
set(CURRENT_PACKAGES_DIR "@packages@")
function(step)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(status)
    message(FATAL_ERROR "${said}")
  endif()
endfunction()
function(vcpkg_extract_source_archive out)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ARCHIVE" "")
  file(ARCHIVE_EXTRACT INPUT "${arg_ARCHIVE}" DESTINATION "@source@")
  file(GLOB top "@source@/*")
  set(${out} "${top}" PARENT_SCOPE)
endfunction()
function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  step(${CMAKE_COMMAND} -G Ninja -S ${arg_SOURCE_PATH} -B "@build@" -DCMAKE_BUILD_TYPE=None -DBUILD_SHARED_LIBS=ON
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


def manifest() -> dict[str, object]:
    text: dict[str, object] = json.loads((PORT / "vcpkg.json").read_text(encoding="utf-8"))
    return text


def test_the_manifest_names_what_cmake_looks_for(version: str) -> None:
    """By vcpkg's names; by pkg-config only what the port leaves out is looked for."""
    entries = manifest()["dependencies"]
    assert manifest()["version"] == version and isinstance(entries, list)
    dependencies = {entry if isinstance(entry, str) else entry["name"] for entry in entries}
    names = {"OpenSSL": "openssl", "nlohmann_json": "nlohmann-json", "SQLite3": "sqlite3"}
    cmake = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    looked_for = set(re.findall(r"find_package\((\w+)", cmake)) - {"Threads", "Python3", "PkgConfig"}
    assert {names.get(package, package) for package in looked_for} <= dependencies


def test_the_port_sets_options_that_cmake_knows() -> None:
    options = set(re.findall(r"-D(BACKSTAY_\w+)=", (PORT / "portfile.cmake").read_text(encoding="utf-8")))
    known = set(re.findall(r"option\((BACKSTAY_\w+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")))
    assert options and options <= known


def by_stand_ins(work: Path, version: str) -> None:
    """Plays the port where only it and its source can be seen."""
    shutil.copytree(PORT, work / "ports" / "backstay")
    text = STAND_INS
    for name, value in {"packages": "packages", "build": "build", "source": "source"}.items():
        text = text.replace(f"@{name}@", f"{HOME}/{value}")
    text = text.replace("@version@", version).replace("@portfile@", f"{HOME}/ports/backstay/portfile.cmake")
    (work / "port.cmake").write_text(text, encoding="utf-8")
    sandbox = Sandbox(work)
    assert not sandbox.sees(ROOT / "CMakeLists.txt")
    sandbox.run("cmake", "-P", "port.cmake")
    find_prefix_from_share(work / "packages" / "share" / "backstay" / "backstay-targets.cmake")


def find_prefix_from_share(targets: Path) -> None:
    """The package moved from lib/cmake/backstay to share/backstay: its prefix is one folder nearer, as vcpkg rewrites it too."""
    step = 'get_filename_component(_IMPORT_PREFIX "${_IMPORT_PREFIX}" PATH)\n'
    text = targets.read_text(encoding="utf-8")
    assert text.count(step) == 3, "CMake writes its prefix in another way now"
    targets.write_text(text.replace(step, "", 1), encoding="utf-8")


def by_vcpkg(vcpkg: str, work: Path) -> None:
    roots = (f"--x-install-root={work / 'installed'}", f"--x-buildtrees-root={work / 'buildtrees'}")
    subprocess.run([vcpkg, "install", "backstay", f"--overlay-ports={PORT.parent}", *roots], check=True, cwd=work)
    (triplet,) = (path for path in (work / "installed").iterdir() if (path / "share" / "backstay").is_dir())
    triplet.rename(work / "packages")


def check_files(packages: Path) -> None:
    files = {path.relative_to(packages).as_posix() for path in packages.rglob("*") if not path.is_dir()}
    assert files >= WANTED, f"the port does not install {sorted(WANTED - files)}"


def test_the_port_installs_what_a_stranger_builds_against(tmp_path: Path, version: str) -> None:
    vcpkg = shutil.which("vcpkg")
    if vcpkg:
        by_vcpkg(vcpkg, tmp_path)
    else:
        by_stand_ins(tmp_path, version)
        top = {path.name for path in (tmp_path / "packages").iterdir()}
        assert top == {"include", "lib", "share"}, "vcpkg wants no files elsewhere"
    check_files(tmp_path / "packages")
    shutil.copytree(CONSUMER, tmp_path / "consumer")
    sandbox = Sandbox(tmp_path)
    sandbox.run("cmake", "-G", "Ninja", "-S", "consumer", "-B", "binary", f"-DCMAKE_PREFIX_PATH={HOME}/packages")
    sandbox.run("cmake", "--build", "binary")
    assert "3 calls passed" in sandbox.run("binary/consumer_c")
    assert "3 calls failed" in sandbox.run("binary/consumer_cpp")


def test_the_report_says_whether_the_tool_was_there() -> None:
    assert (NOT_VERIFIED in report.text()) == (shutil.which("vcpkg") is None)
    assert (DIST / "report.md").read_text(encoding="utf-8") == report.text()
