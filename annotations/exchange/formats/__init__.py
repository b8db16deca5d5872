"""The formats that annotations leave and come in by, one module each way of each."""
