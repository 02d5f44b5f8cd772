"""Every test. See CONTRIBUTING for what belongs where."""
