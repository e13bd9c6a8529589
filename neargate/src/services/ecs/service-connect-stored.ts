import type { ServiceConnectConfiguration } from '@aws-sdk/client-ecs';

/** The parts of a Service Connect configuration that only its proxy acts on, which is not run here: they are kept, and nothing more. */
export function storedServiceConnectFields(
  configuration: ServiceConnectConfiguration | undefined,
): readonly string[] {
  if (configuration?.enabled !== true) return [];
  const { services = [], logConfiguration, accessLogConfiguration } = configuration;
  const fields: Readonly<Record<string, boolean>> = {
    logConfiguration: logConfiguration !== undefined,
    accessLogConfiguration: accessLogConfiguration !== undefined,
    'services.timeout': services.some(({ timeout }) => timeout !== undefined),
    'services.ingressPortOverride': services.some(
      ({ ingressPortOverride }) => ingressPortOverride !== undefined,
    ),
    'services.clientAliases.testTrafficRules': services.some(({ clientAliases = [] }) =>
      clientAliases.some(({ testTrafficRules }) => testTrafficRules !== undefined),
    ),
  };
  return Object.keys(fields).filter((name) => fields[name]);
}
