import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml';
import { AwsError } from '../core/aws-error.ts';
import { readScalar } from './scalars.ts';
import { type Member, shapeOf, type StructureShape, type WireSchema } from './schema.ts';

/** The root element of a request body. @throws AwsError MalformedXML */
export function parseXmlBody(text: string): XmlElement {
  try {
    const { root } = parseXml(text);
    if (root !== null) return root;
  } catch {
    // Said below, in AWS's words.
  }
  throw malformedXml();
}

/** As S3 says it of all that is wrong with a body. */
export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

/** The members of a structure that travel in the body, from the element that stands for it. */
export function readXmlStructure(
  schema: WireSchema,
  shape: StructureShape,
  node: XmlElement,
  place = '',
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const xmlName = member.xmlName ?? name;
    const here = place === '' ? name : `${place}.${name}`;
    if (member.attribute === true) {
      const text = attributeNamed(node, xmlName);
      if (text !== undefined) result[name] = readScalar(text, member.target, here);
      continue;
    }
    const elements = childrenNamed(node, xmlName);
    if (elements.length > 0) result[name] = readMember(schema, member, elements, here);
  }
  return result;
}

function readMember(
  schema: WireSchema,
  member: Member,
  elements: readonly XmlElement[],
  place: string,
): unknown {
  const shape = shapeOf(schema, member.target);
  const [first] = elements;
  if (first === undefined) return undefined;
  switch (shape?.kind) {
    case 'structure':
      return readXmlStructure(schema, shape, first, place);
    case 'list': {
      const entries = member.flattened === true ? elements : entriesOf(first, shape.element.xmlName);
      return entries.map((entry, index) =>
        readMember(schema, shape.element, [entry], `${place}.${index + 1}`),
      );
    }
    case 'map': {
      const entries = member.flattened === true ? elements : childrenNamed(first, 'entry');
      return Object.fromEntries(
        entries.map((entry) => {
          const key = childrenNamed(entry, shape.key.xmlName ?? 'key')[0]?.text ?? '';
          const value = childrenNamed(entry, shape.value.xmlName ?? 'value');
          return [key, readMember(schema, shape.value, value, `${place}.${key}`)];
        }),
      );
    }
    case undefined:
      return readScalar(textOf(first), member.target, place);
  }
}

/** EC2 calls what the other protocols call `member` `item`. */
function entriesOf(list: XmlElement, xmlName: string | undefined): XmlElement[] {
  if (xmlName !== undefined) return childrenNamed(list, xmlName);
  const entries = childrenNamed(list, 'member');
  return entries.length > 0 ? entries : childrenNamed(list, 'item');
}

/** Element names compare without their namespace prefix. */
export function childrenNamed(node: XmlElement, name: string): XmlElement[] {
  return node.children.filter(
    (child): child is XmlElement => child instanceof XmlElement && localName(child.name) === localName(name),
  );
}

function attributeNamed(node: XmlElement, name: string): string | undefined {
  return Object.entries(node.attributes).find(([key]) => localName(key) === localName(name))?.[1];
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function textOf(node: XmlElement): string {
  return node.children.map((child) => (child instanceof XmlText ? child.text : '')).join('');
}
