"""Both executors keep one contract: processes of this machine, and a cluster on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from app.cluster import ClusterLane
from app.cluster_base import KnowsCluster
from app.jobs import Executor, ProcessLane
from tests.contracts.executor_contract import ExecutorContract
from tests.fakes import cluster_jobs
from tests.fakes.loopback_cluster import LoopbackCluster


class TestProcessLane(ExecutorContract):
    @pytest.fixture
    def lane(self) -> Iterator[Executor]:
        with closing(ProcessLane(2)) as lane:
            yield lane


@pytest.fixture(scope="module")
def cluster_lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Executor]:
    cluster_jobs.make_known()
    cluster = LoopbackCluster(tmp_path_factory.mktemp("cluster"), workers=2)
    try:
        with closing(ClusterLane(cluster.line, ProcessLane(1))) as lane:
            yield lane
    finally:
        cluster.close()


@pytest.mark.tesseract
@pytest.mark.timeout(300)
class TestClusterLane(ExecutorContract):
    @pytest.fixture
    def lane(self, cluster_lane: Executor) -> Executor:
        return cluster_lane

    def test_state_shows_that_nothing_was_done_here(self, lane: Executor) -> None:
        lane.submit(cluster_jobs.double, 1).result()

        assert isinstance(lane, KnowsCluster)
        assert lane.state().trouble is None
        assert lane.state().at_home == 0
