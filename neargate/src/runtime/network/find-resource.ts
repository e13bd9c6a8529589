import { UserError } from '../../core/user-error.ts';

/** Something that users may name in several ways. */
export interface Named<Row> {
  readonly row: Row;
  /** The first is how it is shown. */
  readonly names: readonly (string | undefined)[];
}

/**
 * The one thing of that name, or the only one whose id begins with it.
 * @param what such as `task`, for the sentence
 * @throws UserError that lists what there is
 */
export function findNamed<Row>(what: string, name: string, all: readonly Named<Row>[]): Row {
  const exact = all.filter(({ names }) => names.includes(name));
  const found =
    exact.length > 0 || name === '' ? exact : all.filter(({ names: [id = ''] }) => id.startsWith(name));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.row;
  const known = (found.length > 1 ? found : all).map(({ names }) => shown(names));
  throw new UserError(
    found.length > 1 ? `More than one ${what} is meant by "${name}".` : `There is no ${what} "${name}".`,
    {
      remedy: known.length === 0 ? 'There is none at all.' : `There are: ${known.join(', ')}.`,
      exitCode: 2,
    },
  );
}

function shown([id = '', name]: readonly (string | undefined)[]): string {
  return name === undefined ? id : `${id} (${name})`;
}
