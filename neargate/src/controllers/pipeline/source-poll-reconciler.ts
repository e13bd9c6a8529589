import type { ActionDeclaration, TriggerType } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../core/aws-error.ts';
import { findBranch } from '../../services/codecommit/branches.ts';
import { findRepository } from '../../services/codecommit/repositories.ts';
import { startExecution } from '../../services/codepipeline/start-execution.ts';
import {
  codepipelineTableNames,
  codepipelineTables,
  type PipelineRow,
  type SourcePollRow,
  type WebhookRow,
} from '../../services/codepipeline/store.ts';
import { type OperationContext, regionalScope } from '../../services/context.ts';
import { GitError } from '../../drivers/git/run-git.ts';
import { invokeNow } from '../../services/invoke.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { connectedBranchOf } from './actions/connected-branch.ts';
import type { PipelineEnvironment } from './environment.ts';
import { pipelineKey, splitKey } from './keys.ts';
import { startsOnPush } from './push-trigger.ts';

/** AWS does not publish how often it looks; about once a minute is what is seen. */
const pollIntervalMs = 60_000;

/**
 * Looks at the sources that are polled for changes, which is what they are unless their declaration says no, and starts an
 * execution when one has changed. The first look only remembers.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/change-detection-methods.html
 */
export function sourcePollReconciler(environment: PipelineEnvironment): Reconciler {
  const { store } = environment;
  return {
    name: 'pipeline-source-poll',
    keysFor({ table, scope, key, after }) {
      return table === codepipelineTableNames.pipelines && after !== undefined
        ? [pipelineKey(scope, key)]
        : [];
    },
    initialKeys() {
      return store
        .scopes(codepipelineTableNames.pipelines)
        .flatMap((scope) =>
          [...codepipelineTables(store, scope).pipelines.keys()].map((name) => pipelineKey(scope, name)),
        );
    },
    async reconcile(key) {
      const [scope, name] = splitKey(key);
      const pipeline = codepipelineTables(store, scope).pipelines.get(name);
      return pipeline && lookAtSources(environment, scope, pipeline);
    },
  };
}

