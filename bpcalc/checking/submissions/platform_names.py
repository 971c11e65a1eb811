"""How learning platforms name the files and folders that they hand out."""

import re
from collections.abc import Iterable

MOODLE = re.compile(
    r"(?P<name>.{1,200})_(?P<number>[0-9]{1,12})_assignsubmission_(?:file|onlinetext)_?(?P<rest>.{0,250})"
)
CANVAS = re.compile(
    r"(?P<name>[^\W_]{1,80})_(?:LATE_)?(?P<id>[0-9]{1,12})_[0-9]{1,12}_(?P<rest>.{1,200})"
)
BLACKBOARD = re.compile(
    r".{1,120}_(?P<login>[^_\s]{1,60})_attempt_(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?P<rest>.{0,200})"
)
BRIGHTSPACE = re.compile(
    r"(?P<number>[0-9]{1,12})-[0-9]{1,12} ?- ?(?P<name>.{1,120}?) ?- "
    r"(?P<time>(?:[^\W\d_]{3,10}\.? [0-9]{1,2},?|[0-9]{1,2}\.? [^\W\d_]{3,10}\.?,?) [0-9]{4},?"
    r" [0-9]{1,2}[:_.]?[0-9]{2}(?: ?[AP]M)?)(?: - .{0,200})?"
)
SUBMISSION = re.compile(r"submission_[0-9]{1,12}")


def is_of_platform(parts: Iterable[str]) -> bool:
    """Return whether a platform has named a file, so that its name says whose it is.

    >>> is_of_platform(["Ann Lee_310000_assignsubmission_file_"]), is_of_platform(["ann.yaml"])
    (True, False)
    """
    return any(
        form.fullmatch(part)
        for part in parts
        for form in (MOODLE, CANVAS, BLACKBOARD, BRIGHTSPACE, SUBMISSION)
    )
