"""What MkDocs does for every page of the site: the menu of languages leads to the same page.

MkDocs calls these functions by their names while it builds.
"""

from posixpath import dirname, relpath
from typing import Any

FOLDERS = {"en": ".", "zh": "zh"}
"""Where the pages of a language are."""


def placeholder(language: str) -> str:
    """Return what stands for the address of a page in a language until the page is known."""
    return f"language:{language}"


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Return the HTML of a page with a menu that leads to it in each language.

    Args:
        output: the page, with placeholders in its menu.
        page: what it is made of; its `url` is the same in all languages.
        config: the settings of the site in one language.
    """
    here = dirname(f"{FOLDERS[config.theme['language']]}/{page.url}")
    for language, folder in FOLDERS.items():
        link = relpath(f"{folder}/{page.url}", here)
        output = output.replace(f'"{placeholder(language)}"', f'"{link}"')
    return output
