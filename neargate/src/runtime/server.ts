import { lineLogger, type LogLevel, type Logger } from '../core/logger.ts';
import { systemClock } from '../core/clock.ts';
import { adminDoor } from '../gateway/admin-door.ts';
import { deploymentsDoor } from '../gateway/deployments-door.ts';
import type { StatusDocument, TerraformLine, TerraformRequest } from '../gateway/admin-protocol.ts';
import type {
  DeliveryEnd,
  DeliveryLine,
  DeliveryRequest,
  PipelineExecutionStatus,
  PipelineStatus,
} from '../gateway/pipeline-protocol.ts';
import { dataChannelDoor } from '../gateway/exec/data-channel-door.ts';
import { signingCertificatePath } from '../controllers/notifications/message-signer.ts';
import { websiteDoor } from '../gateway/website-door.ts';
import { signingCertificateDoor } from '../gateway/signing-certificate-door.ts';
import { coverageDoor } from '../gateway/coverage-door.ts';
import { missedOperations, recordMissedCall } from '../gateway/missed-operations.ts';
import { testResetDoor } from '../gateway/test-reset-door.ts';
import { tasksDoor } from '../gateway/tasks-door.ts';
import { interruptSpotTask } from '../services/ecs/spot-interruption.ts';
import { execInTask, runPromisedCommand, takePromisedCommand } from './tasks/exec.ts';
import { ImageStore } from '../drivers/registry/image-store.ts';
import { awsDoor } from '../gateway/aws-door.ts';
import { gitDoor } from '../gateway/git-door.ts';
import { startGateway } from '../gateway/http-server.ts';
import { iamDoor } from '../gateway/iam-door.ts';
import { networkDoor } from '../gateway/network-door.ts';
import { registryDoor } from '../gateway/registry-door.ts';
import { readRegistryToken } from '../services/ecr/authorization-token.ts';
import { gitCredential } from '../services/iam/git-credential.ts';
import { bucketsOf } from '../services/s3/store.ts';
import { issuedCredentials } from '../services/sts/credentials.ts';
import type { Store } from '../store/store.ts';
import { authenticatorOf } from './authenticator.ts';
import { type ControlPlane, openControlPlane } from './control-plane.ts';
import { type DataPlane, type DataPlaneOptions, startDataPlane } from './data-plane.ts';
import { gitAccess } from './git/git-access.ts';
import { killContainers } from './kill-containers.ts';
import { Lifecycle } from './lifecycle.ts';
import { serviceLogs } from './service-logs.ts';
import { denialsDocument, explainAccess } from './iam/explain-access.ts';
import { explainConnection } from './network/explain-connection.ts';
import { faultStatuses, healFaults, startFault } from './network/faults.ts';
import { resetState } from './reset-state.ts';
import type { Settings } from './settings.ts';
import { stateLayout } from './state-layout.ts';
import { lockState } from './state-lock.ts';
import { concernsOverview, type Overview, readOverview } from './status/overview.ts';
import { deliver } from './delivery/deliver.ts';
import { readsCodecommit } from './delivery/pipeline-decides.ts';
import { chooseSource, type DeliverySource, deliverySources } from './delivery/sources.ts';
import { watchExecutions } from './delivery/watch-executions.ts';
import { answerWaitingHook, hookStatuses } from './deployments/hooks.ts';
import { buildLogs } from './pipelines/build-logs.ts';
import { concernsExecutions, pipelineStatuses } from './pipelines/pipeline-statuses.ts';
import { readStatus } from './status/read-status.ts';
import { EngineRuns, type UnfinishedRun } from './terraform/engine-runs.ts';
import { runEngine } from './terraform/run-engine.ts';
import { signingCertificateFile } from './signing-certificate.ts';
import { serveWebsite } from './websites/serve-website.ts';

/** No part may hold up the stop of the others for longer. */
const stopLimitMs = 5_000;

export interface ServerOptions {
  readonly log?: Logger;
  readonly buildsImages?: NonNullable<DataPlaneOptions['buildsImages']>;
  /** Whether an apply follows at once: its plan says who makes the images. Otherwise, until one does, images are those that are pushed. */
  readonly appliesFirst?: boolean;
}

