import { expect, it } from 'vitest';
import { detectService } from './service-detection.ts';

it.each([
  ['com.amazonaws.codeconnections.CodeConnections_20231201.GetHost', 'codeconnections'],
  ['CodeConnections_20231201.GetHost', 'codeconnections'],
  ['com.amazonaws.codestar.connections.CodeStar_connections_20191201.GetHost', 'codestar-connections'],
  ['CodeStar_connections_20191201.GetHost', 'codestar-connections'],
  ['AmazonEC2ContainerServiceV20141113.ListClusters', 'ecs'],
  ['.ListClusters', undefined],
  ['Other_20191201.GetHost', undefined],
])('%s is for %s', (target, service) => {
  const headers = { 'x-amz-target': target };
  expect(detectService({ headers, form: undefined, scope: undefined })).toBe(service);
});
