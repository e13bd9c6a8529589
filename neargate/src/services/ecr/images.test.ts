import { describe, expect, it } from 'vitest';
import { eventsTablesOf } from '../events/store.ts';
import { createTestContext } from '../test-context.ts';
import { sha256Digest } from '../blobs.ts';
import { storeLayer } from './layers.ts';
import { resolveImage } from './resolve-image.ts';

async function createRegistry() {
  const test = await createTestContext();
  test.call('ecr', 'CreateRepository', { repositoryName: 'user-service' });
  /** Pushes an image whose only layer is `content`. */
  const push = (content: string, imageTag?: string) => {
    const [config, layer] = ['{}', content].map((text) => {
      const bytes = Buffer.from(text);
      return {
        mediaType: 'text/plain',
        digest: storeLayer(test.context, 'user-service', bytes),
        size: bytes.length,
      };
    });
    const imageManifest = JSON.stringify({ schemaVersion: 2, config, layers: [layer] });
    return test.call('ecr', 'PutImage', { repositoryName: 'user-service', imageManifest, imageTag }).image
      ?.imageId;
  };
  const describeAll = () =>
    test.call('ecr', 'DescribeImages', { repositoryName: 'user-service' }).imageDetails ?? [];
  return { ...test, push, describeAll };
}

describe('PutImage', () => {
  it('moves a mutable tag and leaves the older image untagged', async () => {
    const { push, describeAll } = await createRegistry();
    const older = push('one', 'latest');
    push('two', 'latest');
    expect(
      describeAll().map(({ imageDigest, imageTags }) => [imageDigest === older?.imageDigest, imageTags]),
    ).toEqual([
      [true, undefined],
      [false, ['latest']],
    ]);
  });

  it('refuses to move an immutable tag', async () => {
    const { call, push } = await createRegistry();
    call('ecr', 'PutImageTagMutability', { repositoryName: 'user-service', imageTagMutability: 'IMMUTABLE' });
    push('one', 'v1');
    expect(() => push('two', 'v1')).toThrow(
      "The image tag 'v1' already exists in the 'user-service' repository and cannot be overwritten because the tag is immutable.",
    );
  });

  it('refuses a manifest whose layers the repository does not hold', async () => {
    const { call } = await createRegistry();
    const absent = { mediaType: 'text/plain', digest: sha256Digest(Buffer.from('absent')), size: 6 };
    const imageManifest = JSON.stringify({ config: absent, layers: [] });
    expect(() => call('ecr', 'PutImage', { repositoryName: 'user-service', imageManifest })).toThrow(
      expect.objectContaining({ code: 'LayersNotFoundException' }),
    );
  });
});

describe('a layer upload', () => {
  it('puts parts together and checks the digest', async () => {
    const { call } = await createRegistry();
    const repository = { repositoryName: 'user-service' };
    const { uploadId = '' } = call('ecr', 'InitiateLayerUpload', repository);
    const upload = (partFirstByte: number, text: string) =>
      call('ecr', 'UploadLayerPart', {
        ...repository,
        uploadId,
        partFirstByte,
        partLastByte: partFirstByte + text.length - 1,
        layerPartBlob: Buffer.from(text),
      });
    expect(upload(0, 'hello ').lastByteReceived).toBe(5);
    expect(() => upload(0, 'again')).toThrow(expect.objectContaining({ code: 'InvalidLayerPartException' }));
    upload(6, 'world');
    const digest = sha256Digest(Buffer.from('hello world'));
    expect(() =>
      call('ecr', 'CompleteLayerUpload', {
        ...repository,
        uploadId,
        layerDigests: [sha256Digest(Buffer.from('x'))],
      }),
    ).toThrow(expect.objectContaining({ code: 'InvalidLayerException' }));
    call('ecr', 'CompleteLayerUpload', { ...repository, uploadId, layerDigests: [digest] });
    expect(
      call('ecr', 'BatchCheckLayerAvailability', { ...repository, layerDigests: [digest] }).layers,
    ).toEqual([{ layerDigest: digest, layerAvailability: 'AVAILABLE', layerSize: 11 }]);
  });
});

describe('BatchDeleteImage', () => {
  it('removes a tag alone and the image with its last tag', async () => {
    const { call, push, describeAll } = await createRegistry();
    push('one', 'a');
    push('one', 'b');
    const remove = (imageTag: string) =>
      call('ecr', 'BatchDeleteImage', { repositoryName: 'user-service', imageIds: [{ imageTag }] });
    remove('a');
    expect(describeAll()).toMatchObject([{ imageTags: ['b'] }]);
    remove('b');
    expect(describeAll()).toEqual([]);
    expect(remove('b').failures).toMatchObject([{ failureCode: 'ImageNotFound' }]);
  });
});

describe('resolveImage', () => {
  const home = { accountId: '123456789012', region: 'us-east-1', gatewayUrl: 'http://localhost:4566' };

  it('finds an image by the name of AWS and by that of the gateway', async () => {
    const { context, push } = await createRegistry();
    const imageDigest = push('one', 'v1')?.imageDigest;
    for (const registry of ['123456789012.dkr.ecr.us-east-1.amazonaws.com', 'localhost:4566']) {
      const found = resolveImage(context.store, home, `${registry}/user-service:v1`);
      expect(found).toMatchObject({ kind: 'found', image: { imageDigest } });
    }
  });

  it('says in the words of ECS that an image is missing', async () => {
    const { context } = await createRegistry();
    expect(resolveImage(context.store, home, 'localhost:4566/user-service:v9')).toEqual({
      kind: 'missing',
      reason:
        'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref localhost:4566/user-service:v9: localhost:4566/user-service:v9: not found',
    });
  });

  it('leaves images of other registries to others', async () => {
    const { context } = await createRegistry();
    expect(resolveImage(context.store, home, 'nginx')).toEqual({
      kind: 'elsewhere',
      reference: { registry: 'docker.io', repository: 'library/nginx', tag: 'latest' },
    });
  });
});

describe('ECR Image Action', () => {
  it('tells of every push and deletion, with the tag', async () => {
    const { context, call, push } = await createRegistry();
    const imageDigest = push('one', 'latest')?.imageDigest ?? '';
    push('one', 'v1');
    push('two');
    expect(() => push('one', 'v1')).toThrow('already exists');
    call('ecr', 'BatchDeleteImage', { repositoryName: 'user-service', imageIds: [{ imageDigest }] });
    const events = [...eventsTablesOf(context).acceptedEvents.values()].map(({ event }) => event);
    expect(events[0]).toMatchObject({
      source: 'aws.ecr',
      'detail-type': 'ECR Image Action',
      resources: [],
      detail: { result: 'SUCCESS', 'repository-name': 'user-service', 'image-digest': imageDigest },
    });
    const told = events.map(({ detail }) => detail as Record<string, string>);
    expect(told.map((detail) => [detail['action-type'], detail['image-tag']])).toEqual([
      ['PUSH', 'latest'],
      ['PUSH', 'v1'],
      ['PUSH', ''],
      ['DELETE', 'latest'],
      ['DELETE', 'v1'],
    ]);
  });
});
