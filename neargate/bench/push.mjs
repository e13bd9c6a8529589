// From `git push` to the first response of the new version, step by step, while two clients ask the whole time, on a Neargate that
// runs the reference system or one like it.
//
//   node bench/push.mjs --directory CLONE [--file user-service/src/openapi/documentation.ts] [--text "Users with a unique …"]
//                       [--url http://localhost:8080/users/docs] [--runs 3] [--branch main] [--endpoint http://localhost:4566]
//
// CLONE is a git working tree of the running system. Each run puts another number behind the text in the file, commits, pushes to
// the local CodeCommit and asks the URL until the new text is answered. The text is one that the answer has as it stands in the
// file, and no build has had it with that number: nothing that depends on it is in a cache. A last run takes the number away again,
// and another one pushes a commit that changes nothing of the services: there the builds take all from the cache.
// Times of steps are those of AWS's own API. A request has failed when it got no answer, or one that is no success.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    directory: { type: 'string' },
    file: { type: 'string', default: 'user-service/src/openapi/documentation.ts' },
    text: { type: 'string', default: 'Users with a unique e-mail address' },
    url: { type: 'string', default: 'http://localhost:8080/users/docs' },
    runs: { type: 'string', default: '3' },
    branch: { type: 'string', default: 'main' },
    endpoint: { type: 'string', default: `http://localhost:${process.env.NEARGATE_PORT ?? '4566'}` },
  },
});
const { directory, file, text, url, branch, endpoint } = values;
if (directory === undefined) {
  console.error('Needed: --directory. See the head of this file.');
  process.exit(2);
}
const clients = 2;
/** The text with the number that a run has put behind it. */
const numbered = new RegExp(`${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}(?: \\d{13})?`);
const buildPhases = ['DOWNLOAD_SOURCE', 'PRE_BUILD', 'BUILD', 'POST_BUILD'];

const git = (...args) => execFileSync('git', args, { cwd: directory, encoding: 'utf8' }).trim();

async function call(service, operation, input) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${service}.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=bench/20250101/us-east-1/service/aws4_request, SignedHeaders=host, Signature=none',
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
  return response.json();
}
const pipelines = (operation, input) => call('CodePipeline_20150709', operation, input);
const builds = (operation, input) => call('CodeBuild_20161006', operation, input);

/** Clients that ask one request after the other, each on a connection of its own, until told to stop. */
function startClients() {
  const seen = { requests: 0, failed: 0, failures: new Set(), first: new Map(), last: new Map() };
  let isStopped = false;
  const note = (body) => {
    const [served] = numbered.exec(body) ?? ['another text'];
    if (!seen.first.has(served)) seen.first.set(served, Date.now());
    seen.last.set(served, Date.now());
  };
  const fail = (why) => {
    seen.failed++;
    seen.failures.add(why);
  };
  const running = Array.from({ length: clients }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!isStopped) {
      seen.requests++;
      try {
        const { status, body } = await ask(agent);
        if (status >= 200 && status < 300) note(body);
        else fail(`status ${status}`);
      } catch (error) {
        fail(String(error));
      }
      await sleep(5);
    }
    agent.destroy();
  });
  return {
    seen,
    async stop() {
      isStopped = true;
      await Promise.all(running);
    },
  };
}

function ask(agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => (body += chunk));
      response.once('end', () => resolve({ status: response.statusCode, body }));
      response.once('error', reject);
    }).once('error', reject);
  });
}

/** The pipeline that reads a CodeCommit repository, and the repository's URL. */
async function findPipeline() {
  const listed = await pipelines('ListPipelines', {});
  for (const { name } of listed.pipelines) {
    const { pipeline } = await pipelines('GetPipeline', { name });
    const source = pipeline.stages[0].actions.find((action) => action.actionTypeId.provider === 'CodeCommit');
    if (source !== undefined)
      return { name, remote: `${endpoint}/v1/repos/${source.configuration.RepositoryName}` };
  }
  throw new Error('no pipeline reads a CodeCommit repository');
}

/** Seconds since the epoch, as the API gives them, in milliseconds. */
const ms = (seconds) => Math.round(seconds * 1000);

