"""python3 -m unittest discover -s bench -t bench"""
import unittest

from harness import report, stats
from harness.plot import plot, ticks


def run(tool, number, **figures):
    return {"tool": tool, "round": number, "figures": figures, "series": {"lag": [[0.5, 1.0], [2.0, 3.0]]}}


class StatsTest(unittest.TestCase):
    def test_a_percentile_is_one_of_the_values(self):
        values = list(range(1, 101))
        self.assertEqual([stats.percentile(values, share) for share in (0.5, 0.99, 1.0)], [50, 99, 100])
        self.assertEqual(stats.percentile([1, 2, 3], 0.5), 2)
        self.assertEqual(stats.percentile([7], 0.5), 7)
        self.assertIsNone(stats.percentile([], 0.5))

    def test_what_is_not_known_is_left_out_of_a_spread(self):
        self.assertEqual(stats.spread([3, None, 1, 2]), {"median": 2, "min": 1, "max": 3})
        self.assertIsNone(stats.spread([None]))

    def test_ratios_are_those_of_the_same_round(self):
        runs = [run("gyre", 1, x=10), run("rclone", 1, x=5), run("gyre", 2, x=30), run("rclone", 2, x=10), run("gyre", 3, x=1), run("rclone", 4, x=1)]
        self.assertEqual(stats.ratios(runs, "gyre", "rclone", "x"), [2, 3])

    def test_rates_count_what_falls_into_each_second(self):
        self.assertEqual(stats.per_second([10.1, 10.2, 11.9, 99], 10, 12), [[0, 2], [1, 1], [2, 0]])

    def test_thinning_keeps_what_is_few(self):
        self.assertEqual(stats.thinned([1, 2, 3], 5), [1, 2, 3])
        self.assertEqual(stats.thinned(list(range(10)), 5), [0, 2, 4, 6, 8])


class ReportTest(unittest.TestCase):
    def setUp(self):
        scenario = {"name": "x-one", "title": "One <b>", "measures": "things", "figure": "lag_s", "better": "lower", "kind": "live", "rate": 5}
        runs = [run("gyre", 1, cpu_s=4.0, lag_s=1.0), run("gyre", 2, cpu_s=4.0, lag_s=2.0), run("rclone", 1, cpu_s=8.0, lag_s=4.0)]
        self.found = {"scenario": scenario, "runs": runs, "notes": {"rclone": "old"}, "unable": {"multisite": "no gateways"}, "failures": [{"round": 2, "tool": "rclone", "reason": "it ended"}]}
        machine = {"cpu": "C", "cores": 2, "memory_gib": 4, "kernel": "6", "load_at_start": 0.1}
        options = {"backend": "embedded", "rounds": "2", "scale": "1.0"}
        self.results = {"began": "now", "commit": "abc", "machine": machine, "versions": {"gyre": "gyre 1"}, "options": options, "seed": 1, "scenarios": [self.found]}

    def test_the_figure_that_counts_comes_first_with_its_spread(self):
        head, first, *_ = report.table(self.found)
        self.assertEqual(head, ["", "gyre", "rclone"])
        self.assertEqual(first, ["lag_s", "1.50 (1 to 2)", "4"])

    def test_ratios_are_given_round_by_round(self):
        self.assertIn("lag_s: gyre / rclone 0.250; by round: 0.250", report.ratio_lines(self.found))

    def test_who_cannot_and_what_failed_is_listed_with_the_reason(self):
        text = report.markdown(self.results)
        self.assertIn("- rclone: old", text)
        self.assertIn("- multisite cannot: no gateways", text)
        self.assertIn("- round 2, rclone failed: it ended", text)

    def test_the_page_needs_nothing_else_and_escapes(self):
        page = report.page.html_of(self.results)
        self.assertIn("<svg", page)
        self.assertIn("One &lt;b&gt;", page)
        self.assertNotRegex(page, r"(src|href)=|@import|url\(")

    def test_numbers_are_short(self):
        shown = [report.number(value) for value in (None, 0.123456, 3.14159, 42.123, 123456.7, 5.0)]
        self.assertEqual(shown, ["–", "0.123", "3.14", "42.1", "123,457", "5"])


class PlotTest(unittest.TestCase):
    def test_ticks_are_round(self):
        self.assertEqual(ticks(0, 10), [0, 2, 4, 6, 8, 10])

    def test_nothing_is_drawn_of_nothing(self):
        self.assertEqual(plot("t", "u", [("a", "red", [])]), "")


if __name__ == "__main__":
    unittest.main()
