"""The SWOT report: `read` asks the warehouse, `build` decides what is said (pure), the rest shows it.

content     what the report holds           build, points, objectives  findings → content
read        warehouse → rows → content      sections                   content → tables, for `terminal` and `markdown`
charts      numbers → coordinates           page                       content → one HTML file that opens offline
"""
