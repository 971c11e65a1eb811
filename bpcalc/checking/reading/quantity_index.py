"""Which quantity a student means by a name, in whatever notation and however it is typed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial
from types import MappingProxyType

from bpcalc.checking.reading.counted_names import OnlyOutput, labelled, with_sample
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME
from bpcalc.checking.reading.labels import Label, label_of
from bpcalc.checking.reading.moments import SAYS_LAST
from bpcalc.checking.reading.name_index import NameIndex, bare_name, by_place, one_place, plain_name
from bpcalc.checking.reading.name_layers import OtherBooks, of_layer
from bpcalc.checking.reading.name_parts import (
    FUNCTION_OF,
    MODIFIERS,
    OF_PARAMETER,
    OF_TOTAL,
    OLD,
    TOTAL,
    Meaning,
    When,
    at_moment,
    error_names,
    in_its_batch,
    own_error,
    raised_sample,
    readings,
    sample_of_number,
    trimmed,
)
from bpcalc.checking.reading.parameter_names import ParameterNames
from bpcalc.checking.reading.remembered import Remembered
from bpcalc.checking.reading.similar_names import SimilarNames
from bpcalc.checking.reading.whole_batch import in_either
from bpcalc.errors import NotAQuantity
from bpcalc.exercise.notation_choice import layout, notation_of
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling


class QuantityIndex:
    """All names of the quantities that may be asked for in an exercise.

    Attributes:
        own: the spelling of the exercise.
        keys: what may be answered, in order of working.
        values: the right values, which decide between two readings of a name.
        renamed: quantities that are one and the same, by the one that is asked for instead.
        asked: what a whole sheet asks for, in its order, by which quizzes number their fields.
        updates: how many updates are asked for; each batch of an epoch is one.
    """

    def __init__(
        self,
        exercise: Exercise,
        keys: Iterable[Key],
        values: Mapping[Key, Decimal] = MappingProxyType({}),
        renamed: Mapping[Key, Key] = MappingProxyType({}),
        asked: Sequence[Key] = (),
        updates: int = 1,
    ) -> None:
        """Know these keys under their names in every notation."""
        self.keys = list(keys)
        self.layout = layout(exercise)
        self.own = Spelling(notation_of(exercise), self.layout)
        self.exercise, self.values = exercise, values
        self.renamed, self.asked, self.updates = renamed, asked, updates
        self._read = Remembered(self._meaning)
        self._labels = Remembered(partial(label_of, layout=self.layout))
        self._known = Remembered(self._how_well)
        self._only_output = OnlyOutput(len(exercise.samples), self.layout, self.label)

    def __contains__(self, key: object) -> bool:
        """Return whether a quantity may be answered."""
        return key in self._all

    @cached_property
    def _all(self) -> frozenset[Key]:
        return frozenset(self.keys)

    @cached_property
    def _exact(self) -> dict[str, list[Key]]:
        index: dict[str, list[Key]] = {}
        for key in self.keys:
            for name in dict.fromkeys(self.own.form(key)):
                index.setdefault(name, []).append(key)
        return index

    @cached_property
    def _similar(self) -> SimilarNames:
        return SimilarNames(self.own.name, self.keys, len(self._exact))

    @cached_property
    def _loose(self) -> NameIndex:
        return NameIndex([self.own], self.keys)

    @cached_property
    def _others(self) -> NameIndex:
        return NameIndex(self._notations, self.keys)

    @cached_property
    def _notations(self) -> list[Spelling]:
        return [Spelling(notation, self.layout) for notation in NOTATIONS.values()]

    @cached_property
    def _parameters(self) -> ParameterNames:
        return ParameterNames(self.own, self._notations, self.keys, self._by_place)

    @cached_property
    def _given(self) -> NameIndex:
        """What the exercise gives, by its names."""
        given = [key for key in self.values if key not in self._all]
        return NameIndex([self.own], (key for key in given if key.epoch in (None, 1)))

    def find(self, name: str) -> Key:
        """Return the likeliest quantity of this name, or raise what `meaning` does."""
        return self.meaning(name).keys[0]

    def meaning(self, name: str) -> Meaning:
        """Return what a name may stand for.

        Raises:
            NotAQuantity: there is nothing of this name, or not in that sample and epoch.
        """
        text = trimmed(name)
        found = self.found(text)
        if found is None:
            raise NotAQuantity(self._similar.unknown(text, name.strip()))
        if not found.keys:
            says = say("there is no `{name}` in that sample and epoch", name=name.strip())
            raise NotAQuantity(says)
        return found

    def found(self, name: str) -> Meaning | None:
        """Return what a name may stand for; None if that is nothing."""
        text = trimmed(name)
        return self._read[text] if len(text) <= MAX_QUANTITY_NAME else None

    def is_own(self, name: str) -> bool:
        """Return whether a name is one that this exercise has for a quantity, however typed."""
        return name in self._exact or plain_name(trimmed(name)) in self._loose

    def knows(self, name: str) -> int:
        """Return how well a name is known: 2 as a quantity's own, 1 in any other way, or 0."""
        return self._known[name[: MAX_QUANTITY_NAME + 1]]

    def _how_well(self, name: str) -> int:
        found = self.found(name)
        if found and found.keys:
            return 2 if found.plain or (found.open and "[" in name) else 1
        return int(self.label_and_when(name)[0] is not None or self.is_given(name))

    def label_and_when(self, name: str) -> tuple[Label | None, When | None]:
        """Return what a name in somebody's own words may be about, in which sample and epoch."""
        told = raised_sample(trimmed(name))
        if told and self._is_result(told[0]):
            return self.label(told[0]), told[1]
        for bare, when in readings(trimmed(name)):
            label = None if "@" in bare else self.label(bare)
            if label is not None and (when is None or when.all or when.sample or when.epoch):
                return label, when
        return None, None

    def label(self, name: str) -> Label | None:
        """Return what a name in somebody's own words may be about."""
        return self._labels[name.strip()[: MAX_QUANTITY_NAME + 1]]

    def is_given(self, name: str) -> bool:
        """Return whether a name is that of a number that the exercise gives."""
        return len(name) <= MAX_QUANTITY_NAME and bool(self.given_keys(name))

    def given_keys(self, name: str) -> list[Key]:
        """Return the given quantities of a name, be it called the old one."""
        bare = OLD.sub("", name, count=1)
        forms = (name, bare, OF_PARAMETER.sub("", bare, count=1))
        return next(filter(None, (self._given.get(plain_name(form)) for form in forms)), [])

    def _meaning(self, text: str) -> Meaning | None:
        return with_sample(self._told(text), self._of_counted_sample(text), self.renamed)

    def _told(self, text: str) -> Meaning | None:
        """Return what the words and signs of a name say."""
        if applied := FUNCTION_OF.fullmatch(text):
            return self._output_of(applied[2], slope=bool(applied[1]))
        text = OF_TOTAL.sub(r"\1E/", self.own.usual(text))
        raised = raised_sample(text)
        found = self._of_sample(raised)
        if found or (raised and self._is_result(raised[0])):
            return found  # y^(2) is of a sample, and y2 of a unit
        told = in_either(text, self._in_readings, len(self.exercise.samples))
        told = told or self._in_readings(text)
        told = told or self._of_sample(sample_of_number(text))
        if told is None and (steps := self._parameters.at_step(text)):
            return Meaning(steps, plain=False, given=True)
        if told or self.is_given(text):
            return told
        bare, when = next(((b, w) for b, w in readings(text) if "@" not in b), (text, None))
        return labelled(self.label(bare), partial(self._keys_at, when=when))

    def _in_readings(self, text: str) -> Meaning | None:
        """Return what a name means as a whole, or without the sample and epoch at its end."""
        for bare, when in readings(text, len(self.exercise.samples)):
            if found := self._in_a_book(bare, when):
                return found
            keys = [] if self.is_given(bare) else self._alias(bare)
            if keys:
                last = when is None and len(keys) > 1 and bool(SAYS_LAST.search(bare))
                told = tuple(reversed(keys)) if last else self._at(keys, when)
                return Meaning(told, plain=False, open=last)
            if when is not None and (keys := self._parameters.updates(bare)):
                before = self._at(keys, when._replace(epoch=when.epoch - 1))
                return Meaning((*self._at(keys, when), *before), plain=False, given=True)
            if several := self._in_several_books(bare, when):
                label = self.label(bare)  # of two numbers, as in z2_1, one is that of a layer
                return Meaning(several, plain=False, open=bool(label and label.counted))
        return None

    def _in_a_book(self, text: str, when: When | None) -> Meaning | None:
        """Return what a name means in this notation, or in another one."""
        if places := [key for name in self._books.indexed(text) for key in self._named(name)]:
            return Meaning(self._at_once(places), plain=False, open=True)
        if errors := self._error_of_unit(text, when):
            return Meaning(errors, plain=False)
        keys = self._named(text)
        own = self.is_own(text)
        if not own and (found := self._counted_biases(text, keys, when)):
            return found
        if not keys:
            return None
        nets = [self._by_place.get(net, []) for net in self._books.nets_for(text, keys)]
        told = tuple(k for each in (keys, *nets) for k in self._at(each, when))
        others = () if own else self._counted_elsewhere(text, keys[0], when)
        return Meaning((*told, *others))

    def _counted_biases(self, text: str, keys: list[Key], when: When | None) -> Meaning | None:
        """Return which bias b3 may mean where each unit has its own; one book has outputs b."""
        if (keys and keys[0].kind != "out") or self.is_given(text):
            return None
        biases = [k for each in self._parameters.counted(text) for k in self._at(each, when)]
        elsewhere = self._at(keys, when) or self._in_several_books(text, when)
        found = tuple(dict.fromkeys([*elsewhere, *biases]))
        several = len({key.timeless for key in found}) > 1
        return Meaning(found, plain=False, given=True, open=several) if biases else None

    def _counted_elsewhere(self, text: str, key: Key, when: When | None) -> Iterator[Key]:
        """Yield what delta2, another book's name of a unit in one layer, may count in others."""
        label = self.label(text)
        for layer, unit in label.counted if label else ():
            place = Key(key.kind, layer, unit)
            if place != key.timeless:
                yield from self._at(self._by_place.get(place, []), when)

    def _error_of_unit(self, text: str, when: When | None) -> tuple[Key, ...]:
        """Return what `o1 E` may mean, E in a line about o1: its own error, or the whole one."""
        own = self._named(own_error(text)) if " " in text else []
        if not own or own[0].kind != "error":
            return ()
        return (*self._at(own, when), *self._at(self._by_place.get(Key("total_error"), []), when))

    def _is_result(self, name: str) -> bool:
        """Return whether a name is that of all outputs, of which there are those of each sample."""
        label = self.label(name) if len(self.exercise.samples) > 1 else None
        return label is not None and label.kinds == ("out", "target") and not label.units

    def _of_counted_sample(self, text: str) -> tuple[Key, ...]:
        """Return the only output, or the error, of the sample that a number counts: `output 2`."""
        found = None if text in self._exact else self._only_output.counted(text)
        if found is None:
            return ()
        return self._at(self._by_place.get(found[0], []), When(False, found[1], 1))

    def _of_sample(self, told: tuple[str, When] | None) -> Meaning | None:
        """Return the quantity of a sample that is raised: net_h1^(2), E^(2)."""
        if told is None:
            return None
        bare, when = told
        keys = self._named(bare) or ([] if self.is_given(bare) else self._alias(bare))
        if not keys or (keys[0].layer and not keys[0].unit):
            return None  # θ⁽³⁾ is the one bias of a layer
        several = len(self.exercise.samples) > 1
        found = self._at(keys, when if several else None) if several or when.sample == 1 else ()
        return Meaning(found) if found else None

    def _output_of(self, net: str, *, slope: bool) -> Meaning | None:
        """Return the output that f(net_h1) is, or the slope f'(net_h1), by the net input's name."""
        kind: Kind = "slope" if slope else "out"
        found = self._read[net]
        nets = [key for key in found.keys if key.kind == "net"] if found else ()
        outputs = tuple(key for each in nets if (key := each._replace(kind=kind)) in self._all)
        return Meaning(outputs, plain=False) if outputs else None

    def _named(self, text: str) -> list[Key]:
        """Return the keys of a name that differ in sample and epoch only."""
        keys = self._exact.get(text)
        if keys and one_place(keys):
            return keys
        plain = plain_name(text)
        forms = (plain, bare_name(plain))
        keys = of_layer(text, self._loose.first(forms))
        # b1 is a bias here, whatever it may be in another book.
        if not keys and plain not in self._given:
            keys = [key for key in self._others.first(forms) if self._books.may_be(text, key)]
        return of_layer(text, keys)

    @cached_property
    def _books(self) -> OtherBooks:
        return OtherBooks(self.own, self.keys)

    def _at_once(self, keys: list[Key]) -> tuple[Key, ...]:
        """Return the first quantity of every place."""
        places = dict.fromkeys(key.timeless for key in keys)
        return tuple(k for place in places for k in self._at(self._by_place[place], None)[:1])

    def _in_several_books(self, text: str, when: When | None) -> tuple[Key, ...]:
        """Return what a name means that is one quantity in one book and another in the next."""
        plain = plain_name(text)
        keys = [] if plain in self._given else of_layer(text, self._others.get(plain))
        keys = [key for key in keys if self._books.may_be(text, key)]
        places = dict.fromkeys(key.timeless for key in keys)
        same = len({(place.kind, place.layer is None) for place in places}) == 1
        found = (self._at([k for k in keys if k.timeless == place], when)[:1] for place in places)
        return tuple(key for each in found for key in each) if same else ()

    def in_other_books(self, name: str) -> tuple[Key, ...]:
        """Return what a name of this exercise means in others: b1, a bias here, or an output."""
        keys = self._others.get(plain_name(trimmed(name)))
        return tuple(dict.fromkeys(k for key in keys for k in self._at([key], None)))

    def _alias(self, text: str) -> list[Key]:
        """Return the keys that people call so although no notation does."""
        plain = plain_name(text)
        if plain in TOTAL:
            return [key for key in self.keys if key.kind == "total_error"]
        full = (*error_names(text, plain), *self._parameters.of_only(text))
        if keys := next(filter(None, map(self._named, full)), []):
            return keys
        for modifier, ending in MODIFIERS:
            base, found = ending.subn("", text, count=2)
            base = OF_PARAMETER.sub("", base.strip())
            if found and base and (keys := self._parameters.modified(base, modifier)):
                return keys
        return []

    @cached_property
    def _by_place(self) -> dict[Key, list[Key]]:
        return by_place(self.keys)

    def at_place(
        self, kind: Kind, layer: int | None, unit: int | None, source: int | None
    ) -> list[Key]:
        """Return the keys of one place, over all samples and epochs; given ones, too."""
        place = Key(kind, layer, unit, source)
        return self._by_place.get(place) or self._given_places.get(place, [])

    @cached_property
    def _given_places(self) -> dict[Key, list[Key]]:
        return by_place(key for key in self.values if key not in self._all)

    def first_at(
        self,
        kind: Kind,
        layer: int,
        unit: int | None,
        source: int | None,
        when: When | None = None,
    ) -> Key | None:
        """Return the quantity of a place that is meant, where no sample is named if `when` is None.

        What the updates give belongs to no sample of a batch.
        """
        places = self.at_place(kind, layer, unit, source)
        if when is not None and all(key.sample is None for key in places):
            when = When(all=False, sample=0, epoch=when.epoch)
        keys = self._at(places, when)
        return keys[0] if keys else None

    def _keys_at(self, kind: Kind, *place: int | None, when: When | None) -> tuple[Key, ...]:
        return self._at(self.at_place(kind, *place), when)

    def parameter_updates(self, name: str) -> tuple[Key, ...]:
        """Return the new weight or bias of which a name is the old one's."""
        return self._at(self._parameters.updates(name), None)

    def _at(self, keys: list[Key], when: When | None) -> tuple[Key, ...]:
        """Return those of the keys of a name that are meant, the likeliest first."""
        if self.exercise.batch and keys and keys[0].kind == "total_error" and keys[0].sample:
            keys = self._by_place[keys[0].timeless]  # E of a sample, and of the whole batch
        return at_moment(keys, when) or at_moment(keys, in_its_batch(when, self.exercise))

    def told_name(self, key: Key) -> str:
        """Return a name that means this quantity and no other, be it of the first sample."""
        full = self.own.full(key)
        if key.sample != 1 or len(self.exercise.samples) < 2:
            return full
        name, _, when = full.partition("@")
        return f"{name}@s1{when}"
