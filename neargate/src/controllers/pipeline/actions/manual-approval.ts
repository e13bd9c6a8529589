import type { ActionExecutionRow } from '../../../services/codepipeline/store.ts';
import type { OperationContext } from '../../../services/context.ts';
import { publishForCaller } from '../../../services/sns/publish-for.ts';
import { approvalMessage } from './approval-message.ts';
import { type ActionProvider, type ActionState, minuteMs } from './provider.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const sevenDaysMinutes = 7 * 24 * 60;

/**
 * Tells the topic of its configuration, if it names one, and waits for PutApprovalResult.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
 */
export const manualApproval: ActionProvider = {
  timeoutMs,
  start:
    async ({ context, configuration }) =>
    (fresh) => {
      tellTopic(context, fresh, configuration);
      return approvalState(fresh);
    },
  poll: ({ row }) => approvalState(row),
};

function timeoutMs({ timeoutMinutes = sevenDaysMinutes }: ActionExecutionRow): number {
  return timeoutMinutes * minuteMs;
}

/** In the role of the action or the pipeline. @throws AwsError where the topic is not there, or the role may not */
function tellTopic(
  context: OperationContext,
  row: ActionExecutionRow,
  configuration: Readonly<Record<string, string>>,
): void {
  const { NotificationArn: topicArn = '' } = configuration;
  if (topicArn === '') return;
  const message = approvalMessage(row, configuration, row.startedAtMs + timeoutMs(row));
  publishForCaller(context, topicArn, message);
}

function approvalState({ approval }: ActionExecutionRow): ActionState {
  if (approval === undefined) return { kind: 'in-progress', hasBegun: true };
  const { status, summary, by } = approval;
  if (status === 'Approved') return { kind: 'succeeded', summary, updatedBy: by };
  return {
    kind: 'failed',
    code: 'JobFailed',
    message: summary === '' ? 'The approval was rejected.' : `Rejected: ${summary}`,
    updatedBy: by,
  };
}
