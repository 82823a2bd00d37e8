"""Reports of mail servers on mail that came back, as they write them (RFC 3464)."""

from email.message import EmailMessage

REPORT = """\
From: MAILER-DAEMON@mfa.example.int
To: post@consult.example.int
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="BOUND"

--BOUND
Content-Type: text/plain

I could not deliver your message.

--BOUND
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.mfa.example.int
{envelope}
Final-Recipient: rfc822; first@mfa.example.int
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--BOUND
{original}
--BOUND--
"""


def report(sent: EmailMessage, **given: str) -> bytes:
    """Write a report on a message that was sent."""
    return report_on(str(sent["Message-ID"]), **given)


def report_on(number: str, *, how: str = "whole", action: str = "failed", kind: str = "delivery-status") -> bytes:
    """Write a report on a number: by the message itself, by its headers, or by the number of its envelope alone."""
    original = {
        "whole": f"Content-Type: message/rfc822\n\nMessage-ID: {number}\nSubject: x\n\nBody\n",
        "headers": f"Content-Type: text/rfc822-headers\n\nMessage-ID: {number}\nSubject: x\n",
        "envelope": "Content-Type: text/plain\n\nnothing\n",
    }[how]
    envelope = f"Original-Envelope-Id: {number.strip('<>').partition('@')[0]}\n" if how == "envelope" else ""
    return REPORT.format(kind=kind, action=action, original=original, envelope=envelope).encode()
