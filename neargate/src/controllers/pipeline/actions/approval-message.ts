import type { ActionExecutionRow } from '../../../services/codepipeline/store.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const maxSubjectLength = 100;

/**
 * What a topic gets when an approval waits. The links are those of AWS's console, for who reads them by their form.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-json-format.html
 */
export function approvalMessage(
  { pipelineName, stageName, actionName, region, approvalToken }: ActionExecutionRow,
  { CustomData, ExternalEntityLink }: Readonly<Record<string, string>>,
  expiresAtMs: number,
): { readonly subject: string; readonly body: string } {
  const consoleLink = `https://console.aws.amazon.com/codepipeline/home?region=${region}#/view/${pipelineName}`;
  return {
    subject: `APPROVAL NEEDED: AWS CodePipeline ${pipelineName} for action ${actionName}`.slice(
      0,
      maxSubjectLength,
    ),
    body: JSON.stringify({
      region,
      consoleLink,
      approval: {
        pipelineName,
        stageName,
        actionName,
        token: approvalToken,
        expires: `${new Date(expiresAtMs).toISOString().slice(0, 16)}Z`,
        externalEntityLink: ExternalEntityLink ?? null,
        approvalReviewLink: `${consoleLink}/${stageName}/${actionName}/approve/${approvalToken}`,
        customData: CustomData ?? null,
      },
    }),
  };
}
