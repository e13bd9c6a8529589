import type {
  UpdateHttpNamespaceRequest,
  UpdateHttpNamespaceResponse,
  UpdatePrivateDnsNamespaceRequest,
  UpdatePrivateDnsNamespaceResponse,
  UpdatePublicDnsNamespaceRequest,
  UpdatePublicDnsNamespaceResponse,
} from '@aws-sdk/client-servicediscovery';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { route53TablesOf } from '../../route53/store.ts';
import { putOwnRecordSets } from '../../route53/zones.ts';
import { invalidInput } from '../errors.ts';
import { recordOperation } from '../operation-records.ts';
import { findNamespace } from '../references.ts';
import { type NamespaceRow, serviceDiscoveryTablesOf } from '../store.ts';

const input = { Id: { required: true }, Namespace: { required: true } } as const;

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_UpdateHttpNamespace.html */
export const updateHttpNamespace = operation<UpdateHttpNamespaceRequest, UpdateHttpNamespaceResponse>({
  handle: (context, { Id, Namespace }) => update(context, Id, 'HTTP', Namespace),
});

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_UpdatePrivateDnsNamespace.html */
export const updatePrivateDnsNamespace = operation<
  UpdatePrivateDnsNamespaceRequest,
  UpdatePrivateDnsNamespaceResponse
>({ input, handle: (context, { Id, Namespace }) => update(context, Id, 'DNS_PRIVATE', Namespace) });

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_UpdatePublicDnsNamespace.html */
export const updatePublicDnsNamespace = operation<
  UpdatePublicDnsNamespaceRequest,
  UpdatePublicDnsNamespaceResponse
>({ input, handle: (context, { Id, Namespace }) => update(context, Id, 'DNS_PUBLIC', Namespace) });

function update(
  context: OperationContext,
  id: string | undefined,
  type: NamespaceRow['type'],
  change: UpdatePrivateDnsNamespaceRequest['Namespace'],
): { OperationId: string } {
  const row = findNamespace(context, id);
  if (row.type !== type) throw invalidInput(`Namespace ${row.id} is of the type ${row.type}, not ${type}.`);
  const soaTtl = change?.Properties?.DnsProperties?.SOA?.TTL ?? row.soaTtl;
  serviceDiscoveryTablesOf(context).namespaces.put(row.id, {
    ...row,
    description: change?.Description ?? row.description,
    soaTtl,
  });
  const zone = route53TablesOf(context).zones.get(row.hostedZoneId ?? '');
  if (zone !== undefined && soaTtl !== undefined) putOwnRecordSets(context, zone, soaTtl);
  return recordOperation(context, 'UPDATE_NAMESPACE', { NAMESPACE: row.id });
}
