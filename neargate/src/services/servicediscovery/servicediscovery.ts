import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import {
  createHttpNamespace,
  createPrivateDnsNamespace,
  createPublicDnsNamespace,
} from './operations/create-namespace.ts';
import { createService } from './operations/create-service.ts';
import { discoverInstances, discoverInstancesRevision } from './operations/discover-instances.ts';
import { getInstancesHealthStatus, updateInstanceCustomHealthStatus } from './operations/instance-health.ts';
import {
  deregisterInstanceOperation,
  getInstance,
  listInstances,
  registerInstanceOperation,
} from './operations/instances.ts';
import { deleteNamespace, getNamespace, listNamespaces } from './operations/namespaces.ts';
import { getOperation, listOperations } from './operations/operations.ts';
import {
  deleteServiceAttributes,
  getServiceAttributes,
  updateServiceAttributes,
} from './operations/service-attributes.ts';
import { deleteService, getService, listServices, updateService } from './operations/services.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tagging.ts';
import {
  updateHttpNamespace,
  updatePrivateDnsNamespace,
  updatePublicDnsNamespace,
} from './operations/update-namespace.ts';

/** AWS Cloud Map. https://docs.aws.amazon.com/cloud-map/latest/api/Welcome.html */
export const servicediscovery = {
  signingName: 'servicediscovery',
  protocol: 'json',
  targetPrefix: 'Route53AutoNaming_v20170314',
  jsonVersion: '1.1',
  apiVersion: '2017-03-14',
  validationErrorCode: 'InvalidInput',
  constraints,
  operations: {
    CreateHttpNamespace: createHttpNamespace,
    CreatePrivateDnsNamespace: createPrivateDnsNamespace,
    CreatePublicDnsNamespace: createPublicDnsNamespace,
    CreateService: createService,
    DeleteNamespace: deleteNamespace,
    DeleteService: deleteService,
    DeleteServiceAttributes: deleteServiceAttributes,
    DeregisterInstance: deregisterInstanceOperation,
    DiscoverInstances: discoverInstances,
    DiscoverInstancesRevision: discoverInstancesRevision,
    GetInstance: getInstance,
    GetInstancesHealthStatus: getInstancesHealthStatus,
    GetNamespace: getNamespace,
    GetOperation: getOperation,
    GetService: getService,
    GetServiceAttributes: getServiceAttributes,
    ListInstances: listInstances,
    ListNamespaces: listNamespaces,
    ListOperations: listOperations,
    ListServices: listServices,
    ListTagsForResource: listTagsForResource,
    RegisterInstance: registerInstanceOperation,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateHttpNamespace: updateHttpNamespace,
    UpdateInstanceCustomHealthStatus: updateInstanceCustomHealthStatus,
    UpdatePrivateDnsNamespace: updatePrivateDnsNamespace,
    UpdatePublicDnsNamespace: updatePublicDnsNamespace,
    UpdateService: updateService,
    UpdateServiceAttributes: updateServiceAttributes,
  },
} satisfies ServiceDefinition;
