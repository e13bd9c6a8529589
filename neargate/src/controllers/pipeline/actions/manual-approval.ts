import { type ActionProvider, type ActionState, minuteMs } from './provider.ts';
import type { ActionExecutionRow } from '../../../services/codepipeline/store.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const sevenDaysMinutes = 7 * 24 * 60;

/**
 * Waits for PutApprovalResult. A topic to notify is stored and not notified.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
 */
export const manualApproval: ActionProvider = {
  timeoutMs: ({ timeoutMinutes = sevenDaysMinutes }) => timeoutMinutes * minuteMs,
  // There is nothing to begin: looking is all.
  start: async () => approvalState,
  poll: ({ row }) => approvalState(row),
};

function approvalState({ approval }: ActionExecutionRow): ActionState {
  if (approval === undefined) return { kind: 'in-progress' };
  const { status, summary, by } = approval;
  if (status === 'Approved') return { kind: 'succeeded', summary, updatedBy: by };
  return {
    kind: 'failed',
    code: 'JobFailed',
    message: summary === '' ? 'The approval was rejected.' : `Rejected: ${summary}`,
    updatedBy: by,
  };
}
