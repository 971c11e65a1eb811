"""The documentation site: pages of docs/, pages made of the tables, and a page to try it on."""
