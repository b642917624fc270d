"""One painter per kind of lane; each draws tiles into the lane's rectangle and knows nothing of the others."""
