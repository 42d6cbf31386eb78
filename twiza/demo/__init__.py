"""An invented network that shows the main job on real files, built only by calling actions. Nobody in it exists."""
