"""Shells that complete a command line: the script for each, and what can be completed."""

from itertools import chain
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # nothing of it is needed unless a shell asks
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

    from bpcalc.exercise.spec import Exercise

VARIABLE = "_BPCALC_COMPLETE"

BASH = r"""
_bpcalc_completion() {
    local IFS=$'\n' response completion type value
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
        _BPCALC_COMPLETE=bash_complete "$1")
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        case $type in
            plain) COMPREPLY+=("$value") ;;
            dir) compopt -o filenames 2> /dev/null; COMPREPLY+=($(compgen -d -- "$value")) ;;
            file) compopt -o filenames 2> /dev/null; COMPREPLY+=($(compgen -f -- "$value")) ;;
        esac
    done
}
complete -o nosort -F _bpcalc_completion bpcalc 2> /dev/null ||
    complete -F _bpcalc_completion bpcalc
"""
"""Names and files together; click's own script forgets the names where there may be files."""

FISH = r"""
function _bpcalc_completion
    set -l response (env _BPCALC_COMPLETE=bash_complete COMP_WORDS=(commandline -cp) \
        COMP_CWORD=(count (commandline -opc)) bpcalc)
    for completion in $response
        set -l parts (string split -m 1 , -- $completion)
        switch $parts[1]
            case plain
                echo $parts[2]
            case dir
                __fish_complete_directories (commandline -ct)
            case file
                __fish_complete_path (commandline -ct)
        end
    end
end
complete --no-files --keep-order --command bpcalc --arguments "(_bpcalc_completion)"
"""
"""Click's own script cuts a word in two where it has a comma."""

POWERSHELL = r"""
Register-ArgumentCompleter -Native -CommandName bpcalc -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    $line = $commandAst.ToString().PadRight($length, ' ').Substring(0, $length)
    $env:COMP_WORDS = $line
    $env:COMP_CWORD = ($line -split '\s+').Length - 1
    $env:_BPCALC_COMPLETE = 'bash_complete'
    $word = ($line -split '\s+')[-1]
    $before = $word.Substring(0, [Math]::Max(0, $word.Length - $wordToComplete.Length))
    bpcalc | ForEach-Object {
        $kind, $value = $_ -split ',', 2
        if ($kind -eq 'plain') {
            if ($value.StartsWith($before)) { $value = $value.Substring($before.Length) }
            [System.Management.Automation.CompletionResult]::new($value)
        } else {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        }
    }
    Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:_BPCALC_COMPLETE
}
"""
"""Of a list with commas, PowerShell may take what follows the last one for the whole word."""

WHERE = {
    "bash": """~/.bashrc: eval "$(bpcalc completion bash)\"""",
    "zsh": """~/.zshrc: eval "$(bpcalc completion zsh)\"""",
    "fish": "~/.config/fish/config.fish: bpcalc completion fish | source",
    "powershell": "$PROFILE: bpcalc completion powershell | Out-String | Invoke-Expression",
}
"""Where a line belongs that asks for the script, and the line."""

OWN = {"bash": BASH, "fish": FISH, "powershell": POWERSHELL}
"""Scripts that are not click's."""

SHELLS = tuple(WHERE)


def completion_script(shell: str) -> str:
    """Return the script for one of `SHELLS`."""
    where = f"# {WHERE[shell]}\n"
    if shell in OWN:
        return where + OWN[shell].strip()
    from click.shell_completion import get_completion_class

    from bpcalc.cli import cli

    found = get_completion_class(shell)
    assert found is not None, "click knows these shells"
    return where + found.source_template % found(cli, {}, "bpcalc", VARIABLE).source_vars()


def exercises(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the built-in exercises that begin so, and let the shell look for files."""
    from click.shell_completion import CompletionItem

    from bpcalc.exercise.sources import built_in

    names = [CompletionItem(name) for name in built_in() if name.startswith(incomplete)]
    return [*names, CompletionItem(incomplete, type="file")]


def quantities(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the names of the quantities of the exercise that begin so."""
    from bpcalc.calc.calculate import calculate
    from bpcalc.solution import Solution

    exercise = _exercise(context)
    if exercise is None:
        return []
    solution = Solution(calculate(exercise))
    return _begin(map(solution.name, solution), incomplete)


def listed_quantities(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the quantities of the exercise that may come next in a list with commas."""
    before, comma, last = incomplete.rpartition(",")
    found = quantities(context, parameter, last)
    for item in found:
        item.value = before + comma + item.value
    return found


def answer_words(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the quantities that may be answered in words, and let the shell look for files."""
    return [*files(context, parameter, incomplete), *quantities(context, parameter, incomplete)]


def files(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Let the shell look for files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def kinds(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the kinds of quantity that may come next in a list with commas."""
    from bpcalc.maths.kinds import FAMILIES, KINDS

    return _listed((*KINDS, *FAMILIES), incomplete)


def units(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the units of the exercise that may come next in a list with commas."""
    exercise = _exercise(context)
    return [] if exercise is None else _listed(chain.from_iterable(exercise.units), incomplete)


def page_parts(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the parts of the page that may come next in a list with commas."""
    from bpcalc.report.selection import PART_STAGES

    return _listed(PART_STAGES, incomplete)


def page_columns(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the columns that may come next in a list with commas."""
    return _listed(("formula", "substitution", "value"), incomplete)


def variations(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the settings that may be varied, and behind `=` the values that have names."""
    from bpcalc.experiments.varying import SETTINGS
    from bpcalc.maths.activations import ACTIVATIONS
    from bpcalc.maths.losses import LOSSES
    from bpcalc.maths.optimisers import OPTIMISERS

    name, sign, values = incomplete.partition("=")
    if not sign:
        return _begin((f"{each}=" for each in SETTINGS), incomplete)
    known: dict[str, Iterable[str]] = {
        "activation": ACTIVATIONS,
        "loss": LOSSES,
        "optimizer": OPTIMISERS,
        "update": ("online", "batch", "batch_mean"),
        "weights": ("given", "zero", "random:1"),
    }
    found = _listed(known.get(name, ()), values)
    return _begin((f"{name}={item.value}" for item in found), incomplete)


def built_in_names(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the built-in exercises that begin so."""
    from bpcalc.exercise.sources import built_in

    return _begin(built_in(), incomplete)


def with_files(command: click.Command) -> click.Command:
    """Return the command, whose options and arguments for files are completed by files."""
    for parameter in command.params:
        if parameter.metavar in FILES and parameter._custom_shell_complete is None:
            parameter._custom_shell_complete = files
    return command


FILES = frozenset({"FILE", "DIR", "CLASS"})
"""What help calls files and folders."""


def _exercise(context: click.Context) -> "Exercise | None":
    from bpcalc.errors import BpcalcError
    from bpcalc.exercise.sources import DEFAULT_EXERCISE, load

    named = context.params.get("exercise") or DEFAULT_EXERCISE
    try:
        return load(named if isinstance(named, str) else named[0])
    except BpcalcError:
        return None


def _begin(names: "Iterable[str]", incomplete: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    found = dict.fromkeys(name for name in names if name.startswith(incomplete))
    return list(map(CompletionItem, found))


def _listed(names: "Iterable[str]", incomplete: str) -> "list[CompletionItem]":
    from click.shell_completion import CompletionItem

    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(before + comma + name) for name in names if name.startswith(last)]
