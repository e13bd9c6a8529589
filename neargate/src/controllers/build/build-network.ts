import { AwsError } from '../../core/aws-error.ts';
import type { NetworkModel } from '../../network/model.ts';
import type { Denial } from '../../network/verdict.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import type { OperationContext } from '../../services/context.ts';
import { allocateNetworkInterface } from '../../services/ec2/network-interfaces.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import { networkOf, zonesInService } from '../../services/faults/network-faults.ts';
import { requireAccess } from '../../services/iam/authorization/authorize.ts';
import { pathToInternet, pathToService, somewhere } from '../private-network/service-path.ts';
import { type BuildEnvironment, PhaseFailure } from './environment.ts';
import type { BuildRecord } from './build-record.ts';
import { inServiceRole } from './service-role.ts';

/** The network interface of a build in a VPC. */
export type BuildInterface = NonNullable<BuildRow['observed']['networkInterface']>;

/**
 * What the service role needs for a build in a VPC.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html#customer-managed-policies-example-create-vpc-network-interface
 */
const neededActions = [
  'CreateNetworkInterface',
  'DeleteNetworkInterface',
  'DescribeDhcpOptions',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeVpcs',
];

/**
 * Gives a build whose project is in a VPC an interface there, without a public address, as CodeBuild does. The end of the build takes
 * it away again.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html
 * @throws PhaseFailure
 */
export function attachToVpc(environment: BuildEnvironment, scope: string, record: BuildRecord): void {
  const row = record.row();
  const { vpcId, subnets = [], securityGroupIds = [] } = row.settings.vpcConfig ?? {};
  if (vpcId === undefined) return;
  const { store, ids, clock } = environment;
  const tables = ec2Tables(store, scope);
  const [accountId = ''] = scope.split('/');
  const zones = zonesInService(store, scope);
  const subnetId =
    subnets.find((id) => zones.has(tables.subnets.get(id)?.availabilityZone ?? '')) ?? subnets[0] ?? '';
  try {
    const context = inServiceRole(environment.contextOf(scope), row);
    for (const action of neededActions)
      requireAccess(context, 'ec2', { action: `ec2:${action}`, resource: '*' });
    store.transact(() => {
      const { networkInterfaceId } = allocateNetworkInterface(
        tables,
        { ids, nowMs: clock.now() },
        {
          subnetId,
          groups: securityGroupIds,
          description: `AWS CodeBuild ${row.arn}`,
          requesterManaged: true,
          attachedTo: accountId,
        },
      );
      record.observe({ networkInterface: { subnetId, networkInterfaceId } });
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new PhaseFailure('VPC_CLIENT_ERROR', `Unexpected EC2 error: ${error.code}: ${error.message}`);
  }
}

/** Why a build's interface does not reach what its source comes from; undefined where it does, and for builds outside of a VPC. */
export function deniedSource(
  { store, caller }: Pick<OperationContext, 'store' | 'caller'>,
  { observed }: BuildRow,
  service: 's3' | 'git-codecommit',
): { readonly denial: Denial; readonly address: string } | undefined {
  const id = observed.networkInterface?.networkInterfaceId;
  if (id === undefined) return undefined;
  const { accountId, region } = caller;
  const model = networkOf(store, `${accountId}/${region}`);
  const { verdict, address } = pathToService(model, id, `com.amazonaws.${region}.${service}`);
  return verdict.allowed ? undefined : { denial: verdict, address };
}

/** What to say of a build whose interface has no way to the internet: its commands use this machine's, which they would not have. */
export function internetLines(
  model: NetworkModel,
  { networkInterfaceId }: BuildInterface,
): readonly string[] {
  const verdict = pathToInternet(model, networkInterfaceId, somewhere);
  if (verdict.allowed) return [];
  return [
    `The network interface ${networkInterfaceId} of this build has no way to the internet. ${verdict.reason} ${verdict.remedy}`,
    "What its commands load from there does not arrive on AWS. Here they use this machine's network.",
  ];
}
