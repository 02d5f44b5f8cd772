"""Which Khabar this is."""

from importlib import metadata


def version() -> str:
    """Return the installed version, or `0+checkout` where the package is run without being installed."""
    try:
        return metadata.version("khabar")
    except metadata.PackageNotFoundError:
        return "0+checkout"
