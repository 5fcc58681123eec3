"""Backups by schedule, captured changes and restores, with a real server."""

import json
import os
import signal
import sqlite3
import subprocess
import time

from kewp_server import KEWP, Person, Server, pairs, wait_for
from load import Writers

EVERY_MINUTE = '[backup]\nschedule = "* * * * *"\ncapture_interval = 1\n'


def kewp(server, *arguments):
    return subprocess.run([KEWP, *arguments, "--config", str(server.config)], capture_output=True, text=True)


def backups(server):
    return sorted((server.folder / "backups").glob("ke_wp_mapping-*.db"))


def proposals_in(file):
    connection = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {uuid for (uuid,) in connection.execute("SELECT uuid FROM proposal")}
    finally:
        connection.close()


def test_backups_come_by_schedule_while_curators_write_and_any_second_can_be_restored(tmp_path):
    server = Server(tmp_path, extra=EVERY_MINUTE)
    with server:
        first = wait_for(lambda: backups(server), "the first backup")[0]
        wait_for(lambda: time.time() % 60 > 50, "the end of a minute", patience=60)
        with Writers(server, 4, pause=0.05) as writers:
            scheduled = wait_for(lambda: [b for b in backups(server) if b != first and b.name.endswith("00Z.db")],
                                 "the backup of the next full minute", patience=90)
            after = len(writers.acknowledged)
            wait_for(lambda: len(writers.acknowledged) > after + 20, "writes after the backup")
        writers.check()
        captured = lambda: server.get("/metrics").json()["backup"]["last_capture"]
        end = int(time.time()) + 1
        wait_for(lambda: captured() > end, "the capture of the last writes")
        assert server.get("/health").json()["services"]["backup"]["status"] == "healthy"
        text = server.get("/metrics/prometheus").text
        assert 'kewp_backup_runs_total{result="failed"} 0' in text
        assert "locked" not in server.log() and "error" not in server.log()
    for backup in backups(server):
        subprocess.run(["sha256sum", "--check", "--quiet", backup.name + ".sha256"], cwd=backup.parent, check=True)
    in_backup = proposals_in(scheduled[0])
    everything = set(writers.acknowledged)
    assert in_backup & everything and not everything <= in_backup, "the backup was made in the middle of the writes"

    # Each backup, carried forward, holds every acknowledged write.
    for backup in (first, scheduled[0]):
        restored = kewp(server, "restore", str(backup), "--until", "latest")
        assert restored.returncode == 0, restored.stderr
        assert everything <= proposals_in(server.database)
    print(restored.stdout)

    # And at every moment in between: what was there at that time, no more, in the order of the writes.
    before = set()
    start = time.strptime(first.name[14:29], "%Y%m%dT%H%M%S")
    for second in range(0, 60, 7):
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.mktime(start) - time.timezone + second))
        assert kewp(server, "restore", first.name, "--until", moment).returncode == 0
        found = proposals_in(server.database)
        assert before <= found
        before = found


def test_restore_refuses_while_the_server_runs_and_then_keeps_what_it_replaces(tmp_path):
    server = Server(tmp_path, extra=EVERY_MINUTE)
    with server:
        backup = wait_for(lambda: backups(server), "the first backup")[0]
        person = Person(server)
        kept = [person.propose(*pair).json()["uuid"] for pair in pairs(server.data)[500:503]]
        refused = kewp(server, "restore", backup.name)
        assert refused.returncode == 1
        assert f"another kewp (process {server.process.pid}) is using this database" in refused.stderr
    dry = kewp(server, "restore", backup.name, "--dry-run")
    assert "nothing is changed" in dry.stdout
    assert set(kept) <= proposals_in(server.database)
    done = kewp(server, "restore", backup.name)
    assert done.returncode == 0, done.stderr
    assert not set(kept) & proposals_in(server.database)
    (aside,) = server.folder.glob("ke_wp_mapping.replaced-*.db")
    assert str(aside) in done.stdout
    assert set(kept) <= proposals_in(aside)
    with server:
        assert server.get("/api/v1/mappings").status_code == 200


def test_a_second_server_on_the_same_database_is_refused(tmp_path):
    with Server(tmp_path) as server:
        second = kewp(server, "serve")
        assert second.returncode == 1
        assert "is using this database; stop it first" in second.stderr
        assert server.get("/livez").status_code == 200


def test_the_capture_goes_on_over_reloads_and_the_death_of_the_scheduler(tmp_path):
    server = Server(tmp_path, extra='[backup]\ncapture_interval = 1\n')

    def another_than(old):
        found = server.processes("scheduler")
        return found if found and found != old else None

    with server:
        first = wait_for(lambda: backups(server), "the first backup")[0]
        with Writers(server, 4) as writers:
            running = wait_for(lambda: another_than(None), "the scheduler")
            for _ in range(3):
                os.kill(running[0], signal.SIGKILL)
                running = wait_for(lambda: another_than(running), "another scheduler")
                server.process.send_signal(signal.SIGHUP)
                running = wait_for(lambda: another_than(running), "the scheduler of the next generation")
        writers.check()
    # The scheduler outlives the workers at the end, so that nothing is missing.
    assert kewp(server, "restore", first.name, "--until", "latest").returncode == 0
    assert set(writers.acknowledged) <= proposals_in(server.database)


def test_a_backup_of_a_wrong_database_path_fails_visibly(tmp_path):
    """The replaced application's script copied a fixed path, and reported success on an empty database."""
    server = Server(tmp_path)
    with server:
        pass
    environment = {**os.environ, "DATABASE_PATH": str(tmp_path / "empty.db")}
    (tmp_path / "empty.db").touch()
    made = subprocess.run([KEWP, "backup", "now", "--config", str(server.config)], env=environment,
                          capture_output=True, text=True)
    assert made.returncode == 1
    assert "empty.db" in made.stderr and "without any table" in made.stderr
    assert not list((tmp_path / "backups").glob("empty-*"))


def test_migrate_reports_and_a_dry_run_changes_nothing(tmp_path):
    server = Server(tmp_path)
    with server:
        pass
    dry = subprocess.run([KEWP, "migrate", "--dry-run", str(server.database)], capture_output=True, text=True)
    assert dry.returncode == 0 and "schema version" in dry.stdout
    missing = subprocess.run([KEWP, "migrate", str(tmp_path / "no.db")], capture_output=True, text=True)
    assert missing.returncode == 1 and "no such database file" in missing.stderr


def test_health_command_says_whether_the_server_can_serve(tmp_path):
    server = Server(tmp_path)
    with server:
        config = server.config.read_text().replace("port = 0", f"port = {server.url.rsplit(':', 1)[1]}")
        probe_config = tmp_path / "probe.toml"
        probe_config.write_text(config)
        probe = lambda: subprocess.run([KEWP, "health", "--config", str(probe_config)], capture_output=True, text=True)
        answer = probe()
        assert answer.returncode == 0, answer.stderr
        assert json.loads(answer.stdout)["services"]["database"]["status"] == "healthy"
    assert probe().returncode == 1
