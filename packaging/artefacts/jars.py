"""java/*.jar: the Java artefacts; the first holds the native library of each platform, with its checksum."""

import hashlib
import shutil
from pathlib import Path

import debug_info
import materials
import native
from steps import Failed, run
from target import DIST, ROOT, SHIPPED, Target

NATIVES = ROOT / "build" / "release" / "java" / "natives"
LIBRARY = "libbackstay_java.so"


def folder_of(target: Target) -> str:
    """As dev.backstay.internal.Platform calls it."""
    libc = "musl" if target.name.endswith("-musl") else "glibc"
    return f"dev/backstay/native/linux-{target.processor}-{libc}"


def build_native(target: Target) -> None:
    folder = native.build(target, "backstay_java")
    to = NATIVES / folder_of(target)
    to.mkdir(parents=True)
    library = Path(shutil.copy(folder / "bindings" / "java" / LIBRARY, to))
    debug = DIST / "debug" / f"java-{target.name}"
    shutil.rmtree(debug, ignore_errors=True)
    debug_info.split(library, target, debug)
    digest = hashlib.sha256(library.read_bytes()).hexdigest()
    (to / f"{LIBRARY}.sha256").write_text(f"{digest}\n", encoding="utf-8")


def build() -> list[Path]:
    if shutil.which("mvn") is None or not native.jni_headers():
        raise Failed("the jars need a JDK 17 or newer and Maven: apt-get install openjdk-17-jdk-headless maven")
    shutil.rmtree(NATIVES, ignore_errors=True)
    for target in SHIPPED:
        build_native(target)
    components = materials.native()
    licences = NATIVES / "META-INF" / "licenses" / "backstay"
    licences.mkdir(parents=True)
    (licences / "THIRD-PARTY-NOTICES").write_text(materials.notices(components), encoding="utf-8")
    work = ROOT / "build" / "release" / "java" / "build"
    options = (f"-Dbackstay.natives={NATIVES}", f"-Dbackstay.build={work}", "-DskipTests")
    run("mvn", "-q", "-B", "-ntp", *options, "package", cwd=ROOT / "bindings" / "java", log="jars")
    shutil.rmtree(DIST / "java", ignore_errors=True)
    (DIST / "java").mkdir(parents=True)
    version = materials.version()
    made = [Path(shutil.copy(jar, DIST / "java")) for jar in sorted(work.glob(f"*/backstay*-{version}.jar"))]
    for jar in made:
        materials.write(jar, components if jar.name == f"backstay-{version}.jar" else ())
    return made
