import { parseXml, XmlElement, type XmlNode } from '@rgrove/parse-xml';
import type { ReportTestCase } from '../store.ts';

/** The file is not a JUnit report. */
export class ReportFileError extends Error {
  override readonly name = 'ReportFileError';
}

/**
 * The test cases of a JUnit XML file, suites in suites too.
 * https://github.com/testmoapp/junitxml
 * @throws ReportFileError
 */
export function parseJunit(file: string, text: string): readonly ReportTestCase[] {
  let root: XmlElement | null;
  try {
    ({ root } = parseXml(text));
  } catch (error) {
    throw new ReportFileError(`${file} is not XML: ${(error as Error).message.split('\n')[0] ?? ''}`);
  }
  if (root === null || (root.name !== 'testsuites' && root.name !== 'testsuite'))
    throw new ReportFileError(`${file} has no testsuites or testsuite element at its root`);
  return [...casesIn(file, root, '')];
}

function* casesIn(file: string, suite: XmlElement, suiteName: string): Generator<ReportTestCase> {
  const name = suite.attributes['name'] ?? suiteName;
  for (const child of elements(suite.children)) {
    if (child.name === 'testsuite') yield* casesIn(file, child, name);
    else if (child.name === 'testcase') yield testCase(file, child, name);
  }
}

function testCase(file: string, element: XmlElement, suiteName: string): ReportTestCase {
  const outcome = elements(element.children).find(({ name }) => name in outcomes);
  const message = outcome && (outcome.attributes['message'] ?? outcome.text.trim());
  const seconds = Number((element.attributes['time'] ?? '0').replaceAll(',', ''));
  return {
    testRawDataPath: file,
    prefix: element.attributes['classname'] ?? suiteName,
    name: element.attributes['name'] ?? '',
    status: outcome === undefined ? 'SUCCEEDED' : (outcomes[outcome.name] ?? 'ERROR'),
    durationInNanoSeconds: Number.isFinite(seconds) ? Math.round(seconds * 1e9) : 0,
    ...(message === undefined || message === '' ? {} : { message }),
  };
}

const outcomes: Readonly<Record<string, ReportTestCase['status']>> = {
  failure: 'FAILED',
  error: 'ERROR',
  skipped: 'SKIPPED',
};

function elements(nodes: readonly XmlNode[]): XmlElement[] {
  return nodes.filter((node): node is XmlElement => node instanceof XmlElement);
}
