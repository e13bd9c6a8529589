import type { DeliveryLine, PipelineExecutionStatus } from '../../gateway/pipeline-protocol.ts';
import type { LogStreamAddress } from '../../services/logs/log-store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { findBuild } from '../pipelines/build-facts.ts';

/** Tells what the builds of executions write, as they write it. */
export function followBuildLogs(
  plane: ControlPlane,
  scope: string,
  emit: (line: DeliveryLine) => void,
): { look(execution: PipelineExecutionStatus): void; end(): void } {
  const streams = new Map<string, { readonly project: string; read: number }>();
  const keyOf = (address: LogStreamAddress) => JSON.stringify([address.scope, address.group, address.stream]);
  const tell = (address: LogStreamAddress) => {
    const stream = streams.get(keyOf(address));
    if (stream === undefined) return;
    const events = plane.logs.read(address);
    const fresh = events.filter(({ position }) => position >= stream.read);
    stream.read = events.length;
    for (const { message } of fresh)
      emit({ kind: 'log', project: stream.project, text: message.replace(/\s+$/, '') });
  };
  const unsubscribe = plane.logs.onAppend(tell);
  return {
    look({ stages }) {
      for (const { buildId } of stages.flatMap(({ actions }) => actions)) {
        const build = findBuild(plane, scope, buildId);
        const logs = build?.observed.logs;
        if (build === undefined || logs === undefined) continue;
        const address = { scope, group: logs.groupName, stream: logs.streamName };
        if (streams.has(keyOf(address))) continue;
        streams.set(keyOf(address), { project: build.projectName, read: 0 });
        tell(address);
      }
    },
    end: unsubscribe,
  };
}
