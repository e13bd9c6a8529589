import type { ProjectCache } from '@aws-sdk/client-codebuild';
import { expect, it } from 'vitest';
import { buildImage, buildTestWorld, roleArn } from './build-test-world.ts';

const buildspec = `
version: 0.2
phases:
  build:
    commands:
      - echo "layers in [$NEARGATE_LAYER_CACHE] since [$NEARGATE_LAYER_CACHE_SINCE]"
`;

async function project(cache: ProjectCache | undefined) {
  const world = await buildTestWorld();
  world.call('codebuild', 'CreateProject', {
    name: 'app',
    serviceRole: roleArn,
    source: { type: 'NO_SOURCE', buildspec },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: buildImage,
    ...(cache === undefined ? {} : { cache }),
  });
  const layersOf = async () => {
    const row = await world.ended(world.start('app').id);
    return world.logOf(row).find((line) => line.startsWith('layers in'));
  };
  return { world, layersOf };
}

it('layers of earlier builds are used by projects that say so, until their cache is invalidated', async () => {
  const { world, layersOf } = await project({ type: 'LOCAL', modes: ['LOCAL_DOCKER_LAYER_CACHE'] });
  expect(await layersOf()).toBe('layers in [] since []');
  world.call('codebuild', 'InvalidateProjectCache', { projectName: 'app' });
  expect(await layersOf()).toMatch(/^layers in \[\] since \[\d+\]$/);
});

it.each<[string, ProjectCache | undefined]>([
  ['without a cache', undefined],
  ['with a cache of other things', { type: 'LOCAL', modes: ['LOCAL_SOURCE_CACHE'] }],
  ['with a cache in S3', { type: 'S3', location: 'bucket/cache' }],
])('a project %s has layers that go with the build', async (_name, cache) => {
  const { world, layersOf } = await project(cache);
  const line = await layersOf();
  expect(line).toContain(`layers in [${world.environment.buildDirectory}/`);
  expect(line).toContain('/layers] since []');
});
