"""Shells that complete a command line: the script for each, and what can be completed."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # nothing of it is needed unless a shell asks
    from click.shell_completion import CompletionItem

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

POWERSHELL = r"""
Register-ArgumentCompleter -Native -CommandName bpcalc -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.ToString().PadRight($cursorPosition, ' ').Substring(0, $cursorPosition)
    $words = $line.Split(' ')
    $env:COMP_WORDS = $line
    $env:COMP_CWORD = $words.Length - 1
    $env:_BPCALC_COMPLETE = 'bash_complete'
    bpcalc | ForEach-Object {
        $kind, $value = $_ -split ',', 2
        if ($kind -eq 'plain') {
            [System.Management.Automation.CompletionResult]::new($value)
        } else {
            Get-ChildItem "$wordToComplete*" -Name | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_)
            }
        }
    }
    Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:_BPCALC_COMPLETE
}
"""

WHERE = {
    "bash": """~/.bashrc: eval "$(bpcalc completion bash)\"""",
    "zsh": """~/.zshrc: eval "$(bpcalc completion zsh)\"""",
    "fish": "~/.config/fish/config.fish: bpcalc completion fish | source",
    "powershell": "$PROFILE: bpcalc completion powershell | Out-String | Invoke-Expression",
}
"""Where a line belongs that asks for the script, and the line."""

OWN = {"bash": BASH, "powershell": POWERSHELL}
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
    from click.shell_completion import CompletionItem

    from bpcalc.calc.calculate import calculate
    from bpcalc.errors import BpcalcError
    from bpcalc.exercise.sources import DEFAULT_EXERCISE, load
    from bpcalc.solution import Solution

    exercise = context.params.get("exercise") or DEFAULT_EXERCISE
    try:
        solution = Solution(calculate(load(exercise)))
    except BpcalcError:
        return []
    names = dict.fromkeys(map(solution.name, solution))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def kinds(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Return the kinds of quantity that may come next in a list with commas."""
    from click.shell_completion import CompletionItem

    from bpcalc.maths.kinds import FAMILIES, KINDS

    before, comma, last = incomplete.rpartition(",")
    names = (*KINDS, *FAMILIES)
    return [CompletionItem(before + comma + name) for name in names if name.startswith(last)]