/** A running Neargate. */
export interface Server {
  /** Where the gateway answers. */
  readonly url: string;
  readonly plane: ControlPlane;
  readonly dataPlane: DataPlane;
  status(): StatusDocument;
  /** The part of the status that is cheap enough to be made at every change. */
  overview(): Overview;
  /** Called after each change that may show in the overview, the unfinished runs or the pipelines. Returns the function that ends the subscription. */
  onChange(listener: () => void): () => void;
  /** Runs the engine; resolves to the exit code that Terraform would give. */
  terraform(
    request: TerraformRequest,
    emit: (line: TerraformLine) => void,
    signal: AbortSignal,
  ): Promise<number>;
  /** What the engine was asked for and has not brought about. */
  unfinishedRuns(): readonly UnfinishedRun[];
  /** The CodeCommit branches that pipelines read. */
  deliverySources(): readonly DeliverySource[];
  /** Pushes a project to the branch that a pipeline reads and tells what comes of it, to its end. */
  deliver(
    request: DeliveryRequest,
    emit: (line: DeliveryLine) => void,
    signal: AbortSignal,
  ): Promise<DeliveryEnd>;
  pipelines(): readonly PipelineStatus[];
  /** Tells of executions that are under way or start later. Returns the function that ends it. */
  watchExecutions(onChange: (execution: PipelineExecutionStatus) => void): () => void;
  /** Resolves when somebody has asked the server to stop through the admin API. */
  readonly stopRequested: Promise<void>;
  /** Stops everything it has started, in reverse order. Safe to call twice. */
  stop(): Promise<void>;
  /** Kills what would outlive this process. For when there is no time to stop. */
  killNow(): void;
}

/**
 * Starts everything in the order in which it stands on each other. When a part cannot start, what was started stops again
 * and the error is passed on (UserError where the user can do something).
 */
