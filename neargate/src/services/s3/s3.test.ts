import { describe, expect, it } from 'vitest';
import { invokeNow } from '../invoke.ts';
import { createTestContext } from '../test-context.ts';

const Bucket = 'neargate-artifacts';
const Key = 'source/app.zip';
const text = (body: Uint8Array | undefined) => Buffer.from(body ?? []).toString('utf8');

async function bucket() {
  const test = await createTestContext();
  test.call('s3', 'CreateBucket', { Bucket });
  const put = (content: string, key = Key) =>
    test.call('s3', 'PutObject', { Bucket, Key: key, Body: Buffer.from(content) });
  const get = (VersionId?: string) => test.call('s3', 'GetObject', { Bucket, Key, VersionId });
  const version = (Status: 'Enabled' | 'Suspended') =>
    test.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status } });
  return { ...test, put, get, version };
}

describe('a bucket', () => {
  it('is created once in the partition', async () => {
    const { call, context } = await bucket();
    expect(call('s3', 'CreateBucket', { Bucket }).Location).toBe(`/${Bucket}`);
    const as = (caller: { accountId?: string; region?: string }, input: object) =>
      invokeNow('s3', 'CreateBucket', input, { ...context, caller: { ...context.caller, ...caller } });
    expect(() => as({ accountId: '999999999999' }, { Bucket })).toThrow('bucket name is not available');
    const inRegion = { Bucket: 'other', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } };
    expect(() => as({ region: 'eu-west-1' }, { Bucket: 'other' })).toThrow(
      'The unspecified location constraint is incompatible',
    );
    as({ region: 'eu-west-1' }, inRegion);
    expect(() => as({ region: 'eu-west-1' }, inRegion)).toThrow('you already own it');
    expect(call('s3', 'GetBucketLocation', { Bucket: 'other' })).toEqual({ LocationConstraint: 'eu-west-1' });
    expect(call('s3', 'GetBucketLocation', { Bucket })).toEqual({});
    expect(call('s3', 'HeadBucket', { Bucket: 'other' }).BucketRegion).toBe('eu-west-1');
  });

  it.each(['ab', 'Upper', 'a..b', '10.0.0.1', '-a-b', 'xn--bucket'])('cannot be named %s', async (name) => {
    const { call } = await createTestContext();
    expect(() => call('s3', 'CreateBucket', { Bucket: name })).toThrow('The specified bucket is not valid.');
  });

  it('is deleted when it is empty of versions too', async () => {
    const { call, put, version } = await bucket();
    version('Enabled');
    const { VersionId } = put('one');
    const marker = call('s3', 'DeleteObject', { Bucket, Key });
    const remove = () => call('s3', 'DeleteBucket', { Bucket });
    expect(remove).toThrow('You must delete all versions in the bucket.');
    for (const id of [VersionId, marker.VersionId])
      call('s3', 'DeleteObject', { Bucket, Key, VersionId: id });
    remove();
    expect(() => call('s3', 'HeadBucket', { Bucket })).toThrow('Not Found');
  });

  it('has the settings of every new bucket', async () => {
    const { call } = await bucket();
    expect(call('s3', 'GetPublicAccessBlock', { Bucket }).PublicAccessBlockConfiguration).toMatchObject({
      BlockPublicPolicy: true,
    });
    expect(call('s3', 'GetBucketOwnershipControls', { Bucket }).OwnershipControls?.Rules).toEqual([
      { ObjectOwnership: 'BucketOwnerEnforced' },
    ]);
    expect(call('s3', 'GetBucketVersioning', { Bucket })).toEqual({});
    expect(call('s3', 'GetBucketRequestPayment', { Bucket })).toEqual({ Payer: 'BucketOwner' });
    for (const [operation, code] of [
      ['GetBucketPolicy', 'NoSuchBucketPolicy'],
      ['GetBucketCors', 'NoSuchCORSConfiguration'],
      ['GetBucketWebsite', 'NoSuchWebsiteConfiguration'],
      ['GetBucketLifecycleConfiguration', 'NoSuchLifecycleConfiguration'],
      ['GetBucketReplication', 'ReplicationConfigurationNotFoundError'],
      ['GetObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'],
      ['GetBucketTagging', 'NoSuchTagSet'],
    ] as const) {
      expect(() => call('s3', operation, { Bucket }), operation).toThrow(
        expect.objectContaining({ code, status: 404 }),
      );
    }
  });
});

