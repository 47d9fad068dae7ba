"""All that runs next to student code: helpers/judge, standard library, numpy and IPython only."""
