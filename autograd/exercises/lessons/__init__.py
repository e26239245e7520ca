"""A course's exercises: what is asked, what is right, what goes wrong, and how much to tell when.

A ``Lesson`` gathers ``Exercise``s, each with its solution, its check and the slips that students
make. A package offers its lessons under the entry point ``chainrule.lessons``; ``course`` finds
them by number, keeps the tries and lets out one hint after another. Read ``exercise.py`` next.
"""
