"""The folder of a site: a site takes the place of an earlier one, and of nothing else."""

import shutil
from pathlib import Path

MARKER = ".bpcalc-site"
"""The file that says that a folder is a site, and which files were written into it."""


class UnfitFolder(Exception):
    """A folder that no site can be written into; its text is the sentence to say."""


def prepare(target: Path) -> None:
    """Make a folder for a site if there is none; nothing that is in it is changed.

    Raises:
        UnfitFolder: it is a file, cannot be made, or holds what no site has written.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        others = sorted(_others(target))
    except (FileExistsError, NotADirectoryError):
        raise UnfitFolder(f"{target} is a file, or within one: expected a folder") from None
    except (OSError, UnicodeError) as error:
        raise UnfitFolder(f"{target} cannot be used: {_reason(error)}") from None
    if others:
        raise UnfitFolder(
            f"{target} holds what is not of a site that was built here before ({others[0]}), and "
            "nothing of it was touched: name a folder that is new or empty"
        )


def put(built: Path, target: Path) -> None:
    """Put a site that has been built into its folder, in the place of the one that was there.

    Raises:
        UnfitFolder: the folder holds something else by now, or cannot be written.
    """
    prepare(target)
    names, earlier = _files(built), _earlier(target)
    try:
        _mark(target, names | earlier)  # so that half a site, too, is known as one
        for name in earlier:
            (target / name).unlink(missing_ok=True)
        for folder in sorted((each for each in target.rglob("*") if each.is_dir()), reverse=True):
            folder.rmdir()
        shutil.copytree(built, target, dirs_exist_ok=True)
        _mark(target, names)
    except OSError as error:
        raise UnfitFolder(f"{target} cannot be written: {_reason(error)}") from None


def _mark(target: Path, names: set[str]) -> None:
    (target / MARKER).write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")


def _others(target: Path) -> set[str]:
    """Return what a folder holds that no earlier site has written."""
    if not _is_site(target):
        return {path.name for path in target.iterdir()}
    return _files(target) - _earlier(target) - {MARKER}


def _is_site(target: Path) -> bool:
    marker = target / MARKER
    return marker.is_file() and not marker.is_symlink()


def _earlier(target: Path) -> set[str]:
    """Return the files that were written into a site, and are still there."""
    if not _is_site(target):
        return set()
    return {*(target / MARKER).read_text(encoding="utf-8").splitlines()} & _files(target)


def _files(folder: Path) -> set[str]:
    """Return the files within a folder; a link is one, wherever it leads."""
    paths = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    return {path.relative_to(folder).as_posix() for path in paths}


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
