"""The values that flow through Rasd: frozen dataclasses, no rules, no input or output."""
