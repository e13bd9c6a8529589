import { type Diagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import { storedServiceConnectFields } from '../../../services/ecs/service-connect-stored.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { serviceInput } from './service-input.ts';

/** Says which parts of a service's Service Connect configuration are only kept. */
export function storedConnectWarnings(config: PlainObject): readonly Diagnostic[] {
  const fields = storedServiceConnectFields(serviceInput(config).serviceConnectConfiguration);
  if (fields.length === 0) return [];
  return [
    warningDiagnostic(
      'Stored, not enforced',
      `Connections of Service Connect go straight to a task here, without its proxy: ${fields.join(', ')} of its configuration is kept as AWS would describe it, and nothing acts on it.`,
    ),
  ];
}
