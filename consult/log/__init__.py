"""The verifiable log: sealed leaves under an RFC 6962 tree, appended to in the transaction of each act."""
