"""The benchmarks: what the portal costs, as ratios to peers in the same run (docs/performance.md)."""
