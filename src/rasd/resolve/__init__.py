"""The stage between mentions and events: names become one place, one side, one day, or a problem."""
