import type { OperationContext } from '../../services/context.ts';
import { assumeAsService } from '../../services/sts/assume-as-service.ts';
import { AwsError } from '../../core/aws-error.ts';
import { DeliveryFailure } from './delivery-failure.ts';

const service = 'events.amazonaws.com';

/**
 * The context of a call that EventBridge makes for a rule in a session of the role: it must exist and trust EventBridge.
 * Resource policies of targets without a role are not evaluated.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
 * @throws DeliveryFailure NO_PERMISSIONS
 */
export function asRole(
  context: OperationContext,
  roleArn: string | undefined,
  { sourceArn, sessionName }: { readonly sourceArn: string; readonly sessionName: string },
): OperationContext {
  if (roleArn === undefined) return context;
  const refused = (why: string) =>
    new DeliveryFailure(
      'NO_PERMISSIONS',
      `The role ${roleArn} cannot be assumed by principal '${service}': ${why}`,
    );
  try {
    const assumption = assumeAsService(context, { roleArn, service, sourceArn, sessionName });
    if (assumption.kind === 'assumed') return assumption.context;
    if (assumption.kind === 'missing') throw refused('it does not exist.');
    throw refused(
      context.authorization?.isEnforced === true
        ? assumption.reason
        : 'its trust policy does not allow sts:AssumeRole to that service.',
    );
  } catch (error) {
    if (error instanceof AwsError) throw refused('it does not exist.');
    throw error;
  }
}
