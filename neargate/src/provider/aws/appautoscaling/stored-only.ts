import { type Diagnostic, warningDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';

/** Says of what nothing here scales that it is only kept: targets that are no ECS services, and predictive scaling. */
export function storedOnly(config: PlainObject): readonly Diagnostic[] {
  const namespace = textOf(config, 'service_namespace');
  if (namespace !== undefined && namespace !== 'ecs') {
    return [
      warningDiagnostic(
        'Stored, not enforced',
        `Only ECS services are scaled here; a scalable target of "${namespace}" is kept as AWS would describe it.`,
      ),
    ];
  }
  if (textOf(config, 'policy_type') === 'PredictiveScaling') {
    return [
      warningDiagnostic(
        'Stored, not enforced',
        'A predictive scaling policy is kept as AWS would describe it; nothing here forecasts.',
      ),
    ];
  }
  return [];
}
