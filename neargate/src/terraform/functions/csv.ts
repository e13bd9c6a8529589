import { FunctionError } from '../../hcl/functions.ts';
import { objectType, stringType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { listValue, objectValue, stringValue } from '../../hcl/values.ts';

/** Reads comma-separated values as RFC 4180 describes them: a list of objects by the header line's names. */
export function decodeCsv(text: string): Value {
  const [header, ...rows] = parseRecords(text);
  if (header === undefined) throw new FunctionError('missing header line');
  const seen = new Set<string>();
  for (const name of header.fields) {
    if (seen.has(name)) throw new FunctionError(`duplicate column name "${name}"`);
    seen.add(name);
  }
  const type = objectType(header.fields.map((name) => [name, stringType] as const));
  const objects = rows.map(({ fields, line }) => {
    if (fields.length !== header.fields.length) {
      throw new FunctionError(`CSV parse error on line ${line}: wrong number of fields`);
    }
    return objectValue(header.fields.map((name, index) => [name, stringValue(fields[index] ?? '')] as const));
  });
  return listValue(objects, type);
}

interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

const fieldPattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function parseRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let line = 1;
  let startLine = 1;
  for (let index = 0; index < text.length || fields.length > 0;) {
    const isBlankLine = fields.length === 0 && /^\r?\n/.test(text.slice(index, index + 2));
    if (isBlankLine) {
      index += text.charAt(index) === '\r' ? 2 : 1;
      startLine = ++line;
      continue;
    }
    fieldPattern.lastIndex = index;
    const match = fieldPattern.exec(text);
    if (match === null) {
      const problem =
        text.charAt(index) === '"' ? 'extraneous or missing " in quoted-field' : 'bare " in non-quoted field';
      throw new FunctionError(`CSV parse error on line ${line}: ${problem}`);
    }
    const [whole, quoted, bare = '', separator] = match;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"').replaceAll('\r\n', '\n'));
    line += (whole.match(/\n/g) ?? []).length;
    index += whole.length;
    if (separator === ',') continue;
    records.push({ fields, line: startLine });
    fields = [];
    startLine = line;
  }
  return records;
}
