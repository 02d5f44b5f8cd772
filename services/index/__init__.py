"""Makes every article findable: one row each in `search`."""
