"""The screens: the library, the reader, the board, the reviews, and the dialogs over them."""
