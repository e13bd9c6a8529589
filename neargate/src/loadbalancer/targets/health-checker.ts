import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { CancelTimer, Clock } from '../../core/clock.ts';
import { ResponseHead } from '../http/message-head.ts';
import { requestHttp2 } from '../http2/health-request.ts';
import { parseResponseHead } from '../http/response-parser.ts';
import type { Reachability, SocketAddress } from '../places.ts';
import type { HealthCheckConfig } from '../target-group-config.ts';
import type { CheckResult, HealthState } from './health-state.ts';
import { afterCheck, checking, compileMatcher } from './health-state.ts';
import type { Target } from './target.ts';

export interface HealthChecker {
  stop(): void;
}

/** Sends one check to a target and tells what came of it, once; returns what gives it up. */
export type Probe = (
  config: HealthCheckConfig,
  address: SocketAddress,
  authority: string,
  finish: (result: CheckResult) => void,
) => () => void;

/** A check as the target group's protocol version says, over a new connection. */
const networkProbe: Probe = (config, address, authority, finish) => {
  if (config.protocolVersion !== 'HTTP1') return requestHttp2(config, address, authority, finish);
  const socket = request(config, address, authority, finish);
  return () => socket.destroy();
};

export interface HealthCheckOptions {
  readonly clock: Clock;
  readonly config: HealthCheckConfig;
  readonly target: Target;
  /** Over the network where absent. */
  readonly probe?: Probe | undefined;
  /** Called after every check, and once when the first one begins. */
  readonly onHealth: (health: HealthState) => void;
}

/** Checks one target at once and then every interval, start to start, each time over a new connection. */
export function startHealthChecks({
  clock,
  config,
  target,
  probe = networkProbe,
  onHealth,
}: HealthCheckOptions): HealthChecker {
  const thresholds = {
    healthyThreshold: config.healthyThreshold,
    unhealthyThreshold: config.unhealthyThreshold,
    matches: compileMatcher(config.matcher),
  };
  let cancelNext: CancelTimer;
  let cancelCheck: (() => void) | undefined;
  const round = () => {
    cancelNext = clock.setTimer(config.intervalMs, round);
    // On AWS the timeout is shorter than the interval; a timing profile may make it longer. A check runs to its end.
    if (cancelCheck !== undefined) return;
    if (target.health.reason === 'Elb.RegistrationInProgress') onHealth(checking);
    cancelCheck = check(clock, config, target, probe, (result) => {
      cancelCheck = undefined;
      onHealth(afterCheck(target.health, result, thresholds));
    });
  };
  cancelNext = clock.setTimer(0, round);
  return {
    stop() {
      cancelNext();
      cancelCheck?.();
    },
  };
}

/** Runs one check. The result comes once, within the timeout, unless the check is cancelled. */
function check(
  clock: Clock,
  config: HealthCheckConfig,
  target: Target,
  probe: Probe,
  onResult: (result: CheckResult) => void,
): () => void {
  const { address, reachable } = whereToCheck(config, target);
  const { healthCheckDelayMs = 0 } = target.config;
  let endRequest: (() => void) | undefined;
  let cancelDelay: (() => void) | undefined;
  const end = () => {
    cancelTimer();
    cancelDelay?.();
    endRequest?.();
  };
  let isOver = false;
  const finish = (result: CheckResult) => {
    if (isOver) return;
    isOver = true;
    end();
    onResult(result);
  };
  const cancelTimer = clock.setTimer(config.timeoutMs, () =>
    finish({ outcome: 'timed-out', ...(reachable.allowed ? {} : { detail: reachable.reason }) }),
  );
  // Packets that a security group drops get no answer: nothing is connected, and the timeout ends the check.
  const send = () => {
    endRequest = probe(config, address, authorityOf(config, target), finish);
  };
  if (reachable.allowed && healthCheckDelayMs === 0) send();
  else if (reachable.allowed) cancelDelay = clock.setTimer(healthCheckDelayMs, send);
  return () => {
    isOver = true;
    end();
  };
}

function whereToCheck(
  config: HealthCheckConfig,
  target: Target,
): { address: SocketAddress; reachable: Reachability } {
  const { address, healthCheckAddress, reachable, healthCheckReachable } = target.config;
  if (config.port === 'traffic-port') return { address, reachable: healthCheckReachable ?? reachable };
  return {
    address: healthCheckAddress ?? { host: address.host, port: config.port },
    reachable: healthCheckReachable ?? reachable,
  };
}

function authorityOf(config: HealthCheckConfig, target: Target): string {
  const port = config.port === 'traffic-port' ? target.config.port : config.port;
  const host = target.config.id.includes(':') ? `[${target.config.id}]` : target.config.id;
  return `${host}:${port}`;
}

function request(
  config: HealthCheckConfig,
  address: SocketAddress,
  authority: string,
  finish: (result: CheckResult) => void,
): Socket {
  const isSecure = config.protocol === 'HTTPS';
  const socket = isSecure
    ? connectTls({ host: address.host, port: address.port, rejectUnauthorized: false })
    : connect({ host: address.host, port: address.port });
  const head = new ResponseHead();
  let received: Buffer = Buffer.alloc(0);
  socket.on(isSecure ? 'secureConnect' : 'connect', () => {
    socket.write(
      `GET ${config.path} HTTP/1.1\r\nHost: ${authority}\r\nConnection: close\r\n` +
        'User-Agent: ELB-HealthChecker/2.0\r\nAccept-Encoding: gzip, compressed\r\n\r\n',
    );
  });
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    let at = 0;
    for (;;) {
      const outcome = parseResponseHead(head, received, at, received.length);
      if (outcome === 'incomplete') return;
      if (outcome === 'invalid') {
        finish({ outcome: 'failed', detail: head.error?.reason ?? 'the answer is not HTTP' });
        return;
      }
      at += head.byteLength;
      if (head.status >= 200) break;
    }
    finish({ outcome: 'answered', status: head.status });
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    finish({ outcome: 'failed', detail: error.code ?? error.message });
  });
  socket.on('close', () =>
    finish({ outcome: 'failed', detail: 'the target closed the connection without an answer' }),
  );
  return socket;
}
