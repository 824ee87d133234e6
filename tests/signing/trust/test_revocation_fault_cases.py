"""Every fault of the program that counts them ends in the right answer; one set-up for all."""

from __future__ import annotations

from benchmarks.revocation_faults import count, stage, try_all


def test_faults_of_services_and_clocks_end_in_the_right_answer() -> None:
    with stage() as on:
        controls, outcomes = try_all(on)

    wrong = [one for one in (*controls, *outcomes) if not one.right]
    assert wrong == []
    assert count(outcomes) == (12, 12)
