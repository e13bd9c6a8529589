import type { RegistryRoute } from './registry-route.ts';

/**
 * What policies must allow before a request is answered. `GET` and changes of manifests are not here: they are judged by
 * ECR's operations, which they end in.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
const actions: Partial<Record<RegistryRoute['kind'], Readonly<Record<string, string>>>> = {
  blob: { HEAD: 'BatchCheckLayerAvailability', GET: 'GetDownloadUrlForLayer' },
  'new-upload': { POST: 'InitiateLayerUpload' },
  upload: { PATCH: 'UploadLayerPart', PUT: 'CompleteLayerUpload' },
  manifest: { HEAD: 'BatchGetImage' },
  referrers: { GET: 'BatchGetImage' },
  tags: { GET: 'ListImages' },
  catalog: { GET: 'DescribeRepositories' },
};

/** The action of ECR and what it is done to; undefined for a request that needs no more than a token. */
export function registryAccess(
  route: RegistryRoute,
  method: string | undefined,
  {
    partition,
    region,
    accountId,
  }: { readonly partition: string; readonly region: string; readonly accountId: string },
): { readonly action: string; readonly resource: string } | undefined {
  const action = actions[route.kind]?.[method ?? ''];
  if (action === undefined) return undefined;
  const name = 'repositoryName' in route ? route.repositoryName : '*';
  return {
    action: `ecr:${action}`,
    resource: `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`,
  };
}
