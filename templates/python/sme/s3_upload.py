"""An upload of unknown length to one object, with bounded memory: a multipart upload if it is larger than a part."""

import concurrent.futures

# S3 accepts at most 10,000 parts of at least 5 MiB. Parts grow, so that even the largest training data fit.
FIRST_PART_BYTES = 8 * 1024 * 1024
PARTS_PER_SIZE = 1000


class S3Upload:
    """
    At most two parts are in memory: one is sent by a thread while the next one is filled.

    target: {'Bucket', 'Key'}. encryption: arguments of put_object. Attribute operation: the call that is being made.
    """

    def __init__(self, s3, target, encryption):
        self.s3 = s3
        self.target = target
        self.encryption = encryption
        self.operation = "s3:PutObject"
        self.buffer = bytearray()
        self.parts = []
        self.upload_id = None
        self.pending = None
        self.threads = concurrent.futures.ThreadPoolExecutor(1)

    def write(self, content):
        self.buffer += content
        if len(self.buffer) >= FIRST_PART_BYTES * (1 + len(self.parts) // PARTS_PER_SIZE):
            self.send_part()

    def send_part(self):
        if self.upload_id is None:
            self.upload_id = self.s3.create_multipart_upload(**self.target, **self.encryption)["UploadId"]
        self.wait()
        body, self.buffer = bytes(self.buffer), bytearray()
        number = len(self.parts) + 1
        self.parts.append({"PartNumber": number})
        self.pending = self.threads.submit(self.send, number, body)

    def send(self, number, body):
        part = self.s3.upload_part(PartNumber=number, UploadId=self.upload_id, Body=body, **self.target)
        self.parts[number - 1]["ETag"] = part["ETag"]

    def wait(self):
        pending, self.pending = self.pending, None
        if pending:
            pending.result()

    def finish(self):
        if self.upload_id is None:
            self.s3.put_object(Body=bytes(self.buffer), **self.target, **self.encryption)
        else:
            if self.buffer:
                self.send_part()
            self.wait()
            parts = {"Parts": self.parts}
            self.s3.complete_multipart_upload(UploadId=self.upload_id, MultipartUpload=parts, **self.target)
        self.threads.shutdown()

    def abort(self):
        """
        Removes the parts that S3 has, which cost money until then. A failure is ignored: the cause of the abort is more
        useful, and the next run aborts what is left (see abort_uploads).
        """
        try:
            self.wait()
        except Exception:
            pass
        self.threads.shutdown()
        if self.upload_id is not None:
            try:
                self.s3.abort_multipart_upload(UploadId=self.upload_id, **self.target)
            except Exception:
                pass
