import { systemClock } from '../../core/clock.ts';
import { UserError } from '../../core/user-error.ts';
import type { PipelineExecutionStatus, PipelineStatus } from '../../gateway/pipeline-protocol.ts';
import type { AdminClient } from '../admin-client.ts';
import { callAws } from '../aws-api.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { renderPipeline } from '../views/pipeline.ts';

const verbs = ['status', 'start', 'approve', 'retry', 'stop'] as const;
type Verb = (typeof verbs)[number];

interface VerbOptions {
  readonly reject: boolean;
  readonly abandon: boolean;
  readonly summary: string;
}

export const pipeline = defineCommand({
  name: 'pipeline',
  summary:
    'Show a pipeline (status), run it (start), answer its approval (approve), run a failed stage again (retry) or stop it (stop).',
  positionals: [
    { name: 'status|start|approve|retry|stop', optional: true },
    { name: 'PIPELINE', optional: true },
  ],
  options: {
    json: { type: 'boolean', description: 'Of status: print JSON' },
    reject: { type: 'boolean', description: 'Of approve: say no' },
    summary: { type: 'string', value: 'TEXT', description: 'Of approve and stop: the reason that is kept' },
    abandon: { type: 'boolean', description: 'Of stop: do not wait for actions that are under way' },
  },
  examples: [
    'neargate pipeline',
    'neargate pipeline start',
    'neargate pipeline approve --summary "Looks good"',
    'neargate pipeline retry my-pipeline',
    'neargate pipeline stop --abandon',
  ],
  async run({ options, positionals, terminal, environment, workingDirectory }) {
    const { verb, name } = readArguments(positionals);
    const client = requireServer(environment, workingDirectory);
    const { pipelines } = await client.status();
    if (verb === 'status') {
      const shown = name === undefined ? pipelines : [choose(pipelines, name)];
      if (shown.length === 0 && options.json !== true) terminal.note('There is no pipeline.\n');
      terminal.print(
        options.json === true
          ? `${JSON.stringify(shown, undefined, 2)}\n`
          : shown.map((one) => `${renderPipeline(one, systemClock.now())}\n`).join('\n'),
      );
      return 0;
    }
    const said = await carryOut(client, environment, verb, choose(pipelines, name), {
      reject: options.reject ?? false,
      abandon: options.abandon ?? false,
      summary: options.summary ?? '',
    });
    terminal.note(`${said}\n`);
    return 0;
  },
});

/** A word that is no verb is a pipeline's name. */
function readArguments(positionals: readonly string[]): {
  readonly verb: Verb;
  readonly name: string | undefined;
} {
  const [first, second] = positionals;
  const verb = verbs.find((one) => one === first);
  if (verb !== undefined) return { verb, name: second };
  if (second === undefined) return { verb: 'status', name: first };
  throw new UserError(`"${first}" is not one of ${verbs.join(', ')}.`, {
    remedy: 'See "neargate pipeline --help".',
    exitCode: 2,
  });
}

/** The pipeline of that name, or the only one. */
function choose(pipelines: readonly PipelineStatus[], name: string | undefined): PipelineStatus {
  const found = name === undefined ? pipelines : pipelines.filter((one) => one.name === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (pipelines.length === 0) throw new UserError('There is no pipeline.');
  const names = pipelines.map((one) => one.name).join(', ');
  throw new UserError(
    name === undefined ? 'There is more than one pipeline.' : `There is no pipeline "${name}".`,
    {
      remedy: `Pipelines: ${names}.`,
      exitCode: 2,
    },
  );
}

/** Resolves to what was done, in words. */
async function carryOut(
  { url }: AdminClient,
  environment: NodeJS.ProcessEnv,
  verb: Exclude<Verb, 'status'>,
  { name, region, executions }: PipelineStatus,
  options: VerbOptions,
): Promise<string> {
  const call = (operation: string, input: unknown) =>
    callAws(
      url,
      { target: `CodePipeline_20150709.${operation}`, signingName: 'codepipeline', region, environment },
      input,
    );
  switch (verb) {
    case 'start': {
      const { pipelineExecutionId } = (await call('StartPipelineExecution', { name })) as {
        pipelineExecutionId: string;
      };
      return `Started execution ${pipelineExecutionId} of ${name}. Watch it with: neargate pipeline`;
    }
    case 'retry': {
      const execution = executions.find(({ status }) => status === 'Failed');
      const stage = execution?.stages.find(({ status }) => status === 'Failed');
      if (execution === undefined || stage === undefined)
        throw new UserError(`No stage of ${name} has failed.`, {
          remedy: 'Run it with: neargate pipeline start',
        });
      await call('RetryStageExecution', {
        pipelineName: name,
        stageName: stage.name,
        pipelineExecutionId: execution.id,
        retryMode: 'FAILED_ACTIONS',
      });
      return `Stage ${stage.name} of execution ${execution.id} runs again.`;
    }
    case 'stop': {
      const execution = executions.find(({ endedAtMs }) => endedAtMs === undefined);
      if (execution === undefined) throw new UserError(`No execution of ${name} is under way.`);
      await call('StopPipelineExecution', {
        pipelineName: name,
        pipelineExecutionId: execution.id,
        abandon: options.abandon,
        ...(options.summary === '' ? {} : { reason: options.summary }),
      });
      return `Execution ${execution.id} of ${name} stops${options.abandon ? '' : ' when its actions have ended'}.`;
    }
    case 'approve':
      return approve(call, name, executions, options);
  }
}

interface ActionStates {
  readonly stageStates?: readonly {
    readonly stageName?: string;
    readonly actionStates?: readonly {
      readonly actionName?: string;
      readonly latestExecution?: { readonly token?: string };
    }[];
  }[];
}

async function approve(
  call: (operation: string, input: unknown) => Promise<unknown>,
  pipelineName: string,
  executions: readonly PipelineExecutionStatus[],
  { reject, summary }: VerbOptions,
): Promise<string> {
  const waiting = executions
    .flatMap(({ stages }) => stages)
    .flatMap((stage) => stage.actions.map((action) => ({ stage: stage.name, ...action })))
    .find(({ isWaitingForApproval }) => isWaitingForApproval === true);
  if (waiting === undefined) throw new UserError(`Nothing in ${pipelineName} waits for an approval.`);
  const { stageStates = [] } = (await call('GetPipelineState', { name: pipelineName })) as ActionStates;
  const token = stageStates
    .find(({ stageName }) => stageName === waiting.stage)
    ?.actionStates?.find(({ actionName }) => actionName === waiting.name)?.latestExecution?.token;
  await call('PutApprovalResult', {
    pipelineName,
    stageName: waiting.stage,
    actionName: waiting.name,
    result: { status: reject ? 'Rejected' : 'Approved', summary },
    token,
  });
  return `${waiting.stage}/${waiting.name} is ${reject ? 'rejected' : 'approved'}.`;
}
