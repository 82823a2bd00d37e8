"""What the people who run an installation are told of it, and what they may do from the pages.

They are the host's staff: trusted with processes, queues and disks, and with nothing of what States file. So nothing
here is read from cases, and of what a program or a server elsewhere said no word is handed on, since it may quote
anything; its kind is. Whoever is at the command line of the machine reads the words there, and answers for that.
"""
