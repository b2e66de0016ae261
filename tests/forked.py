"""What every process that tests fork off finds done: all features are loaded, and their words."""

from bot.bootstrap import registry

registry()
