"""States bargain: the spatial model of politics, the challenge model, weighted medians and means, Nash's solution."""
