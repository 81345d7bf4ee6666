"""Static libcrypto for a platform, and libssl where a store needs it; kept below build/ and built once.

The source is what the Rust crate openssl-src carries.
"""

import hashlib
import shutil
from pathlib import Path

import network_stores
from crate_source import Crate
from steps import jobs, run
from target import ROOT, Target
from toolchain import compiler_version, tools

CRATE = Crate("openssl", "openssl-src", "300.6.1", "46eb8fb9fb3b61ce1c0f8a026c4c1a0714d3a9e138e7fbde78753ce2babc3846")
SOURCE = CRATE.folder / "openssl"

# Without TLS, only SHA-256 is asked of it. no-atexit: nothing runs at the host's exit. no-autoload-config: it reads no file of the
# host. What is left out is code that nobody calls, and the time to compile it.
ALWAYS = (
    *("no-shared", "no-apps", "no-tests", "no-docs", "no-makedepend"),
    *("no-atexit", "no-autoload-config", "no-module", "no-dso", "no-engine", "no-legacy", "no-ui-console", "no-async"),
    *("no-quic", "no-comp", "no-cmp", "no-cms", "no-ct", "no-http", "no-ocsp", "no-srp", "no-ts"),
    *("no-dsa", "no-ml-dsa", "no-slh-dsa", "no-lms", "no-sm2"),
    *("no-aria", "no-bf", "no-camellia", "no-cast", "no-des", "no-idea", "no-rc2", "no-rc4", "no-seed", "no-sm4"),
    *("no-blake2", "no-md4", "no-mdc2", "no-rmd160", "no-sm3", "no-whirlpool", "no-argon2", "no-scrypt"),
    *("no-cmac", "no-ocb", "no-siphash", "no-siv", "no-multiblock", "no-deprecated"),
)
WITHOUT_TLS = ("no-ssl", "no-sock", "no-ec", "no-dh", "no-ml-kem", "no-chacha", "no-poly1305")
# TLS 1.2 and 1.3. openssldir: where most systems keep the certificates that they trust.
WITH_TLS = ("no-ssl3", "no-tls1", "no-tls1_1", "no-dtls", "no-srtp", "no-psk", "no-ec2m", "--openssldir=/etc/ssl")
OPTIONS = (*ALWAYS, *(WITH_TLS if network_stores.TLS else WITHOUT_TLS))
LIBRARIES = ("libcrypto.a", *(("libssl.a",) if network_stores.TLS else ()))


def version() -> str:
    lines = (SOURCE / "VERSION.dat").read_text(encoding="utf-8").splitlines()
    parts = dict(line.split("=", 1) for line in lines if "=" in line)
    return f"{parts['MAJOR']}.{parts['MINOR']}.{parts['PATCH']}"


def recipe(target: Target) -> str:
    """Names everything that decides what is built."""
    return hashlib.sha256(repr((CRATE.checksum, OPTIONS, compiler_version(), target.triple)).encode()).hexdigest()


def copy_headers(work: Path, prefix: Path) -> None:
    for folder in (SOURCE / "include" / "openssl", work / "include" / "openssl"):
        shutil.copytree(
            folder, prefix / "include" / "openssl", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.in")
        )


def install(target: Target, *, library: bool = True) -> None:
    """Headers, and the library unless only compiling is wanted, below the platform's prefix."""
    prefix = target.folder / "prefix"
    stamp = prefix / ".openssl"
    if stamp.exists() and stamp.read_text() == recipe(target):
        return
    CRATE.fetch()
    work = target.folder / "openssl"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    # The compiler is called by its name alone, because OpenSSL writes its command line into the library; and no time of day.
    folder = tools(target)
    path = f"{folder}:{ROOT / 'build' / 'venv' / 'bin'}:/usr/local/bin:/usr/bin:/bin"
    env = {"PATH": path, "CC": "zig-clang", "AR": "ar", "RANLIB": "ranlib", "SOURCE_DATE_EPOCH": "0"}
    log = f"openssl-{target.name}"
    run("perl", SOURCE / "Configure", target.openssl, *OPTIONS, "-O2", cwd=work, env=env, log=f"{log}-configure")
    run("make", "-s", "-j", jobs(), "build_generated", cwd=work, env=env, log=f"{log}-generate")
    copy_headers(work, prefix)
    if library:
        run("make", "-s", "-j", jobs(), *LIBRARIES, cwd=work, env=env, log=log)
        (prefix / "lib").mkdir(exist_ok=True)
        for name in LIBRARIES:
            shutil.copy(work / name, prefix / "lib")
    stamp.write_text(recipe(target))
    shutil.rmtree(work)