/** Resolves to the execution of the commit when it has ended. */
async function ended(name, commit) {
  for (;;) {
    const { pipelineExecutionSummaries } = await pipelines('ListPipelineExecutions', { pipelineName: name });
    const execution = pipelineExecutionSummaries.find(({ sourceRevisions = [] }) =>
      sourceRevisions.some(({ revisionId }) => revisionId === commit),
    );
    if (execution !== undefined && execution.status !== 'InProgress') return execution;
    await sleep(100);
  }
}

async function phasesOf(actions) {
  const ids = actions.flatMap(({ input, output }) =>
    input.actionTypeId.provider === 'CodeBuild' ? [output.executionResult.externalExecutionId] : [],
  );
  const { builds: found } = await builds('BatchGetBuilds', { ids });
  return found.flatMap(({ projectName, phases }) =>
    buildPhases.map((type) => {
      const { startTime = 0, endTime = 0 } = phases.find(({ phaseType }) => phaseType === type) ?? {};
      return [`  ${projectName} ${type}`, ms(endTime - startTime)];
    }),
  );
}

/** Pushes the head of the clone and follows it to its end; `next` is the text that is then served. */
async function run({ name, remote }, next) {
  const commit = git('rev-parse', 'HEAD');
  const load = startClients();
  await sleep(500);
  const [old] = load.seen.first.keys();
  const isNew = old !== next;
  const begun = Date.now();
  git('push', '-q', remote, `HEAD:${branch}`);
  const pushed = Date.now();
  const execution = await ended(name, commit);
  // What drains has to be gone before the clients are.
  await sleep(500);
  await load.stop();
  if (execution.status !== 'Succeeded') throw new Error(`the execution ended ${execution.status}`);
  const { actionExecutionDetails: actions } = await pipelines('ListActionExecutions', {
    pipelineName: name,
    filter: { pipelineExecutionId: execution.pipelineExecutionId },
  });
  const stages = new Map();
  for (const { stageName, startTime, lastUpdateTime } of actions.toReversed()) {
    const known = stages.get(stageName) ?? { begun: Number.POSITIVE_INFINITY, ended: 0 };
    stages.set(stageName, {
      begun: Math.min(known.begun, ms(startTime)),
      ended: Math.max(known.ended, ms(lastUpdateTime)),
    });
  }
  const { seen } = load;
  return {
    'git push': pushed - begun,
    'push to start of the execution': ms(execution.startTime) - begun,
    ...Object.fromEntries([...stages].map(([stage, times]) => [stage, times.ended - times.begun])),
    ...Object.fromEntries(await phasesOf(actions)),
    'push to first new response': isNew ? (seen.first.get(next) ?? Number.NaN) - begun : '',
    'push to last old response': isNew ? (seen.last.get(old) ?? Number.NaN) - begun : '',
    'push to end of the execution': ms(execution.lastUpdateTime) - begun,
    requests: seen.requests,
    'failed requests': seen.failed === 0 ? 0 : `${seen.failed}: ${[...seen.failures].join(', ')}`,
  };
}

/** Puts this in the place of the text, and of the number that is behind it; commits. */
function write(next) {
  const absolute = path.join(directory, file);
  const before = readFileSync(absolute, 'utf8');
  if (!numbered.test(before)) throw new Error(`${file} does not contain ${text}`);
  writeFileSync(absolute, before.replace(numbered, next));
  git('commit', '-qam', `Say ${next}`);
  return next;
}

const pipeline = await findPipeline();
const answer = await fetch(url).then((response) => response.text());
if (!numbered.test(answer)) throw new Error(`the answer of ${url} does not contain ${text}`);
const results = {};
const load = loadavg()[0].toFixed(1);
for (let index = 0; index < Number(values.runs); index++)
  results[`run ${index + 1}`] = await run(pipeline, write(`${text} ${Date.now()}`));
results['text as before'] = await run(pipeline, write(text));
git('commit', '-q', '--allow-empty', '-m', 'Change nothing');
results['nothing changed'] = await run(pipeline, text);
console.log(
  `Pipeline ${pipeline.name}, ${clients} clients, ${cpus().length} cores, load ${load}; milliseconds.`,
);
const steps = Object.keys(Object.assign({}, ...Object.values(results)));
console.table(
  Object.fromEntries(
    steps.map((step) => [
      step,
      Object.fromEntries(Object.entries(results).map(([title, result]) => [title, result[step]])),
    ]),
  ),
);