describe('an object', () => {
  it('comes back with what was said of it', async () => {
    const { call } = await bucket();
    const { ETag } = call('s3', 'PutObject', {
      Bucket,
      Key,
      Body: Buffer.from('hello'),
      ContentType: 'text/plain',
      Metadata: { Owner: 'me' },
      Tagging: 'team=a&env=test',
      ChecksumCRC32: 'NhCmhg==',
    });
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const read = call('s3', 'GetObject', { Bucket, Key, ChecksumMode: 'ENABLED' });
    expect(text(read.Body)).toBe('hello');
    expect(read).toMatchObject({
      ContentLength: 5,
      ContentType: 'text/plain',
      Metadata: { owner: 'me' },
      TagCount: 2,
      ServerSideEncryption: 'AES256',
      ChecksumCRC32: 'NhCmhg==',
    });
    const part = call('s3', 'GetObject', { Bucket, Key, ChecksumMode: 'ENABLED', Range: 'bytes=0-1' });
    expect(part.ChecksumCRC32).toBeUndefined();
    expect(() => call('s3', 'HeadObject', { Bucket, Key: 'missing' })).toThrow(
      expect.objectContaining({ code: 'NotFound', status: 404 }),
    );
    expect(() => call('s3', 'GetObject', { Bucket, Key: 'missing' })).toThrow('does not exist.');
  });

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-999', '56789', 'bytes 5-9/10'],
    ['lines=1-2', '0123456789', undefined],
  ])('is read in part: %s', async (Range, body, contentRange) => {
    const { call, put } = await bucket();
    put('0123456789');
    const read = call('s3', 'GetObject', { Bucket, Key, Range });
    expect([text(read.Body), read.ContentRange]).toEqual([body, contentRange]);
    expect(() => call('s3', 'GetObject', { Bucket, Key, Range: 'bytes=10-' })).toThrow('not satisfiable');
  });

  it('is read and written on conditions', async () => {
    const { call, put, clock } = await bucket();
    const { ETag } = put('one');
    const read = (conditions: object) => () => call('s3', 'GetObject', { Bucket, Key, ...conditions });
    expect(read({ IfNoneMatch: ETag })).toThrow(expect.objectContaining({ status: 304 }));
    expect(read({ IfMatch: '"other"' })).toThrow(expect.objectContaining({ status: 412 }));
    expect(read({ IfModifiedSince: new Date(clock.now() + 1000) })).toThrow('Not Modified');
    expect(text(read({ IfMatch: ETag, IfUnmodifiedSince: new Date(0) })().Body)).toBe('one');
    const write = (conditions: object) => () => call('s3', 'PutObject', { Bucket, Key, ...conditions });
    expect(write({ IfNoneMatch: '*' })).toThrow('pre-conditions');
    write({ IfMatch: ETag })();
    expect(write({ IfMatch: ETag })).toThrow('pre-conditions');
  });

  it('is copied with or without its description', async () => {
    const { call } = await bucket();
    call('s3', 'PutObject', { Bucket, Key: 'a b.txt', Body: Buffer.from('x'), ContentType: 'text/plain' });
    const copy = (input: object) =>
      call('s3', 'CopyObject', { Bucket, Key, CopySource: `${Bucket}/a%20b.txt`, ...input });
    const type = () => call('s3', 'HeadObject', { Bucket, Key }).ContentType;
    copy({});
    expect(type()).toBe('text/plain');
    copy({ MetadataDirective: 'REPLACE', ContentType: 'text/html' });
    expect(type()).toBe('text/html');
    expect(() => copy({ Key: 'a b.txt' })).toThrow('This copy request is illegal');
    expect(() => copy({ CopySourceIfMatch: '"x"' })).toThrow('pre-conditions');
  });
});

describe('versioning', () => {
  it('keeps what is replaced and deleted', async () => {
    const { call, put, get, version } = await bucket();
    put('before');
    version('Enabled');
    const first = put('one').VersionId;
    const second = put('two').VersionId;
    const marker = call('s3', 'DeleteObject', { Bucket, Key });
    expect(marker.DeleteMarker).toBe(true);
    expect(() => get()).toThrow('The specified key does not exist.');
    expect([first, second, 'null'].map((id) => text(get(id).Body))).toEqual(['one', 'two', 'before']);
    expect(() => get(marker.VersionId)).toThrow('not allowed against this resource');
    const listed = call('s3', 'ListObjectVersions', { Bucket });
    expect(listed.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [second, false],
      [first, false],
      ['null', false],
    ]);
    expect(listed.DeleteMarkers).toMatchObject([{ VersionId: marker.VersionId, IsLatest: true }]);
    call('s3', 'DeleteObject', { Bucket, Key, VersionId: marker.VersionId });
    expect(text(get().Body)).toBe('two');
  });

  it('has one null version while suspended', async () => {
    const { call, put, get, version } = await bucket();
    version('Enabled');
    const first = put('one').VersionId;
    version('Suspended');
    expect([put('two').VersionId, put('three').VersionId]).toEqual(['null', 'null']);
    expect(call('s3', 'ListObjectVersions', { Bucket }).Versions).toHaveLength(2);
    expect([text(get('null').Body), text(get(first).Body)]).toEqual(['three', 'one']);
  });

  it('is listed in pages', async () => {
    const { call, put, version } = await bucket();
    version('Enabled');
    for (const key of ['a', 'a', 'b', 'c', 'c', 'c']) put('x', key);
    const seen: string[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (let page = 0; page < 10; page++) {
      const answer = call('s3', 'ListObjectVersions', { Bucket, MaxKeys: 2, ...markers });
      seen.push(...(answer.Versions ?? []).map((item) => `${String(item.Key)} ${String(item.VersionId)}`));
      if (answer.IsTruncated !== true) break;
      markers = { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker };
    }
    expect(seen.map((line) => line[0]).join('')).toBe('aabccc');
    expect(new Set(seen).size).toBe(6);
  });
});

