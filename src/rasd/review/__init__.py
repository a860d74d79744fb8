"""What people say about what the machine found: signed, dated, appended, retractable."""
