"""Trạm Số Hóa, the workstation: services, their rooms, command line and window."""
