"""The course's data: a module for each set, the files and their licences beside it."""
