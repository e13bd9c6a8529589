import type { Document, Node, Scalar } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { formatBigFloat } from '../../hcl/big-float.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { dynamicType, typeFriendlyName } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { nullValue, objectValue, stringValue, tupleValue } from '../../hcl/values.ts';
import { resolvePlainScalar } from './yaml-scalars.ts';

const corePrefix = 'tag:yaml.org,2002:';

/**
 * Reads one YAML document. The library takes the text apart; what a scalar means is decided here as Terraform's library
 * decides it (https://github.com/zclconf/go-cty-yaml), which follows YAML 1.1 in part.
 */
export function decodeYaml(text: string): Value {
  const [document, second] = parseAllDocuments(text, {
    version: '1.2',
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (document === undefined) throw new FunctionError('on line 1, column 1: missing start of document');
  const error = document.errors[0];
  if (error !== undefined) throw new FunctionError(error.message.split('\n')[0] ?? error.message);
  if (second !== undefined) throw new FunctionError('unexpected extra content after value');
  const { contents } = document;
  if (contents === null) return nullValue(dynamicType);
  const isEmpty = isScalar(contents) && contents.source === '' && contents.tag === undefined;
  if (isEmpty && document.directives?.docStart !== true)
    throw new FunctionError('did not find expected node content');
  return new YamlReader(document).read(contents);
}

class YamlReader {
  private readonly document: Document;

  constructor(document: Document) {
    this.document = document;
  }

  read(node: Node): Value {
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined) throw new FunctionError(`reference to undefined anchor "${node.source}"`);
      return this.read(target);
    }
    if (isSeq(node)) {
      checkTag(node.tag, 'seq', 'sequence');
      return tupleValue(node.items.map((item) => this.readItem(item)));
    }
    if (isMap(node)) return this.readMap(node.tag, node.items);
    return isScalar(node) ? readScalar(node) : nullValue(dynamicType);
  }

  private readItem(item: unknown): Value {
    return isNode(item) ? this.read(item) : nullValue(dynamicType);
  }

  private readMap(tag: string | undefined, pairs: readonly { key: unknown; value: unknown }[]): Value {
    checkTag(tag, 'map', 'mapping');
    const entries = new Map<string, Value>();
    for (const { key, value } of pairs) {
      if (isMergeKey(key)) this.merge(this.readItem(value), entries);
      else entries.set(this.readKey(key), this.readItem(value));
    }
    return objectValue(entries);
  }

  private readKey(key: unknown): string {
    const value = this.readItem(key);
    switch (value.kind) {
      case 'string':
        return value.string;
      case 'number':
        return formatBigFloat(value.number);
      case 'bool':
        return String(value.bool);
      case 'null':
        throw new FunctionError('mapping key cannot be null');
      default:
        throw new FunctionError('only strings are allowed as mapping keys');
    }
  }

  /** `<<`: the entries of another map; what comes later in this one replaces them. */
  private merge(value: Value, into: Map<string, Value>): void {
    if (value.kind !== 'mapping') {
      throw new FunctionError(`cannot merge ${typeFriendlyName(value.type)} into mapping`);
    }
    for (const [key, entry] of value.entries) into.set(key, entry);
  }
}

function readScalar(node: Scalar): Value {
  const isQuoted = node.type !== 'PLAIN';
  // What a tag of the library's own turned into something else is read as it was written.
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
  switch (node.tag) {
    case undefined:
      return isQuoted ? stringValue(text) : resolvePlainScalar(text);
    case `${corePrefix}str`:
    case `${corePrefix}binary`:
      return stringValue(text);
    case `${corePrefix}null`:
      return nullValue(dynamicType);
    case `${corePrefix}bool`:
    case `${corePrefix}int`:
    case `${corePrefix}float`:
    case `${corePrefix}timestamp`:
      return isQuoted ? stringValue(text) : resolvePlainScalar(text);
    default:
      throw new FunctionError(`unsupported tag "${node.tag}"`);
  }
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

function checkTag(tag: string | undefined, own: string, kind: string): void {
  if (tag !== undefined && tag !== corePrefix + own) {
    throw new FunctionError(`can't interpret ${kind} as ${tag}`);
  }
}
