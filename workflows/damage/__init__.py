"""Claims for damage by space objects: papers, rows, clocks and waivers of ``liability`` and of the cases beside it."""
