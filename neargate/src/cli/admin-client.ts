import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { UserError } from '../core/user-error.ts';
import {
  type AdminError,
  adminPrefix,
  type LogLine,
  type StatusDocument,
  type TerraformLine,
  type TerraformRequest,
} from '../gateway/admin-protocol.ts';
import {
  type ExplainRequest,
  explainPath,
  type Explanation,
  type FaultAnswer,
  type FaultRequest,
  faultsPath,
  type FaultStatus,
} from '../gateway/network-protocol.ts';
import { type CoverageDocument, coveragePath } from '../gateway/coverage-protocol.ts';
import { type HookAnswer, hooksPath, type HookStatus } from '../gateway/deployment-protocol.ts';
import {
  type AccessExplanation,
  type DenialsDocument,
  denialsPath,
  explainAccessPath,
  type ExplainAccessRequest,
} from '../gateway/iam-protocol.ts';
import type { DeliveryLine, DeliveryRequest } from '../gateway/pipeline-protocol.ts';
import { type InterruptedTask, interruptPath, type InterruptRequest } from '../gateway/tasks-protocol.ts';

/** Speaks to a running server. Every method rejects with UserError when the server refuses or cannot be reached. */
export interface AdminClient {
  readonly url: string;
  status(): Promise<StatusDocument>;
  /** The lines of a service's tasks, oldest first; with `follow` it goes on until `signal` is aborted. */
  logs(service: string, options: { follow: boolean; signal?: AbortSignal }): AsyncIterable<LogLine>;
  /** The lines of a CodeBuild project's latest build; with `follow` until it has ended or `signal` is aborted. */
  buildLogs(project: string, options: { follow: boolean; signal?: AbortSignal }): AsyncIterable<LogLine>;
  terraform(request: TerraformRequest, signal?: AbortSignal): AsyncIterable<TerraformLine>;
  /** Pushes a project to what a pipeline reads, and tells what comes of it. */
  deliver(request: DeliveryRequest, signal?: AbortSignal): AsyncIterable<DeliveryLine>;
  faults(): Promise<readonly FaultStatus[]>;
  startFault(request: FaultRequest): Promise<FaultAnswer>;
  /** Without an id, all of them. Resolves to what was broken. */
  healFaults(id: string | undefined): Promise<readonly FaultStatus[]>;
  explainConnection(request: ExplainRequest): Promise<Explanation>;
  /** Takes the capacity of a Spot task away. */
  interruptTask(request: InterruptRequest): Promise<InterruptedTask>;
  /** The lifecycle hooks that deployments wait for. */
  deploymentHooks(): Promise<readonly HookStatus[]>;
  answerHook(answer: HookAnswer): Promise<HookStatus>;
  /** What a role or user may do by its policies. */
  explainAccess(request: ExplainAccessRequest): Promise<AccessExplanation>;
  /** Calls that policies did not allow. */
  accessDenials(): Promise<DenialsDocument>;
  /** What clients called and the server does not have. */
  coverage(): Promise<CoverageDocument>;
  /** Asks the server to stop, and resolves when it has promised to. */
  shutdown(): Promise<void>;
}

export function adminClient(url: string): AdminClient {
  const call = (method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    send(new URL(adminPrefix + path, url), method, body, signal);
  return {
    url,
    status: async () => (await readJson(await call('GET', '/status'))) as StatusDocument,
    async *logs(service, { follow, signal }) {
      const path = `/logs?service=${encodeURIComponent(service)}&follow=${follow}`;
      yield* lines<LogLine>(await call('GET', path, undefined, signal));
    },
    async *buildLogs(project, { follow, signal }) {
      const path = `/logs?build=${encodeURIComponent(project)}&follow=${follow}`;
      yield* lines<LogLine>(await call('GET', path, undefined, signal));
    },
    async *deliver(request, signal) {
      yield* lines<DeliveryLine>(await call('POST', '/deliver', request, signal));
    },
    async *terraform(request, signal) {
      yield* lines<TerraformLine>(await call('POST', '/terraform', request, signal));
    },
    faults: async () =>
      ((await readJson(await call('GET', faultsPath))) as { faults: readonly FaultStatus[] }).faults,
    startFault: async (request) => (await readJson(await call('POST', faultsPath, request))) as FaultAnswer,
    async healFaults(id) {
      const path = id === undefined ? faultsPath : `${faultsPath}/${encodeURIComponent(id)}`;
      return ((await readJson(await call('DELETE', path))) as { healed: readonly FaultStatus[] }).healed;
    },
    explainConnection: async (request) =>
      (await readJson(await call('POST', explainPath, request))) as Explanation,
    interruptTask: async (request) =>
      (await readJson(
        await call('POST', interruptPath.slice(adminPrefix.length), request),
      )) as InterruptedTask,
    deploymentHooks: async () =>
      ((await readJson(await call('GET', hooksPath))) as { hooks: readonly HookStatus[] }).hooks,
    answerHook: async (answer) => (await readJson(await call('POST', hooksPath, answer))) as HookStatus,
    explainAccess: async (request) =>
      (await readJson(await call('POST', explainAccessPath, request))) as AccessExplanation,
    accessDenials: async () => (await readJson(await call('GET', denialsPath))) as DenialsDocument,
    coverage: async () =>
      (await readJson(await call('GET', coveragePath.slice(adminPrefix.length)))) as CoverageDocument,
    async shutdown() {
      await readJson(await call('POST', '/shutdown'));
    },
  };
}

function send(url: URL, method: string, body: unknown, signal?: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const content = body === undefined ? undefined : JSON.stringify(body);
    const request = httpRequest(
      url,
      {
        method,
        headers: { 'content-type': 'application/json' },
        ...(signal === undefined ? {} : { signal }),
      },
      (response) => {
        if (response.statusCode === 200) resolve(response);
        else {
          readJson(response).then((error) => {
            const { message, remedy } = error as AdminError;
            reject(new UserError(message, remedy === undefined ? {} : { remedy }));
          }, reject);
        }
      },
    );
    request.on('error', (error) =>
      reject(
        signal?.aborted === true
          ? error
          : new UserError(`Neargate at ${url.origin} does not answer: ${error.message}.`, {
              remedy: 'Start it with "npm start".',
            }),
      ),
    );
    request.end(content);
  });
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

async function* lines<Line>(response: IncomingMessage): AsyncIterable<Line> {
  for await (const line of createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '') yield JSON.parse(line) as Line;
  }
}
