"""Compiles the message catalogues without a system package."""

import polib


def compile_stale(locale_dir):
    """Write each ``.mo`` that is missing or older than its ``.po``; returns the number written."""
    written = 0
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written += 1
    return written
