"""python3 -m unittest discover -s bench -t bench"""
import importlib.util
import pathlib
import tempfile
import types
import unittest

from harness import access_log, lag, load, machine, scenarios, tools

CEPH = (
    '2026-11-26T21:45:31.500+0000 7f2b1c7fa640  1 beast: 0x7f2b1c0: 127.0.0.1 - tester [26/Nov/2026:21:45:31.400 +0000] '
    '"PUT /bench/a%20b?rgwx-uid=alice HTTP/1.1" 200 4096 - "gyre" - latency=0.100000001s\n'
)
EMBEDDED = '2026-11-26T21:45:31.500000+0000 beast: "GET /admin/log?type=data&id=3 HTTP/1.1" 200 latency=0.002000s\n'
CEPH_BACKEND = types.SimpleNamespace(backend="ceph")


def sync_line(seconds, key, what, sync="inc", bucket="bench"):
    """What a gateway of 16.2 says with debug rgw sync = 10."""
    shard = f"{bucket}:46593a16-7008.4154.1:6"
    where = f"RGW-SYNC:data:sync:shard[24]:entry:bucket_sync_sources[target=:[]):source_bucket=:[]):source_zone=46593a16]:bucket[{shard}<-{shard}]:{sync}_sync[{shard}]:entry[{key}]"
    return f"2026-11-27T04:45:{seconds:06.3f}+0000 7f2445ffb6c0 10 {where}: {what}\n".encode()


def request(method, key, end, took=0.0, status=200, query="", bucket="b"):
    return access_log.Request(end, took, method, bucket, key, query, status)


class AccessLogTest(unittest.TestCase):
    def test_lines_of_both_kinds_of_gateways_are_read(self):
        put = access_log.parse(CEPH)
        self.assertEqual((put.method, put.bucket, put.key, put.query, put.status), ("PUT", "bench", "a b", "rgwx-uid=alice", 200))
        self.assertAlmostEqual(put.begin, 1795729531.4, places=3)
        self.assertEqual(access_log.kind(access_log.parse(EMBEDDED)), "poll")
        self.assertIsNone(access_log.parse("2026-11-26T21:45:31.500+0000 starting\n"))

    def test_kinds(self):
        cases = {
            "list": request("GET", "", 1, query="list-type=2"),
            "bucket": request("GET", "", 1, query="acl"),
            "object": request("HEAD", "k", 1),
            "bucket-log": request("GET", "log", 1, query="type=bucket-index&bucket=x", bucket="admin"),
            "admin": request("GET", "metadata/user", 1, bucket="admin"),
            "poll": request("GET", "config", 1, query="type=zone", bucket="admin"),
        }
        for expected, asked in cases.items():
            self.assertEqual(access_log.kind(asked), expected)

    def test_a_write_is_a_whole_object_or_the_end_of_an_upload(self):
        self.assertTrue(access_log.is_write(request("PUT", "k", 1)))
        self.assertTrue(access_log.is_write(request("POST", "k", 1, query="uploadId=1")))
        for other in (request("PUT", "k", 1, query="partNumber=1&uploadId=1"), request("PUT", "k", 1, query="acl"), request("PUT", "k", 1, status=503), request("PUT", "", 1)):
            self.assertFalse(access_log.is_write(other))

    def test_own_requests_are_left_out(self):
        with tempfile.TemporaryDirectory() as directory:
            file = pathlib.Path(directory, "log")
            file.write_text(EMBEDDED + CEPH.replace("rgwx-uid=alice", "x-bench"))
            self.assertEqual(len(list(access_log.AccessLog(file).since(0))), 1)


class SyncLogTest(unittest.TestCase):
    def read(self, *lines):
        return [(change.method, change.bucket, change.key, round(change.took, 3)) for change in access_log.SyncLog(None).read(lines)]

    def test_a_change_arrives_with_its_success(self):
        fetched = sync_line(1, "a k", "bucket sync: sync obj: 46593a16/bench:46593a16-7008.4154.1/a k[0]", "full"), sync_line(1.5, "a k", "success", "full")
        removed = sync_line(2, "b", "removing obj: 46593a16/bench:46593a16-7008.4154.1/b[0]"), sync_line(2.25, "b", "success")
        self.assertEqual(self.read(*fetched, *removed), [("PUT", "bench", "a k", 0.5), ("DELETE", "bench", "b", 0.25)])

    def test_what_failed_or_has_not_ended_or_is_no_object_is_no_change(self):
        begun = sync_line(1, "a", "bucket sync: sync obj: 46593a16/bench/a[0]")
        metadata = b"2026-11-27T04:44:44.422+0000 7f24 10 RGW-SYNC:meta:shard[0]:entry[bucket.instance:bench:46593a16.4154.2]: success\n"
        self.assertEqual(self.read(begun, sync_line(2, "a", "failed, retcode=-5 (Input/output error)"), metadata, sync_line(3, "b", "success")), [])

    def test_versions_of_a_key_are_told_apart(self):
        lines = [sync_line(1, f"k[{version}]", what) for version in ("v1", "v2") for what in ("bucket sync: sync obj: z/b/k[0]", "success")]
        marker = sync_line(2, "k[v3]", "creating delete marker: obj: z/b/k[9]"), sync_line(3, "k[v3]", "success")
        self.assertEqual([(method, key) for method, _, key, _ in self.read(*lines, *marker)], [("PUT", "k[v1]"), ("PUT", "k[v2]"), ("DELETE", "k[v3]")])

    def test_a_line_that_is_still_being_written_is_left_for_the_next_time(self):
        with tempfile.TemporaryDirectory() as directory:
            log = access_log.AccessLog(pathlib.Path(directory, "log"))
            log.path.write_text(EMBEDDED + CEPH[:150])
            first, mark = log.after(0)
            log.path.write_text(EMBEDDED + CEPH)
            second, end = log.after(mark)
            self.assertEqual([len(first), [found.key for found in second], end], [1, ["a b"], len(EMBEDDED + CEPH)])


