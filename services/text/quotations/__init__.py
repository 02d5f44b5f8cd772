"""Quotations: what stands between quotation marks of any script (`marks`), and who said it (`speakers`)."""
