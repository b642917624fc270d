"""One file per thing that can be observed; a source never imports another."""
