"""How a statement of work looks: HTML, PDF and charts."""
