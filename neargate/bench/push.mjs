// From `git push` to the first response of the new version, step by step, on a Neargate that runs a reference-like system.
//
//   node bench/push.mjs --directory CLONE --file user-service/src/… --from "old text" --to "new text" --url http://localhost:8080/users
//                       [--runs 3] [--branch main]
//
// CLONE is a git working tree of the running system. Each run changes the text in the file, commits, pushes to the local CodeCommit
// and asks the URL until the new text is in the answer, so the text is one that the answer has as it stands in the file; the next run
// changes it back. Times of steps come from AWS's own API.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    directory: { type: 'string' },
    file: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    url: { type: 'string' },
    runs: { type: 'string', default: '3' },
    branch: { type: 'string', default: 'main' },
    endpoint: { type: 'string', default: `http://localhost:${process.env.NEARGATE_PORT ?? '4566'}` },
  },
});
const { directory, file, from, to, url, branch, endpoint } = values;
if ([directory, file, from, to, url].includes(undefined)) {
  console.error('Needed: --directory, --file, --from, --to and --url. See the head of this file.');
  process.exit(2);
}

const git = (...args) => execFileSync('git', args, { cwd: directory, encoding: 'utf8' }).trim();

async function call(operation, input) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `CodePipeline_20150709.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=bench/20250101/us-east-1/codepipeline/aws4_request, SignedHeaders=host, Signature=none',
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
  return response.json();
}

/** Asks without a pause; resolves to the time of the first answer that has the text, and counts answers that are no success. */
async function firstAnswer(text, signal) {
  let requests = 0;
  let failed = 0;
  while (!signal.aborted) {
    requests++;
    try {
      const response = await fetch(url);
      const body = await response.text();
      if (response.status >= 500) failed++;
      if (body.includes(text)) return { at: Date.now(), requests, failed };
    } catch {
      failed++;
    }
    await sleep(5);
  }
  throw new Error('the new text was never served');
}

/** The source of a pipeline on the repository, and the repository's URL. */
async function findPipeline() {
  const { pipelines } = await call('ListPipelines', {});
  for (const { name } of pipelines) {
    const { pipeline } = await call('GetPipeline', { name });
    const source = pipeline.stages[0].actions.find((action) => action.actionTypeId.provider === 'CodeCommit');
    if (source !== undefined)
      return { name, remote: `${endpoint}/v1/repos/${source.configuration.RepositoryName}` };
  }
  throw new Error('no pipeline reads a CodeCommit repository');
}

/** Seconds since the epoch, as the API gives them, in milliseconds. */
const ms = (seconds) => Math.round(seconds * 1000);

async function run({ name, remote }, before, after) {
  const absolute = path.join(directory, file);
  const text = readFileSync(absolute, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not contain ${before}`);
  writeFileSync(absolute, text.replace(before, after));
  git('commit', '-qam', `Say ${after}`);
  const commit = git('rev-parse', 'HEAD');
  const ended = new AbortController();
  const serving = firstAnswer(after, ended.signal);
  const begun = Date.now();
  git('push', '-q', remote, `HEAD:${branch}`);
  const pushed = Date.now();
  let execution;
  while (execution === undefined || execution.status === 'InProgress') {
    await sleep(20);
    const { pipelineExecutionSummaries } = await call('ListPipelineExecutions', { pipelineName: name });
    execution = pipelineExecutionSummaries.find(({ sourceRevisions = [] }) =>
      sourceRevisions.some(({ revisionId }) => revisionId === commit),
    );
  }
  if (execution.status !== 'Succeeded') {
    ended.abort();
    await serving.catch(() => undefined);
    throw new Error(`the execution ended ${execution.status}`);
  }
  const { actionExecutionDetails } = await call('ListActionExecutions', {
    pipelineName: name,
    filter: { pipelineExecutionId: execution.pipelineExecutionId },
  });
  const served = await serving;
  const stages = new Map();
  for (const { stageName, startTime, lastUpdateTime } of actionExecutionDetails.toReversed()) {
    const known = stages.get(stageName) ?? { begun: Number.POSITIVE_INFINITY, ended: 0 };
    stages.set(stageName, {
      begun: Math.min(known.begun, ms(startTime)),
      ended: Math.max(known.ended, ms(lastUpdateTime)),
    });
  }
  return {
    push: pushed - begun,
    event: ms(execution.startTime) - begun,
    ...Object.fromEntries([...stages].map(([stage, times]) => [stage, times.ended - times.begun])),
    'first response': served.at - begun,
    requests: served.requests,
    failed: served.failed,
  };
}

const pipeline = await findPipeline();
if (!(await (await fetch(url)).text()).includes(from))
  throw new Error(`the answer of ${url} does not contain ${from}`);
const results = [];
for (let index = 0; index < Number(values.runs); index++) {
  results.push(index % 2 === 0 ? await run(pipeline, from, to) : await run(pipeline, to, from));
}
console.log(
  `Pipeline ${pipeline.name}; milliseconds from the beginning of git push, stages by their own time.`,
);
console.table(results);
