"""Gives a script or a notebook records of a project, frames, and a view of one article.

`annotations.project.open_project` is the way in. Nothing here decides anything: the use cases are those of
`annotations.services`, which the screen and the command line call, too. pandas and polars are imported when a
frame is asked for.
"""
