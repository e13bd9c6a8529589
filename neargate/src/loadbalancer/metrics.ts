import type { Statistics } from './reports.ts';

/** Bins of a distribution: a value lies within a percent of the middle of its bin. */
const binsPerFactorE = 50;
const zeroBin = Number.NEGATIVE_INFINITY;

/** Sample count, sum, minimum and maximum of what happened since the last fold, and how it is distributed where asked for. */
export class RunningStatistics {
  private sampleCount = 0;
  private sum = 0;
  private minimum = Infinity;
  private maximum = -Infinity;
  private bins: Map<number, number> | undefined;

  /** @param kind `distributed` for what percentiles are asked of */
  constructor(kind: 'summed' | 'distributed' = 'summed') {
    if (kind === 'distributed') this.bins = new Map();
  }

  add(value: number): void {
    this.sampleCount++;
    this.sum += value;
    if (value < this.minimum) this.minimum = value;
    if (value > this.maximum) this.maximum = value;
    if (this.bins !== undefined) this.count(this.bins, value, 1);
  }

  /** Takes in what other statistics hold. */
  merge({ sampleCount, sum, minimum, maximum, values }: Statistics): void {
    this.sampleCount += sampleCount;
    this.sum += sum;
    this.minimum = Math.min(this.minimum, minimum);
    this.maximum = Math.max(this.maximum, maximum);
    if (values === undefined) return;
    this.bins ??= new Map();
    for (const [value, count] of values) this.count(this.bins, value, count);
  }

  /** The statistics so far, and starts anew. Undefined when nothing was added. */
  fold(): Statistics | undefined {
    if (this.sampleCount === 0) return undefined;
    const { sampleCount, sum, minimum, maximum, bins } = this;
    this.sampleCount = 0;
    this.sum = 0;
    this.minimum = Infinity;
    this.maximum = -Infinity;
    if (bins === undefined) return { sampleCount, sum, minimum, maximum };
    this.bins = new Map();
    const values = Array.from(bins, ([bin, count]) => [Math.exp(bin / binsPerFactorE), count] as const);
    return { sampleCount, sum, minimum, maximum, values };
  }

  private count(bins: Map<number, number>, value: number, count: number): void {
    const bin = value > 0 ? Math.round(Math.log(value) * binsPerFactorE) : zeroBin;
    bins.set(bin, (bins.get(bin) ?? 0) + count);
  }
}

/**
 * Counters of one node of a load balancer by CloudWatch's names (AWS/ApplicationELB, load balancer metrics). The hot path
 * increments fields.
 */
export class LoadBalancerCounters {
  RequestCount = 0;
  NewConnectionCount = 0;
  RejectedConnectionCount = 0;
  ProcessedBytes = 0;
  RuleEvaluations = 0;
  HTTP_Fixed_Response_Count = 0;
  HTTP_Redirect_Count = 0;
  HTTP_Redirect_Url_Limit_Exceeded_Count = 0;
  HTTPCode_ELB_3XX_Count = 0;
  HTTPCode_ELB_4XX_Count = 0;
  HTTPCode_ELB_5XX_Count = 0;
  HTTPCode_ELB_500_Count = 0;
  HTTPCode_ELB_502_Count = 0;
  HTTPCode_ELB_503_Count = 0;
  HTTPCode_ELB_504_Count = 0;
  ClientTLSNegotiationErrorCount = 0;
  DesyncMitigationMode_NonCompliant_Request_Count = 0;
  DroppedInvalidHeaderRequestCount = 0;
  ForwardedInvalidHeaderRequestCount = 0;
  GrpcRequestCount = 0;
  IPv6RequestCount = 0;
  NonStickyRequestCount = 0;
}

/** Counters of the targets of one group in one zone by CloudWatch's names (AWS/ApplicationELB, target metrics). */
export class TargetCounters {
  RequestCount = 0;
  HTTPCode_Target_2XX_Count = 0;
  HTTPCode_Target_3XX_Count = 0;
  HTTPCode_Target_4XX_Count = 0;
  HTTPCode_Target_5XX_Count = 0;
  TargetConnectionErrorCount = 0;
  TargetTLSNegotiationErrorCount = 0;
  UnhealthyRoutingRequestCount = 0;
}

/** Counts a status the load balancer answered with itself. */
export function countOwnStatus(counters: LoadBalancerCounters, status: number): void {
  if (status >= 500) counters.HTTPCode_ELB_5XX_Count++;
  else if (status >= 400) counters.HTTPCode_ELB_4XX_Count++;
  else if (status >= 300) counters.HTTPCode_ELB_3XX_Count++;
  if (status === 500) counters.HTTPCode_ELB_500_Count++;
  else if (status === 502) counters.HTTPCode_ELB_502_Count++;
  else if (status === 503) counters.HTTPCode_ELB_503_Count++;
  else if (status === 504) counters.HTTPCode_ELB_504_Count++;
}

/** Counts a status a target answered with. */
export function countTargetStatus(counters: TargetCounters, status: number): void {
  if (status >= 500) counters.HTTPCode_Target_5XX_Count++;
  else if (status >= 400) counters.HTTPCode_Target_4XX_Count++;
  else if (status >= 300) counters.HTTPCode_Target_3XX_Count++;
  else counters.HTTPCode_Target_2XX_Count++;
}

/** The counters that moved since the last call, set back to zero. */
export function foldCounters(counters: LoadBalancerCounters | TargetCounters): Record<string, number> {
  const moved: Record<string, number> = {};
  for (const [name, value] of Object.entries(counters)) {
    if (value === 0) continue;
    moved[name] = value as number;
    Object.assign(counters, { [name]: 0 });
  }
  return moved;
}
