import type { ActionExecutionRow } from '../../services/codepipeline/store.ts';
import type { OperationContext } from '../../services/context.ts';
import { assumeAsService } from '../../services/sts/assume-as-service.ts';
import { ActionFailure } from './actions/provider.ts';

const service = 'codepipeline.amazonaws.com';

/**
 * The context of the calls of an action: in a session of the action's own role or the pipeline's. Only where policies are
 * enforced does a role that does not trust CodePipeline stop it.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html
 * @throws ActionFailure
 */
export function inActionRole(context: OperationContext, row: ActionExecutionRow): OperationContext {
  const { roleArn, pipelineName, actionExecutionId } = row;
  if (context.authorization === undefined || !roleArn.startsWith('arn:')) return context;
  const { accountId, region } = context.caller;
  const assumption = assumeAsService(context, {
    roleArn,
    service,
    sourceArn: `arn:aws:codepipeline:${region}:${accountId}:${pipelineName}`,
    sessionName: actionExecutionId.replaceAll('-', ''),
  });
  if (assumption.kind === 'assumed') return assumption.context;
  if (!context.authorization.isEnforced) return context;
  const why = assumption.kind === 'missing' ? 'the role does not exist.' : assumption.reason;
  throw new ActionFailure(
    'PermissionError',
    `CodePipeline is not authorized to perform AssumeRole on role ${roleArn}: ${why}`,
  );
}