describe('lists', () => {
  it('page through keys and prefixes', async () => {
    const { call, put } = await bucket();
    for (const key of ['a/1', 'a/2', 'b', 'c/1']) put('x', key);
    const first = call('s3', 'ListObjectsV2', { Bucket, Delimiter: '/', MaxKeys: 2 });
    expect(first).toMatchObject({ KeyCount: 2, IsTruncated: true, CommonPrefixes: [{ Prefix: 'a/' }] });
    const rest = call('s3', 'ListObjectsV2', {
      Bucket,
      Delimiter: '/',
      ContinuationToken: first.NextContinuationToken,
    });
    expect(rest).toMatchObject({ IsTruncated: false, CommonPrefixes: [{ Prefix: 'c/' }], Contents: [] });
    const older = call('s3', 'ListObjects', { Bucket, Marker: 'a/1', Prefix: 'a/' });
    expect(older.Contents?.map((item) => item.Key)).toEqual(['a/2']);
    expect(() => call('s3', 'ListObjectsV2', { Bucket, ContinuationToken: '?' })).toThrow('token');
  });
});

describe('DeleteObjects', () => {
  it('says what went and what could not', async () => {
    const { call, put } = await bucket();
    put('x', 'a');
    const Delete = { Objects: [{ Key: 'a' }, { Key: 'missing' }, { Key: 'a', ETag: '"x"' }] };
    const answer = call('s3', 'DeleteObjects', { Bucket, Delete });
    expect(answer.Deleted).toEqual([{ Key: 'a' }, { Key: 'missing' }]);
    expect(answer.Errors).toMatchObject([{ Key: 'a', Code: 'NoSuchKey' }]);
    expect(
      call('s3', 'DeleteObjects', { Bucket, Delete: { ...Delete, Quiet: true } }).Deleted,
    ).toBeUndefined();
  });
});

