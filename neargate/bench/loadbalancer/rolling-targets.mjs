// The targets of a service of two tasks whose deployments follow each other: new ones are registered, and once both are healthy
// the old ones are deregistered, drained and gone.
import { upstreamHosts } from './upstream-hosts.mjs';

const restMs = 500;

export class RollingTargets {
  constructor(upstreamPort, { apply, onDeployed }) {
    this.upstreamPort = upstreamPort;
    this.apply = apply;
    this.onDeployed = onDeployed;
    this.generation = 0;
    this.targets = this.tasks(0);
    this.awaited = new Set();
    this.isRolling = false;
    this.isDeploying = false;
  }

  /** Milliseconds between checks outside of deployments; shorter in them, as `fast` timing has it. */
  get checkIntervalMs() {
    return this.isRolling ? 100 : 5_000;
  }

  configs() {
    return this.targets;
  }

  roll() {
    this.isRolling = true;
    if (!this.isDeploying) this.deploy();
  }

  rest() {
    this.isRolling = false;
  }

  onReport(report) {
    // With no healthy target all are routed to, which is another path than the one to measure.
    if (report.kind === 'target-health' && report.state === 'unhealthy')
      throw new Error(`the upstream is unhealthy: ${report.detail ?? report.description}`);
    if (report.kind === 'target-health' && report.state === 'healthy' && this.awaited.delete(report.id)) {
      if (this.awaited.size === 0) this.drainOld();
    } else if (report.kind === 'target-drained') this.forget(report.id);
  }

  tasks(generation) {
    return [0, 1].map((zone) => ({
      id: `10.0.${zone}.${5 + (generation % 200)}`,
      port: this.upstreamPort,
      availabilityZone: 'us-east-1a',
      address: { host: upstreamHosts[generation % upstreamHosts.length], port: this.upstreamPort },
      reachable: { allowed: true },
      desired: 'active',
    }));
  }

  deploy() {
    this.isDeploying = true;
    const started = this.tasks(++this.generation);
    this.awaited = new Set(started.map(({ id }) => id));
    this.targets = [...this.targets, ...started];
    void this.apply();
  }

  drainOld() {
    const current = new Set(this.tasks(this.generation).map(({ id }) => id));
    this.targets = this.targets.map((target) =>
      current.has(target.id) ? target : { ...target, desired: 'draining', drainingSince: Date.now() },
    );
    void this.apply();
  }

  forget(id) {
    this.targets = this.targets.filter((target) => target.id !== id);
    void this.apply();
    if (this.targets.length > 2) return;
    this.onDeployed();
    setTimeout(() => {
      if (this.isRolling) this.deploy();
      else this.isDeploying = false;
    }, restMs);
  }
}
