import type { IncomingHttpHeaders } from 'node:http';
import { catalog, type ServiceName } from '../services/catalog.ts';
import type { ServiceDefinition } from '../services/operation.ts';
import type { CredentialScope } from './credential-scope.ts';

export interface DetectionInput {
  readonly headers: IncomingHttpHeaders;
  /** The form of a query-protocol request: of the body, or of a GET's query string. */
  readonly form: URLSearchParams | undefined;
  readonly scope: CredentialScope | undefined;
}

const services = Object.entries(catalog) as [ServiceName, ServiceDefinition][];

/**
 * Which service a request on the one port is for: by its X-Amz-Target, by the signature's scope, by the API version of a form;
 * what says none of it is S3. Undefined for a service that Neargate does not have.
 */
export function detectService({ headers, form, scope }: DetectionInput): ServiceName | undefined {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const prefix = target.slice(0, target.lastIndexOf('.'));
    return services.find(([, definition]) => isTargetedBy(definition, prefix))?.[0];
  }
  if (form?.has('Action') === true) {
    const version = form.get('Version');
    const candidates = services.filter(([, definition]) => speaksForms(definition));
    const signed = candidates.find(([, { signingName }]) => signingName === scope?.service);
    return (signed ?? candidates.find(([, { apiVersion }]) => apiVersion === version))?.[0];
  }
  if (scope === undefined) return 's3';
  return services.find(([, { signingName }]) => signingName === scope.service)?.[0];
}

/** Some clients send the whole prefix of a dotted one, others what follows its last dot: the name of the service's shape. */
function isTargetedBy({ targetPrefix = '' }: ServiceDefinition, prefix: string): boolean {
  return (
    prefix !== '' &&
    (prefix === targetPrefix || prefix === targetPrefix.slice(targetPrefix.lastIndexOf('.') + 1))
  );
}

function speaksForms({ protocol, olderProtocol }: ServiceDefinition): boolean {
  return protocol === 'query' || protocol === 'ec2' || olderProtocol === 'query';
}
