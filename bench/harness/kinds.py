"""What is done in each kind of scenario. A kind prepares the source once, then measures a tool in each round."""
from harness import copying, disturbed, idle, live

KINDS = {
    "first-copy": copying.FirstCopy,
    "live": live.Live,
    "hot-bucket": live.HotBucket,
    "idle": idle.Idle,
    "catch-up": disturbed.CatchUp,
    "restart": disturbed.Restart,
}
