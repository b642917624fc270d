"""Parts of the input source: counting, listening, telling how long nothing was done."""
