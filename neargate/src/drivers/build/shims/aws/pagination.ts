import { callService, type Output, type Session } from './call.ts';
import type { CliService } from './services.ts';
import type { GlobalOptions } from './settings.ts';

/** How pages are asked for: the output's member and the input's. */
const tokens: readonly (readonly [output: string, input: string])[] = [
  ['nextToken', 'nextToken'],
  ['NextToken', 'NextToken'],
  ['NextContinuationToken', 'ContinuationToken'],
  ['NextMarker', 'Marker'],
  ['Marker', 'Marker'],
];

/**
 * Every page of an answer as one, as the AWS CLI gives it unless `--no-paginate` says otherwise or the caller pages himself.
 */
export async function callAllPages(
  session: Session,
  service: CliService,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  { paginates, maxItems }: Pick<GlobalOptions, 'paginates' | 'maxItems'>,
): Promise<Output> {
  let output = await callService(session, service, operation, input);
  const pagesItself = tokens.some(([, inputName]) => input[inputName] !== undefined);
  if (!paginates || pagesItself) return output;
  for (;;) {
    const next = nextOf(output);
    if (next === undefined || (maxItems !== undefined && longest(output) >= maxItems)) break;
    const { outputName, inputName, token } = next;
    const page = await callService(session, service, operation, { ...input, [inputName]: token });
    // A service that gives the same token again would never end.
    if (page[outputName] === token) break;
    output = merged(output, page, outputName);
  }
  return maxItems === undefined ? output : cut(output, maxItems);
}

function nextOf(output: Output) {
  for (const [outputName, inputName] of tokens) {
    const token = output[outputName];
    if (typeof token === 'string' && token !== '') return { outputName, inputName, token };
  }
  return undefined;
}

/** Lists one after the other; of the token only the last page's counts. */
function merged(first: Output, second: Output, tokenName: string): Output {
  const { [tokenName]: _token, ...rest } = first;
  const result: Output = { ...rest };
  for (const [name, value] of Object.entries(second)) {
    const before = result[name];
    result[name] =
      Array.isArray(before) && Array.isArray(value)
        ? [...(before as unknown[]), ...(value as unknown[])]
        : value;
  }
  return result;
}

function longest(output: Output): number {
  return Math.max(0, ...Object.values(output).map((value) => (Array.isArray(value) ? value.length : 0)));
}

function cut(output: Output, maxItems: number): Output {
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.slice(0, maxItems) : value,
    ]),
  );
}
