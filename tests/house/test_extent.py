"""Of a table and of a matrix the default run takes what meets each kind, always the same."""

from itertools import product

import pytest

from tests.extent import meeting_each, spread


def test_of_a_table_some_rows_are_taken_from_the_first_to_the_last() -> None:
    assert spread(range(31), 4) == [0, 10, 20, 30]
    assert spread("ab", 4) == ["a", "b"]


@pytest.mark.parametrize(("across", "down"), [(4, 4), (8, 2), (1, 3)])
def test_of_a_matrix_each_row_and_each_column_is_met(across: int, down: int) -> None:
    fields = [((a, d), {"across": a, "down": d}) for a, d in product(range(across), range(down))]
    met = meeting_each(fields)
    assert {a for a, _ in met} == set(range(across))
    assert {d for _, d in met} == set(range(down))
    assert len(met) == max(across, down)
