import type { Protocol } from '../../services/operation.ts';
import { ec2Protocol } from './ec2.ts';
import { jsonProtocol } from './json.ts';
import type { WireProtocol } from './protocol.ts';
import { queryProtocol } from './query.ts';
import { restXmlProtocol } from './rest-xml.ts';

/** Every protocol that a service of the catalogue speaks. */
export const protocols: Readonly<Record<Protocol, WireProtocol>> = {
  json: jsonProtocol,
  query: queryProtocol,
  ec2: ec2Protocol,
  'rest-xml': restXmlProtocol,
};
