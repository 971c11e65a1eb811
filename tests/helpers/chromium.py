"""A real browser without a window: it lays pages out, takes notes of messages, and prints.

`MISSING` says why there is none, "" where there is one.
"""

import base64
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.helpers.patience import PATIENCE

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)
DRIVER = shutil.which("chromedriver")

_FOUND = {
    "chromium": CHROMIUM,
    "chromedriver": DRIVER,
    "selenium": find_spec("selenium"),
}
MISSING = ", ".join(name for name, found in _FOUND.items() if not found)
if MISSING:
    MISSING += " is not installed"

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)


TAB, ENTER = "\ue004", "\ue007"
"""Keys, as WebDriver calls them."""


class Browser:
    """A browser with an empty profile of its own."""

    def __init__(self, folder: Path) -> None:
        """Start it; the folder is for its profile and for the pages that it is given."""
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for option in (*OPTIONS, f"--user-data-dir={folder / 'profile'}"):
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self._folder = folder
        self._driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
        self._driver.set_script_timeout(PATIENCE)

    def quit(self) -> None:
        """End it."""
        self._driver.quit()

    def show(self, page: str | bytes) -> None:
        """Open a page, as a user opens a file; notes of earlier messages are thrown away."""
        file = self._folder / "page.html"
        file.write_bytes(page.encode() if isinstance(page, str) else page)
        self._driver.get_log("browser")
        self._driver.get(file.as_uri())

    def open(self, address: str) -> None:
        """Open an address; notes of earlier messages are thrown away."""
        self._driver.get_log("browser")
        self._driver.get(address)

    def write(self, selector: str, text: str) -> None:
        """Type a text into a field of the page."""
        field = self._driver.find_element("css selector", selector)
        self.run(f"document.querySelector({selector!r}).focus()")
        field.send_keys(text)

    def answer(self, promise: str) -> Any:
        """Return what a promise of the page comes to."""
        script = f"const done = arguments[0]; ({promise}).then(done, error => done(String(error)));"
        return self._driver.execute_async_script(script)

    def resize(self, width: int) -> None:
        """Make the window so many pixels wide."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self._command("Emulation.setDeviceMetricsOverride", size)

    def darken(self, dark: bool) -> None:
        """Say that the user prefers dark pages, or light ones."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._command("Emulation.setEmulatedMedia", {"features": [scheme]})

    def run(self, script: str) -> Any:
        """Return what a script returns that looks at the page from outside of it."""
        return self._driver.execute_script(script)

    def picture(self, width: int, height: int) -> bytes:
        """Return the top of the page as a PNG, half as large."""
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 0.5}
        wanted = {"captureBeyondViewport": True, "clip": clip}
        answer = self._command("Page.captureScreenshot", wanted)
        return base64.b64decode(answer["data"])

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, where the focus is."""
        from selenium.webdriver import ActionChains

        ActionChains(self._driver).send_keys(*keys).perform()

    def count_time(self) -> None:
        """Count, from here on, what the main thread of the page works, not what it waits."""
        self._command("Performance.disable", {})
        self._command("Performance.enable", {"timeDomain": "threadTicks"})

    def worked(self) -> float:
        """Return the seconds that the main thread of the page has worked since it was opened."""
        found = self._command("Performance.getMetrics", {})["metrics"]
        return next(float(each["value"]) for each in found if each["name"] == "TaskDuration")

    def messages(self) -> list[str]:
        """Return what the page has made the browser complain about."""
        return [entry["message"] for entry in self._driver.get_log("browser")]

    def printed(self) -> bytes:
        """Return the page printed to PDF."""
        answer = self._command("Page.printToPDF", {"preferCSSPageSize": True})
        return base64.b64decode(answer["data"])

    def archive(self) -> bytes:
        """Return the page as an archive for mail, as telephones save it."""
        return str(self._command("Page.captureSnapshot", {"format": "mhtml"})["data"]).encode()

    def _command(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return dict(self._driver.execute_cdp_cmd(name, arguments))
