"""What a boto3 user does with a bucket. Arguments: endpoint, access key, secret key."""
import io
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from botocore.exceptions import ClientError

endpoint, access_key, secret_key = sys.argv[1:]
s3 = boto3.client(
    "s3",
    endpoint_url=endpoint,
    aws_access_key_id=access_key,
    aws_secret_access_key=secret_key,
    region_name="us-east-1",
    config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 0}),
)
bucket = "boto-bucket"


def body(key, **more):
    return s3.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} and not {expected!r}")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        equal(e.response["Error"]["Code"], code)
    else:
        raise AssertionError(f"no {code}")


def objects():
    s3.put_object(Bucket=bucket, Key="a/1", Body=b"one", ContentType="text/plain", Metadata={"colour": "blue"})
    s3.put_object(Bucket=bucket, Key="a/2 %+ü", Body=b"two", Tagging="k=v")
    s3.put_object(Bucket=bucket, Key="empty", Body=b"")
    equal(body("a/1"), b"one")
    equal(body("a/2 %+ü"), b"two")
    equal(body("empty"), b"")
    equal(body("a/1", Range="bytes=1-1"), b"n")
    head = s3.head_object(Bucket=bucket, Key="a/1")
    equal((head["ContentLength"], head["ContentType"], head["Metadata"]), (3, "text/plain", {"colour": "blue"}))
    refused("NoSuchKey", s3.get_object, Bucket=bucket, Key="nothing")
    refused("PreconditionFailed", s3.get_object, Bucket=bucket, Key="a/1", IfMatch='"other"')
    equal(s3.get_object_tagging(Bucket=bucket, Key="a/2 %+ü")["TagSet"], [{"Key": "k", "Value": "v"}])
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "a/1"})
    equal(s3.head_object(Bucket=bucket, Key="copy")["Metadata"], {"colour": "blue"})
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a/1"})
    equal(urllib.request.urlopen(url, timeout=10).read(), b"one")


def listings():
    page = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
    equal([each["Prefix"] for each in page["CommonPrefixes"]], ["a/"])
    equal([each["Key"] for each in page["Contents"]], ["copy", "empty"])
    keys = []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 1}):
        keys += [each["Key"] for each in page["Contents"]]
    equal(keys, ["a/1", "a/2 %+ü", "copy", "empty"])
    equal(len(s3.list_objects(Bucket=bucket, Prefix="a/")["Contents"]), 2)


def multipart():
    data = bytes(range(256)) * 4096 * 11  # 11 MiB
    parts = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20, max_concurrency=2)
    s3.upload_fileobj(io.BytesIO(data), bucket, "large", Config=parts)
    got = io.BytesIO()
    s3.download_fileobj(bucket, "large", got, Config=parts)
    equal(got.getvalue() == data, True)
    equal(s3.head_object(Bucket=bucket, Key="large")["ETag"].endswith('-3"'), True)
    upload = s3.create_multipart_upload(Bucket=bucket, Key="unfinished")["UploadId"]
    equal([each["UploadId"] for each in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]], [upload])
    s3.abort_multipart_upload(Bucket=bucket, Key="unfinished", UploadId=upload)


def settings():
    s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
    equal(len(s3.get_bucket_acl(Bucket=bucket)["Grants"]), 2)
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})
    equal(s3.get_bucket_cors(Bucket=bucket)["CORSRules"][0]["AllowedOrigins"], ["*"])
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    equal(s3.get_bucket_tagging(Bucket=bucket)["TagSet"], [{"Key": "a", "Value": "b"}])
    refused("NoSuchLifecycleConfiguration", s3.get_bucket_lifecycle_configuration, Bucket=bucket)


def versions():
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="v", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket=bucket, Key="v", Body=b"2")["VersionId"]
    marker = s3.delete_object(Bucket=bucket, Key="v")["VersionId"]
    listed = s3.list_object_versions(Bucket=bucket, Prefix="v")
    equal([each["VersionId"] for each in listed["Versions"]], [second, first])
    equal([each["VersionId"] for each in listed["DeleteMarkers"]], [marker])
    refused("NoSuchKey", s3.get_object, Bucket=bucket, Key="v")
    equal(body("v", VersionId=first), b"1")
    s3.delete_object(Bucket=bucket, Key="v", VersionId=marker)
    equal(body("v"), b"2")


def all_removed():
    refused("BucketNotEmpty", s3.delete_bucket, Bucket=bucket)
    listed = s3.list_object_versions(Bucket=bucket)
    rows = listed.get("Versions", []) + listed.get("DeleteMarkers", [])
    doomed = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in rows]
    gone = s3.delete_objects(Bucket=bucket, Delete={"Objects": doomed})
    equal((len(gone["Deleted"]), gone.get("Errors", [])), (len(doomed), []))
    s3.delete_bucket(Bucket=bucket)
    equal(bucket in [each["Name"] for each in s3.list_buckets()["Buckets"]], False)


s3.create_bucket(Bucket=bucket)
for step in (objects, listings, multipart, settings, versions, all_removed):
    step()
    print(step.__name__, "ok")
