import { UserError } from '../../core/user-error.ts';
import type { TerraformLine, TerraformRequest } from '../../gateway/admin-protocol.ts';
import { providers } from '../../provider/providers.ts';
import type { PlainObject } from '../../terraform/provider.ts';
import { runTerraform } from '../../terraform/run.ts';
import type { ControlPlane } from '../control-plane.ts';
import { stateLayout } from '../state-layout.ts';

/** Runs the engine on the control plane. The last line says how it ended, with the exit code that Terraform would give. `planned` is told what an apply is about to make. */
export async function runEngine(
  plane: ControlPlane,
  request: TerraformRequest,
  emit: (line: TerraformLine) => void,
  signal: AbortSignal,
  planned?: (objectsOf: (type: string) => readonly PlainObject[]) => void,
): Promise<number> {
  const exitCode = await runTerraform(request, {
    providers: providers({
      invoke: plane.invoke,
      clock: plane.clock,
      ids: plane.ids,
      accountId: plane.settings.accountId,
      defaultRegion: plane.settings.region,
      enforcesPolicies: plane.settings.security.enforcesPolicies,
    }),
    stateRoot: stateLayout(plane.settings.stateDirectory).terraform,
    clock: plane.clock,
    ids: plane.ids,
    emit,
    signal,
    ...(planned === undefined ? {} : { planned }),
  }).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    emit({
      kind: 'error',
      text: `Error: ${error.message}\n${error.remedy === undefined ? '' : `${error.remedy}\n`}`,
    });
    return error.exitCode;
  });
  emit({ kind: 'end', exitCode });
  return exitCode;
}
