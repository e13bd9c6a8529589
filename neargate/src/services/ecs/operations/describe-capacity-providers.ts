import type {
  CapacityProvider,
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse,
} from '@aws-sdk/client-ecs';
import type { Caller, OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { fargateCapacityProviders } from '../capacity-provider-strategy.ts';
import { describeCapacityProvider } from '../capacity-providers.ts';
import { invalidNextToken } from '../errors.ts';
import { ecsArn, findCluster, lastSegment } from '../references.ts';
import { ecsTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeCapacityProviders.html */
export const describeCapacityProviders = operation<
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse
>({
  input: { capacityProviders: { max: 100 } },
  handle(context, { capacityProviders, cluster, include = [], maxResults = 10, nextToken }) {
    const known = knownProviders(context, include.includes('TAGS'));
    if (capacityProviders === undefined) {
      // Without a cluster, only those that every cluster may use are listed.
      const clusterName = cluster === undefined ? undefined : findCluster(context, cluster).clusterName;
      const listed = [...known.values()].filter(
        (provider) =>
          provider.status === 'ACTIVE' &&
          (provider.cluster === undefined || provider.cluster === clusterName),
      );
      const page = paginate(
        listed,
        ({ name = '' }) => name,
        { token: nextToken, limit: maxResults },
        invalidNextToken,
      );
      return { capacityProviders: page.items, failures: [], nextToken: page.nextToken };
    }
    const arns = capacityProviders.map((given) =>
      ecsArn(context.caller, `capacity-provider/${lastSegment(given)}`),
    );
    return {
      capacityProviders: arns.flatMap((arn) => known.get(arn) ?? []),
      failures: arns.filter((arn) => !known.has(arn)).map((arn) => ({ arn, reason: 'MISSING' })),
    };
  },
});

/** By ARN: Fargate's, then the account's own, deleted ones among them. */
function knownProviders(
  context: OperationContext,
  includeTags: boolean,
): ReadonlyMap<string, CapacityProvider> {
  const own = [...ecsTablesOf(context).capacityProviders.values()];
  return new Map(
    [
      ...fargateCapacityProviders.map((name) => fargateProvider(context.caller, name)),
      ...own.map((row) => describeCapacityProvider(row, includeTags)),
    ].map((provider) => [provider.capacityProviderArn ?? '', provider]),
  );
}

function fargateProvider(caller: Caller, name: string): CapacityProvider {
  return {
    capacityProviderArn: ecsArn(caller, `capacity-provider/${name}`),
    name,
    type: name as CapacityProvider['type'],
    status: 'ACTIVE',
    tags: [],
  };
}
