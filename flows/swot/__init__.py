"""The SWOT report: `read` asks the warehouse, `build` decides what is said, the rest shows it.

content     what the report holds           build, points, objectives  findings → content
read        warehouse → rows → content      sections                   content → tables, for `terminal` and `markdown`
charts      numbers → coordinates           page                       content → one HTML file that opens offline
plan        a loud finding's metric, as a goal on it would be read → what an objective asks for, which `draft` words
"""
