"""What the `search` collection holds and how it is asked; the index writes it, the api reads it."""
