"""Which language the user reads, as far as the environment tells."""

import sys
from collections.abc import Mapping

LANGUAGES = ("en", "zh")
"""The languages there are; the texts in the code are in the first one."""

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
"""What a language is called by those who speak it."""

CHINESE_LANGUAGE = 0x04
"""The primary language of every Chinese variety, as Windows counts languages."""


def preferred(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for, or the one of Windows, or English.

    The order is that of gettext: the program's own variable, then LANGUAGE, LC_ALL, LC_MESSAGES
    and LANG. As with GNU programs, a locale that is plainly `C` means English whatever LANGUAGE
    says, because scripts rely on it.

    >>> preferred({"LANG": "zh_CN.UTF-8"}), preferred({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})
    ('zh', 'en')
    """
    own = known(environment.get("BPCALC_LANG", ""))
    if own:
        return own
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    if locale in ("C", "POSIX"):
        return "en"
    wanted = [*environment.get("LANGUAGE", "").split(":"), locale]
    found = next(filter(None, map(known, wanted)), "")
    return found or ("en" if any(wanted) else _of_windows())


def known(name: str) -> str:
    """Return the language of a locale's name, "" if it is none of ours.

    >>> known("zh_TW.UTF-8"), known("zh-Hans"), known("POSIX"), known("de_DE")
    ('zh', 'zh', 'en', '')
    """
    plain = name.strip().lower().partition(".")[0].partition("@")[0].replace("-", "_")
    if plain in ("c", "posix"):
        return "en"
    language = plain.partition("_")[0]
    return language if language in LANGUAGES else ""


def _of_windows() -> str:
    """Return the language in which Windows speaks to the user; elsewhere there is no such thing."""
    if sys.platform == "win32":
        import ctypes

        language: int = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return "zh" if language & 0x3FF == CHINESE_LANGUAGE else "en"
    return "en"
