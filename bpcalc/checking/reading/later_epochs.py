"""What a sheet says of epochs that are not asked for."""

from collections.abc import Iterable
from typing import Any

from bpcalc.checking.reading.name_parts import epoch_told
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import listed, quoted
from bpcalc.locale import say
from bpcalc.maths.keys import Key


class LaterEpochs:
    """Names of a sheet that are of an update after the last one that is asked for.

    Where batches share an epoch, the pass after the last update takes all samples. On a sheet of
    more epochs, the same names are those of the next batch, which takes some: `E_samples@e3` is
    another number there. Where every sample has its update, they are worked with weights that the
    samples before have changed. So where a sheet goes on with that update, all of it is of later
    epochs.
    """

    def __init__(self, index: QuantityIndex) -> None:
        """Judge by what is asked for in an exercise."""
        self._knows = index.knows
        self._exercise = index.exercise
        self._last = index.updates
        self._names: dict[int, dict[str, None]] = {}

    def take(self, name: str) -> bool:
        """Take a name that has no quantity if it is of a later update; return whether it is."""
        update = epoch_told(name, self._knows)
        if update > self._last:
            self._names.setdefault(update, {})[name.strip()] = None
        return update > self._last

    def leave_out(self, cells: dict[Key, Any], read_as: Iterable[tuple[str, Key]]) -> None:
        """Leave out the cells of a pass after the last update that is one of the next batch."""
        if not self._exercise.batches and not self._has_update_for_each_sample():
            return
        for name, key in read_as:
            if key.epoch in self._names and cells.pop(key, None) is not None:
                self._names[key.epoch].setdefault(name.strip())

    def _has_update_for_each_sample(self) -> bool:
        return self._exercise.update == "online" and len(self._exercise.samples) > 1

    def told(self) -> list[str]:
        """Return a sentence that says of which epochs they are; none where there are none."""
        if not self._names:
            return []
        epochs = [self._exercise.moment(update)[0] for update in self._names]
        names = (name for _, names in sorted(self._names.items()) for name in names)
        told = {"names": listed(map(quoted, names)), "epoch": max(epochs)}
        if min(epochs) == max(epochs):
            says = say(
                "{names}: these are of epoch {epoch}, which is not asked for; `--epochs {epoch}` "
                "asks for it",
                **told,
            )
        else:
            says = say(
                "{names}: these are of epochs {first} to {epoch}, which are not asked for; "
                "`--epochs {epoch}` asks for them",
                **told,
                first=min(epochs),
            )
        return [says]
