import { errorDiagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, numberOf, setChanges, textOf, textsOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';

const allocations = 'secondary_allocation_ids';
const addresses = 'secondary_private_ip_addresses';
const count = 'secondary_private_ip_address_count';

/** What changes with what, and that more addresses carry no more connections here. */
export function secondaryAddressRules(
  config: PlainObject,
  prior: PlainObject | undefined,
): ReturnType<NonNullable<ResourceType<AwsClient>['plan']>> {
  const isPrivate = textOf(config, 'connectivity_type') === 'private';
  const isChanged = (name: string) => prior !== undefined && hasChanged(config, prior, name);
  const wanted = [allocations, addresses].some((name) => textsOf(config, name).length > 0);
  // On a gateway that exists, the count is also what was read of it.
  const hasCount = prior === undefined && numberOf(config, count) !== undefined;
  const refused = isPrivate ? textsOf(config, allocations).length > 0 && allocations : hasCount && count;
  const diagnostics = [
    ...(refused === false
      ? []
      : [
          errorDiagnostic(
            'Unsupported argument',
            `${refused} is not supported with connectivity_type = "${isPrivate ? 'private' : 'public'}"`,
          ),
        ]),
    ...(wanted || (numberOf(config, count) ?? 0) > 0
      ? [
          warningDiagnostic(
            'Stored, not enforced',
            'Secondary addresses of a NAT gateway are kept as AWS would describe them: connections leave by the address of this machine, and more addresses carry no more of them.',
          ),
        ]
      : []),
  ];
  if (isPrivate) {
    return {
      diagnostics,
      replace: isChanged(count) ? [count] : [],
      recompute: isChanged(addresses) ? [count] : [],
    };
  }
  if (!isChanged(allocations)) return { diagnostics };
  return { diagnostics, recompute: isChanged(addresses) ? [count] : [count, addresses] };
}

/** Adds before it removes, as the provider does, so that a gateway keeps having addresses. */
export async function updateSecondaryAddresses(
  client: AwsClient,
  NatGatewayId: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const changesOf = (name: string) => setChanges(textsOf(prior, name), textsOf(config, name));
  const ips = changesOf(addresses);
  if (textOf(config, 'connectivity_type') === 'private') {
    if (ips.added.length > 0) {
      await client.call('ec2', 'AssignPrivateNatGatewayAddress', {
        NatGatewayId,
        PrivateIpAddresses: ips.added,
      });
    }
    if (ips.removed.length > 0) {
      await client.call('ec2', 'UnassignPrivateNatGatewayAddress', {
        NatGatewayId,
        PrivateIpAddresses: ips.removed,
      });
    }
    return;
  }
  const { added, removed } = changesOf(allocations);
  if (added.length > 0) {
    await client.call('ec2', 'AssociateNatGatewayAddress', {
      NatGatewayId,
      AllocationIds: added,
      PrivateIpAddresses: ips.added.length === 0 ? undefined : ips.added,
    });
  }
  if (removed.length > 0) {
    await client.call('ec2', 'DisassociateNatGatewayAddress', {
      NatGatewayId,
      AssociationIds: await associationsOf(client, NatGatewayId, removed),
    });
  }
}

async function associationsOf(
  client: AwsClient,
  id: string,
  allocationIds: readonly string[],
): Promise<string[]> {
  const { NatGateways } = await client.call('ec2', 'DescribeNatGateways', { NatGatewayIds: [id] });
  return (NatGateways?.[0]?.NatGatewayAddresses ?? []).flatMap(({ AllocationId = '', AssociationId }) =>
    AssociationId !== undefined && allocationIds.includes(AllocationId) ? [AssociationId] : [],
  );
}
