"""A small S3 client of Python's own library. Keys are signed as of bench/ceph/clusters and `gyre zone`, whose system user writes here."""
import base64
import email.utils
import hashlib
import hmac
import http.client
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree

ACCESS_KEY = "0555b35654ad1656d804"
SECRET_KEY = b"h7GhxuBLTrlhVUyxSPUKUV8r/2EI4ngqJxD7iBdBYLhwluN30JaT3Q=="
ANSWER_LIMIT_S = 60
PAGE = 1000
PIECE = 1 << 20

# In the query of every request, so that logs show which ones are not a replicator's. Gateways ignore it.
OWN = "x-bench"

# Parameters that SigV2 signs.
SUBRESOURCES = {"delete", "partNumber", "uploadId", "uploads", "versionId", "versioning", "versions"}


class Gateway:
    """One kept connection; not to be shared by threads."""

    def __init__(self, endpoint):
        self.connection = http.client.HTTPConnection(endpoint.removeprefix("http://"), timeout=ANSWER_LIMIT_S)
        self.piece = bytearray(PIECE)

    def ask(self, method, path, query="", body=None, headers=None):
        """Status and body of an answer; the query begins with ?, names without a value included."""
        answer = self.start(method, path, query, body, headers)
        data = answer.read()
        return answer.status, data

    def start(self, method, path, query="", body=None, headers=None):
        date = email.utils.formatdate(usegmt=True)
        kept = sorted(item for item in query[1:].split("&") if item.partition("=")[0] in SUBRESOURCES)
        resource = path + ("?" + urllib.parse.unquote("&".join(kept)) if kept else "")
        sent = {"Date": date, **(headers or {})}
        signed = f"{method}\n{sent.get('Content-MD5', '')}\n\n{date}\n{resource}".encode()
        signature = base64.b64encode(hmac.new(SECRET_KEY, signed, hashlib.sha1).digest()).decode()
        sent["Authorization"] = f"AWS {ACCESS_KEY}:{signature}"
        self.connection.request(method, f"{path}{query}{'&' if query else '?'}{OWN}", body, sent)
        return self.connection.getresponse()

    def drain(self, path, headers=None):
        """Reads an object, or a range of it, into nowhere; its length."""
        answer = self.start("GET", path, headers=headers)
        if answer.status not in (200, 206):
            sys.exit(f"GET {path}: {answer.status} {answer.read(300)!r}")
        length = answer.length
        while answer.readinto(self.piece):
            pass
        return length

    def require(self, *request, **options):
        status, data = self.ask(*request, **options)
        if status >= 300:
            sys.exit(f"{request[0]} {request[1]}: {status} {data[:300]!r}")
        return data

    def buckets(self):
        """Names of all buckets of the user, sorted."""
        return sorted(name.text for name in ElementTree.fromstring(self.require("GET", "/")).iter() if name.tag.endswith("}Name") or name.tag == "Name")

    def objects(self, bucket, prefix=""):
        """Rows of a bucket in order, as dictionaries: Key, LastModified, ETag, Size."""
        marker = ""
        while True:
            query = "?" + urllib.parse.urlencode({"prefix": prefix, "marker": marker, "max-keys": PAGE})
            page = ElementTree.fromstring(self.require("GET", f"/{bucket}", query))
            rows = [row_of(row) for row in page if name_of(row) == "Contents"]
            yield from rows
            if text_of(page, "IsTruncated") != "true" or not rows:
                return
            marker = rows[-1]["Key"]

    def versions(self, bucket):
        """Versions and delete markers in order, as dictionaries: Key, VersionId, IsLatest, ETag (none of a marker)."""
        after = {}
        while True:
            query = "?versions&" + urllib.parse.urlencode({"max-keys": PAGE, **after})
            page = ElementTree.fromstring(self.require("GET", f"/{bucket}", query))
            yield from (row_of(row) for row in page if name_of(row) in ("Version", "DeleteMarker"))
            if text_of(page, "IsTruncated") != "true":
                return
            after = {"key-marker": text_of(page, "NextKeyMarker"), "version-id-marker": text_of(page, "NextVersionIdMarker")}

    def remove(self, bucket, rows):
        """Removes up to a thousand versions with one request."""
        items = "".join(f"<Object><Key>{escape(row['Key'])}</Key><VersionId>{row['VersionId']}</VersionId></Object>" for row in rows)
        body = f"<Delete><Quiet>true</Quiet>{items}</Delete>".encode()
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()
        answer = self.require("POST", f"/{bucket}", "?delete", body=body, headers={"Content-MD5": digest})
        if b"<Error>" in answer:
            sys.exit(f"removing from {bucket}: {answer[:300]!r}")

    def begin_upload(self, path):
        """Starts an upload in parts; its id."""
        return text_of(ElementTree.fromstring(self.require("POST", path, "?uploads")), "UploadId")

    def put_part(self, path, upload, number, body):
        """Writes a part; its ETag."""
        answer = self.start("PUT", path, f"?partNumber={number}&uploadId={urllib.parse.quote(upload)}", body)
        data = answer.read()
        if answer.status != 200:
            sys.exit(f"part {number} of {path}: {answer.status} {data[:300]!r}")
        return answer.headers["ETag"]

    def complete_upload(self, path, upload, etags):
        parts = "".join(f"<Part><PartNumber>{n}</PartNumber><ETag>{escape(etag)}</ETag></Part>" for n, etag in enumerate(etags, 1))
        body = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        self.require("POST", path, f"?uploadId={urllib.parse.quote(upload)}", body=body)


def name_of(element):
    return element.tag.rpartition("}")[2]


def row_of(element):
    return {name_of(child): child.text or "" for child in element}


def text_of(page, name):
    return next((child.text or "" for child in page if name_of(child) == name), "")


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
