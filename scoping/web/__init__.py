"""The pages: one blueprint per noun, forms made from questions, and what all pages share."""
