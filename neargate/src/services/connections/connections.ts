import type { ServiceDefinition } from '../operation.ts';
import type { ServiceConstraints } from '../service-constraints.ts';
import { constraints as codeconnectionsConstraints } from './codeconnections-constraints.ts';
import { constraints as codestarConstraints } from './codestar-connections-constraints.ts';
import * as connections from './operations/connections.ts';
import * as hosts from './operations/hosts.ts';
import * as tagging from './operations/tagging.ts';

/**
 * Connections to repositories outside AWS, under the two names that the service has had. Both keep their things in one place.
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
function connectionsService<Name extends string, Prefix extends string>(
  signingName: Name,
  targetPrefix: Prefix,
  constraints: ServiceConstraints,
) {
  return {
    signingName,
    protocol: 'json',
    targetPrefix,
    jsonVersion: '1.0',
    apiVersion: '2019-12-01',
    validationErrorCode: 'ValidationException',
    constraints,
    operations: {
      CreateConnection: connections.createConnection(signingName),
      CreateHost: hosts.createHost(signingName),
      DeleteConnection: connections.deleteConnection,
      DeleteHost: hosts.deleteHost,
      GetConnection: connections.getConnection,
      GetHost: hosts.getHost,
      ListConnections: connections.listConnections,
      ListHosts: hosts.listHosts,
      ListTagsForResource: tagging.listTagsForResource,
      TagResource: tagging.tagResource,
      UntagResource: tagging.untagResource,
      UpdateHost: hosts.updateHost,
    },
    stored: {
      CreateHost: 'Nothing connects to it.',
      UpdateHost: 'Nothing connects to it.',
    },
  } as const satisfies ServiceDefinition;
}

export const codestarConnections = connectionsService(
  'codestar-connections',
  'com.amazonaws.codestar.connections.CodeStar_connections_20191201',
  codestarConstraints,
);

export const codeConnections = connectionsService(
  'codeconnections',
  'com.amazonaws.codeconnections.CodeConnections_20231201',
  codeconnectionsConstraints,
);
