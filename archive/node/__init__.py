"""The DICOM node: a C-STORE and C-ECHO provider in a process of its own.

`pynetdicom` reads and writes the association PDUs; the reactor is ours. A blocking thread serves each association,
bytes go straight from the socket into a temporary file, and Success is said when the instance is on the disk and in the
index.
"""
