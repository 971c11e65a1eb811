"""What MkDocs does for every page of the site: the menu of languages leads to the same page.

MkDocs calls these functions by their names while it builds.
"""

from typing import Any


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Let the menu lead to this page in each language.

    Args:
        context: what the page's template is given.
        page: the page; its `url` is the same in all languages.
        config: the settings of the site; each language has its folder there, seen from this one.
        nav: the navigation.
    """
    for language in config.extra["alternate"]:
        language["link"] = f"{language['folder']}{page.url}"
    return context
