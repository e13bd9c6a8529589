import type { HookStatus } from '../../gateway/deployment-protocol.ts';
import { renderTable } from './table.ts';

/** One line a hook, and what to do about Lambda functions, which nobody calls here. */
export function renderHooks(hooks: readonly HookStatus[]): string {
  const rows = hooks.map((hook) => [
    `${hook.cluster}/${hook.service}`,
    hook.stage,
    hook.targetType,
    hook.status,
    `${hook.timeoutAction} at ${hook.expiresAt}`,
    hook.hookId,
  ]);
  const header = ['SERVICE', 'STAGE', 'TYPE', 'STATUS', 'OTHERWISE', 'HOOK'];
  const functions = hooks.flatMap(({ targetArn }) => targetArn ?? []);
  const note =
    functions.length === 0
      ? ''
      : `\nNothing calls Lambda functions here. Answer for ${[...new Set(functions)].join(', ')} with "neargate deployment approve" or "deny".\n`;
  return `${renderTable([header, ...rows])}\n${note}`;
}
