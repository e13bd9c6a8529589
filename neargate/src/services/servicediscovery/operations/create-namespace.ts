import type {
  CreateHttpNamespaceRequest,
  CreateHttpNamespaceResponse,
  CreatePrivateDnsNamespaceRequest,
  CreatePrivateDnsNamespaceResponse,
  CreatePublicDnsNamespaceRequest,
  CreatePublicDnsNamespaceResponse,
} from '@aws-sdk/client-servicediscovery';
import type { VPC, VPCRegion } from '@aws-sdk/client-route-53';
import type { OperationContext } from '../../context.ts';
import { ec2TablesOf } from '../../ec2/store.ts';
import { operation } from '../../operation.ts';
import { canonicalName } from '../../route53/domain-names.ts';
import type { HostedZoneRow } from '../../route53/store.ts';
import { findZoneOfVpc } from '../../route53/vpc-associations.ts';
import { putZone } from '../../route53/zones.ts';
import { namespaceAlreadyExists } from '../errors.ts';
import { recordOperation } from '../operation-records.ts';
import { discoveryArn } from '../references.ts';
import { type NamespaceRow, serviceDiscoveryTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

const defaultSoaTtl = 15;
/** https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateHttpNamespace.html */
export const createHttpNamespace = operation<CreateHttpNamespaceRequest, CreateHttpNamespaceResponse>({
  handle(context, input) {
    requireUniqueName(context, input.Name, 'HTTP');
    return create(context, input, { type: 'HTTP' });
  },
});

/**
 * The names resolve in the tasks of the VPC. Route 53 gets a zone whose records are what the instances say.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html
 */
export const createPrivateDnsNamespace = operation<
  CreatePrivateDnsNamespaceRequest,
  CreatePrivateDnsNamespaceResponse
>({
  handle(context, input) {
    const { Name: name = '', Vpc: vpcId = '' } = input;
    // A zone is made after the call has answered, so that what is wrong with it shows in the operation.
    const problem = zoneProblem(context, name, vpcId);
    if (problem !== undefined) {
      return recordOperation(
        context,
        'CREATE_NAMESPACE',
        {},
        { status: 'FAIL', errorCode: 'CANNOT_CREATE_HOSTED_ZONE', errorMessage: problem },
      );
    }
    return create(
      context,
      input,
      { type: 'DNS_PRIVATE', vpcId },
      input.Properties?.DnsProperties?.SOA?.TTL ?? defaultSoaTtl,
    );
  },
});

/**
 * Kept, and found by DiscoverInstances: no name server on the internet answers for its names.
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePublicDnsNamespace.html
 */
export const createPublicDnsNamespace = operation<
  CreatePublicDnsNamespaceRequest,
  CreatePublicDnsNamespaceResponse
>({
  handle(context, input) {
    requireUniqueName(context, input.Name, 'DNS_PUBLIC');
    return create(
      context,
      input,
      { type: 'DNS_PUBLIC' },
      input.Properties?.DnsProperties?.SOA?.TTL ?? defaultSoaTtl,
    );
  },
});

/** @param soaTtl seconds, of a DNS namespace, which has a zone */
function create(
  context: OperationContext,
  input: CreateHttpNamespaceRequest,
  kind: Pick<NamespaceRow, 'type' | 'vpcId'>,
  soaTtl?: number,
): { OperationId: string } {
  const id = `ns-${context.ids.alphanumeric(16).toLowerCase()}`;
  const arn = discoveryArn(context.caller, 'namespace', id);
  const name = withoutDot(input.Name ?? '');
  const zone = soaTtl === undefined ? undefined : zoneOf(context, { ...kind, name, arn }, soaTtl);
  serviceDiscoveryTablesOf(context).namespaces.put(id, {
    ...kind,
    id,
    arn,
    name,
    hostedZoneId: zone?.id,
    soaTtl,
    description: input.Description,
    creatorRequestId: input.CreatorRequestId,
    tags: mergeTags([], input.Tags),
    createdAtMs: context.clock.now(),
  });
  return recordOperation(context, 'CREATE_NAMESPACE', { NAMESPACE: id });
}

function zoneOf(
  context: OperationContext,
  { name, arn, vpcId }: Pick<NamespaceRow, 'name' | 'arn' | 'vpcId'>,
  soaTtl: number,
): HostedZoneRow {
  return putZone(
    context,
    {
      name: canonicalName(name),
      callerReference: context.ids.uuid(),
      comment: `Created by AWS Cloud Map namespace with ARN ${arn}`,
      vpcs: vpcId === undefined ? undefined : [vpcOf(context, vpcId)],
      namespaceArn: arn,
    },
    soaTtl,
  );
}

function vpcOf({ caller }: OperationContext, vpcId: string): VPC {
  return { VPCId: vpcId, VPCRegion: caller.region as VPCRegion };
}

/** What Route 53 says against a private zone of the name in the VPC. */
function zoneProblem(context: OperationContext, name: string, vpcId: string): string | undefined {
  const { region } = context.caller;
  if (!ec2TablesOf(context).vpcs.has(vpcId)) {
    return `The VPC: ${vpcId} in region ${region} that you provided is not authorized to make the association. (Service: AmazonRoute53; Status Code: 400; Error Code: InvalidVPCId)`;
  }
  const isTaken =
    namesakes(context, name).some((row) => row.vpcId === vpcId) ||
    findZoneOfVpc(context, canonicalName(name), vpcOf(context, vpcId)) !== undefined;
  return isTaken
    ? `The VPC that you chose, ${vpcId} in region ${region}, is already associated with another private hosted zone that has an overlapping name space, ${withoutDot(name)}.. (Service: AmazonRoute53; Status Code: 400; Error Code: ConflictingDomainExists)`
    : undefined;
}

function requireUniqueName(
  context: OperationContext,
  name: string | undefined,
  type: NamespaceRow['type'],
): void {
  if (namesakes(context, name ?? '').some((row) => row.type === type))
    throw namespaceAlreadyExists(name ?? '');
}

function namesakes(context: OperationContext, name: string): readonly NamespaceRow[] {
  const wanted = withoutDot(name).toLowerCase();
  return [...serviceDiscoveryTablesOf(context).namespaces.values()].filter(
    (row) => row.name.toLowerCase() === wanted,
  );
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}
