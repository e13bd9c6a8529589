import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { GitRepository } from '../../core/git-repository.ts';
import { silentLogger } from '../../core/logger.ts';
import { timing } from '../../core/timing.ts';
import { writeZip } from '../../drivers/zip/write-zip.ts';
import { commitFacts, commitObject } from '../../services/codecommit/git-commit.ts';
import { recordReferences } from '../../services/codecommit/record-references.ts';
import { findRepository } from '../../services/codecommit/repositories.ts';
import { eventsTables } from '../../services/events/store.ts';
import { createEcsWorld, type EcsWorld } from '../ecs-test-world.ts';
import { type RunningReconcilers, startReconcilers } from '../reconciler.ts';
import type { BuildRequest, BuildView, ConnectedRepositories, PipelineEnvironment } from './environment.ts';
import { pipelineControllers } from './pipeline-controllers.ts';

/** A build as the fake CodeBuild keeps it. */
export interface FakeBuild extends BuildRequest {
  readonly id: string;
  readonly view: BuildView;
}

/** Pipelines over a real ECS, CodeCommit and S3 under a virtual clock, and a CodeBuild that does what the test says. Test support. */
export interface PipelineWorld extends EcsWorld {
  readonly environment: PipelineEnvironment;
  /** Commits these files to a branch of the repository `shop`, as a push does; returns the commit's id. */
  push(files: Readonly<Record<string, string>>, branchName?: string): string;
  builds(): readonly FakeBuild[];
  /** Ends a build well, with these files in its first output. */
  succeed(
    build: FakeBuild | undefined,
    files?: Readonly<Record<string, string>>,
    exported?: Record<string, string>,
  ): Promise<void>;
  end(build: FakeBuild | undefined, view: Partial<BuildView>): void;
  /** Ends the controllers of pipelines and starts new ones, as a restart does. */
  restart(): Promise<void>;
  /** Lets everything happen that takes no time, or as much of it as happens in so many turns. */
  settle(turns?: number): Promise<void>;
  createPipeline(stages: readonly StageDeclaration[], more?: Partial<PipelineDeclaration>): void;
  start(): string;
  status(executionId: string): string | undefined;
  /** `Stage: Status` of each stage that the newest execution entered, and below it `action: Status`. */
  latest(): readonly string[];
  /** States of events of pipelines, stages and actions, oldest first. */
  events(): readonly string[];
}

const scope = '123456789012/us-east-1';
const buildsTable = 'test.builds';
export const roleArn = 'arn:aws:iam::123456789012:role/pipeline';
const noConnections: ConnectedRepositories = {
  directoryOf: () => undefined,
  commit: async () => undefined,
  changedFiles: async () => [],
  archive: async () => new Uint8Array(0),
};

