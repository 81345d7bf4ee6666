"""Say in words which extra is missing, instead of leaving a bare ModuleNotFoundError."""


def missing_extra(module: str, extra: str) -> ImportError:
    """Return the error for an adapter whose framework is not installed.

    `module` is the adapter, such as "backstay.httpx"; `extra` is the extra of the distribution that brings the framework.
    """
    return ImportError(f"{module} needs the extra {extra!r}: pip install 'backstay[{extra}]'", name=extra)
