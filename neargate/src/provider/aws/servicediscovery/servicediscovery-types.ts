import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { dnsNamespaceData, httpNamespaceData, serviceData } from './data-sources.ts';
import { instance } from './instance.ts';
import { httpNamespace, privateDnsNamespace, publicDnsNamespace } from './namespaces.ts';
import { service } from './service.ts';

export const servicediscoveryTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_service_discovery_http_namespace: httpNamespace,
  aws_service_discovery_instance: instance,
  aws_service_discovery_private_dns_namespace: privateDnsNamespace,
  aws_service_discovery_public_dns_namespace: publicDnsNamespace,
  aws_service_discovery_service: service,
};

export const servicediscoveryDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_service_discovery_dns_namespace: dnsNamespaceData,
  aws_service_discovery_http_namespace: httpNamespaceData,
  aws_service_discovery_service: serviceData,
};
