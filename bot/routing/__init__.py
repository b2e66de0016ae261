"""What is done: features declare it, the registry holds it, dispatch and dialogs carry it out."""
