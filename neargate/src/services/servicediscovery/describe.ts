import type { Namespace, Operation, Service } from '@aws-sdk/client-servicediscovery';
import { toDate } from '../timestamps.ts';
import {
  type DiscoveryServiceRow,
  dnsConfigOf,
  instancesOf,
  type NamespaceRow,
  type OperationRow,
  type ServiceDiscoveryTables,
  servicesOf,
} from './store.ts';

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_Namespace.html */
export function describeNamespace(tables: ServiceDiscoveryTables, row: NamespaceRow): Namespace {
  const { hostedZoneId, soaTtl } = row;
  return {
    Id: row.id,
    Arn: row.arn,
    Name: row.name,
    Type: row.type,
    Description: row.description,
    ServiceCount: servicesOf(tables, row.id).length,
    Properties: {
      DnsProperties:
        hostedZoneId === undefined
          ? { SOA: {} as { TTL: number } }
          : { HostedZoneId: hostedZoneId, SOA: { TTL: soaTtl ?? 15 } },
      HttpProperties: { HttpName: row.name },
    },
    CreateDate: toDate(row.createdAtMs),
    CreatorRequestId: row.creatorRequestId,
  };
}

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_Service.html */
export function describeService(tables: ServiceDiscoveryTables, row: DiscoveryServiceRow): Service {
  return {
    Id: row.id,
    Arn: row.arn,
    Name: row.name,
    NamespaceId: row.namespaceId,
    Description: row.description,
    InstanceCount: instancesOf(tables, row.id).length,
    DnsConfig: dnsConfigOf(row),
    Type: row.type,
    HealthCheckConfig: row.healthCheckConfig,
    HealthCheckCustomConfig: row.hasCustomHealth ? { FailureThreshold: 1 } : undefined,
    CreateDate: toDate(row.createdAtMs),
    CreatorRequestId: row.creatorRequestId,
  };
}

/** https://docs.aws.amazon.com/cloud-map/latest/api/API_Operation.html */
export function describeOperation(row: OperationRow): Operation {
  const { outcome } = row;
  return {
    Id: row.id,
    Type: row.type,
    Status: outcome.status,
    ...(outcome.status === 'FAIL'
      ? { ErrorCode: outcome.errorCode, ErrorMessage: outcome.errorMessage }
      : {}),
    CreateDate: toDate(row.atMs),
    UpdateDate: toDate(row.atMs),
    Targets: { ...row.targets },
  };
}