/** @param connections the repositories outside AWS that directories stand for; none unless given */
export async function createPipelineWorld(
  connections: ConnectedRepositories = noConnections,
): Promise<PipelineWorld> {
  const ecs = await createEcsWorld('fast');
  const { context, clock, call } = ecs;
  const git = () => context.git.open(scope, findRepository(context, 'shop').repositoryId);
  const builds = () => context.store.table<FakeBuild>(buildsTable, scope);
  const environment: PipelineEnvironment = {
    store: context.store,
    clock,
    ids: context.ids,
    timing: timing('fast'),
    log: silentLogger,
    contextOf: () => context,
    builds: {
      tableName: buildsTable,
      start(_context, request) {
        const id = `${request.projectName}:${context.ids.uuid()}`;
        builds().put(id, { ...request, id, view: runningBuild });
        return id;
      },
      find: (_context, id) => builds().get(id)?.view,
    },
    connections,
    archiveCommit: (archived, repositoryId, commitId) =>
      archiveFlatTree(archived.git.open(scope, repositoryId), commitId),
  };
  const startControllers = (): RunningReconcilers =>
    startReconcilers(pipelineControllers(environment), { store: context.store, clock, log: silentLogger });
  let controllers = startControllers();

  call('iam', 'CreateRole', {
    RoleName: 'pipeline',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'codepipeline.amazonaws.com' },
        },
      ],
    }),
  });
  call('s3', 'CreateBucket', { Bucket: 'artifacts' });
  call('codecommit', 'CreateRepository', { repositoryName: 'shop' });

  const world: PipelineWorld = {
    ...ecs,
    environment,
    push(files, branchName = 'main') {
      const repository = git();
      const author = { name: 'Ada', email: 'ada@example.com', date: '1700000000 +0000' };
      const entries = Object.entries(files).toSorted(([left], [right]) => (left < right ? -1 : 1));
      const tree = entries.map(([name, text]) => {
        const [id = ''] = repository.write([{ type: 'blob', content: Buffer.from(text) }]);
        return Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(id, 'hex')]);
      });
      const [treeId = ''] = repository.write([{ type: 'tree', content: Buffer.concat(tree) }]);
      const [commitId = ''] = repository.write([
        commitObject({ treeId, parents: [], author, committer: author, message: `Change ${branchName}` }),
      ]);
      const fullName = `refs/heads/${branchName}`;
      const from = repository.references().find((one) => one.fullName === fullName)?.objectId;
      repository.moveReference({ fullName, from, to: commitId });
      recordReferences(context, findRepository(context, 'shop'));
      return commitId;
    },
    builds: () => [...builds().values()],
    async succeed(build, files = {}, exported = {}) {
      if (build === undefined) throw new Error('there is no such build');
      const [output] = build.pipelineOutput;
      if (output !== undefined) {
        const entries = Object.entries(files).map(([path, text]) => ({
          path,
          content: Buffer.from(text),
          mode: 0o100_644,
        }));
        call('s3', 'PutObject', { Bucket: output.bucket, Key: output.key, Body: await writeZip(entries, 0) });
      }
      world.end(build, {
        buildStatus: 'SUCCEEDED',
        exportedEnvironmentVariables: Object.entries(exported).map(([name, value]) => ({ name, value })),
      });
    },
    end(build, view) {
      if (build === undefined) throw new Error('there is no such build');
      builds().update(build.id, (row) => ({ ...row, view: { ...row.view, ...view } }));
    },
    async restart() {
      await controllers.stop();
      controllers = startControllers();
    },
    settle: (turns = 40) => settle(ecs, turns),
    createPipeline(stages, more = {}) {
      call('codepipeline', 'CreatePipeline', {
        pipeline: {
          name: 'delivery',
          roleArn,
          artifactStore: { type: 'S3', location: 'artifacts' },
          stages: [...stages],
          ...more,
        },
      });
    },
    start: () =>
      call('codepipeline', 'StartPipelineExecution', { name: 'delivery' }).pipelineExecutionId ?? '',
    status: (pipelineExecutionId) =>
      call('codepipeline', 'GetPipelineExecution', { pipelineName: 'delivery', pipelineExecutionId })
        .pipelineExecution?.status,
    latest() {
      const { stageStates = [] } = call('codepipeline', 'GetPipelineState', { name: 'delivery' });
      return stageStates
        .filter(({ latestExecution }) => latestExecution !== undefined)
        .flatMap(({ stageName, latestExecution, actionStates = [] }) => [
          `${stageName}: ${latestExecution?.status}`,
          ...actionStates.map(
            (action) => `  ${action.actionName}: ${action.latestExecution?.status ?? 'none'}`,
          ),
        ]);
    },
    events() {
      return [...eventsTables(context.store, scope).acceptedEvents.values()]
        .filter(({ event }) => event.source === 'aws.codepipeline')
        .map(({ event }) => {
          const { stage, action, state } = event.detail as Record<string, string>;
          return [stage, action, state].filter((part) => part !== undefined).join(' ');
        });
    },
    async stop() {
      await controllers.stop();
      await ecs.stop();
    },
  };
  return world;
}

/** The files of a commit that has no folders. */
async function archiveFlatTree(git: GitRepository, commitId: string): Promise<Uint8Array> {
  const read = (id: string) => git.read([id])[0] ?? { id, type: 'tree' as const, content: Buffer.alloc(0) };
  const { content } = read(commitFacts(read(commitId)).treeId);
  const entries: { path: string; content: Buffer; mode: number }[] = [];
  for (let at = 0; at < content.length;) {
    const end = content.indexOf(0, at);
    const [mode = '', path = ''] = content.toString('utf8', at, end).split(' ');
    const id = content.toString('hex', end + 1, end + 21);
    entries.push({ path, mode: Number.parseInt(mode, 8), content: read(id).content });
    at = end + 21;
  }
  return writeZip(entries, 0);
}

const runningBuild: BuildView = { buildStatus: 'IN_PROGRESS', phases: [], exportedEnvironmentVariables: [] };

/** Packing and unpacking run on other threads, so that some real turns pass. */
async function settle({ clock }: EcsWorld, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    await clock.advance(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export const sourceAction: ActionDeclaration = {
  name: 'Source',
  actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
  namespace: 'Source',
  configuration: { RepositoryName: 'shop', BranchName: 'main', PollForSourceChanges: 'false' },
  outputArtifacts: [{ name: 'Source' }],
};

export function buildAction(name: string, more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name,
    actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
    configuration: { ProjectName: name },
    inputArtifacts: [{ name: 'Source' }],
    outputArtifacts: [{ name: `${name}-output` }],
    ...more,
  };
}

export function approvalAction(name: string, more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name,
    actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
    ...more,
  };
}

export const deployAction: ActionDeclaration = {
  name: 'Deploy',
  actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' },
  configuration: { ClusterName: 'main', ServiceName: 'web' },
  inputArtifacts: [{ name: 'web-output' }],
};
