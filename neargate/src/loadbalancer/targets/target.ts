import type { CancelTimer, Clock } from '../../core/clock.ts';
import { countTargetStatus } from '../metrics.ts';
import type { SocketAddress } from '../places.ts';
import type { TargetConfig } from '../target-group-config.ts';
import type { Verdict } from './anomaly.ts';
import { unsuspected } from './anomaly.ts';
import type { HealthState } from './health-state.ts';
import { registering } from './health-state.ts';
import { TargetSessions } from '../http2/target-sessions.ts';
import type { ZoneFigures } from './zone-figures.ts';
import type { Dial, UpstreamOwner } from './upstream-connection.ts';
import { UpstreamConnection } from './upstream-connection.ts';

/** Something in flight that can be cut when a deregistration delay has passed. */
export interface InFlight {
  cut(): void;
}

/** Idle connections kept per target; more than this many are closed instead. */
const maxIdleConnections = 1024;

/** One registered target as it lives: its health, its idle connections and what is in flight to it. */
export class Target {
  config: TargetConfig;
  health: HealthState = registering;
  slowStartSince: number | undefined;
  verdict: Verdict = unsuspected;
  isSecure: boolean;
  /** `address:port` as registered, for the Host of requests that have none of their own. */
  readonly hostText: string;
  /** Called when the last request in flight has ended while the target drains. */
  onIdle: (() => void) | undefined;
  cancelDrain: CancelTimer | undefined;

  /** Of targets that speak HTTP/2. */
  readonly sessions = new TargetSessions();

  private figures: ZoneFigures;
  private windowRequests = 0;
  private windowErrors = 0;
  private readonly idle: UpstreamConnection[] = [];
  private readonly requests = new Set<InFlight>();
  private readonly dial: Dial;
  private readonly clock: Clock;
  private isRetired = false;

  constructor(config: TargetConfig, figures: ZoneFigures, isSecure: boolean, dial: Dial, clock: Clock) {
    this.config = config;
    this.figures = figures;
    this.isSecure = isSecure;
    this.dial = dial;
    this.clock = clock;
    this.hostText = `${config.id.includes(':') ? `[${config.id}]` : config.id}:${config.port}`;
  }

  get inFlight(): number {
    return this.requests.size;
  }

  get weight(): number {
    return this.verdict.weight;
  }

  /** A request has been given to this target. */
  noteRequest(isFailOpen: boolean): void {
    this.figures.counters.RequestCount++;
    if (isFailOpen) this.figures.counters.UnhealthyRoutingRequestCount++;
  }

  /** The target has begun its response, so long after the request was sent. */
  noteResponse(status: number, seconds: number): void {
    countTargetStatus(this.figures.counters, status);
    this.figures.responseTimes.add(seconds);
    this.windowRequests++;
    if (status >= 500) this.windowErrors++;
  }

  /** The target could not be connected to, or closed without a response. */
  noteConnectionError(): void {
    this.figures.counters.TargetConnectionErrorCount++;
    this.windowRequests++;
    this.windowErrors++;
  }

  noteTlsError(): void {
    this.figures.counters.TargetTLSNegotiationErrorCount++;
  }

  /** Requests and errors since the last call, for anomaly detection. */
  takeSample(): { requests: number; errors: number } {
    const sample = { requests: this.windowRequests, errors: this.windowErrors };
    this.windowRequests = 0;
    this.windowErrors = 0;
    return sample;
  }

  /** What has to change for live connections to lead somewhere else. */
  update(config: TargetConfig, figures: ZoneFigures, isSecure: boolean): void {
    this.figures = figures;
    const isMoved =
      !sameAddress(config.address, this.config.address) ||
      config.reachable.allowed !== this.config.reachable.allowed ||
      isSecure !== this.isSecure;
    this.config = config;
    this.isSecure = isSecure;
    if (isMoved) this.closeIdle();
  }

  /** The idle connection used last, if any. */
  takeIdle(owner: UpstreamOwner): UpstreamConnection | undefined {
    const connection = this.idle.pop();
    if (connection === undefined) return undefined;
    connection.owner = owner;
    connection.onIdleEnd = undefined;
    return connection;
  }

  connect(owner: UpstreamOwner): UpstreamConnection {
    return new UpstreamConnection(this.dial, this.config.address, this.isSecure, owner);
  }

  /** Gives a connection back that is clean: request and response are complete on it. */
  release(connection: UpstreamConnection): void {
    if (this.isRetired || !this.config.reachable.allowed || this.idle.length >= maxIdleConnections) {
      connection.destroy();
      return;
    }
    connection.owner = undefined;
    connection.wasUsed = true;
    connection.idleSince = this.clock.now();
    connection.onIdleEnd = () => {
      const index = this.idle.lastIndexOf(connection);
      if (index !== -1) this.idle.splice(index, 1);
    };
    this.idle.push(connection);
  }

  begin(request: InFlight): void {
    this.requests.add(request);
  }

  finish(request: InFlight): void {
    this.requests.delete(request);
    if (this.requests.size === 0) this.onIdle?.();
  }

  /** No new requests from now on: idle connections close, those in use close when they are done. */
  retire(): void {
    this.isRetired = true;
    this.closeIdle();
  }

  /** Registered anew while it was draining. */
  reinstate(): void {
    this.isRetired = false;
  }

  /** Cuts what is in flight; returns how many requests that were. */
  cutInFlight(): number {
    const cut = [...this.requests];
    for (const request of cut) request.cut();
    return cut.length;
  }

  /** Closes connections idle since before the given time: the least recently used are at the front. */
  closeIdleSince(epochMs: number): void {
    while (this.idle[0] !== undefined && this.idle[0].idleSince <= epochMs) this.idle.shift()?.destroy();
    this.sessions.closeIdleSince(epochMs);
  }

  private closeIdle(): void {
    for (const connection of this.idle.splice(0)) connection.destroy();
    this.sessions.close();
  }
}

function sameAddress(left: SocketAddress, right: SocketAddress): boolean {
  return left.host === right.host && left.port === right.port;
}
