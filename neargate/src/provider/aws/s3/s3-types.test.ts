import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

describe('aws_s3_bucket', () => {
  it('is created, and settings that are kept elsewhere are left alone', async () => {
    const resource = world.resource('aws_s3_bucket');
    const body = 'bucket = "artifacts"\ntags = { A = "1" }';
    expect(await resource.apply(body)).toMatchObject({
      id: 'artifacts',
      arn: 'arn:aws:s3:::artifacts',
      bucket_domain_name: 'artifacts.s3.amazonaws.com',
      bucket_regional_domain_name: 'artifacts.s3.us-east-1.amazonaws.com',
      hosted_zone_id: 'Z3AQBSTGFYJSTF',
      tags_all: { A: '1' },
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    world.call('s3', 'PutBucketVersioning', {
      Bucket: 'artifacts',
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    expect(await resource.apply('bucket = "artifacts"\ntags = { B = "1" }')).toMatchObject({
      tags_all: { B: '1' },
    });
    expect((await resource.plan('bucket = "other"')).action).toBe('replace');
  });

  it('takes the ACL that buckets without ACLs can have, and no other', async () => {
    const resource = world.resource('aws_s3_bucket');
    const body = 'bucket = "artifacts"\nacl = "private"';
    expect(await resource.apply(body)).toMatchObject({ acl: 'private' });
    expect((await resource.plan(body)).action).toBe('no-op');
    await expect(
      world.resource('aws_s3_bucket').apply('bucket = "public"\nacl = "public-read"'),
    ).rejects.toMatchObject({ code: 'InvalidBucketAclWithObjectOwnership' });
  });

  it('still takes settings as arguments of its own, and changes them', async () => {
    world.call('s3', 'CreateBucket', { Bucket: 'logs' });
    const resource = world.resource('aws_s3_bucket');
    const body = `
      bucket = "artifacts"
      versioning {
        enabled = true
      }
      logging {
        target_bucket = "logs"
        target_prefix = "a/"
      }
      cors_rule {
        allowed_methods = ["GET"]
        allowed_origins = ["*"]
        max_age_seconds = 60
      }
      website {
        index_document = "index.html"
        error_document = "error.html"
      }
      server_side_encryption_configuration {
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "AES256"
          }
        }
      }
      lifecycle_rule {
        id      = "expire"
        enabled = true
        prefix  = "tmp/"
        tags    = { Kind = "tmp" }
        expiration {
          days = 30
        }
        transition {
          days          = 10
          storage_class = "GLACIER"
        }
        noncurrent_version_expiration {
          days = 5
        }
      }
      request_payer       = "Requester"
      acceleration_status = "Enabled"`;
    expect(await resource.apply(body)).toMatchObject({
      website_endpoint: 'artifacts.s3-website-us-east-1.amazonaws.com',
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    await resource.apply(body.replace('"GET"', '"PUT"').replace('days = 30', 'days = 31'));
    expect(world.call('s3', 'GetBucketCors', { Bucket: 'artifacts' }).CORSRules?.[0]?.AllowedMethods).toEqual(
      ['PUT'],
    );
    expect(
      world.call('s3', 'GetBucketLifecycleConfiguration', { Bucket: 'artifacts' }).Rules?.[0]?.Expiration,
    ).toEqual({ Days: 31 });
  });

  it('replicates by rules that read back as they are written', async () => {
    const resource = world.resource('aws_s3_bucket');
    const body = `
      bucket = "artifacts"
      versioning {
        enabled = true
      }
      replication_configuration {
        role = "arn:aws:iam::123456789012:role/r"
        rules {
          id       = "all"
          priority = 1
          status   = "Enabled"
          filter {
            prefix = "a/"
            tags   = { Kind = "b" }
          }
          destination {
            bucket        = "arn:aws:s3:::copy"
            storage_class = "STANDARD_IA"
            replication_time {
              status = "Enabled"
            }
          }
          source_selection_criteria {
            sse_kms_encrypted_objects {
              enabled = true
            }
          }
        }
      }`;
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
  });

  it('makes a name up from a prefix', async () => {
    const resource = world.resource('aws_s3_bucket');
    const state = await resource.apply('bucket_prefix = "logs-"');
    expect(state['bucket']).toMatch(/^logs-[0-9a-f]{26}$/);
    expect((await resource.plan('bucket_prefix = "logs-"')).action).toBe('no-op');
  });

  it('is deleted with what it holds only when that is allowed', async () => {
    const resource = world.resource('aws_s3_bucket');
    await resource.apply('bucket = "artifacts"');
    world.call('s3', 'PutBucketVersioning', {
      Bucket: 'artifacts',
      VersioningConfiguration: { Status: 'Enabled' },
    });
    for (const text of ['a', 'b']) {
      world.call('s3', 'PutObject', { Bucket: 'artifacts', Key: 'k', Body: Buffer.from(text) });
    }
    world.call('s3', 'DeleteObject', { Bucket: 'artifacts', Key: 'k' });
    await expect(resource.destroy()).rejects.toMatchObject({ code: 'BucketNotEmpty' });
    await resource.apply('bucket = "artifacts"\nforce_destroy = true');
    await resource.destroy();
    expect((await resource.plan('bucket = "artifacts"')).action).toBe('create');
  });
});

describe('settings of a bucket', () => {
  beforeEach(() => world.resource('aws_s3_bucket').apply('bucket = "artifacts"'));

  /** Applies, plans again, changes, and removes. */
  async function liveOf(type: string, first: string, second: string): Promise<void> {
    const resource = world.resource(type);
    const body = (text: string) => `bucket = "artifacts"\n${text}`;
    expect(await resource.apply(body(first))).toMatchObject({ bucket: 'artifacts' });
    expect((await resource.plan(body(first))).action).toBe('no-op');
    expect((await resource.plan(body(second))).action).toBe('update');
    await resource.apply(body(second));
    expect((await resource.plan(body(second))).action).toBe('no-op');
    expect((await resource.plan(`bucket = "other"\n${second}`)).action).toBe('replace');
    await resource.destroy();
  }

  it('aws_s3_bucket_versioning', async () => {
    const status = (text: string) => `versioning_configuration {\nstatus = "${text}"\n}`;
    await liveOf('aws_s3_bucket_versioning', status('Enabled'), status('Suspended'));
    const resource = world.resource('aws_s3_bucket_versioning');
    await resource.apply(`bucket = "artifacts"\n${status('Enabled')}`);
    await expect(resource.plan(`bucket = "artifacts"\n${status('Disabled')}`)).rejects.toThrow(
      "cannot be updated from 'Enabled' to 'Disabled'",
    );
  });

  it('aws_s3_bucket_server_side_encryption_configuration', async () => {
    const rule = (algorithm: string) =>
      `rule {\napply_server_side_encryption_by_default {\nsse_algorithm = "${algorithm}"\n}\n}`;
    await liveOf('aws_s3_bucket_server_side_encryption_configuration', rule('AES256'), rule('aws:kms'));
  });

  it('aws_s3_bucket_public_access_block', async () => {
    await liveOf(
      'aws_s3_bucket_public_access_block',
      'block_public_acls = true',
      'ignore_public_acls = true',
    );
    expect(() => world.call('s3', 'GetPublicAccessBlock', { Bucket: 'artifacts' })).toThrow();
  });

  it('aws_s3_bucket_policy', async () => {
    const policy = (...actions: string[]) =>
      `policy = jsonencode(${JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: actions,
            Resource: ['arn:aws:s3:::artifacts/*'],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      })})`;
    await liveOf('aws_s3_bucket_policy', policy('s3:GetObject'), policy('s3:*'));
    const resource = world.resource('aws_s3_bucket_policy');
    await resource.apply(`bucket = "artifacts"\n${policy('s3:GetObject', 's3:PutObject')}`);
    const reordered = `bucket = "artifacts"\n${policy('s3:PutObject', 's3:GetObject')}`;
    expect((await resource.plan(reordered)).action).toBe('no-op');
  });

  it('aws_s3_bucket_lifecycle_configuration', async () => {
    const rules = (days: number) => `
      rule {
        id     = "expire"
        status = "Enabled"
        filter {}
        expiration {
          days = ${days}
        }
        noncurrent_version_expiration {
          noncurrent_days = 1
        }
        abort_incomplete_multipart_upload {
          days_after_initiation = 1
        }
      }
      rule {
        id     = "tagged"
        status = "Enabled"
        filter {
          and {
            prefix = "a/"
            tags   = { Kind = "b" }
          }
        }
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
      }`;
    await liveOf('aws_s3_bucket_lifecycle_configuration', rules(30), rules(60));
  });

  it('aws_s3_bucket_ownership_controls and aws_s3_bucket_acl', async () => {
    const rule = (ownership: string) => `rule {\nobject_ownership = "${ownership}"\n}`;
    const controls = world.resource('aws_s3_bucket_ownership_controls');
    const acl = world.resource('aws_s3_bucket_acl');
    await expect(acl.apply('bucket = "artifacts"\nacl = "log-delivery-write"')).rejects.toMatchObject({
      code: 'AccessControlListNotSupported',
    });
    await controls.apply(`bucket = "artifacts"\n${rule('BucketOwnerPreferred')}`);
    const body = 'bucket = "artifacts"\nacl = "log-delivery-write"';
    expect(await acl.apply(body)).toMatchObject({ id: 'artifacts,log-delivery-write' });
    expect((await acl.plan(body)).action).toBe('no-op');
    await liveOf('aws_s3_bucket_ownership_controls', rule('ObjectWriter'), rule('BucketOwnerPreferred'));
    await expect(acl.plan('bucket = "artifacts"')).rejects.toThrow(
      'one of `acl,access_control_policy` must be specified',
    );
  });

  it('are planned anew when they or the bucket are gone', async () => {
    const resource = world.resource('aws_s3_bucket_public_access_block');
    await resource.apply('bucket = "artifacts"\nblock_public_acls = true');
    world.call('s3', 'DeleteBucket', { Bucket: 'artifacts' });
    expect((await resource.plan('bucket = "artifacts"\nblock_public_acls = true')).action).toBe('create');
  });
});

describe('aws_s3_bucket_notification', () => {
  it('sends events to EventBridge and to queues, and leaves none behind', async () => {
    world.call('s3', 'CreateBucket', { Bucket: 'sources' });
    world.call('sqs', 'CreateQueue', { QueueName: 'uploads' });
    const resource = world.resource('aws_s3_bucket_notification');
    const body = `
      bucket = "sources"
      eventbridge = true
      queue {
        queue_arn     = "arn:aws:sqs:us-east-1:123456789012:uploads"
        events        = ["s3:ObjectCreated:*"]
        filter_suffix = ".zip"
      }`;
    expect(await resource.apply(body)).toMatchObject({ id: 'sources', eventbridge: true });
    expect((await resource.plan(body)).action).toBe('no-op');
    const stored = () => world.call('s3', 'GetBucketNotificationConfiguration', { Bucket: 'sources' });
    expect(stored()).toMatchObject({
      EventBridgeConfiguration: {},
      QueueConfigurations: [{ Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.zip' }] } } }],
    });
    await resource.destroy();
    expect(stored().EventBridgeConfiguration).toBeUndefined();
  });
});

describe('aws_s3_object', () => {
  beforeEach(() => world.resource('aws_s3_bucket').apply('bucket = "artifacts"'));

  it('holds what is written, and is uploaded anew when that changes', async () => {
    const resource = world.resource('aws_s3_object');
    const body = (content: string) => `
      bucket       = "artifacts"
      key          = "a/b.json"
      content      = ${JSON.stringify(content)}
      content_type = "application/json"
      metadata     = { kind = "x" }
      tags         = { A = "1" }`;
    expect(await resource.apply(body('{}'))).toMatchObject({
      id: 'artifacts/a/b.json',
      etag: '99914b932bd37a50b983c5e7c90ae93b',
      content_type: 'application/json',
      storage_class: 'STANDARD',
      tags_all: { A: '1' },
    });
    expect((await resource.plan(body('{}'))).action).toBe('no-op');
    await resource.apply(body('{"a":1}'));
    const { Body } = world.call('s3', 'GetObject', { Bucket: 'artifacts', Key: 'a/b.json' });
    expect(String(Body)).toBe('{"a":1}');
    await resource.apply(body('{"a":1}').replace('A = "1"', 'B = "1"'));
    expect(resource.state).toMatchObject({ tags_all: { B: '1' } });
    await resource.destroy();
    expect((await resource.plan(body('{}'))).action).toBe('create');
  });

  it('holds a file, and says when there is none', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'neargate-object-'));
    try {
      const file = join(directory, 'a.txt');
      await writeFile(file, 'hello');
      const resource = world.resource('aws_s3_object');
      const body = (source: string) =>
        `bucket = "artifacts"\nkey = "a.txt"\nsource = "${source}"\netag = filemd5("${file}")`;
      await resource.apply(body(file));
      expect((await resource.plan(body(file))).action).toBe('no-op');
      await writeFile(file, 'changed');
      expect((await resource.plan(body(file))).action).toBe('update');
      await expect(resource.apply(body(join(directory, 'none')))).rejects.toThrow('opening S3 object source');
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('aws_s3_bucket_cors_configuration', () => {
  const rule = (more: string) => `
    bucket = "artifacts"
    cors_rule {
      id              = "shop"
      allowed_methods = ["GET", "PUT"]
      allowed_origins = ["https://shop.example.com"]
      allowed_headers = ["*"]
      ${more}
    }`;

  it('is what browsers are answered by, changed in place and taken away', async () => {
    world.call('s3', 'CreateBucket', { Bucket: 'artifacts' });
    const resource = world.resource('aws_s3_bucket_cors_configuration');
    expect(await resource.apply(rule(''))).toMatchObject({ id: 'artifacts' });
    expect((await resource.plan(rule(''))).action).toBe('no-op');
    await resource.apply(rule('max_age_seconds = 600\nexpose_headers = ["ETag"]'));
    expect(world.call('s3', 'GetBucketCors', { Bucket: 'artifacts' }).CORSRules).toEqual([
      {
        ID: 'shop',
        AllowedMethods: ['GET', 'PUT'],
        AllowedOrigins: ['https://shop.example.com'],
        AllowedHeaders: ['*'],
        ExposeHeaders: ['ETag'],
        MaxAgeSeconds: 600,
      },
    ]);
    await resource.destroy();
    expect(await resource.refresh()).toBeUndefined();
  });
});

describe('aws_s3_bucket_website_configuration', () => {
  const body = (more: string) => `
    bucket = "artifacts"
    index_document {
      suffix = "index.html"
    }
    ${more}`;
  const block = `
    routing_rule {
      condition {
        key_prefix_equals = "docs/"
      }
      redirect {
        replace_key_prefix_with = "documents/"
      }
    }`;
  const json =
    'routing_rules = "[{\\"Condition\\":{\\"KeyPrefixEquals\\":\\"docs/\\"},\\"Redirect\\":{\\"ReplaceKeyPrefixWith\\":\\"documents/\\"}}]"';

  it('is kept, with rules in either form', async () => {
    world.call('s3', 'CreateBucket', { Bucket: 'artifacts' });
    const resource = world.resource('aws_s3_bucket_website_configuration');
    const rules = () => world.call('s3', 'GetBucketWebsite', { Bucket: 'artifacts' }).RoutingRules;
    const expected = [
      { Condition: { KeyPrefixEquals: 'docs/' }, Redirect: { ReplaceKeyPrefixWith: 'documents/' } },
    ];
    expect(await resource.apply(body(block))).toMatchObject({
      website_endpoint: 'artifacts.s3-website-us-east-1.amazonaws.com',
      routing_rules: JSON.stringify(expected),
    });
    expect(rules()).toEqual(expected);
    expect((await resource.plan(body(block))).action).toBe('no-op');
    await resource.apply(body(block.replace('documents/', 'papers/')));
    expect((await resource.plan(body(block.replace('documents/', 'papers/')))).action).toBe('no-op');
    await resource.destroy();
    expect(await resource.refresh()).toBeUndefined();
    await resource.apply(body(json));
    expect(rules()).toEqual(expected);
    expect((await resource.plan(body(json))).action).toBe('no-op');
    await resource.apply(body(json.replace('documents/', 'papers/')));
    expect(rules()?.[0]?.Redirect).toEqual({ ReplaceKeyPrefixWith: 'papers/' });
  });
});
