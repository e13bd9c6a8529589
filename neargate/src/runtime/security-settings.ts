import { UserError } from '../core/user-error.ts';

/** What the environment says about who may call. */
export interface SecuritySettings {
  /** Whether a request needs a good signature; otherwise any access key is accepted. */
  readonly verifiesSignatures: boolean;
  /** Whether a call that IAM's policies do not allow is denied; otherwise it is noted. */
  readonly enforcesPolicies: boolean;
  /** The access key of the account's root user. */
  readonly rootKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * Reads NEARGATE_AUTH (`any` or `strict`), NEARGATE_IAM (`explain` or `enforce`), NEARGATE_ROOT_ACCESS_KEY_ID and
 * NEARGATE_ROOT_SECRET_ACCESS_KEY.
 * @throws UserError naming the variable and what it accepts
 */
export function readSecuritySettings(
  environment: Readonly<Record<string, string | undefined>>,
): SecuritySettings {
  return {
    verifiesSignatures: isSwitchedOn(environment, 'NEARGATE_AUTH', {
      off: { word: 'any', effect: 'accepts every access key' },
      on: { word: 'strict', effect: 'verifies signatures' },
    }),
    enforcesPolicies: isSwitchedOn(environment, 'NEARGATE_IAM', {
      off: { word: 'explain', effect: 'notes what policies would deny' },
      on: { word: 'enforce', effect: 'denies it' },
    }),
    rootKey: {
      accessKeyId: environment['NEARGATE_ROOT_ACCESS_KEY_ID'] ?? 'neargate',
      secretAccessKey: environment['NEARGATE_ROOT_SECRET_ACCESS_KEY'] ?? 'neargate',
    },
  };
}

interface Choice {
  readonly word: string;
  readonly effect: string;
}

/** Whether the variable has the word that switches it on. Without a value it is off. */
function isSwitchedOn(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  { off, on }: { readonly off: Choice; readonly on: Choice },
): boolean {
  const text = environment[name] ?? '';
  if (text === on.word) return true;
  if (text === '' || text === off.word) return false;
  throw new UserError(`${name} is "${text}".`, {
    remedy: `Set it to ${on.word}, which ${on.effect}, or to ${off.word} (the default), which ${off.effect}.`,
  });
}
