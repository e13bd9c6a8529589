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
    verifiesSignatures: choose(environment, 'NEARGATE_AUTH', {
      any: 'accepts every access key',
      strict: 'verifies signatures',
    }),
    enforcesPolicies: choose(environment, 'NEARGATE_IAM', {
      explain: 'notes what policies would deny',
      enforce: 'denies it',
    }),
    rootKey: {
      accessKeyId: environment['NEARGATE_ROOT_ACCESS_KEY_ID'] ?? 'neargate',
      secretAccessKey: environment['NEARGATE_ROOT_SECRET_ACCESS_KEY'] ?? 'neargate',
    },
  };
}

/** Whether the second of two words was chosen; the first is the default. */
function choose(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  words: Readonly<Record<string, string>>,
): boolean {
  const [[first = '', whatFirst = ''] = [], [second = '', whatSecond = ''] = []] = Object.entries(words);
  const text = environment[name] ?? '';
  if (text === second) return true;
  if (text === '' || text === first) return false;
  throw new UserError(`${name} is "${text}".`, {
    remedy: `Set it to ${second}, which ${whatSecond}, or to ${first} (the default), which ${whatFirst}.`,
  });
}
