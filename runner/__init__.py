"""Sets up and runs Samenspel on one machine: for bin/demo, bin/dev, bin/test and bin/check.

Only the standard library, as it runs before anything is installed.
"""
