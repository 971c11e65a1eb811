"""What a class hands in: who, which files or rows, and what of it was not used.

people       students, and the roster that says who is in the class
files        the files of a folder or archive, looked at and not yet read
platforms    whose a file is: Moodle, Gradescope, Canvas, Blackboard, plain folders
quiz_responses  answers packed into one cell, or JSON, as quizzes hand them out
columns      what the columns of a table are about
tables       tables with a row, or many rows, for each student
times        when something was handed in
class_reader folders, archives and tables, piece by piece
gathering    all of it together: students with their papers
"""
