"""`python -m bpcalc`, and the program that installation puts on the path."""

import os
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = _run()
    except KeyboardInterrupt:  # so early that nothing answers it yet
        code = INTERRUPTED
    sys.exit(code)


def _run() -> int:
    import gc  # not above: Ctrl-C may come while they are read
    import signal

    # Formulas are many small objects, and none of them a cycle; no more are modules.
    gc.set_threshold(400_000, 50, 50)
    # Until a command is at work, and once it is done, Ctrl-C ends the program without a word;
    # Python would print where it was just then.
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if usual:  # elsewhere it is ignored, for a program in the background, say
        signal.signal(signal.SIGINT, _end)
    sys.unraisablehook = _once_more
    from bpcalc.cli import run
    from bpcalc.errors import interrupts_unwrapped

    code: int = INTERRUPTED
    try:
        if usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        with interrupts_unwrapped():
            code = run()
    except KeyboardInterrupt:  # once more while the first one was being answered
        pass
    finally:
        if usual:
            signal.signal(signal.SIGINT, _end)
    gc.freeze()  # all goes with the process: Python would look through it twice before
    return code


def _end(*_: object) -> None:
    os._exit(INTERRUPTED)


def _once_more(ignored: "sys.UnraisableHookArgs") -> None:
    """Interrupt anew where Python has ignored Ctrl-C: in what it calls while it imports."""
    if ignored.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(ignored)
        return
    import _thread

    _thread.start_new_thread(_interrupt, ())


def _interrupt() -> None:
    """Interrupt the main thread, when it has come out of where it cannot be interrupted."""
    import _thread
    import time

    time.sleep(0.01)
    _thread.interrupt_main()


if __name__ == "__main__":
    main()
