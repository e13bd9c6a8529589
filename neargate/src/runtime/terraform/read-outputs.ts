import { systemClock } from '../../core/clock.ts';
import { randomIds } from '../../core/ids.ts';
import type { TerraformLine, TerraformRequest } from '../../gateway/admin-protocol.ts';
import { runTerraform } from '../../terraform/run.ts';
import type { Settings } from '../settings.ts';
import { stateLayout } from '../state-layout.ts';

/** Shows outputs from the state files alone: neither a server nor the state directory's lock is needed to read them. */
export function readOutputs(
  settings: Settings,
  request: TerraformRequest,
  emit: (line: TerraformLine) => void,
  signal: AbortSignal,
): Promise<number> {
  return runTerraform(request, {
    providers: [],
    stateRoot: stateLayout(settings.stateDirectory).terraform,
    clock: systemClock,
    ids: randomIds,
    emit,
    signal,
  });
}
