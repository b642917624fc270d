"""The search page: results, facets, preview."""