describe('a multipart upload', () => {
  const large = Buffer.alloc(5 * 1024 * 1024, 'a');

  it('becomes one object of its parts', async () => {
    const { call, get } = await bucket();
    const { UploadId } = call('s3', 'CreateMultipartUpload', { Bucket, Key, ChecksumAlgorithm: 'CRC32' });
    const part = (PartNumber: number, Body: Buffer) => {
      const { ETag, ChecksumCRC32 } = call('s3', 'UploadPart', { Bucket, Key, UploadId, PartNumber, Body });
      return { PartNumber, ETag, ChecksumCRC32 };
    };
    const Parts = [part(1, large), part(2, Buffer.from('end'))];
    const complete = (parts: typeof Parts) =>
      call('s3', 'CompleteMultipartUpload', { Bucket, Key, UploadId, MultipartUpload: { Parts: parts } });
    expect(() => complete(Parts.toReversed())).toThrow('ascending order');
    expect(() => complete([{ ...Parts[0], PartNumber: 3, ETag: '"x"', ChecksumCRC32: '' }])).toThrow(
      'could not be found',
    );
    expect(call('s3', 'ListParts', { Bucket, Key, UploadId }).Parts).toMatchObject([
      { PartNumber: 1, Size: large.length },
      { PartNumber: 2, Size: 3 },
    ]);
    expect(() => get()).toThrow('does not exist');
    const done = complete(Parts);
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(done.ChecksumCRC32).toMatch(/-2$/);
    expect(get().ContentLength).toBe(large.length + 3);
    expect(text(call('s3', 'GetObject', { Bucket, Key, PartNumber: 2 }).Body)).toBe('end');
    expect(() => complete(Parts)).toThrow('The specified upload does not exist.');
  });

  it('has parts of 5 MiB at least, and can be given up', async () => {
    const { call } = await bucket();
    const { UploadId } = call('s3', 'CreateMultipartUpload', { Bucket, Key });
    const Parts = [1, 2].map((PartNumber) => ({
      PartNumber,
      ETag: call('s3', 'UploadPart', { Bucket, Key, UploadId, PartNumber, Body: Buffer.from('x') }).ETag,
    }));
    expect(() =>
      call('s3', 'CompleteMultipartUpload', { Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    ).toThrow('smaller than the minimum allowed size');
    expect(call('s3', 'ListMultipartUploads', { Bucket }).Uploads).toMatchObject([{ Key, UploadId }]);
    call('s3', 'AbortMultipartUpload', { Bucket, Key, UploadId });
    expect(call('s3', 'ListMultipartUploads', { Bucket }).Uploads).toEqual([]);
  });
});

describe('a bucket policy', () => {
  const policy = (statement: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*`, ...statement },
      ],
    });

  it.each([
    ['[]', "Policies must be valid JSON and the first byte must be '{'"],
    [policy({}), 'Missing required field Principal'],
    [policy({ Principal: '*', Resource: 'arn:aws:s3:::other/*' }), 'Policy has invalid resource'],
    [policy({ Principal: '*', Action: 'ec2:RunInstances' }), 'Policy has invalid action'],
    [policy({ Principal: { AWS: 'arn:aws:iam::123456789012:role/x' } }), 'Invalid principal in policy'],
  ])('%s is refused', async (Policy, message) => {
    const { call } = await bucket();
    expect(() => call('s3', 'PutBucketPolicy', { Bucket, Policy })).toThrow(message);
  });

  it('for everybody needs public access unblocked', async () => {
    const { call } = await bucket();
    const put = (statement: object) => call('s3', 'PutBucketPolicy', { Bucket, Policy: policy(statement) });
    put({ Principal: '*', Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    put({ Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } });
    expect(() => put({ Principal: '*' })).toThrow(
      expect.objectContaining({ code: 'AccessDenied', status: 403 }),
    );
    call('s3', 'DeletePublicAccessBlock', { Bucket });
    put({ Principal: { AWS: '*' } });
    expect(call('s3', 'GetBucketPolicyStatus', { Bucket }).PolicyStatus).toEqual({ IsPublic: true });
  });
});

describe('an ACL', () => {
  it('is refused until the bucket has ACLs and may be public', async () => {
    const { call } = await bucket();
    const put = (ACL: 'private' | 'public-read') => call('s3', 'PutBucketAcl', { Bucket, ACL });
    expect(() => put('private')).toThrow('The bucket does not allow ACLs');
    const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' as const }] };
    call('s3', 'PutBucketOwnershipControls', { Bucket, OwnershipControls });
    put('private');
    expect(() => put('public-read')).toThrow('Access Denied');
    call('s3', 'DeletePublicAccessBlock', { Bucket });
    put('public-read');
    expect(call('s3', 'GetBucketAcl', { Bucket }).Grants?.map((grant) => grant.Permission)).toEqual([
      'FULL_CONTROL',
      'READ',
    ]);
  });
});

describe('a lifecycle', () => {
  it('comes back as it was put, dates and empty filters included', async () => {
    const { call } = await bucket();
    const Rules = [
      { ID: 'all', Status: 'Enabled' as const, Filter: {}, Expiration: { Date: new Date('2030-01-01') } },
      { ID: 'logs', Status: 'Disabled' as const, Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } },
      {
        ID: 'old',
        Status: 'Enabled' as const,
        Prefix: '',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ];
    call('s3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
    expect(call('s3', 'GetBucketLifecycleConfiguration', { Bucket })).toEqual({
      Rules,
      TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
    });
    expect(() =>
      call('s3', 'PutBucketLifecycleConfiguration', {
        Bucket,
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', Filter: {} }] },
      }),
    ).toThrow('At least one action');
  });
});

describe('object lock', () => {
  it('keeps versions until their time is over', async () => {
    const { call, clock } = await createTestContext();
    call('s3', 'CreateBucket', { Bucket, ObjectLockEnabledForBucket: true });
    call('s3', 'PutObjectLockConfiguration', {
      Bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
      },
    });
    const { VersionId } = call('s3', 'PutObject', { Bucket, Key, Body: Buffer.from('x') });
    const remove = () => call('s3', 'DeleteObject', { Bucket, Key, VersionId });
    expect(remove).toThrow('object protected by object lock');
    call('s3', 'PutObjectLegalHold', { Bucket, Key, LegalHold: { Status: 'ON' } });
    await clock.advance(24 * 60 * 60 * 1000);
    expect(remove).toThrow('object protected by object lock');
    call('s3', 'PutObjectLegalHold', { Bucket, Key, LegalHold: { Status: 'OFF' } });
    expect(remove().VersionId).toBe(VersionId);
  });
});
