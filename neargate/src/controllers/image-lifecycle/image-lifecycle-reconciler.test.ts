import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import { eventsTables } from '../../services/events/store.ts';
import { storeLayer } from '../../services/ecr/layers.ts';
import { createTestContext } from '../../services/test-context.ts';
import { type RunningReconcilers, startReconcilers } from '../reconciler.ts';
import { imageLifecycleReconciler } from './image-lifecycle-reconciler.ts';

const scope = '123456789012/us-east-1';
const day = 24 * 60 * 60 * 1000;
let running: RunningReconcilers | undefined;

afterEach(async () => {
  await running?.stop();
});

async function world() {
  const test = await createTestContext();
  const { context, clock, call } = test;
  call('ecr', 'CreateRepository', {
    repositoryName: 'app',
    imageScanningConfiguration: { scanOnPush: true },
  });
  const push = (content: string, imageTag?: string) => {
    const [config, layer] = ['{}', content].map((text) => ({
      mediaType: 'text/plain',
      digest: storeLayer(context, 'app', Buffer.from(text)),
      size: 1,
    }));
    const imageManifest = JSON.stringify({ schemaVersion: 2, config, layers: [layer] });
    return call('ecr', 'PutImage', { repositoryName: 'app', imageManifest, imageTag }).image?.imageId;
  };
  const policy = (selection: Record<string, unknown>) =>
    call('ecr', 'PutLifecyclePolicy', {
      repositoryName: 'app',
      lifecyclePolicyText: JSON.stringify({
        rules: [{ rulePriority: 1, description: 'x', selection, action: { type: 'expire' } }],
      }),
    });
  const tags = () =>
    (call('ecr', 'DescribeImages', { repositoryName: 'app' }).imageDetails ?? []).map(
      ({ imageTags }) => imageTags?.[0],
    );
  const start = () => {
    running = startReconcilers(
      [
        imageLifecycleReconciler({
          store: context.store,
          clock,
          timing: timing('fast'),
          contextOf: () => context,
        }),
      ],
      { store: context.store, clock, log: silentLogger },
    );
  };
  return { ...test, push, policy, tags, start };
}

describe('image lifecycle', () => {
  it('acts once a repository has been quiet, not in the middle of a push', async () => {
    const { clock, push, policy, tags, start } = await world();
    policy({ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 });
    start();
    push('one', 'v1');
    push('two', 'v2');
    await clock.advance(5_000);
    expect(tags()).toEqual(['v1', 'v2']);
    await clock.advance(15_000);
    expect(tags()).toEqual(['v2']);
  });

  it('expires by age as time passes, after a restart too, and tells of it', async () => {
    const { context, clock, push, policy, tags, start } = await world();
    policy({ tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 3 });
    push('one', 'v1');
    await clock.advance(day);
    push('two', 'v2');
    start();
    await clock.advance(2 * day + 1000);
    expect(tags()).toEqual(['v2']);
    await clock.advance(day);
    expect(tags()).toEqual([]);
    const events = [...eventsTables(context.store, scope).acceptedEvents.values()].map(({ event }) => event);
    const actions = events
      .filter((event) => event['detail-type'] === 'ECR Image Action')
      .map(({ detail }) => detail as Readonly<Record<string, unknown>>)
      .map((detail) => [detail['action-type'], detail['image-tag']]);
    expect(actions).toEqual([
      ['PUSH', 'v1'],
      ['PUSH', 'v2'],
      ['DELETE', 'v1'],
      ['DELETE', 'v2'],
    ]);
  });

  it('shows beforehand what it would expire', async () => {
    const { call, push, policy } = await world();
    push('one', 'v1');
    push('two', 'v2');
    policy({ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 });
    expect(() => call('ecr', 'GetLifecyclePolicyPreview', { repositoryName: 'app' })).toThrow(
      expect.objectContaining({ code: 'LifecyclePolicyPreviewNotFoundException' }),
    );
    call('ecr', 'StartLifecyclePolicyPreview', { repositoryName: 'app' });
    expect(call('ecr', 'GetLifecyclePolicyPreview', { repositoryName: 'app' })).toMatchObject({
      status: 'COMPLETE',
      previewResults: [{ imageTags: ['v1'], action: { type: 'EXPIRE' }, appliedRulePriority: 1 }],
      summary: { expiringImageTotalCount: 1 },
    });
  });
});

describe('what is said of an image', () => {
  it('is its true size, whatever the manifest says, and that nobody has scanned it', async () => {
    const { call, push } = await world();
    const imageId = push('twelve bytes', 'v1');
    expect(call('ecr', 'DescribeImages', { repositoryName: 'app' }).imageDetails).toMatchObject([
      { imageSizeInBytes: 14, imageScanStatus: { status: 'FAILED', description: /no scanner/ } },
    ]);
    const found = call('ecr', 'DescribeImageScanFindings', { repositoryName: 'app', imageId });
    expect(found).toMatchObject({ imageScanStatus: { status: 'FAILED' } });
    expect(found.imageScanFindings).toBeUndefined();
  });
});
