"""Engagement scoping and SOW staffing: discovery answers in, reviewed statement of work out."""
