import type { AttributeDefinition, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { ImportRow } from '../store.ts';
import { csvRecords } from './csv.ts';

/** What was read of an object: how many items it has, and how many of them the table could not take. */
export interface ReadItems {
  readonly items: number;
  readonly errors: number;
}

type Keys = readonly { readonly name: string; readonly type: AttributeDefinition['AttributeType'] }[];

const attributeTypes = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html */
export function readItems(
  text: string,
  { format, formatOptions, parameters }: Pick<ImportRow, 'format' | 'formatOptions' | 'parameters'>,
): ReadItems {
  const keys = keysOf(parameters.KeySchema ?? [], parameters.AttributeDefinitions ?? []);
  if (format !== 'CSV') {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return { items: lines.length, errors: lines.filter((line) => !isItem(line, keys)).length };
  }
  const { Delimiter = ',', HeaderList: given } = formatOptions?.Csv ?? {};
  const records = csvRecords(text, Delimiter);
  const header = given ?? records[0] ?? [];
  const rows = given === undefined ? records.slice(1) : records;
  return { items: rows.length, errors: rows.filter((row) => !isRow(row, header, keys)).length };
}

function keysOf(schema: readonly KeySchemaElement[], attributes: readonly AttributeDefinition[]): Keys {
  return schema.map(({ AttributeName: name = '' }) => ({
    name,
    type: attributes.find(({ AttributeName }) => AttributeName === name)?.AttributeType,
  }));
}

/** A line of DynamoDB JSON: `{"Item":{"id":{"S":"a"}}}`, with every key in its type. */
function isItem(line: string, keys: Keys): boolean {
  const item = member(parsed(line), 'Item');
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  return (
    Object.values(item).every(isAttributeValue) &&
    keys.every(({ name, type = 'S' }) => isKeyValue(member(member(item, name), type), type))
  );
}

/** Of CSV, keys get the type that the table has for them; all else is text. */
function isRow(row: readonly string[], header: readonly string[], keys: Keys): boolean {
  return (
    row.length <= header.length &&
    keys.every(({ name, type = 'S' }) => isKeyValue(row[header.indexOf(name)], type))
  );
}

function isKeyValue(value: unknown, type: string): boolean {
  if (typeof value !== 'string' || value === '') return false;
  return type !== 'N' || Number.isFinite(Number(value));
}

function isAttributeValue(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [type = '', ...others] = Object.keys(value);
  return others.length === 0 && attributeTypes.has(type);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
