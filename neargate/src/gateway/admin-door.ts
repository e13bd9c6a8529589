import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerUserErrors, readBody, sendJson } from './admin-http.ts';
import {
  type AdminError,
  adminPrefix,
  type LogLine,
  serverHeader,
  type StatusDocument,
  type TerraformLine,
  type TerraformRequest,
} from './admin-protocol.ts';
import type { Door } from './http-server.ts';
import type { DeliveryLine, DeliveryRequest } from './pipeline-protocol.ts';

/** What the admin API stands on; the runtime provides it. */
export interface AdminBackend {
  status(): Promise<StatusDocument>;
  /** @throws UserError when there is no such service. */
  logs(service: string, follow: boolean, signal: AbortSignal): AsyncIterable<LogLine>;
  /**
   * What the latest build of a CodeBuild project wrote.
   * @throws UserError when there is none
   */
  buildLogs(project: string, follow: boolean, signal: AbortSignal): AsyncIterable<LogLine>;
  /** Pushes a project and follows what comes of it. @throws UserError when it is not clear what to push to, or the push fails. */
  deliver(
    request: DeliveryRequest,
    emit: (line: DeliveryLine) => void,
    signal: AbortSignal,
  ): Promise<unknown>;
  terraform(
    request: TerraformRequest,
    emit: (line: TerraformLine) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Begins the orderly stop; returns at once. */
  shutdown(): void;
}

/** The admin API under `/_neargate/`. See admin-protocol.ts. */
export function adminDoor(backend: AdminBackend): Door {
  return {
    name: 'admin',
    matches: ({ url }) => url?.startsWith(`${adminPrefix}/`) === true,
    async handle(request, response) {
      await answerUserErrors(response, () => route(backend, request, response));
    },
  };
}

async function route(
  backend: AdminBackend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  switch (`${request.method} ${url.pathname.slice(adminPrefix.length)}`) {
    case 'GET /status':
      sendJson(response, 200, await backend.status());
      return;
    case 'GET /logs': {
      const follow = url.searchParams.get('follow') === 'true';
      const build = url.searchParams.get('build');
      const lines =
        build === null
          ? backend.logs(url.searchParams.get('service') ?? '', follow, gone.signal)
          : backend.buildLogs(build, follow, gone.signal);
      await sendLines(response, lines, gone.signal);
      return;
    }
    case 'POST /terraform': {
      const body = (await readBody(request)) as TerraformRequest;
      const emit = startLines<TerraformLine>(response);
      await backend.terraform(body, emit, gone.signal);
      response.end();
      return;
    }
    case 'POST /deliver': {
      const body = (await readBody(request)) as DeliveryRequest;
      let emit: ((line: DeliveryLine) => void) | undefined;
      // Not before the first line: what cannot be pushed is still answered with an error.
      const tell = (line: DeliveryLine) => (emit ??= startLines<DeliveryLine>(response))(line);
      try {
        await backend.deliver(body, tell, gone.signal);
      } catch (error) {
        if (!gone.signal.aborted) throw error;
      }
      response.end();
      return;
    }
    case 'POST /shutdown':
      sendJson(response, 200, {});
      backend.shutdown();
      return;
    default:
      sendJson(response, 404, {
        message: `There is no ${request.method} ${url.pathname}.`,
      } satisfies AdminError);
  }
}

function startLines<Line>(response: ServerResponse): (line: Line) => void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson', server: serverHeader });
  response.flushHeaders();
  return (line) => {
    response.write(`${JSON.stringify(line)}\n`);
  };
}

async function sendLines<Line>(
  response: ServerResponse,
  lines: AsyncIterable<Line>,
  signal: AbortSignal,
): Promise<void> {
  let emit: ((line: Line) => void) | undefined;
  try {
    for await (const line of lines) {
      // Not before the first line: an unknown service is still answered with an error.
      emit ??= startLines<Line>(response);
      emit(line);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (emit === undefined && !response.headersSent) startLines(response);
  response.end();
}