class LagTest(unittest.TestCase):
    def test_an_operation_arrives_with_the_first_request_of_its_kind_that_began_after_it(self):
        done = [["new", "/b/k", 1, 10.0, 10.1], ["overwrite", "/b/k", 1, 20.0, 20.1], ["delete", "/b/k", 0, 30.0, 30.1]]
        asked = [request("PUT", "k", 11.1, 0.5), request("PUT", "k", 20.2, 0.5), request("PUT", "k", 23.1, 0.5), request("DELETE", "k", 30.6, 0.1, 204)]
        points, overtaken, missing = lag.lags(done, asked)
        self.assertEqual([[when, round(seconds, 3)] for when, seconds in points], [[10.1, 1.0], [20.1, 3.0], [30.1, 0.5]])
        self.assertEqual((overtaken, missing), (0, 0))

    def test_what_never_came_is_missing_unless_the_key_changed_again(self):
        done = [["new", "/b/a", 1, 1.0, 1.0], ["delete", "/b/a", 0, 2.0, 2.0], ["new", "/b/c", 1, 3.0, 3.0]]
        self.assertEqual(lag.lags(done, []), ([], 1, 2))


class ToolsTest(unittest.TestCase):
    def test_the_heap_is_read_from_what_the_jvm_says(self):
        serial = " def new generation   total 66368K, used 1024K [0x1)\n  eden space 59008K,   2% used\n tenured generation   total 41000K, used 19456K [0x2)\n Metaspace       used 60000K\n"
        self.assertEqual(tools.live_heap_mib(serial), 20.0)
        self.assertEqual(tools.collections_mib("[1s] GC(0) Pause Young (Allocation Failure) 80M->31M(112M) 9ms\n[2s] GC(1) Pause Full (x) 31M->12M(112M)\n"), [31, 12])

    def test_versions_are_not_for_rclone(self):
        self.assertIsNone(tools.Gyre.unable(CEPH_BACKEND, {"versions": 5}))
        self.assertRegex(tools.Rclone.unable(CEPH_BACKEND, {"versions": 5}), "current version|not installed")

    def test_multisite_is_for_gateways_that_do_not_go_away(self):
        unable = tools.Multisite.unable
        self.assertIsNone(unable(CEPH_BACKEND, {"kind": "live"}))
        self.assertIn("gateway", unable(CEPH_BACKEND, {"kind": "catch-up"}))
        self.assertIn("--backend ceph", unable(types.SimpleNamespace(backend="embedded"), {"kind": "live"}))


class LoadTest(unittest.TestCase):
    def test_etags_of_parts_may_differ_only_where_that_was_allowed(self):
        self.assertTrue(load.same(("x-3", "9"), ("y", "9"), part_etags=False))
        self.assertFalse(load.same(("x-3", "9"), ("y", "9"), part_etags=True))
        self.assertFalse(load.same(("x", "9"), ("y", "9"), part_etags=False))
        self.assertFalse(load.same(("x-3", "9"), None, part_etags=False))

    def test_refused_requests_are_trouble(self):
        self.assertEqual(load.answered("  2000 requests in 0.33s, 1MB read\n"), 2000)
        with self.assertRaises(load.Trouble):
            load.answered("  2000 requests in 0.33s\n  Non-2xx or 3xx responses: 1\n")


class ScenariosTest(unittest.TestCase):
    GIVEN = {"title": "t", "measures": "m", "figure": "f", "better": "higher", "kind": "first-copy", "objects": 1000, "size": "4KiB", "scaled": {"objects": 100}}

    def test_the_scale_has_a_least_value(self):
        self.assertEqual([scenarios.prepared("x", dict(self.GIVEN), scale)["objects"] for scale in (1, 0.5, 0.001)], [1000, 500, 100])
        self.assertEqual(scenarios.prepared("x", dict(self.GIVEN), 1)["size"], 4096)

    def test_a_scenario_without_its_figure_is_refused(self):
        with self.assertRaisesRegex(SystemExit, "figure"):
            scenarios.prepared("x", {name: value for name, value in self.GIVEN.items() if name != "figure"}, 1)

    @unittest.skipUnless(importlib.util.find_spec("yaml"), "python3-yaml is not installed")
    def test_all_scenarios_of_the_issue_are_there_and_complete(self):
        self.assertEqual("".join(dict.fromkeys(name[0] for name in scenarios.names())), "abcdefghijk")
        for name in scenarios.names():
            self.assertEqual(scenarios.load(name)["name"], name)


class MachineTest(unittest.TestCase):
    def test_parties_have_cores_of_their_own_from_four_on(self):
        self.assertEqual(machine.cores(2), {})
        self.assertEqual(machine.cores(4), {"source": "0-0", "destination": "1-1", "load": "2-2", "tool": "3-3"})
        self.assertEqual(machine.cores(10)["tool"], "6-9")


if __name__ == "__main__":
    unittest.main()
