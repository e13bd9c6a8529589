import type { ParameterTier } from '@aws-sdk/client-ssm';
import { validationError } from './errors.ts';

const standardBytes = 4096;
const advancedBytes = 8192;

/**
 * The tier that a value gets, by size and by what was asked for.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export function tierOf(request: {
  readonly wanted: ParameterTier | undefined;
  readonly current: ParameterTier | undefined;
  readonly value: string;
  readonly hasPolicies: boolean;
}): ParameterTier {
  const { wanted, current, value, hasPolicies } = request;
  const size = Buffer.byteLength(value, 'utf8');
  const needsAdvanced = size > standardBytes || hasPolicies;
  const bySize = needsAdvanced ? 'Advanced' : 'Standard';
  const asked = wanted === 'Intelligent-Tiering' ? bySize : (wanted ?? 'Standard');
  const chosen = current === 'Advanced' ? 'Advanced' : asked;
  if (current === 'Advanced' && wanted === 'Standard') {
    throw validationError(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  }
  if (chosen === 'Standard' && size > standardBytes) {
    throw validationError(
      `Standard tier parameters support a maximum parameter value of ${standardBytes} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  }
  if (size > advancedBytes) {
    throw validationError(
      `Advanced tier parameters support a maximum parameter value of ${advancedBytes} characters.`,
    );
  }
  if (chosen === 'Standard' && hasPolicies) {
    throw validationError('Parameter policies are supported by the advanced-parameter tier only.');
  }
  return chosen;
}
