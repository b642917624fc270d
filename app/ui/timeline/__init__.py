"""The timeline's widgets: canvas, minimap, and the painters of lanes. Arithmetic lives in `app.timeline`."""
