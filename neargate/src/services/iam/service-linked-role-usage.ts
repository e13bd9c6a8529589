import type { RoleUsageType } from '@aws-sdk/client-iam';
import type { Store } from '../../store/store.ts';

/** What keeps a role in use: rows of the services themselves, read by table name, as those services stand beside this one. */
interface Usage {
  readonly table: string;
  readonly arnOf: (row: Readonly<Record<string, unknown>>) => unknown;
  readonly isUsing?: (row: Readonly<Record<string, unknown>>) => boolean;
}

/** By service principal. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles-for-clusters.html and its like */
const usages: Readonly<Record<string, Usage>> = {
  'ecs.amazonaws.com': {
    table: 'ecs.clusters',
    arnOf: ({ clusterArn }) => clusterArn,
    isUsing: ({ status }) => status !== 'INACTIVE',
  },
  'ecs.application-autoscaling.amazonaws.com': {
    table: 'application-autoscaling.targets',
    arnOf: ({ resourceId }) => resourceId,
    isUsing: ({ serviceNamespace }) => serviceNamespace === 'ecs',
  },
  'elasticloadbalancing.amazonaws.com': {
    table: 'elbv2.load-balancers',
    arnOf: ({ loadBalancerArn }) => loadBalancerArn,
  },
  'rds.amazonaws.com': { table: 'rds.instances', arnOf: ({ arn }) => arn },
};

/** The resources, by region, for which a service still needs its role. */
export function serviceLinkedRoleUsage(
  store: Store,
  accountId: string,
  serviceName: string,
): readonly RoleUsageType[] {
  const usage = usages[serviceName];
  if (usage === undefined) return [];
  const { table, arnOf, isUsing = () => true } = usage;
  return store
    .scopes(table)
    .filter((scope) => scope.startsWith(`${accountId}/`))
    .map((scope) => ({
      Region: scope.slice(accountId.length + 1),
      Resources: [...store.table<Readonly<Record<string, unknown>>>(table, scope).values()]
        .filter(isUsing)
        .map((row) => String(arnOf(row))),
    }))
    .filter(({ Resources }) => Resources.length > 0);
}
