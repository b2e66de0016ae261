"""Processes that may be killed: each is forked off one that has imported everything beforehand.

What is to be imported can be said once for all tests of this process, before the first one forks.
"""

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "tests.forked",
        "tests.adapters.test_discord_kill",
        "tests.adapters.test_slack_kill",
        "tests.adapters.test_kill_talking",
        "tests.jobs.test_kill",
        "tests.jobs.test_kill_groups",
        "tests.storage.test_challenges",
        "tests.storage.test_ideas",
        "tests.storage.test_rsvps_at_once",
        "tests.terminal.program",
    ]
)