async function lookAtSources(
  environment: PipelineEnvironment,
  scope: string,
  pipeline: PipelineRow,
): Promise<ReconcileResult | undefined> {
  const { webhooks } = codepipelineTables(environment.store, scope);
  const webhookOf = ({ name }: ActionDeclaration) =>
    [...webhooks.values()].find(
      ({ definition }) => definition.targetPipeline === pipeline.name && definition.targetAction === name,
    );
  // GitHub calls no webhook here: a look at the directory that stands for the repository takes its place.
  const actions = (pipeline.declaration.stages?.[0]?.actions ?? []).filter(
    (action) => isPolled(action) || webhookOf(action) !== undefined,
  );
  if (actions.length === 0) return undefined;
  const context = environment.contextOf(scope);
  const looks = await Promise.all(actions.map((action) => lookAt(environment, context, pipeline, action)));
  environment.store.transact(() => {
    const { sourcePolls, pipelines } = codepipelineTables(environment.store, scope);
    if (!pipelines.has(pipeline.name)) return;
    const changed = looks.filter(({ action, seen, starts }) => {
      const key = pollKey(pipeline, action);
      const before = sourcePolls.get(key);
      if (before?.source === seen.source && before.revisionId === seen.revisionId) return false;
      sourcePolls.put(key, seen);
      return starts && before?.source === seen.source;
    });
    const [first] = changed;
    if (first === undefined) return;
    try {
      startExecution(context, pipeline.name, { trigger: triggerOf(first.action, webhookOf(first.action)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      environment.log.warn('a change of a source did not start its pipeline', {
        pipeline: pipeline.name,
        reason: error.message,
      });
    }
  });
  return { requeueAfterMs: environment.timing.scaled('codepipeline-source-poll', pollIntervalMs) };
}

interface Look {
  readonly action: ActionDeclaration;
  readonly seen: SourcePollRow;
  /** Whether a change to this revision is one that starts the pipeline. */
  readonly starts: boolean;
}

async function lookAt(
  environment: PipelineEnvironment,
  context: OperationContext,
  pipeline: PipelineRow,
  action: ActionDeclaration,
): Promise<Look> {
  const revisionId = await currentRevision(environment, context, action);
  const source = JSON.stringify([action.actionTypeId?.provider, action.configuration]);
  if (revisionId === undefined) return { action, seen: { source }, starts: false };
  const { triggers = [] } = pipeline.declaration;
  const seen = { source, revisionId };
  if (triggers.length === 0) return { action, seen, starts: true };
  const { sourcePolls } = codepipelineTables(environment.store, regionalScope(context.caller));
  const before = sourcePolls.get(pollKey(pipeline, action))?.revisionId;
  const { branch = action.configuration?.['BranchName'] ?? '' } =
    connectedBranchOf(action.actionTypeId, action.configuration) ?? {};
  const files = await changedFiles(environment, action, before, revisionId);
  return { action, seen, starts: startsOnPush(triggers, action.name ?? '', { branch, files }) };
}

/** What a push to a repository outside AWS changed; nothing that is known for the first one. */
async function changedFiles(
  { connections }: PipelineEnvironment,
  { actionTypeId, configuration }: ActionDeclaration,
  before: string | undefined,
  after: string,
): Promise<readonly string[]> {
  const connected = connectedBranchOf(actionTypeId, configuration);
  const directory = connected && connections.directoryOf(connected.connectionArn, connected.repositoryId);
  if (directory === undefined || before === undefined || before === after) return [];
  try {
    return await connections.changedFiles(directory, before, after);
  } catch (error) {
    // A forced push may have left nothing of what was there before.
    if (error instanceof GitError) return [];
    throw error;
  }
}

function pollKey({ name }: PipelineRow, action: ActionDeclaration): string {
  return `${name}/${action.name ?? ''}`;
}

/** ECR sources are not polled: AWS has a rule made for them. */
function isPolled({ actionTypeId, configuration = {} }: ActionDeclaration): boolean {
  switch (actionTypeId?.provider) {
    case 'CodeCommit':
    case 'GitHub':
    case 'S3':
      return configuration['PollForSourceChanges'] !== 'false';
    case 'CodeStarSourceConnection':
      return configuration['DetectChanges'] !== 'false';
    default:
      return false;
  }
}

function triggerOf(
  { actionTypeId, name = '', configuration = {} }: ActionDeclaration,
  webhook: WebhookRow | undefined,
): {
  triggerType: TriggerType;
  triggerDetail: string;
} {
  if (webhook !== undefined) return { triggerType: 'Webhook', triggerDetail: webhook.arn };
  return actionTypeId?.provider === 'CodeStarSourceConnection'
    ? { triggerType: 'WebhookV2', triggerDetail: configuration['ConnectionArn'] ?? '' }
    : { triggerType: 'PollForSourceChanges', triggerDetail: name };
}

/** What is there now; undefined when nothing is. */
async function currentRevision(
  { connections }: PipelineEnvironment,
  context: OperationContext,
  { actionTypeId, configuration = {} }: ActionDeclaration,
): Promise<string | undefined> {
  const connected = connectedBranchOf(actionTypeId, configuration);
  if (connected !== undefined) {
    const { connectionArn, repositoryId, branch } = connected;
    const directory = connections.directoryOf(connectionArn, repositoryId);
    return directory === undefined ? undefined : (await connections.commit(directory, { branch }))?.commitId;
  }
  try {
    if (actionTypeId?.provider === 'S3') {
      const { S3Bucket: Bucket, S3ObjectKey: Key } = configuration;
      const head = invokeNow('s3', 'HeadObject', { Bucket, Key }, context) as {
        VersionId?: string;
        ETag?: string;
      };
      return head.VersionId ?? head.ETag;
    }
    const repository = findRepository(context, configuration['RepositoryName']);
    return findBranch(context, repository, configuration['BranchName'] ?? '').commitId;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
