"""Collect the sentences of the program, bring the Chinese catalogue up to date, compile it.

    python tools/catalogue.py

Sentences are found in the code (`say`, `say_many`, `later`), in the help of every command, in the
descriptions of the schema, and in `foreign.py`. New ones are put into the .po file without a
translation, and named; old ones that nobody says any more are dropped. Then the .po file is
compiled to the .mo file, which is shipped.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from foreign import CLICK, CLICK_PLURALS, SYSTEM, YAML

from bpcalc.cli import cli
from bpcalc.cli.help import metavar, texts

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bpcalc"
PO = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "bpcalc.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"say": None, "later": None, "say_many": (1, 2)}

Text = str | tuple[str, str]
"""A sentence, or its singular and plural."""


def extracted() -> Catalog:
    """Return a catalogue of all sentences, without translations."""
    found = Catalog(locale="zh", fuzzy=False)
    for text, place in (*_of_the_code(), *_of_the_help(), *_of_the_schema(), *_of_others()):
        found.add(text, locations=[(place, 0)])
    return found


def _of_the_code() -> Iterator[tuple[Text, str]]:
    with redirect_stderr(io.StringIO()):  # babel warns of every f-string within a call of `say`
        found = [
            *extract_from_dir(
                PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
            )
        ]
    for file, _, text, _, _ in found:
        pair = (text[0], text[1]) if isinstance(text, tuple) else text
        yield pair, f"bpcalc/{Path(file).as_posix()}"


def _of_the_help() -> Iterator[tuple[Text, str]]:
    context = click.Context(cli)
    for name in (None, *cli.list_commands(context)):
        command = cli.get_command(context, name) if name else cli
        assert command is not None
        place = f"bpcalc/cli/commands/{name}.py" if name else "bpcalc/cli/__init__.py"
        for text in texts(command):
            yield text, place
        for param in command.params:
            said = (getattr(param, "help", None), metavar(param, command))
            yield from ((text, place) for text in said if text)


def _of_the_schema() -> Iterator[tuple[Text, str]]:
    place = "bpcalc/exercise/schema.json"
    schema = json.loads((ROOT / place).read_text(encoding="utf-8"))
    yield from ((text, place) for text in descriptions(schema))


def descriptions(node: object) -> Iterator[str]:
    """Yield what a schema, or a part of one, says to a person who writes a file by it."""
    if isinstance(node, list):
        for part in node:
            yield from descriptions(part)
    if isinstance(node, dict):
        for name, part in node.items():
            if name == "description" and isinstance(part, str):
                yield part
            yield from descriptions(part)


def _of_others() -> Iterator[tuple[Text, str]]:
    yield from ((text, "tools/foreign.py") for text in (*CLICK, *CLICK_PLURALS, *YAML, *SYSTEM))


def updated() -> Catalog:
    """Return the catalogue of the .po file with exactly the sentences that there are now."""
    old = (
        translated()
        if PO.exists()
        else Catalog(
            locale="zh", project="bpcalc", copyright_holder="the authors of bpcalc", fuzzy=False
        )
    )
    dates = old.creation_date, old.revision_date
    old.update(extracted(), no_fuzzy_matching=True, update_header_comment=False)
    old.creation_date, old.revision_date = dates  # else every run would change the file
    for message in old:
        message.flags.discard("fuzzy")  # set where English has a plural and Chinese has none
    return old


def translated() -> Catalog:
    """Return what the .po file holds."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as a person reads it: by file, without the numbers of lines."""
    buffer = io.BytesIO()
    write_po(
        buffer, catalogue, width=100, sort_by_file=True, ignore_obsolete=True, include_lineno=False
    )
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """Return the sentences that lack a translation."""
    return [message for message in catalogue if message.id and not all(_strings(message))]


def _strings(message: Message) -> tuple[str, ...]:
    strings = message.string
    return (strings or "",) if isinstance(strings, str | None) else tuple(map(str, strings))


def made_up(folder: Path = PACKAGE) -> Iterator[str]:
    """Yield the files that say an f-string: it is whole only when it is said, so it has no Chinese.

    Babel passes over it, and over f-strings among what is put into a sentence, which are good.
    """
    for path in sorted(folder.rglob("*.py")):
        if re.search(r"\b(say|say_many|later)\(\s*f[\"']", path.read_text(encoding="utf-8")):
            yield path.relative_to(folder.parent).as_posix()


def main() -> int:
    """Bring .po and .mo up to date; return 1 if a sentence lacks its translation."""
    if wrong := [*made_up()]:
        print(f"an f-string is no sentence that can be translated: {', '.join(wrong)}")
        return 1
    catalogue = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(catalogue))
    PO.with_suffix(".mo").write_bytes(compiled(translated()))
    missing = untranslated(catalogue)
    for message in missing:
        print(f"not translated: {message.id!r}")
    print(f"{len(catalogue)} sentences, {len(missing)} of them not translated")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
