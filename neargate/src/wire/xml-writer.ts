import { writeScalar } from './scalars.ts';
import { type Member, shapeOf, type StructureShape, type WireSchema } from './schema.ts';

/** How elements are named where the schema does not say. */
export interface XmlDialect {
  /** The element around each element of a list. */
  readonly listElement: 'member' | 'item';
}

/** The members of a structure as XML elements, in the schema's order, without an element around them. */
export function writeXmlMembers(
  schema: WireSchema,
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  dialect: XmlDialect,
): string {
  const xml: string[] = [];
  for (const [name, member] of Object.entries(shape.members)) {
    const own = value[name];
    if (own === undefined || own === null || !travelsInBody(member)) continue;
    xml.push(writeXmlMember(schema, member.xmlName ?? name, member, own, dialect));
  }
  return xml.join('');
}

/**
 * The same in pieces that are made one after the other, each entry of a list by itself: whoever puts a long text together can let
 * others have their turn in between.
 */
export function* xmlPieces(
  schema: WireSchema,
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  dialect: XmlDialect,
): Generator<string> {
  for (const [name, member] of Object.entries(shape.members)) {
    const own = value[name];
    if (own === undefined || own === null || !travelsInBody(member)) continue;
    const target = shapeOf(schema, member.target);
    const elementName = member.xmlName ?? name;
    if (target?.kind !== 'list' || member.flattened === true || !Array.isArray(own) || own.length === 0) {
      yield writeXmlMember(schema, elementName, member, own, dialect);
      continue;
    }
    yield `<${elementName}${namespaceAttribute(member.namespace)}>`;
    for (const entry of own as readonly unknown[])
      yield writeXmlMember(
        schema,
        target.element.xmlName ?? dialect.listElement,
        target.element,
        entry,
        dialect,
      );
    yield `</${elementName}>`;
  }
}

function travelsInBody({ attribute, header, prefixHeaders, responseCode }: Member): boolean {
  return attribute !== true && header === undefined && prefixHeaders === undefined && responseCode !== true;
}

/** One member as an element of that name, or as several when it is a flattened list or map. */
export function writeXmlMember(
  schema: WireSchema,
  name: string,
  member: Member,
  value: unknown,
  dialect: XmlDialect,
): string {
  const shape = shapeOf(schema, member.target);
  const attributes = namespaceAttribute(member.namespace);
  switch (shape?.kind) {
    case 'structure': {
      const record = value as Record<string, unknown>;
      return element(
        name,
        attributes + memberAttributes(shape, record),
        writeXmlMembers(schema, shape, record, dialect),
      );
    }
    case 'list': {
      const each = (elementName: string) =>
        (value as readonly unknown[])
          .map((entry) => writeXmlMember(schema, elementName, shape.element, entry, dialect))
          .join('');
      if (member.flattened === true) return each(name);
      return element(name, attributes, each(shape.element.xmlName ?? dialect.listElement));
    }
    case 'map': {
      const each = (entryName: string) =>
        Object.entries(value as Record<string, unknown>)
          .map(([key, entry]) =>
            element(
              entryName,
              '',
              element(shape.key.xmlName ?? 'key', '', escapeXml(key)) +
                writeXmlMember(schema, shape.value.xmlName ?? 'value', shape.value, entry, dialect),
            ),
          )
          .join('');
      return member.flattened === true ? each(name) : element(name, attributes, each('entry'));
    }
    case undefined:
      return element(name, attributes, escapeXml(writeScalar(value, member.target, 'date-time')));
  }
}

function memberAttributes(shape: StructureShape, value: Readonly<Record<string, unknown>>): string {
  return Object.entries(shape.members)
    .filter(([name, { attribute }]) => attribute === true && value[name] !== undefined)
    .map(
      ([name, { xmlName, target }]) =>
        ` ${xmlName ?? name}="${escapeXml(writeScalar(value[name], target, 'date-time'))}"`,
    )
    .join('');
}

/** ` xmlns="…"`, or nothing. A schema writes a URI, or a prefix and a URI in either order. */
export function namespaceAttribute(namespace: Member['namespace']): string {
  if (namespace === undefined) return '';
  if (typeof namespace === 'string') return ` xmlns="${escapeXml(namespace)}"`;
  const uri = namespace.find((part) => part.includes('://')) ?? '';
  const prefix = namespace.find((part) => !part.includes('://'));
  return ` xmlns${prefix === undefined ? '' : `:${prefix}`}="${escapeXml(uri)}"`;
}

export function element(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

/** Nearly all texts: nothing in them needs to be replaced. */
const isPlainText = /^[ !#-%'-;=?-~]*$/;

/** Text for element content and attribute values. Characters that XML 1.0 cannot carry are replaced, as AWS does. */
export function escapeXml(text: string): string {
  if (isPlainText.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;')
    .replaceAll(/[^\t\n\P{Cc}\u007f-\u009f]|\ufffe|\uffff/gu, '\ufffd');
}