export async function startServer(settings: Settings, options: ServerOptions = {}): Promise<Server> {
  const log = options.log ?? standardErrorLog();
  const life = new Lifecycle({ clock: systemClock, log, stopLimitMs });
  try {
    const lock = await life.start('state lock', () => {
      const held = lockState(settings.stateDirectory);
      return { value: held, stop: () => held.release() };
    });
    const plane = await life.start('control plane', () => openControlPlane(settings, log));
    let requestStop: () => void = () => undefined;
    const stopRequested = new Promise<void>((resolve) => {
      requestStop = resolve;
    });
    let dataPlane: DataPlane | undefined;
    const runs = new EngineRuns();
    const terraform = async (
      request: TerraformRequest,
      emit: (line: TerraformLine) => void,
      signal: AbortSignal,
    ): Promise<number> => {
      const exitCode = await runs.during(request, () =>
        runEngine(plane, request, emit, signal, (objectsOf) =>
          chooseBuilder(dataPlane, deliveries().length > 0 || readsCodecommit(objectsOf('aws_codepipeline'))),
        ),
      );
      if (request.action === 'apply') {
        chooseBuilder(dataPlane, deliveries().length > 0);
        if (exitCode === 0) await dataPlane?.images?.refresh();
      }
      return exitCode;
    };
    const deliveries = () => deliverySources(plane);
    const deliverProject: Server['deliver'] = (request, emit, signal) =>
      deliver(plane, { ...request, source: chooseSource(deliveries(), request) }, emit, signal);
    const status = () => readStatus(plane, dataPlane, runs.unfinished());
    const runningTasks = () => dataPlane?.tasks ?? { container: () => undefined };
    const authentication = settings.security.verifiesSignatures
      ? { authentication: authenticatorOf(plane) }
      : {};
    const aws = awsDoor({
      invoke: plane.invoke,
      defaultAccountId: settings.accountId,
      defaultRegion: settings.region,
      principalOf: (accessKeyId) => principalOf(plane.store, accessKeyId),
      ...authentication,
      corsRulesOf: (name) => {
        const bucket = bucketsOf({ store: plane.store, caller: { partition: 'aws' } }).get(name);
        return bucket && { rules: bucket.cors };
      },
      onMissed: (call) => recordMissedCall(plane.store, { ...call, atMs: plane.clock.now() }),
      log,
    });
    const gateway = await life.start('gateway', async () => {
      const started = await startGateway({
        host: settings.host,
        port: settings.gatewayPort,
        log,
        doors: [
          // Known by the host's name: every path below it is the site's.
          websiteDoor((request) => serveWebsite(plane, request)),
          networkDoor({
            faults: () => faultStatuses(plane),
            startFault: (request) => startFault(plane, request),
            healFaults: (id) => healFaults(plane, id),
            explain: (request) => explainConnection(plane, request),
          }),
          signingCertificateDoor(
            signingCertificateFile(stateLayout(settings.stateDirectory).certificates),
            signingCertificatePath,
          ),
          coverageDoor(() => missedOperations(plane.store)),
          testResetDoor(settings.allowsTestReset ? () => resetState(plane) : undefined),
          iamDoor({
            denials: () => denialsDocument(plane),
            explain: (request) => explainAccess(plane, request),
          }),
          deploymentsDoor({
            hooks: () => hookStatuses(plane.store),
            answerHook: (answer) => answerWaitingHook(plane.store, answer),
          }),
          tasksDoor({
            exec: (start, onOutput) => execInTask(plane, runningTasks(), start, onOutput),
            interrupt: ({ task }) => interruptSpotTask(plane, task),
          }),
          dataChannelDoor({
            now: () => plane.clock.now(),
            uuid: () => plane.ids.uuid(),
            take: (sessionId, token) => takePromisedCommand(plane, sessionId, token),
            exec: (command, onOutput) => runPromisedCommand(runningTasks(), command, onOutput),
          }),
          adminDoor({
            status: async () => status(),
            logs: (service, follow, signal) => serviceLogs(plane, service, follow, signal),
            buildLogs: (project, follow, signal) => buildLogs(plane, project, follow, signal),
            deliver: async (request, emit, signal) => deliverProject(request, emit, signal),
            terraform: async (request, emit, signal) => {
              await terraform(request, emit, signal);
            },
            shutdown: () => requestStop(),
          }),
          gitDoor({
            findRepository: gitAccess(plane, stateLayout(settings.stateDirectory).git),
            principalOf: (name) => principalOf(plane.store, name) ?? gitCredential(plane.store, name),
            ...authentication,
            log,
          }),
          registryDoor({
            contextOf: (scope) => plane.contextOf(scope),
            invoke: plane.invoke,
            blobs: new ImageStore({
              blobDirectory: plane.blobDirectory,
              unpackDirectory: stateLayout(settings.stateDirectory).images,
            }),
            uploadDirectory: stateLayout(settings.stateDirectory).uploads,
            readToken: (password) => readRegistryToken(plane.store, password),
            isStrict: settings.security.verifiesSignatures,
            defaultRegistry: { accountId: settings.accountId, region: settings.region },
            environment: plane,
            log,
          }),
          aws,
        ],
      });
      plane.listensAt(started.url);
      return { value: started, stop: () => started.stop() };
    });
    const started = await startDataPlane(life, {
      plane,
      log,
      work: 'all',
      awsDoor: aws,
      ...(options.buildsImages === undefined ? {} : { buildsImages: options.buildsImages }),
    });
    dataPlane = started;
    // Without a plan to say who makes the images they are those that are pushed; what ran before goes on at once.
    if (options.appliesFirst !== true || deliveries().length > 0) chooseBuilder(started, true);
    lock.announce(gateway.url);
    return {
      url: gateway.url,
      plane,
      dataPlane: started,
      status,
      overview: () => readOverview(plane.store, started.addresses, plane.clock.now()),
      onChange: (listener) => {
        const unsubscribes = [
          plane.store.subscribe((changes) => {
            if (changes.some((change) => concernsOverview(change) || concernsExecutions(change))) listener();
          }),
          runs.subscribe(listener),
        ];
        return () => {
          for (const unsubscribe of unsubscribes) unsubscribe();
        };
      },
      terraform,
      unfinishedRuns: () => runs.unfinished(),
      deliverySources: deliveries,
      deliver: deliverProject,
      pipelines: () => pipelineStatuses(plane),
      watchExecutions: (onChange) => watchExecutions(plane, onChange),
      stopRequested,
      stop: () => life.stop(),
      killNow: () => killContainers(plane.store),
    };
  } catch (error) {
    await life.stop();
    throw error;
  }
}

/** Images come from a pipeline where one reads a repository that can be pushed to, and are built here otherwise. */
function chooseBuilder(dataPlane: DataPlane | undefined, hasPipeline: boolean): void {
  dataPlane?.images?.leaveTo(hasPipeline ? 'pipeline' : 'neargate');
}

/** The principal behind credentials that this control plane has given out. */
function principalOf(store: Store, accessKeyId: string) {
  const issued = issuedCredentials(store, accessKeyId);
  if (issued === undefined) return undefined;
  const { accountId, principalArn, sessionPolicies } = issued;
  return { accountId, principalArn, ...(sessionPolicies === undefined ? {} : { sessionPolicies }) };
}

/** Warnings and errors go to standard error; NEARGATE_LOG=debug or info shows more. */
function standardErrorLog(): Logger {
  const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
  const wanted = levels.find((level) => level === process.env['NEARGATE_LOG']);
  return lineLogger(
    wanted ?? 'warn',
    () => systemClock.now(),
    (line) => process.stderr.write(`${line}\n`),
  );
}
