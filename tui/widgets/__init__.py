"""What screens are made of: views that draw rows of cells by the line API, and the text flow behind them."""
