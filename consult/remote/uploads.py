"""A file as browsers send it, with its level and language."""

import secrets

from consult.remote.asking import Remote
from consult.remote.said import Said


def upload(remote: Remote, path: str, name: str, kind: str, content: bytes, **fields: str) -> Said:
    """Send a file to where a case takes documents, and give what the instance keeps."""
    mark = secrets.token_hex(16)
    named = "".join(sign if sign.isalnum() or sign in " ._-()" else "_" for sign in name) or "file"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="upload"; filename="{named}"\r\nContent-Type: {kind}\r\n\r\n'
    )
    body = b"".join([*parts, head.encode(), content, f"\r\n--{mark}--\r\n".encode()])
    return remote.send_bytes("POST", path, body, Content_Type=f"multipart/form-data; boundary={mark}").said
