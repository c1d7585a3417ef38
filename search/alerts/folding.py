"""Copies of one text among the documents that are reported for a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def fold_copies(
    numbers: Iterable[int], groups: Mapping[int, int], reported: Iterable[int]
) -> list[Sequence[int]]:
    """Documents with their copies: each text is a sequence of archive numbers, the document that
    stands for it first.

    ``groups`` has the group of each document that has copies. A text of which a copy is among
    ``reported`` is left out.
    """
    known = {groups[number] for number in reported if number in groups}
    texts: list[list[int]] = []
    of_group: dict[int, list[int]] = {}
    for number in numbers:
        group = groups.get(number)
        if group is None:
            texts.append([number])
        elif group in of_group:
            of_group[group].append(number)
        elif group not in known:
            of_group[group] = [number]
            texts.append(of_group[group])
    return list(texts)
